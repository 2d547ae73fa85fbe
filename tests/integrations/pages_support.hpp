#pragma once
// What the tests of Instatus, Better Stack and Cachet share: an incident and a maintenance to publish, and a provider
// whose answers are made by hand. The first answer is the list of components.
#include <gtest/gtest.h>
#include <boost/json/value.hpp>

#include <string>
#include <vector>

#include "integrations/pages/settings.hpp"
#include "statuspage_support.hpp"

namespace integrations::pages {

using statuspage::answered;
using statuspage::FakeHttp;
using statuspage::start_of_test;
using statuspage::World;

/// Sent, and nothing came back.
HttpResponse silence();
/// "delivered: …", "retry: …", "refused: …", "unknown: …".
std::string told(const Outcome& outcome);
/// Equal as JSON, whatever the order of members; both are shown when they differ.
::testing::AssertionResult same_json(const std::string& is, const std::string& wanted);

/// INC-12 "Checkout is down", public, api in major outage and db degraded, started 5 min before the test.
playbooks::Incident test_incident();
/// MNT-3 "Database upgrade" on db from 16:00 to 18:00 UTC.
playbooks::Maintenance test_maintenance(playbooks::MaintenanceState state);

class Publishing : public ::testing::Test {
 protected:
  static Settings settings();
  /// Of INC-12. Every component is claimed as the incident says unless `worst` says otherwise. What already is on the
  /// page has `page_id`.
  Delivery publish(playbooks::Status status, std::string text, const std::string& page_id = {});
  Delivery publish_component(const std::string& component, playbooks::ComponentStatus worst);
  Delivery publish_postmortem(const std::string& page_id);
  Delivery publish_maintenance(playbooks::MaintenanceState state, std::string text, const std::string& page_id = {});

  /// Answers in this order, the list of components first.
  void answers(std::vector<HttpResponse> list);
  Outcome deliver(Delivery delivery) { return world.run(client->deliver(std::move(delivery))); }
  /// The keys that find() has found, or "retry: …".
  std::vector<std::string> found(std::vector<Delivery> deliveries);
  std::string doctor();  // "ok What: says", one line each
  /// "POST /v1/p1/incidents": without the API's address.
  std::string line(std::size_t index) const;
  const std::string& body(std::size_t index) const { return http.requests.at(index).body; }
  void pass(playbooks::Duration span) { world.clock.advance_to(world.clock.now() + span); }
  playbooks::Time now() const { return world.clock.now(); }

  World world;
  playbooks::Policy policy = statuspage::test_policy();
  playbooks::Incident incident = test_incident();
  std::map<std::string, playbooks::ComponentStatus> worst;  // instead of the incident's own claims, where not empty
  FakeHttp http;
  std::string page;             // the provider's name, as effects say it
  HttpResponse component_list;  // what the provider answers to the question for components
  std::unique_ptr<Integration> client;

 private:
  playbooks::Effect effect(std::string key, playbooks::EffectBody what) const;
  int events_ = 0;
};

inline constexpr std::string_view api = "http://pages.test/api";

}  // namespace integrations::pages
