#pragma once
// What the tests of PagerDuty, Opsgenie, the webhook, calendars and the dead-man address share: people, an incident
// whose escalation has paged one of them, and the effects about it.
#include <string>
#include <vector>

#include "integrations/http/curl.hpp"
#include "statuspage_support.hpp"

namespace integrations::alerting {

using statuspage::answered;
using statuspage::deliver_to_the_end;
using statuspage::Delivering;
using statuspage::FakeHttp;
using statuspage::start_of_test;
using statuspage::World;

/// P0 to P3; ann and bob with addresses and numbers; the component api "API" of the group "Platform".
playbooks::Policy test_policy();
/// INC-12 "Checkout is down", P1: Ann Lee was paged by `channel` at start_of_test() as page 1, which is `state` so far.
playbooks::Incident test_incident(playbooks::Channel channel,
                                  playbooks::PageState state = playbooks::PageState::queued);
playbooks::Target ann();
/// What everything about that page is known by.
inline constexpr std::string_view ann_key = "sitrep:INC-12:ann";

Delivery send_page(const playbooks::Incident& incident, playbooks::Time now, int page = 1);
/// `number` makes the effect's key another one.
Delivery check_page(const playbooks::Incident& incident, playbooks::Time now, int number = 1, int page = 1);
Delivery end_page(const playbooks::Incident& incident, playbooks::EndPage::How how, playbooks::Time now);
/// Trial 3 of ann's channels.
Delivery trial_page(playbooks::Channel channel, playbooks::Time now);
Delivery fetch_schedule(const std::string& schedule, int number, playbooks::Time now);

/// The page before this one, acknowledged and taken back at `at`; page 2 is to the same person at that time.
playbooks::Incident paged_again(playbooks::Incident incident, playbooks::Time at);

template <class T>
const T* news(const Outcome& outcome) {
  const auto* delivered = std::get_if<Delivered>(&outcome);
  if (delivered == nullptr) return nullptr;
  for (const auto& command : delivered->news)
    if (const auto* one = std::get_if<T>(&command)) return one;
  return nullptr;
}

/// "delivered: …", "retry: …", "refused: …", "unknown: …".
std::string told(const Outcome& outcome);

}  // namespace integrations::alerting
