// Schedules: the turns of one come from one source, and somebody takes them.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "bot/configuration_oncall.hpp"
#include "bot/configuration_words.hpp"
#include "commands/zones.hpp"
#include "integrations/slack/settings.hpp"
#include "playbooks/model/words.hpp"

namespace bot {
namespace {

using config::Values;
using playbooks::Policy;
using playbooks::Rotation;
using playbooks::Schedule;

Rotation::On parse_on(const std::string& word) {
  if (word == "holidays") return Rotation::On::holidays;
  return word == "other_days" ? Rotation::On::other_days : Rotation::On::all_days;
}

void read_members(const Values& item, const std::string& path, const Policy& policy, Rotation& rotation,
                  Findings& findings) {
  const auto place = item.place("members");
  for (const auto& word : item.texts("members")) {
    const auto& key = policy.person(word)->key;  // the row says that there is one
    if (std::ranges::find(rotation.members, key) != rotation.members.end())
      findings.error(place, path + ".members", fmt::format("{} stands there twice; each takes one turn a round", key));
    rotation.members.push_back(key);
  }
  if (rotation.members.empty())
    findings.error(place, path + ".members",
                   fmt::format("nobody would ever be on call in rotation {}; name who takes turns, such as [ann, bob]",
                               rotation.name));
}

/// "2026-01-05 09:00".
std::string spelled(std::chrono::local_time<std::chrono::minutes> at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const auto clock = (at - day).count();
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock / 60, clock % 60);
}

void check_begun(const Values& item, const std::string& path, const Schedule& schedule, const Rotation& rotation,
                 playbooks::Time now, Findings& findings) {
  const auto local = commands::zones::to_local(now, {.name = schedule.zone});
  if (!local || *local >= rotation.start) return;
  findings.warning(item.place("start"), path + ".start",
                   fmt::format("nobody is on call in rotation {} until {} ({})", rotation.name, spelled(rotation.start),
                               schedule.zone));
}

Rotation read_rotation(const Values& item, const std::string& path, const Policy& policy, const Schedule& schedule,
                       Findings& findings) {
  Rotation rotation;
  rotation.name = item.text("name");
  read_members(item, path, policy, rotation, findings);
  const auto turn = words::parse_turn(item.text("every")).value_or(words::Turn{});  // an empty text: the default
  rotation.unit = turn.unit;
  rotation.length = turn.length;
  rotation.start = *words::parse_start(item.text("start"));
  for (const auto& hours : item.texts("hours")) rotation.restrictions.push_back(*words::parse_restriction(hours));
  rotation.on = parse_on(item.text("on"));
  if (rotation.on == Rotation::On::holidays && schedule.holidays.empty())
    findings.warning(item.place("on"), path + ".on",
                     fmt::format("rotation {} is for holidays, and schedule {} names none; give it holidays",
                                 rotation.name, schedule.key));
  for (const auto& other : schedule.rotations)
    if (playbooks::folded(other.name) == playbooks::folded(rotation.name))
      findings.error(
          item.place("name"), path + ".name",
          fmt::format("schedule {} has a rotation {} already; each needs a name of its own", schedule.key, other.name));
  return rotation;
}

/// Where the turns come from: one of three.
void read_source(const Values& item, const std::string& path, Schedule& schedule, Findings& findings) {
  const auto& calendar = item.text("calendar");
  const auto& pagerduty = item.text("pagerduty");
  const bool rotations = !item.items("rotations").empty();
  const auto given =
      static_cast<int>(rotations) + static_cast<int>(!calendar.empty()) + static_cast<int>(!pagerduty.empty());
  if (given == 0)
    findings.error(item.place("key"), path,
                   fmt::format("nobody would ever be on call in schedule {}; give it rotations, or a calendar, or the "
                               "id of a schedule in pagerduty",
                               schedule.key));
  if (given > 1)
    findings.error(item.place("key"), path,
                   fmt::format("schedule {} has more than one of rotations, calendar and pagerduty; keep the one that "
                               "says who is on call",
                               schedule.key));
  if (!calendar.empty()) {
    schedule.source = Schedule::Source::calendar;
    schedule.feed = calendar;
    if (const auto trouble = words::feed_trouble(calendar); !trouble.empty())
      findings.error(item.place("calendar"), path + ".calendar",
                     fmt::format("expected the address of an iCalendar feed (https://…): {}", trouble));
  } else if (!pagerduty.empty()) {
    schedule.source = Schedule::Source::pagerduty;
    schedule.feed = pagerduty;
  }
}

}  // namespace

void read_schedules(const Values& values, std::optional<playbooks::Time> now, Policy& policy, Findings& findings) {
  std::map<std::string, std::string> followers;  // user group -> schedule
  for (const auto& item : values.items("schedules")) {
    const auto path = fmt::format("schedules[{}]", policy.schedules.size());
    Schedule schedule;
    schedule.key = item.text("key");
    schedule.name = item.text("name").empty() ? schedule.key : item.text("name");
    schedule.zone = item.text("timezone").empty() ? policy.zone : item.text("timezone");
    for (const auto& day : item.texts("holidays")) schedule.holidays.push_back(*words::parse_day(day));
    schedule.user_group = item.text("user_group");
    if (const auto& channel = item.text("topic_channel"); !channel.empty())
      schedule.topic_channel = integrations::slack::spelled_channel(channel);
    read_source(item, path, schedule, findings);
    for (const auto& each : item.items("rotations")) {
      const auto below = fmt::format("{}.rotations[{}]", path, schedule.rotations.size());
      auto rotation = read_rotation(each, below, policy, schedule, findings);
      if (now) check_begun(each, below, schedule, rotation, *now, findings);
      schedule.rotations.push_back(std::move(rotation));
    }
    const auto [first, fresh] = followers.try_emplace(schedule.user_group, schedule.key);
    if (!fresh && !schedule.user_group.empty())
      findings.error(
          item.place("user_group"), path + ".user_group",
          fmt::format("schedule {} changes the members of this user group too; each needs a group of its own",
                      first->second));
    policy.schedules.push_back(std::move(schedule));
  }
}

}  // namespace bot
