// incident list: what is open, or the last ones.
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands::incident {
namespace {

using playbooks::Text;

constexpr std::array<std::string_view, 2> aliases = {"ls", "incidents"};
constexpr std::array<Flag, 1> flags = {{{"all", "closed", "", "the closed ones too", Flag::Takes::nothing}}};
constexpr int most = 20;

std::vector<Text> row(const IncidentLine& line, const Request& request, Desk& desk) {
  const auto incident = desk.find(line.id);
  Text severity{line.severity};
  if (line.kind == "drill") severity << " drill";
  Text lead;
  if (incident && !incident->lead.id.empty())
    lead << "@" + (incident->lead.name.empty() ? incident->lead.id : incident->lead.name);
  Text age{playbooks::spoken(request.now - line.declared)};
  if (line.resolved) age = Text{"took " + playbooks::spoken(*line.resolved - line.declared)};
  return {Text{} << playbooks::Bold{to_string(line.id)},
          severity,
          Text{line.status},
          Text{shortened(line.title, 60)},
          age,
          lead};
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const bool all = arguments.has("all") || arguments.take_word("all");
  if (!all) arguments.take_word("open");
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto lines = desk.list(!all, all ? most + 1 : 1000);
  if (lines.empty())
    return Text{all ? "No incident yet. Declare one: " : "No open incident. Declare one: "}
           << playbooks::Code{arguments.as_typed("incident declare P1 \"What is broken\"")};
  Table table{{"Incident", "Severity", "Status", "Title", "Age", "Lead"}, {}};
  for (std::size_t i = 0; i < lines.size() && i < most; ++i) table.rows.push_back(row(lines[i], request, desk));
  Reply reply;
  reply.parts.emplace_back(std::move(table));
  if (lines.size() > most)
    reply.parts.emplace_back(all ? Text{"These are the last 20. Older ones: "} << playbooks::Code{"sitrep history"}
                                                                               << " on the command line."
                                 : Text{fmt::format("… and {} more: ", lines.size() - most)}
                                       << playbooks::Code{arguments.as_typed("incident list --all")});
  return reply;
}

}  // namespace

const Verb list{.command = "incident",
                .name = "list",
                .aliases = aliases,
                .usage = "list [--all]",
                .help = "What is open; with --all the last 20",
                .example = "incident list --all",
                .flags = flags,
                .free_text = false,
                .run = run};

}  // namespace commands::incident
