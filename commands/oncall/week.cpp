// oncall next, oncall week: turns in order of time.
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

constexpr std::array<std::string_view, 1> next_aliases = {"upcoming"};
constexpr std::array<std::string_view, 2> week_aliases = {"shifts", "7d"};
constexpr std::size_t most_rows = 50;
constexpr std::size_t most_next = 3;  // turns of each schedule

void add_rows(Table& table, const playbooks::Schedule& schedule, const std::vector<playbooks::Shift>& shifts,
              const Request& request, const playbooks::Policy& policy) {
  for (const auto& shift : shifts) {
    Text who;
    if (shift.person.empty())
      who << "nobody";
    else
      who << playbooks::Bold{person_name(shift.person, policy)};
    table.rows.push_back({Text{schedule_name(schedule.key, policy)}, shown(shift.from, request, policy),
                          shown(shift.to, request, policy), std::move(who)});
  }
}

Reply cut(Table table, const Arguments& arguments) {
  const auto rows = table.rows.size();
  if (rows > most_rows) table.rows.resize(most_rows);
  Reply reply;
  reply.parts.emplace_back(std::move(table));
  if (rows > most_rows)
    reply.parts.emplace_back(Text{fmt::format("… and {} more. Name one schedule: ", rows - most_rows)}
                             << playbooks::Code{arguments.as_typed("oncall week <schedule>")} << ".");
  return reply;
}

Reply run_next(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  const auto schedules = asked_schedules(arguments, policy);
  if (!schedules) return schedules.error();
  Table table{{"Schedule", "From", "To", "On call"}, {}};
  for (const auto* schedule : *schedules) {
    auto shifts = with_gaps(*schedule, desk.state().oncall, {request.now, request.now + horizon});
    if (!shifts.empty()) shifts.erase(shifts.begin());  // that one is under way
    shifts.resize(std::min(shifts.size(), most_next));
    add_rows(table, *schedule, shifts, request, policy);
  }
  if (table.rows.empty())
    return Text{"Nothing changes within 35 days. Who is on call: "} << playbooks::Code{arguments.as_typed("oncall now")}
                                                                    << ".";
  return cut(std::move(table), arguments);
}

Reply run_week(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  const auto schedules = asked_schedules(arguments, policy);
  if (!schedules) return schedules.error();
  Table table{{"Schedule", "From", "To", "On call"}, {}};
  for (const auto* schedule : *schedules)
    add_rows(table, *schedule,
             with_gaps(*schedule, desk.state().oncall, {request.now, request.now + std::chrono::days{7}}), request,
             policy);
  return cut(std::move(table), arguments);
}

}  // namespace

const Verb next{.command = "oncall",
                .name = "next",
                .aliases = next_aliases,
                .usage = "next [schedule]",
                .help = "Who is on call next: the three turns that follow",
                .example = "oncall next",
                .flags = {},
                .free_text = false,
                .run = run_next};

const Verb week{.command = "oncall",
                .name = "week",
                .aliases = week_aliases,
                .usage = "week [schedule]",
                .help = "Everybody's turns in the next seven days, gaps included",
                .example = "oncall week",
                .flags = {},
                .free_text = false,
                .run = run_week};

}  // namespace commands::oncall
