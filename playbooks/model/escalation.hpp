#pragma once
// Escalation: who is paged in which order, and how far an incident's escalation has come.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/oncall.hpp"

namespace playbooks {

/// Whom a tier tells. A user group and a channel are told on Slack; the others are people, each paged personally.
struct Target {
  enum class Kind { person, schedule, user_group, channel };
  Kind kind = Kind::person;
  std::string name;  // Responder::key, Schedule::key, Slack user group id, Slack channel id or "#name"
  bool operator==(const Target&) const = default;
};
/// "ann", "schedule primary", "group S0123", "channel #ops": as the configuration spells it.
std::string to_string(const Target& target);
Result<Target> parse_target(std::string_view text);

struct Tier {
  std::string name;  // "On-call engineer"
  std::vector<Target> targets;
  std::vector<ContactStep> channels;  // none: as each person has chosen
  Duration next_after{};              // until the next tier; zero: the severity's respond_within
  std::vector<std::string> at_once;   // severities that tell this tier together with the first one
  bool operator==(const Tier&) const = default;
};

/// What happens when the last tier has been told, the rounds are used up, and nobody answers. Either way the channel is
/// told and the fallback is paged; `keep_paging` then pages the last tier again each time its `next_after` has passed.
enum class Exhausted { stop, keep_paging };

struct EscalationPolicy {
  std::string key;  // "default"
  std::string name;
  std::vector<Tier> tiers;
  int repeat = 0;  // further rounds through all tiers
  Exhausted exhausted = Exhausted::stop;
  Duration ack_timeout{};  // acknowledged and silent for so long: asked whether they are still on it; zero: never
  Target fallback;         // a person or channel that always exists: told when no tier leads to anybody, and at the end
  /// After downtime: false gives the next tier its whole time from now, true counts from when it was due.
  bool catch_up = false;
  bool operator==(const EscalationPolicy&) const = default;
};

/// The first route that fits an incident chooses its policy. An empty list fits all. Policy "none": nobody is paged.
struct EscalationRoute {
  std::vector<std::string> severities, components, owners;
  std::string policy;
  bool operator==(const EscalationRoute&) const = default;
};

/// One notification of one person (or group, or channel): its ways are tried in order until one arrives.
struct Page {
  int number = 0;   // counts from 1 within the incident
  int tier = 0;     // 0: asked for by name
  Target to;        // a person, a user group or a channel; schedules are resolved by then
  std::string via;  // the schedule through which the person was found, may be empty
  Time at{};
  std::vector<ContactStep> steps;     // in order
  std::vector<PageAttempt> attempts;  // one for each step taken so far
  bool declined = false;              // "Not me"
  std::string text{};                 // what whoever asked for it by name wants of them
  bool operator==(const Page&) const = default;
};

enum class EscalationState { none, triggered, acknowledged, snoozed, exhausted };
std::string_view to_string(EscalationState state);

struct Escalation {
  EscalationState state = EscalationState::none;
  EscalationPolicy policy;   // as it was when this escalation started
  int tier = 0;              // 1 is the first; 0 before it
  int round = 0;             // 0 is the first
  int step = 0;              // counts everything that moved it: buttons and timers name the step they were made for
  Time since{};              // when this tier was reached
  std::optional<Time> next;  // when the next tier is due
  Actor by;                  // who acknowledged, snoozed or moved it last
  Time at{};                 // when
  std::optional<Time> first_acknowledged;
  std::optional<Time> ask_again;  // acknowledged: when it is asked whether somebody is still on it
  std::optional<Time> answer_by;  // it was asked: pages go out again unless somebody answers by then
  std::optional<Time> snoozed_until;
  std::string reason;  // of the snooze
  int pages_made = 0;
  std::vector<Page> pages;  // the newest `most_pages_kept`
  bool operator==(const Escalation&) const = default;

  /// Pages may go out: nobody has it in hand yet.
  bool active() const { return state == EscalationState::triggered || state == EscalationState::exhausted; }
};

inline constexpr std::size_t most_pages_kept = 60;

/// nullptr when there is no such page (any more).
const Page* find_page(const Escalation& escalation, int number);
/// The newest attempt by that channel; nullptr when there is none.
const PageAttempt* find_attempt(const Page& page, Channel channel);

}  // namespace playbooks
