#pragma once
// A schedule as stretches of time within which nothing changes; what rota.hpp says is read off them.
#include <string>

#include "playbooks/model/oncall.hpp"
#include "playbooks/rota_zone.hpp"

namespace playbooks::rota {

/// From the instant that was asked about up to `until`, which is later, `person` is on call; empty: nobody. The next
/// stretch may be the same person's.
struct Stretch {
  std::string person;
  Time until{};
};

/// When nothing changes any more.
inline constexpr Time never = Time::max();

/// Of one rotation alone. Found by arithmetic, not by counting from its start.
Stretch rotation_stretch(const Schedule& schedule, const Rotation& rotation, const WallClock& clock, Time at);
/// Of a whole schedule, without overrides.
Stretch scheduled_stretch(const Schedule& schedule, const OnCall& oncall, const WallClock& clock, Time at);
/// With overrides, the older first, so that the newest has the last word. One that replaces somebody looks at who is
/// on call by then: whoever replaces a person that stands in replaces the stand-in.
Stretch stretch(const Schedule& schedule, const OnCall& oncall, const WallClock& clock, Time at);

}  // namespace playbooks::rota
