#pragma once
// The client with answers made by hand. The first answer is the list of components.
#include <gtest/gtest.h>

#include "statuspage_support.hpp"

namespace integrations::statuspage {

class StatuspageClient : public ::testing::Test {
 protected:
  StatuspageClient() { http.answers.push_back(answered(200, components_json())); }

  static Settings settings() {
    Settings settings;
    settings.api_url = "http://statuspage.test/v1";
    settings.api_key = "k";
    settings.page_id = "p";
    return settings;
  }
  Delivery first() const {
    return delivery_of(publication(incident, 1, playbooks::Status::investigating, "Looking.", world.clock.now()),
                       incident, world.clock.now());
  }
  Delivery update(int event = 4) {
    auto known = incident;
    known.page.id = "i1";
    return delivery_of(publication(known, event, playbooks::Status::identified, "Found it.", world.clock.now()), known,
                       world.clock.now());
  }
  Outcome deliver(Delivery delivery) { return world.run(client->deliver(std::move(delivery))); }
  Lookup find(std::vector<Delivery> deliveries) { return world.run(client->find(std::move(deliveries))); }
  void pass(playbooks::Duration span) { world.clock.advance_to(world.clock.now() + span); }

  World world;
  playbooks::Policy policy = test_policy();
  playbooks::Incident incident =
      test_incident(12, "Checkout is down", {{"api", playbooks::ComponentStatus::major_outage}});
  FakeHttp http;
  std::unique_ptr<Integration> client = make_statuspage(settings(), policy, http, world.clock, world.activity);
};

}  // namespace integrations::statuspage
