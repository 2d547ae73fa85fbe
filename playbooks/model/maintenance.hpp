#pragma once
// Maintenance: a window in which components are taken down on purpose, announced before and watched afterwards.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/incident.hpp"

namespace playbooks {

enum class MaintenanceState { scheduled, in_progress, completed, cancelled };
/// When its time has come it starts by itself, or a person is asked.
enum class MaintenanceStart { automatic, confirmed };

std::string_view to_string(MaintenanceState state);  // "in_progress", as on Statuspage
std::string_view in_words(MaintenanceState state);   // "in progress"

/// One line of the checklist.
struct MaintenanceStep {
  std::string phase;  // "72 h before", "during"
  std::string text;
  std::optional<Done> done;
  bool operator==(const MaintenanceStep&) const = default;
};

struct Maintenance {
  MaintenanceId id;
  std::string title;
  std::string text;                     // what customers should know of it; may be empty
  std::vector<std::string> components;  // Component::key
  Time starts{}, ends{};                // as planned; `ends` moves when it is extended
  MaintenanceStart start = MaintenanceStart::automatic;
  std::string
      recurrence;  // RFC 5545 RRULE; empty: once. The next window is planned when this one starts or is cancelled
  MaintenanceState state = MaintenanceState::scheduled;
  std::string channel;  // where it is told of
  Done scheduled;
  std::vector<Duration> announced;  // how long before the start, of the announcements that were made
  bool start_asked = false;         // a person was asked to start it
  std::optional<Done> started, ended;
  std::string last_update;
  Done updated;
  std::optional<Time> update_due;  // while it is in progress
  int overdue_reminders = 0;
  std::vector<MaintenanceStep> steps;
  std::optional<Time> watched_until;  // after its end
  std::vector<PublicPage> pages;      // what each status page shows of it

  bool open() const { return state == MaintenanceState::scheduled || state == MaintenanceState::in_progress; }
  /// What `page` shows; an empty one when nothing is known.
  const PublicPage& page_on(std::string_view page) const;
  bool operator==(const Maintenance&) const = default;
};

/// Everything that is planned, under way or watched, oldest first. What is over is in the history.
struct Upkeep {
  int version = 0;  // number of the last event on the stream "maintenance"
  std::int64_t next_id = 1;
  std::vector<Maintenance> windows;

  const Maintenance* find(MaintenanceId id) const;  // nullptr when it is over or was never there
  bool operator==(const Upkeep&) const = default;
};

}  // namespace playbooks
