#include "commands/oncall/standing_in.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "commands/oncall/schedules.hpp"
#include "commands/people.hpp"
#include "commands/replies.hpp"
#include "playbooks/rota.hpp"

namespace commands::oncall {
namespace {

using playbooks::Schedule;
using playbooks::Text;

bool is_on(const playbooks::Responder& person, const Schedule& schedule, const playbooks::OnCall& oncall,
           const Period& period) {
  if (period.to <= period.from) return false;
  return std::ranges::any_of(playbooks::rota::shifts(schedule, oncall, period.from, period.to),
                             [&](const auto& shift) { return shift.person == person.key; });
}

Asked<const Schedule*> found_out(const StandIn& wanted, const Request& request, const Arguments& arguments,
                                 const Desk& desk) {
  const auto& policy = desk.policy();
  if (policy.schedules.empty()) return std::unexpected(Reply::refusal(no_schedules()));
  if (policy.schedules.size() == 1) return &policy.schedules.front();
  std::vector<const Schedule*> among;
  for (const auto& schedule : policy.schedules)
    if (wanted.instead_of == nullptr || is_on(*wanted.instead_of, schedule, desk.state().oncall, wanted.period))
      among.push_back(&schedule);
  if (among.size() == 1) return among.front();
  if (among.empty())
    return std::unexpected(Reply::refusal(Text{} << wanted.instead_of->name << " is not on call in any schedule from "
                                                 << shown(wanted.period, request, policy) << ". See whose turn it is: "
                                                 << playbooks::Code{arguments.as_typed("oncall week")} << "."));
  return std::unexpected(which_schedule(request, among, policy));
}

}  // namespace

Asked<Text> stand_in(StandIn wanted, const Request& request, const Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  if (wanted.schedule == nullptr) {
    const auto found = found_out(wanted, request, arguments, desk);
    if (!found) return std::unexpected(found.error());
    wanted.schedule = *found;
  }
  playbooks::Override entry;
  entry.schedule = wanted.schedule->key;
  entry.person = wanted.person->key;
  if (wanted.instead_of != nullptr) entry.instead_of = wanted.instead_of->key;
  entry.from = wanted.period.from;
  entry.to = wanted.period.to;
  entry.reason = std::move(wanted.reason);
  const auto done = desk.execute(playbooks::AddOverride{std::move(entry)});
  if (!done) return std::unexpected(declined(done.error()));
  Text text;
  text << playbooks::Bold{person_name(wanted.person->key, policy)} << " is on call in "
       << schedule_name(wanted.schedule->key, policy);
  if (wanted.instead_of != nullptr) text << " instead of " << person_name(wanted.instead_of->key, policy);
  text << " from " << shown(wanted.period, request, policy) << ".";
  for (const auto& event : *done)
    if (const auto* added = std::get_if<playbooks::OverrideAdded>(&event.event))
      text << " To undo it: "
           << playbooks::Code{arguments.as_typed(fmt::format("oncall remove {}", added->override_.id))} << ".";
  return text;
}

Reply ask_for_period(const Arguments& arguments, std::string_view title, std::string_view command, bool ask_who,
                     const playbooks::Policy& policy, std::string_view missing) {
  if (policy.schedules.empty()) return Reply::refusal(no_schedules());
  playbooks::Form form{std::string{title}, "Enter", std::string{command}, {}};
  if (ask_who) form.fields.push_back(choice("who", "Who stands in?", person_options(policy)));
  form.fields.push_back(line_field("from", "From when?", "18:00, fri 18:00, 2026-12-24 18:00", true));
  form.fields.push_back(line_field("to", "Until when?", "22:00, mon 9:00", true));
  form.fields.push_back(choice("schedule", "Schedule", schedule_options(policy), policy.schedules.front().key));
  form.fields.push_back(line_field("", "Why?", "For those who look at it later", false));
  return arguments.ask(std::move(form), missing);
}

}  // namespace commands::oncall
