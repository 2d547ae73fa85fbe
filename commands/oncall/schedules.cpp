#include "commands/oncall/schedules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "commands/calendar.hpp"
#include "commands/people.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"
#include "playbooks/rota.hpp"

namespace commands::oncall {
namespace rota = playbooks::rota;
using playbooks::Policy;
using playbooks::Schedule;
using playbooks::Text;

namespace {

std::optional<int> number_in(std::string_view word) {
  if (word.starts_with('#')) word.remove_prefix(1);
  const auto number = commands::calendar::take_number(word, 6);
  return number && word.empty() ? number : std::nullopt;
}

}  // namespace

Asked<const Schedule*> named_schedule(Arguments& arguments, const Policy& policy) {
  const auto flag = arguments.value("schedule");
  if (flag.empty()) return take_schedule(arguments, policy);
  if (const auto* schedule = policy.schedule(flag)) return schedule;
  return std::unexpected(arguments.refuse_field("schedule", unknown_schedule(flag, policy)));
}

Asked<std::vector<const Schedule*>> asked_schedules(Arguments& arguments, const Policy& policy) {
  if (policy.schedules.empty()) return std::unexpected(Reply{no_schedules()});
  const auto named = named_schedule(arguments, policy);
  if (!named) return std::unexpected(named.error());
  if (const auto* next = arguments.next(); next != nullptr && *named == nullptr)
    return std::unexpected(arguments.refuse(unknown_schedule(next->text, policy)));
  if (auto reply = arguments.leftover()) return std::unexpected(std::move(*reply));
  std::vector<const Schedule*> schedules;
  for (const auto& schedule : policy.schedules)
    if (*named == nullptr || *named == &schedule) schedules.push_back(&schedule);
  return schedules;
}

Reply which_schedule(const Request& request, const std::vector<const Schedule*>& among, const Policy& policy) {
  std::vector<std::string> names;
  Buttons buttons;
  for (const auto* schedule : among) {
    names.push_back(fmt::format("`{}`", schedule->key));
    auto line = fmt::format("{} --schedule {}", request.line, in_quotes(schedule->key));
    if (request.fields.empty() && line.size() <= longest_button_line && buttons.buttons.size() < 10)
      buttons.buttons.push_back(
          {shortened(schedule_name(schedule->key, policy), 40), std::move(line), Button::Style::plain});
  }
  auto reply = Reply::refusal(marked(fmt::format("Which schedule: {}? Add it with --schedule.", either(names))));
  if (!buttons.buttons.empty()) reply.parts.emplace_back(std::move(buttons));
  return reply;
}

std::vector<playbooks::Shift> with_gaps(const Schedule& schedule, const playbooks::OnCall& oncall,
                                        const Period& period) {
  std::vector<playbooks::Shift> result;
  auto at = period.from;
  for (auto& shift : rota::shifts(schedule, oncall, period.from, period.to)) {
    if (shift.from > at) result.push_back({at, shift.from, {}});
    at = shift.to;
    result.push_back(std::move(shift));
  }
  if (at < period.to) result.push_back({at, period.to, {}});
  return result;
}

Text who_at(const Schedule& schedule, const playbooks::State& state, const Policy& policy, playbooks::Time at) {
  const auto holder = rota::holder(schedule, state.oncall, at);
  const auto otherwise = rota::scheduled_holder(schedule, state.oncall, at);
  Text text;
  if (holder.empty())
    text << "nobody";
  else
    text << playbooks::Bold{person_name(holder, policy)};
  if (holder == otherwise) return text;
  const playbooks::Override* newest = nullptr;
  for (const auto& one : state.oncall.overrides)
    if (one.schedule == schedule.key && one.person == holder && one.from <= at && at < one.to) newest = &one;
  text << " (" << (newest == nullptr ? std::string{"override"} : fmt::format("override {}", newest->id));
  if (!otherwise.empty()) text << ", instead of " << person_name(otherwise, policy);
  return text << ")";
}

Asked<std::chrono::days> days_asked(Arguments& arguments, std::chrono::days otherwise) {
  std::optional<int> days;
  if (const auto given = arguments.value("days"); !given.empty()) {
    std::string_view number{given};
    if (number.ends_with('d')) number.remove_suffix(1);
    days = number_in(number);
    if (!days || *days < 1 || *days > 366)
      return std::unexpected(arguments.refuse_field("days", "Say how many days: 1 to 366."));
    return std::chrono::days{*days};
  }
  const auto* next = arguments.next();
  if (next != nullptr && next->kind == Token::Kind::word) days = number_in(next->text);
  if (!days) return otherwise;
  arguments.take_next();
  arguments.take_word("days");
  if (*days < 1 || *days > 366) return std::unexpected(arguments.refuse("Say how many days: 1 to 366."));
  return std::chrono::days{*days};
}

std::optional<int> take_number(Arguments& arguments) {
  const auto* next = arguments.next();
  if (next == nullptr || next->kind != Token::Kind::word) return std::nullopt;
  const auto number = number_in(next->text);
  if (number) arguments.take_next();
  return number;
}

}  // namespace commands::oncall
