#pragma once
// When responders owe the next update, when they are reminded, and how often the card is redrawn so that it stays true.
#include <optional>

#include "playbooks/model/policy.hpp"

namespace playbooks {

/// When the next update is due after one given at `now`; none when the severity asks for none.
std::optional<Time> next_update_due(const Policy& policy, std::string_view severity, Time now);

/// When the public is owed the next word: the first one after `now`, or the one after a word that went out at `now`.
/// None when the severity asks for none.
std::optional<Time> first_public_due(const Policy& policy, std::string_view severity, Time now);
std::optional<Time> next_public_due(const Policy& policy, std::string_view severity, Time now);

/// When to remind again after `reminders` reminders went unheard: the gap doubles up to eight times the cadence, so
/// that a forgotten incident keeps asking without filling the thread.
std::optional<Time> next_reminder(const Policy& policy, std::string_view severity, int reminders, Time now);

/// When the elapsed time on the card is next brought up to date: every 5 min in the first hour, every 15 min in the
/// first six, hourly after that.
Time next_card_age(Time declared, Time now);

}  // namespace playbooks
