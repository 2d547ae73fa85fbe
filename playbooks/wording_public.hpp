#pragma once
// The sentences about what the public is told: for the timeline, the thread and the channel.
#include <string>
#include <string_view>

#include "playbooks/model/events.hpp"
#include "playbooks/model/policy.hpp"
#include "playbooks/model/text.hpp"
#include "playbooks/state.hpp"

namespace playbooks::wording {

/// The sentence for one event about public words or status pages.
Text public_sentence(const Recorded& event, const Policy& policy);

/// What the wording check has to say, as one text; empty when the words are fit for customers.
std::string complaint(std::string_view text, const Policy& policy);

/// "We are still investigating the cause. Next update by 14:30 UTC."
std::string still(const Incident& incident, std::optional<Time> next);

/// A draft is there and waits for somebody to publish it.
Text draft_waits(const Incident& incident);
/// The public is owed a word shortly, or should have had it.
Text public_word_owed(const Incident& incident, const PublicUpdateNudged& event);
Text drift(const Drift& drift, const Claims& claims, const Policy& policy);
Text stranger(const Stranger& stranger);
Text claim_aged(const HeldClaim& claim, const Policy& policy, Time now);
/// "Statuspage", "the local status page".
std::string page_name(std::string_view page);

}  // namespace playbooks::wording
