// oncall swap: somebody takes my shift, and I may take one of theirs.
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

using playbooks::Policy;
using playbooks::Responder;

constexpr std::array<std::string_view, 2> aliases = {"trade", "exchange"};

struct Pair {
  const Responder* giver = nullptr;  // of the first shift
  const Responder* taker = nullptr;
};

/// "@bob": Bob for me. "@ann @bob": Bob for Ann.
Asked<Pair> people(const Request& request, Arguments& arguments, const Policy& policy) {
  Pair pair;
  if (arguments.take_word("me")) {  // "swap me with @bob"
    arguments.take_word("with");
  } else {
    arguments.take_word("with");
    pair.giver = take_person(arguments, policy);
    if (pair.giver == nullptr)
      return std::unexpected(arguments.refuse(arguments.next() == nullptr
                                                  ? std::string{"Say who takes the shift, from when and until when."}
                                                  : unknown_person(arguments.next()->text, policy)));
    arguments.take_word("with");
  }
  pair.taker = take_person(arguments, policy);
  if (pair.taker != nullptr && pair.giver != nullptr) return pair;
  if (pair.taker == nullptr) pair.taker = pair.giver;
  if (pair.taker == nullptr) return std::unexpected(arguments.refuse("Say who takes your shift."));
  const auto me = oneself(request, arguments, policy);
  if (!me) return std::unexpected(me.error());
  pair.giver = *me;
  return pair;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  if (policy.schedules.empty()) return Reply::refusal(no_schedules());
  const auto pair = people(request, arguments, policy);
  if (!pair) return pair.error();
  if (pair->giver == pair->taker) return arguments.refuse("That is one and the same person. Name somebody else.");
  auto first = take_period(arguments, request.now, policy.zone);
  if (!first) return std::move(first.error());
  if (!*first) return arguments.refuse("Say from when and until when.");
  std::optional<Period> back;
  if (arguments.take_word("and") || arguments.take_word("against")) {
    auto second = take_period(arguments, (*first)->to, policy.zone);
    if (!second) return std::move(second.error());
    if (!*second) return arguments.refuse("Say also from when and until when the other shift is.");
    back = *second;
  }
  const auto schedule = named_schedule(arguments, policy);
  if (!schedule) return schedule.error();
  const auto reason = arguments.text();
  auto entered = stand_in({pair->taker, pair->giver, *schedule, **first, reason}, request, arguments, desk);
  if (!entered) return std::move(entered.error());
  if (!back) return *entered;
  auto other = stand_in({pair->giver, pair->taker, *schedule, *back, reason}, request, arguments, desk);
  if (!other) {
    other.error().refused = true;  // half a swap is none: the first half goes with it
    other.error().parts.emplace_back(playbooks::Text{"Nothing was swapped."});
    return std::move(other.error());
  }
  return playbooks::Text{} << *entered << "\n" << *other;
}

}  // namespace

const Verb swap{.command = "oncall",
                .name = "swap",
                .aliases = aliases,
                .usage = "swap <@bob> <from> <to> [and <from> <to>] [schedule] [why]",
                .help = "Somebody takes your shift; after “and”, you take one of theirs",
                .example = "oncall swap @bob sun 18:00 22:00 and tue 18:00 22:00",
                .flags = std::span{override_flags}.subspan(1),
                .free_text = true,
                .run = run};

}  // namespace commands::oncall
