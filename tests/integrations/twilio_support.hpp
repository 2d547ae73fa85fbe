#pragma once
// What the tests of pages by telephone and by e-mail share: two people, an incident with pages, and the effects that
// tell them.
#include <string>

#include "integrations/integration.hpp"

namespace integrations {

/// ann (Ann Lee, +4915112345678, ann@example.com), bob (no Slack id, no telephone), cleo (nothing but a name).
playbooks::Policy paging_policy();
/// INC-12 “Checkout is down”, P1, page 3 to ann and page 4 to bob in tier 1; started at the start of the test.
playbooks::Incident paged_incident();
playbooks::Target person_target(const std::string& key);

/// The first page of an incident has the priority `form`; these have not.
playbooks::Effect page_effect(playbooks::Channel channel, int page = 3, const std::string& person = "ann");
playbooks::Effect check_effect(playbooks::Channel channel, const std::string& receipt, int page = 3);
playbooks::Effect end_effect(playbooks::Channel channel, playbooks::EndPage::How how, const std::string& receipt);
/// A trial page of test 7 to ann.
Delivery trial_delivery(playbooks::Channel channel);
/// With INC-12 as the state.
Delivery page_delivery(playbooks::Effect effect);

/// How an outcome reads in a failed test: "refused: …".
std::string in_words(const Outcome& outcome);
/// The receipt's id; "" when it is no delivery.
std::string receipt_id(const Outcome& outcome);

}  // namespace integrations
