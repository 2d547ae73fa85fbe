// oncall now: who is on call in every schedule, until when, and who is next.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/oncall/schedules.hpp"
#include "commands/people.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "playbooks/rota.hpp"

namespace commands::oncall {
namespace {

using playbooks::Text;

constexpr std::array<std::string_view, 4> aliases = {"show", "list", "current", "today"};
constexpr std::size_t most = 25;

/// A schedule that is kept elsewhere is as good as its last reading.
Text trouble_of(const playbooks::Schedule& schedule, const playbooks::OnCall& oncall, const Request& request,
                const playbooks::Policy& policy) {
  if (schedule.source == playbooks::Schedule::Source::rotations) return {};
  const auto name = schedule_name(schedule.key, policy);
  const auto known = oncall.imported.find(schedule.key);
  if (known == oncall.imported.end())
    return Text{} << "⚠ " << name << " has not been read yet: until then nobody is known to be on call in it.";
  if (known->second.trouble.empty()) return {};
  return Text{} << "⚠ " << name << " could not be read: " << known->second.trouble << ". What is shown was read at "
                << shown(known->second.at, request, policy) << " or before.";
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  const auto& state = desk.state();
  const auto schedules = asked_schedules(arguments, policy);
  if (!schedules) return schedules.error();
  Table table{{"Schedule", "On call", "Until", "Then"}, {}};
  std::vector<Text> troubles;
  for (std::size_t i = 0; i < std::min(schedules->size(), most); ++i) {
    const auto& schedule = *(*schedules)[i];
    const auto change = playbooks::rota::next_change(schedule, state.oncall, request.now, horizon);
    Text name{schedule_name(schedule.key, policy)};
    if (schedule.name != schedule.key && !schedule.name.empty()) name << " (" << schedule.key << ")";
    table.rows.push_back({std::move(name), who_at(schedule, state, policy, request.now),
                          change ? shown(*change, request, policy) : Text{"no change within 35 days"},
                          change ? who_at(schedule, state, policy, *change) : Text{}});
    if (auto trouble = trouble_of(schedule, state.oncall, request, policy); !trouble.empty())
      troubles.push_back(std::move(trouble));
  }
  Reply reply;
  reply.parts.emplace_back(std::move(table));
  for (auto& trouble : troubles) reply.parts.emplace_back(std::move(trouble));
  if (schedules->size() > most)
    reply.parts.emplace_back(Text{fmt::format("… and {} more schedules: name one.", schedules->size() - most)});
  return reply;
}

}  // namespace

const Verb now{.command = "oncall",
               .name = "now",
               .aliases = aliases,
               .usage = "now [schedule]",
               .help = "Who is on call, until when, and who is next",
               .example = "oncall now",
               .flags = {},
               .free_text = false,
               .run = run};

}  // namespace commands::oncall
