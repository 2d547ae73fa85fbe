// oncall overrides: who stands in for whom, now and later.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/oncall/schedules.hpp"
#include "commands/people.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::oncall {
namespace {

using playbooks::Text;

constexpr std::array<std::string_view, 2> aliases = {"swaps", "subs"};
constexpr std::size_t most = 20;

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  const auto schedules = asked_schedules(arguments, policy);
  if (!schedules) return schedules.error();
  std::vector<const playbooks::Override*> ahead;
  for (const auto& each : desk.state().oncall.overrides)
    if (each.to > request.now &&
        std::ranges::find(*schedules, each.schedule, &playbooks::Schedule::key) != schedules->end())
      ahead.push_back(&each);
  std::ranges::sort(ahead, {}, [](const auto* each) { return std::pair{each->from, each->id}; });
  if (ahead.empty())
    return Text{"Nobody stands in for anybody. To enter it: "}
           << playbooks::Code{arguments.as_typed("oncall override @bob fri 18:00 mon 9:00")} << ".";
  Table table{{"Number", "Schedule", "On call", "Instead of", "From", "To", "Entered by", "Why"}, {}};
  for (std::size_t i = 0; i < std::min(ahead.size(), most); ++i) {
    const auto& o = *ahead[i];
    table.rows.push_back({Text{std::to_string(o.id)}, Text{schedule_name(o.schedule, policy)},
                          Text{} << playbooks::Bold{person_name(o.person, policy)},
                          Text{o.instead_of.empty() ? "whoever it is" : person_name(o.instead_of, policy)},
                          shown(o.from, request, policy), shown(o.to, request, policy),
                          Text{"@" + (o.by.name.empty() ? o.by.id : o.by.name)}, Text{o.reason}});
  }
  Reply reply;
  reply.parts.emplace_back(std::move(table));
  Text after;
  if (ahead.size() > most) after << fmt::format("… and {} more, later. ", ahead.size() - most);
  after << "To take one back: " << playbooks::Code{arguments.as_typed("oncall remove <number>")} << ".";
  reply.parts.emplace_back(std::move(after));
  return reply;
}

}  // namespace

const Verb overrides{.command = "oncall",
                     .name = "overrides",
                     .aliases = aliases,
                     .usage = "overrides [schedule]",
                     .help = "Who stands in for whom, now and later",
                     .example = "oncall overrides",
                     .flags = {},
                     .free_text = false,
                     .run = run};

}  // namespace commands::oncall
