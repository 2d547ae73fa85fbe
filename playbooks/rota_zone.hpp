#pragma once
// Wall clocks: between the local times in which rotas are written and the instants at which they happen. Zones come
// from the system's tz database, each looked up once for each thread. An unknown zone, which the configuration refuses
// when it is loaded, counts as UTC here.
#include <chrono>
#include <optional>
#include <string>

#include "playbooks/model/time.hpp"

namespace date {
class time_zone;
}

namespace playbooks::rota {

using LocalTime = std::chrono::local_time<std::chrono::minutes>;

/// The part of a clock's reading within the day.
std::chrono::minutes time_of_day(LocalTime at);

class WallClock {
 public:
  /// `zone` is an IANA name.
  explicit WallClock(const std::string& zone);
  /// Nothing when there is no such zone.
  static std::optional<WallClock> find(const std::string& zone);

  /// When the clock shows `local`: the first instant after the gap where a change of clocks skips it, the first of two
  /// where it comes twice. Never decreases with `local`.
  Time instant(LocalTime local) const;
  /// The same to the second, for calendars.
  Time instant(std::chrono::local_seconds local) const;

  /// The latest whole minute whose `instant` is not after `at`. That is what the clock shows, except while an hour
  /// comes a second time: then it is the last minute of that hour, because everything in it has begun already. So
  /// "has begun" and "is not over yet" are comparisons of local times, in every hour of the year.
  LocalTime reached(Time at) const;
  /// What the clock shows.
  std::chrono::local_seconds shown(Time at) const;

 private:
  explicit WallClock(const date::time_zone* zone) : zone_{zone} {}
  const date::time_zone* zone_;  // nullptr: UTC
};

}  // namespace playbooks::rota
