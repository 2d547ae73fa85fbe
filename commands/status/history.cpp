// status history: who set which component, and which incidents touched it.
#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"
#include "playbooks/rules.hpp"

namespace commands::status {
namespace {

using playbooks::Text;

constexpr std::array<std::string_view, 2> aliases = {"log", "changes"};
constexpr int most = 30;
constexpr int searched = 300;
constexpr int recent = 20;  // incidents that are looked at

Text incidents_on(const NamedComponents& named, Desk& desk) {
  Text text;
  for (const auto& line : desk.list(false, recent)) {
    const auto incident = desk.find(line.id);
    if (!incident) continue;
    std::vector<playbooks::ComponentClaim> touched;
    for (const auto& claim : incident->components)
      if (named.empty() || std::ranges::any_of(named, [&](const auto& n) { return n.component == claim.component; }))
        touched.push_back(claim);
    if (touched.empty()) continue;
    text << (text.empty() ? "Incidents:\n" : "\n") << playbooks::Bold{to_string(line.id)} << " ("
         << (incident->open() ? "open" : to_string(incident->status)) << "): " << shortened(incident->title, 60) << ", "
         << component_words(touched, desk.policy());
  }
  return text;
}

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  auto named = arguments.components();
  if (!named) return std::move(named.error());
  if (auto reply = arguments.leftover()) return std::move(*reply);
  Text text;
  int shown = 0;
  for (const auto& event : desk.history(std::string{playbooks::components_stream}, searched, true)) {
    const auto* set = std::get_if<playbooks::ComponentStatusSet>(&event.event);
    if (set == nullptr || shown == most) continue;
    if (!named->empty() && std::ranges::none_of(*named, [&](const auto& n) { return n.component == set->component; }))
      continue;
    ++shown;
    if (!text.empty()) text << "\n";
    text << playbooks::utc_minute(event.at) << "  " << playbooks::sentence(event, desk.policy());
  }
  auto incidents = incidents_on(*named, desk);
  if (text.empty() && incidents.empty())
    return "Nothing was set by hand, and none of the last 20 incidents touched it.";
  Reply reply{text.empty() ? Text{"Nothing was set by hand."} : std::move(text)};
  if (!incidents.empty()) reply.parts.emplace_back(std::move(incidents));
  return reply;
}

}  // namespace

const Verb history{.command = "status",
                   .name = "history",
                   .aliases = aliases,
                   .usage = "history [api,db]",
                   .help = "What was set by hand, and which incidents touched it",
                   .example = "status history api",
                   .flags = {},
                   .free_text = false,
                   .run = run};

}  // namespace commands::status
