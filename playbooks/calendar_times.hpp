#pragma once
// Times as calendars write them, and the instants that they mean.
#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "playbooks/model/result.hpp"
#include "playbooks/rota_zone.hpp"

struct icalcomponent_impl;
struct icalproperty_impl;
struct icaltimetype;
struct _icaltimezone;

namespace playbooks::calendar {

/// What stands there. A date is its midnight.
struct Stamp {
  std::chrono::local_seconds at{};
  bool utc = false, date = false;
  std::string zone;  // TZID; empty: none given
};

/// The value with the zone that the property names; nothing when there is no such day or hour.
std::optional<Stamp> stamp(icalproperty_impl* property, const icaltimetype& value);

/// The clock of one TZID.
class Clock {
 public:
  Time instant(std::chrono::local_seconds at) const;
  std::chrono::local_seconds shown(Time at) const;

 private:
  friend class Zones;
  std::optional<rota::WallClock> wall_;  // neither: UTC
  _icaltimezone* described_ = nullptr;   // by the calendar itself
};

/// The zones of one calendar. A name of the tz database means that zone, whatever the calendar says of it: feeds
/// describe zones for a few years only, or wrongly. Other names, such as Outlook's, mean what VTIMEZONE says.
class Zones {
 public:
  /// `home`: IANA name of the zone in which times without one, and whole days, are read. Both outlive the object.
  Zones(icalcomponent_impl* calendar, const std::string& home);
  Result<Clock> clock(const Stamp& stamp);
  Result<Time> instant(const Stamp& stamp);

 private:
  Result<Clock> named(const std::string& zone);
  Result<Clock> described(const std::string& zone);

  icalcomponent_impl* calendar_;
  rota::WallClock home_;
  std::map<std::string, Clock> known_;
};

}  // namespace playbooks::calendar
