// oncall test: a trial page on each of somebody's ways, and what became of it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/escalation_words.hpp"
#include "commands/people.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::oncall {
namespace {

using playbooks::Responder;
using playbooks::Text;

constexpr std::array<std::string_view, 2> aliases = {"try", "test-page"};
constexpr std::array<Flag, 2> flags = {
    {{"last", "results", "", "what became of the last one; sends nothing", Flag::Takes::nothing},
     {"as", "", "ann", "who you are, where Sitrep cannot know: on the command line", Flag::Takes::word}}};

Asked<const Responder*> whom(const Request& request, Arguments& arguments, const playbooks::Policy& policy) {
  arguments.take_word("me");
  const auto* next = arguments.next();
  if (next == nullptr) return oneself(request, arguments, policy);
  if (const auto* person = take_person(arguments, policy)) return person;
  return std::unexpected(arguments.refuse(unknown_person(next->text, policy)));
}

Reply last(const Responder& person, const Arguments& arguments, const Desk& desk) {
  const playbooks::ContactTest* newest = nullptr;
  for (const auto& test : desk.state().oncall.tests)
    if (test.person == person.key) newest = &test;
  if (newest == nullptr)
    return Text{} << "No trial page went to " << person.name
                  << " lately. Send one: " << playbooks::Code{arguments.as_typed("oncall test " + person.key)} << ".";
  Text text;
  text << fmt::format("Trial page {} to ", newest->id) << playbooks::Bold{person.name} << ", sent at "
       << playbooks::Moment{newest->at} << (newest->drill ? " by the drill" : "") << ": ";
  if (newest->answered)
    text << "answered at " << playbooks::Moment{*newest->answered} << ".";
  else
    text << "not answered yet.";
  for (const auto& attempt : newest->attempts)
    text << "\n" << playbooks::in_words(attempt.channel) << ": " << became_of(attempt);
  return text;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto person = whom(request, arguments, desk.policy());
  if (!person) return person.error();
  if (auto reply = arguments.leftover()) return std::move(*reply);
  if (arguments.has("last")) return last(**person, arguments, desk);
  const auto done = desk.execute(playbooks::TestContact{(*person)->key, false});
  if (!done) return declined(done.error());
  Text text{"A trial page goes to "};
  text << playbooks::Bold{(*person)->name};
  for (const auto& event : *done) {
    const auto* tested = std::get_if<playbooks::ContactTested>(&event.event);
    if (tested == nullptr) continue;
    std::string ways;
    for (const auto& attempt : tested->test.attempts)
      ways += fmt::format("{}{}", ways.empty() ? "" : ", ", playbooks::in_words(attempt.channel));
    text << " by " << ways << fmt::format(" (trial page {})", tested->test.id);
  }
  return text << ". What becomes of it: "
              << playbooks::Code{arguments.as_typed(fmt::format("oncall test {} --last", (*person)->key))} << ".";
}

}  // namespace

const Verb test{.command = "oncall",
                .name = "test",
                .aliases = aliases,
                .usage = "test [@user] [--last]",
                .help = "Send a trial page on each of your ways, or of somebody's",
                .example = "oncall test @bob",
                .flags = flags,
                .free_text = false,
                .run = run};

}  // namespace commands::oncall
