#include "bot/configuration_oncall.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <utility>

#include "bot/configuration_words.hpp"
#include "playbooks/model/words.hpp"

namespace bot {
namespace {

using config::Values;
using playbooks::Channel;
using playbooks::Policy;
using playbooks::Responder;
using playbooks::Schedule;

/// The address that a way needs and this person lacks; empty when there is none.
std::string_view lacking(const Responder& person, Channel channel) {
  switch (channel) {
    case Channel::slack:
    case Channel::mention:
      return person.slack.empty() ? "slack" : "";
    case Channel::sms:
    case Channel::voice:
      return person.phone.empty() ? "phone" : "";
    case Channel::email:
      return person.email.empty() ? "email" : "";
    case Channel::pagerduty:
    case Channel::opsgenie:
    case Channel::webhook:
      return "";  // these know people by themselves
  }
  std::unreachable();
}

std::string_view section_of(Channel channel) {
  switch (channel) {
    case Channel::slack:
    case Channel::mention:
      return "slack";
    case Channel::sms:
    case Channel::voice:
      return "twilio";
    case Channel::email:
      return "email";
    case Channel::pagerduty:
      return "pagerduty";
    case Channel::opsgenie:
      return "opsgenie";
    case Channel::webhook:
      return "paging_webhook";
  }
  std::unreachable();
}

constexpr auto all_channels = {Channel::slack, Channel::mention,   Channel::sms,      Channel::voice,
                               Channel::email, Channel::pagerduty, Channel::opsgenie, Channel::webhook};

/// Of a person who has chosen no ways: those that have an address and are set up.
void choose_ways(const Values& item, const std::string& path, const Channels& configured, Responder& person,
                 Findings& findings) {
  std::vector<std::string> missing;  // sections
  for (const auto channel : {Channel::slack, Channel::email, Channel::sms}) {
    if (!lacking(person, channel).empty()) continue;
    if (configured.contains(channel)) {
      person.notify.push_back({channel, {}});
    } else {
      missing.push_back(fmt::format("“{}:”", section_of(channel)));
    }
  }
  if (!person.notify.empty()) return;
  if (missing.empty())
    return findings.error(item.place("key"), path,
                          fmt::format("{} cannot be reached; give slack, email or phone", person.key));
  findings.error(item.place("key"), path,
                 fmt::format("{} cannot be reached; give slack too, or add the section {} to this file", person.key,
                             fmt::join(missing, " or ")));
}

void read_ways(const Values& item, const std::string& path, const Channels& configured, Responder& person,
               Findings& findings) {
  for (const auto& text : item.texts("notify")) person.notify.push_back(*playbooks::parse_contact_step(text));
  if (person.notify.empty()) return choose_ways(item, path, configured, person, findings);
  const auto place = item.place("notify");
  if (auto trouble = words::steps_trouble(person.notify); !trouble.empty())
    findings.error(place, path + ".notify", std::move(trouble));
  for (const auto& step : person.notify) {
    const auto address = lacking(person, step.channel);
    if (address.empty()) continue;
    const auto way = playbooks::to_string(step.channel);
    findings.error(place, path + ".notify",
                   fmt::format("{} is notified by {} but has no {}; add {}, or take {} out", person.key, way, address,
                               address, way));
  }
}

/// Slack ids and mail addresses are one person's; a page to two people at once would be acknowledged by neither.
void check_shared(const Values& item, const std::string& path, const Policy& policy, const Responder& person,
                  Findings& findings) {
  for (const auto& other : policy.people) {
    const auto same = [](const std::string& one, const std::string& two) {
      return !one.empty() && playbooks::folded(one) == playbooks::folded(two);
    };
    if (same(person.slack, other.slack))
      findings.error(item.place("slack"), path + ".slack", fmt::format("this is the Slack id of {} too", other.key));
    if (same(person.email, other.email))
      findings.error(item.place("email"), path + ".email", fmt::format("this is the address of {} too", other.key));
  }
}

}  // namespace

void Findings::error(config::Place place, std::string path, std::string says) {
  problems_.push_back({config::Problem::Level::error, file_, place, std::move(path), std::move(says)});
}

void Findings::warning(config::Place place, std::string path, std::string says) {
  problems_.push_back({config::Problem::Level::warning, file_, place, std::move(path), std::move(says)});
}

bool in_table(const config::Table& table, std::string_view path) {
  return std::ranges::find(table, path, &config::Field::path) != table.end();
}

Channels configured_channels(const Values& values, const config::Table& table) {
  Channels result{Channel::slack, Channel::mention};
  for (const auto channel : all_channels) {
    const auto section = section_of(channel);
    if (section != "slack" && in_table(table, section) && values.given(section)) result.insert(channel);
  }
  return result;
}

void read_people(const Values& values, const Channels& configured, Policy& policy, Findings& findings) {
  for (const auto& item : values.items("people")) {
    const auto path = fmt::format("people[{}]", policy.people.size());
    Responder person;
    person.key = item.text("key");
    person.name = item.text("name").empty() ? person.key : item.text("name");
    person.slack = item.text("slack");
    person.email = item.text("email");
    person.phone = item.text("phone");
    person.zone = item.text("timezone");
    if (const auto& quiet = item.text("quiet_hours"); !quiet.empty()) person.quiet = *words::parse_quiet_hours(quiet);
    read_ways(item, path, configured, person, findings);
    check_shared(item, path, policy, person, findings);
    policy.people.push_back(std::move(person));
  }
}

std::vector<config::Problem> unreachable_channels(const Policy& policy, const Channels& configured) {
  struct Use {
    std::vector<std::string> who;
    std::set<std::string> ways;
  };
  std::map<std::string_view, Use> missing;  // by section
  const auto note = [&](const std::string& who, Channel channel, std::string_view way) {
    if (configured.contains(channel)) return;
    auto& use = missing[section_of(channel)];
    if (use.who.empty() || use.who.back() != who) use.who.push_back(who);
    use.ways.emplace(way);
  };
  for (const auto& person : policy.people)
    for (const auto& step : person.notify) note(person.key, step.channel, playbooks::in_words(step.channel));
  for (const auto& escalation : policy.escalation_policies) {
    for (std::size_t i = 0; i < escalation.tiers.size(); ++i)
      for (const auto& step : escalation.tiers[i].channels)
        note(fmt::format("policy {}, tier {}", escalation.key, i + 1), step.channel, playbooks::in_words(step.channel));
  }
  for (const auto& schedule : policy.schedules)
    if (schedule.source == Schedule::Source::pagerduty)
      note("schedule " + schedule.key, Channel::pagerduty, "PagerDuty's schedule");

  std::vector<config::Problem> problems;
  constexpr std::size_t few = 3;
  for (auto& [section, use] : missing) {
    const auto more = use.who.size() > few ? fmt::format(" and {} more", use.who.size() - few) : std::string{};
    if (use.who.size() > few) use.who.resize(few);
    problems.push_back({.file = {},
                        .place = {},
                        .path = std::string{section},
                        .says = fmt::format("missing; it is needed for {} ({}{}); add the section “{}:” "
                                            "(docs/configuration.md), or leave these ways out",
                                            fmt::join(use.ways, ", "), fmt::join(use.who, "; "), more, section)});
  }
  return problems;
}

}  // namespace bot
