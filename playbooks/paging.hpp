#pragma once
// What the ways to reach people share: the words of a page, and when it is no longer wanted. Pure.
#include <optional>
#include <string>

#include "playbooks/rules.hpp"

namespace playbooks::paging {

/// The key of everything about one page of one target: the same for the page, its acknowledgement and its end,
/// and for every page of that target in that incident. At most 255 characters.
std::string dedup_key(const Incident& incident, const Target& to);

/// Words for ways that know no formatting. One line, at most 160 characters (one SMS): "P1 INC-12 Checkout is down.
/// Tier 1, since 14:05 UTC. Ack in Slack."
std::string short_text(const Incident& incident, const Page& page, const Policy& policy);
/// To be spoken: no abbreviations, the id spelt ("incident 12").
std::string spoken_text(const Incident& incident, const Page& page, const Policy& policy);
/// Several lines: what, how bad, since when, which components, who else was told, what to type.
std::string long_text(const Incident& incident, const Page& page, const Policy& policy);
/// For a trial page.
std::string trial_text(const ContactTest& test, const Policy& policy);

/// Why a page must not be sent any more (someone acknowledged, the incident is over, it was withdrawn); empty: send it.
std::string no_longer_wanted(const SendPage& page, const Incident* incident, const OnCall& oncall);

}  // namespace playbooks::paging
