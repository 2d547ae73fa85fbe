// oncall override: somebody is on call for a while, whoever's turn it is.
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/oncall/schedules.hpp"
#include "commands/oncall/standing_in.hpp"
#include "commands/people.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::oncall {
namespace {

constexpr std::array<std::string_view, 1> aliases = {"sub"};

/// Who stands in: named in front, or in the form. nullptr: nobody is named.
Asked<const playbooks::Responder*> who(const Request& request, Arguments& arguments, const playbooks::Policy& policy) {
  if (const auto given = arguments.value("who"); !given.empty()) {
    if (const auto* person = person_of(given, {}, policy)) return person;
    return std::unexpected(arguments.refuse_field("who", unknown_person(given, policy)));
  }
  if (arguments.take_word("me")) return oneself(request, arguments, policy);
  if (const auto* person = take_person(arguments, policy)) return person;
  if (const auto* next = arguments.next()) return std::unexpected(arguments.refuse(unknown_person(next->text, policy)));
  return nullptr;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  auto schedule = named_schedule(arguments, policy);
  if (!schedule) return std::move(schedule.error());
  const auto person = who(request, arguments, policy);
  if (!person) return person.error();
  if (*schedule == nullptr) schedule = named_schedule(arguments, policy);
  auto period = take_period(arguments, request.now, policy.zone);
  if (!period) return std::move(period.error());
  if (schedule && *schedule == nullptr) schedule = named_schedule(arguments, policy);
  if (!schedule) return std::move(schedule.error());
  if (*person == nullptr || !*period) {
    if (const auto* next = arguments.next(); *person != nullptr && next != nullptr)
      return arguments.refuse(
          fmt::format("“{}” is no time. Write it like 18:00 22:00, or “fri 18:00” to “mon 9:00”.", next->text));
    return ask_for_period(
        arguments, "Stand in", "oncall override", *person == nullptr, policy,
        *person == nullptr ? "Say who stands in, from when and until when." : "Say from when and until when.");
  }
  auto entered = stand_in({*person, nullptr, *schedule, **period, arguments.text()}, request, arguments, desk);
  if (!entered) return std::move(entered.error());
  return *entered;
}

}  // namespace

const Verb override_{.command = "oncall",
                     .name = "override",
                     .aliases = aliases,
                     .usage = "override <@bob> <from> <to> [schedule] [why]",
                     .help = "Somebody is on call for a while, whoever's turn it is",
                     .example = "oncall override @bob fri 18:00 mon 9:00 primary Ann is away",
                     .flags = override_flags,
                     .free_text = true,
                     .run = run};

}  // namespace commands::oncall
