#pragma once
// Between local and universal time. The only door to the time zone database (the system's tzdata).
#include <chrono>
#include <string>
#include <string_view>

#include "commands/times.hpp"

namespace commands::zones {

/// The zone that a reading is in: an IANA name, or a fixed offset.
struct Zone {
  std::string name;  // IANA name; empty for a fixed offset
  std::chrono::minutes offset{};
};

/// "UTC", "Z", "GMT", "+02:00", "UTC+2", "Europe/Berlin", or an abbreviation that `home` uses around `now` ("CET").
playbooks::Result<Zone> parse(std::string_view word, std::string_view home, playbooks::Time now);

/// Refuses a name that the database does not know.
playbooks::Result<std::chrono::local_seconds> to_local(playbooks::Time at, const Zone& zone);

/// Refuses a time that the zone skips, naming its neighbours; chooses by the lean when it occurs twice.
playbooks::Result<playbooks::Time> to_time(std::chrono::local_seconds local, const Zone& zone,
                                           const TimeReading& reading);

/// Where the local day begins, which need not be midnight.
playbooks::Result<playbooks::Time> day_begins(std::chrono::local_days day, const Zone& zone);

/// "CET", "UTC", "+02:00".
std::string abbreviation(playbooks::Time at, const Zone& zone);

}  // namespace commands::zones
