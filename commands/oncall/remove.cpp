// oncall remove: an override is taken back.
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

constexpr std::array<std::string_view, 5> aliases = {"rm", "delete", "del", "undo", "drop"};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  arguments.take_word("override");
  const auto number = take_number(arguments);
  if (!number)
    return arguments.refuse("Say which override: its number is in the list that `" +
                            arguments.as_typed("oncall overrides") + "` shows.");
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto& overrides = desk.state().oncall.overrides;
  const auto found = std::ranges::find(overrides, *number, &playbooks::Override::id);
  const auto before = found == overrides.end() ? playbooks::Override{} : *found;
  const auto done = desk.execute(playbooks::RemoveOverride{*number});
  if (!done) return declined(done.error());
  const auto& policy = desk.policy();
  playbooks::Text text{fmt::format("Override {} is removed", *number)};
  if (before.id == 0) return text << ".";
  text << ": " << person_name(before.person, policy) << " in " << schedule_name(before.schedule, policy) << ", "
       << shown(Period{before.from, before.to}, request, policy) << ".";
  if (const auto* schedule = policy.schedule(before.schedule); schedule != nullptr && before.to > request.now)
    text << " On call then: " << who_at(*schedule, desk.state(), policy, std::max(before.from, request.now)) << ".";
  return text;
}

}  // namespace

const Verb remove{.command = "oncall",
                  .name = "remove",
                  .aliases = aliases,
                  .usage = "remove <number>",
                  .help = "Take an override back",
                  .example = "oncall remove 3",
                  .flags = {},
                  .free_text = false,
                  .run = run};

}  // namespace commands::oncall
