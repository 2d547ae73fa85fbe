// oncall received: the answer to a trial page.
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/oncall/schedules.hpp"
#include "commands/people.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::oncall {
namespace {

constexpr std::array<std::string_view, 3> aliases = {"got-it", "gotit", "answered"};
constexpr std::array<Flag, 1> flags = {
    {{"as", "", "ann", "who you are, where Sitrep cannot know: on the command line", Flag::Takes::word}}};

/// The newest one that waits for that person's answer.
std::optional<int> waiting(const playbooks::Responder& person, const playbooks::OnCall& oncall) {
  std::optional<int> found;
  for (const auto& test : oncall.tests)
    if (test.person == person.key && !test.answered) found = test.id;
  return found;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto number = take_number(arguments);
  if (auto reply = arguments.leftover()) return std::move(*reply);
  if (!number) {
    const auto me = oneself(request, arguments, desk.policy());
    if (!me) return me.error();
    number = waiting(**me, desk.state().oncall);
    if (!number) return "No trial page waits for your answer.";
  }
  const auto done = desk.execute(playbooks::AnswerContactTest{*number});
  if (!done) return declined(done.error());
  return playbooks::Text{fmt::format("Thank you: trial page {} is answered.", *number)};
}

}  // namespace

const Verb received{.command = "oncall",
                    .name = "received",
                    .aliases = aliases,
                    .usage = "received [number]",
                    .help = "“Got it”: a trial page reached you",
                    .example = "oncall received 1",
                    .flags = flags,
                    .free_text = false,
                    .run = run};

}  // namespace commands::oncall
