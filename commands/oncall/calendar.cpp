// oncall calendar: a schedule's turns as an iCalendar document, for any calendar program.
#include "playbooks/calendar.hpp"

#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/oncall/schedules.hpp"
#include "commands/people.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "playbooks/rota.hpp"

namespace commands::oncall {
namespace {

constexpr std::array<std::string_view, 4> aliases = {"export", "ics", "ical", "feed"};
constexpr std::array<Flag, 2> flags = {
    {{"days", "", "60", "how far to look ahead", Flag::Takes::word},
     {"schedule", "", "primary", "which schedule, where there are several", Flag::Takes::word}}};

/// Whole turns, those at the edges too: one that is cut would be another one to a calendar program the next time.
std::vector<playbooks::Shift> turns(const playbooks::Schedule& schedule, const playbooks::OnCall& oncall,
                                    playbooks::Time from, playbooks::Time to) {
  auto shifts = playbooks::rota::shifts(schedule, oncall, from - horizon, to + horizon);
  std::erase_if(shifts, [&](const playbooks::Shift& shift) { return shift.to <= from || shift.from >= to; });
  return shifts;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  const auto early = named_schedule(arguments, policy);
  if (!early) return early.error();
  const auto days = days_asked(arguments, std::chrono::days{60});
  if (!days) return days.error();
  auto schedule = *early;
  if (schedule == nullptr) {
    const auto asked = asked_schedules(arguments, policy);
    if (!asked) return asked.error();
    if (asked->size() > 1) return which_schedule(request, *asked, policy);
    schedule = asked->front();
  }
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto shifts = turns(*schedule, desk.state().oncall, request.now, request.now + *days);
  playbooks::Text text;
  text << playbooks::Bold{schedule_name(schedule->key, policy)}
       << fmt::format(", {} turns in the next {} days:", shifts.size(), days->count());
  Reply reply{std::move(text)};
  reply.parts.emplace_back(
      Document{schedule->key + ".ics", playbooks::calendar::write(*schedule, shifts, policy, request.now)});
  return reply;
}

}  // namespace

const Verb calendar{.command = "oncall",
                    .name = "calendar",
                    .aliases = aliases,
                    .usage = "calendar [schedule] [--days 60]",
                    .help = "A schedule's turns as an iCalendar document (.ics)",
                    .example = "oncall calendar primary --days 60",
                    .flags = flags,
                    .free_text = false,
                    .run = run};

}  // namespace commands::oncall
