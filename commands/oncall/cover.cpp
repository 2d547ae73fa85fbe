// oncall cover: I take somebody's shift; or “cover me”: who takes mine?
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/oncall/schedules.hpp"
#include "commands/oncall/standing_in.hpp"
#include "commands/people.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands::oncall {
namespace {

using playbooks::Policy;
using playbooks::Responder;

constexpr std::array<std::string_view, 2> aliases = {"take", "standin"};
constexpr std::size_t most_buttons = 8;

/// "cover me fri 18:00 22:00": nobody is named yet. Whoever can is one press away.
Reply who_covers(const Request& request, std::string_view rest, const Responder& me, const Arguments& arguments,
                 const Policy& policy) {
  playbooks::Text text{"Nothing is entered yet: say who takes your shift. "};
  text << playbooks::Code{arguments.as_typed(fmt::format("oncall swap <@somebody> {}", rest))}
       << ", or whoever takes it types "
       << playbooks::Code{arguments.as_typed(fmt::format("oncall cover {} {}", me.key, rest))} << ".";
  auto reply = Reply::refusal(std::move(text));
  Buttons buttons;
  for (const auto& person : policy.people) {
    if (&person == &me || buttons.buttons.size() == most_buttons) continue;
    auto line = fmt::format("oncall swap {} {}", in_quotes(person.key), rest);
    if (!arguments.value("as").empty()) line += " --as " + in_quotes(me.key);
    if (line.size() <= longest_button_line && request.fields.empty())
      buttons.buttons.push_back(
          {shortened(person_name(person.key, policy), 40), std::move(line), Button::Style::plain});
  }
  if (!buttons.buttons.empty()) reply.parts.emplace_back(std::move(buttons));
  return reply;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  if (policy.schedules.empty()) return Reply::refusal(no_schedules());
  const auto me = oneself(request, arguments, policy);
  if (!me) return me.error();
  const bool mine = arguments.take_word("me");
  if (mine) arguments.take_word("by");
  const auto* other = take_person(arguments, policy);
  if (other == nullptr && !mine)
    return arguments.refuse(arguments.next() == nullptr ? std::string{"Say whose shift you take, from when to when."}
                                                        : unknown_person(arguments.next()->text, policy));
  if (other == *me) return arguments.refuse("That is you. Name somebody else.");
  const auto rest = arguments.text();
  auto period = take_period(arguments, request.now, policy.zone);
  if (!period) return std::move(period.error());
  if (!*period) return arguments.refuse("Say from when and until when, like 18:00 22:00.");
  if (other == nullptr) return who_covers(request, rest, **me, arguments, policy);
  const auto schedule = named_schedule(arguments, policy);
  if (!schedule) return schedule.error();
  auto entered = stand_in({mine ? other : *me, mine ? *me : other, *schedule, **period, arguments.text()}, request,
                          arguments, desk);
  if (!entered) return std::move(entered.error());
  return *entered;
}

}  // namespace

const Verb cover{.command = "oncall",
                 .name = "cover",
                 .aliases = aliases,
                 .usage = "cover <@bob|me> <from> <to> [schedule] [why]",
                 .help = "You take somebody's shift; “cover me” asks who takes yours",
                 .example = "oncall cover @bob tue 18:00 22:00",
                 .flags = std::span{override_flags}.subspan(1),
                 .free_text = true,
                 .run = run};

}  // namespace commands::oncall
