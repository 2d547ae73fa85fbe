#include "playbooks/rota_zone.hpp"

#include <date/tz.h>

#include <stdexcept>
#include <unordered_map>

namespace playbooks::rota {
namespace {
using namespace std::chrono_literals;

/// nullptr when there is no such zone, or no database at all. The database is never reloaded, so that pointers into it
/// stay good; what is not found is remembered too.
const date::time_zone* locate(const std::string& name) {
  thread_local std::unordered_map<std::string, const date::time_zone*> known;
  if (const auto found = known.find(name); found != known.end()) return found->second;
  const date::time_zone* zone = nullptr;
  try {
    zone = date::locate_zone(name);
    (void)zone->get_info(date::sys_seconds{});  // reads the zone's file, which may be broken
  } catch (const std::exception&) {
    zone = nullptr;
  }
  constexpr std::size_t most = 1000;  // names come from outside: calendars
  if (known.size() >= most) known.clear();
  known.emplace(name, zone);
  return zone;
}

date::sys_seconds dated(Time at) {
  return date::sys_seconds{std::chrono::floor<std::chrono::seconds>(at).time_since_epoch()};
}

}  // namespace

std::chrono::minutes time_of_day(LocalTime at) {
  return at - std::chrono::floor<std::chrono::days>(at);
}

WallClock::WallClock(const std::string& zone) : zone_{locate(zone)} {}

std::optional<WallClock> WallClock::find(const std::string& zone) {
  const auto* found = locate(zone);
  return found == nullptr ? std::nullopt : std::optional{WallClock{found}};
}

Time WallClock::instant(std::chrono::local_seconds local) const {
  if (zone_ == nullptr) return Time{local.time_since_epoch()};
  return Time{zone_->to_sys(date::local_seconds{local.time_since_epoch()}, date::choose::earliest).time_since_epoch()};
}

Time WallClock::instant(LocalTime local) const {
  return instant(std::chrono::local_seconds{local});
}

LocalTime WallClock::reached(Time at) const {
  if (zone_ == nullptr)
    return std::chrono::floor<std::chrono::minutes>(std::chrono::local_seconds{dated(at).time_since_epoch()});
  const auto now = dated(at);
  const auto info = zone_->get_info(now);
  // No change of clocks repeats more than a day; that of Manila in 1844 did.
  if (now - info.begin <= 25h) {
    const auto before = zone_->get_info(info.begin - 1s);
    const auto repeated = before.offset - info.offset;
    if (now - info.begin < repeated) {
      const std::chrono::local_seconds end{(info.begin + before.offset).time_since_epoch()};
      return std::chrono::ceil<std::chrono::minutes>(end) - 1min;
    }
  }
  return std::chrono::floor<std::chrono::minutes>(shown(at));
}

std::chrono::local_seconds WallClock::shown(Time at) const {
  const auto now = dated(at);
  if (zone_ == nullptr) return std::chrono::local_seconds{now.time_since_epoch()};
  return std::chrono::local_seconds{zone_->to_local(now).time_since_epoch()};
}

}  // namespace playbooks::rota
