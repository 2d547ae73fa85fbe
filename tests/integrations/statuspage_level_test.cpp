// The page brought level over real sockets: after an outage with few requests and one notification each, a maintenance
// from plan to end whatever becomes of the answers, and what somebody does there by hand.
#include <gtest/gtest.h>

#include <algorithm>

#include "integrations/http/curl.hpp"
#include "statuspage_support.hpp"

namespace integrations::statuspage {
namespace {

using namespace std::chrono_literals;
using playbooks::ComponentStatus;
using playbooks::MaintenanceState;
using playbooks::Status;
using simulator::PageFault;

class StatuspageLevelTest : public ::testing::Test {
 protected:
  StatuspageLevelTest() {
    for (const auto* name : {"API", "Database", "Web"}) page->add_component(name);
    page->on_change([this](const std::string& line) { seen.push_back(line); });
    start("simulated-key", "simulatedpage");
  }
  ~StatuspageLevelTest() override {
    world.run(page->stop());
    EXPECT_EQ(page->violations(), std::vector<std::string>{});
  }
  void start(const std::string& key, const std::string& page_id) {
    Settings settings;
    settings.api_url = page->api_url();
    settings.api_key = key;
    settings.page_id = page_id;
    settings.timeout = 300ms;
    client = make_statuspage(settings, policy, *http, world.clock, world.activity);
  }
  Delivering deliver(Delivery delivery) {
    delivery.public_components = claims;
    return world.run(deliver_to_the_end(*client, world.clock, std::move(delivery)));
  }
  static playbooks::Receipt receipt(const Delivering& delivering) {
    const auto* done = std::get_if<Delivered>(&delivering.outcome);
    return done == nullptr ? playbooks::Receipt{"not delivered", "", ""} : done->receipt;
  }
  playbooks::NotePageRead read() {
    Delivery delivery;
    delivery.effect = reading_effect(++readings, world.clock.now());
    const auto done = deliver(std::move(delivery));
    const auto* delivered = std::get_if<Delivered>(&done.outcome);
    return delivered == nullptr || delivered->news.empty() ? playbooks::NotePageRead{"(not read)", {}, {}, {}, {}}
                                                           : std::get<playbooks::NotePageRead>(delivered->news.front());
  }
  std::size_t notifications() const {
    return static_cast<std::size_t>(std::ranges::count_if(page->calls(), [](const simulator::PageCall& call) {
      return call.status < 300 && call.status != 0 && call.body.contains(R"("deliver_notifications":true)");
    }));
  }
  Delivery step(int event, MaintenanceState state, const std::string& body, bool notify = false) {
    auto known = maintenance;
    known.state = state;
    if (state != MaintenanceState::scheduled && begun) known.started = playbooks::Done{{}, world.clock.now()};
    return delivery_of_maintenance(maintenance_effect(event, state, body, world.clock.now(), notify), known,
                                   world.clock.now());
  }

  World world;
  playbooks::Policy policy = test_policy();
  std::unique_ptr<Http> http = make_curl_http(world.io.get_executor(), world.activity);
  std::unique_ptr<simulator::StatuspageSimulator> page =
      std::make_unique<simulator::StatuspageSimulator>(world.io.get_executor(), world.clock, world.activity);
  std::unique_ptr<Integration> client;
  std::vector<std::string> seen;
  std::map<std::string, ComponentStatus> claims;
  playbooks::Maintenance maintenance = test_maintenance();
  bool begun = true;
  int readings = 0;
};

TEST_F(StatuspageLevelTest, AfterAnOutageOneRequestForEachIncidentBringsThePageLevel) {
  // Half an hour without Statuspage: two incidents of ten and five words, three components set, each several times.
  auto first = test_incident(1, "Checkout is down",
                             {{"api", ComponentStatus::major_outage},
                              {"db", ComponentStatus::partial_outage},
                              {"web", ComponentStatus::degraded_performance}});
  auto second = test_incident(2, "Login is slow", {{"web", ComponentStatus::degraded_performance}});
  for (const auto& claim : first.components) claims[claim.component] = claim.status;
  const auto began = world.clock.now();
  page->fault({.kind = PageFault::Kind::refuse, .until = began + 30min});
  auto late = delivery_of(publication(first, 10, Status::monitoring, "A fix is in place.", began + 9min), first, began);
  for (int event = 1; event < 10; ++event)
    late.merged.push_back(publication(first, event, event < 4 ? Status::investigating : Status::identified,
                                      "Word " + std::to_string(event) + ".", began + (event - 1) * 1min));
  EXPECT_EQ(receipt(deliver(late)).detail, "monitoring");
  const auto up = world.clock.now();
  EXPECT_LE(up - began, 31min + 5s) << "at most the longest back-off after it is there again";
  auto other = delivery_of(publication(second, 5, Status::identified, "Found it.", began + 4min), second, began);
  for (int event = 1; event < 5; ++event)
    other.merged.push_back(publication(second, event, Status::investigating, "", began + event * 1min));
  EXPECT_EQ(receipt(deliver(other)).detail, "identified");
  for (const auto* key : {"api", "db", "web"}) {
    auto change = component_change(key, 3);
    change.created = began + 5min;
    EXPECT_EQ(receipt(deliver(delivery_of(change, {}, began))).detail, to_string(claims.at(key)));
  }
  const auto arrived = static_cast<std::size_t>(
      std::ranges::count_if(page->calls(), [](const simulator::PageCall& call) { return call.status != 0; }));
  EXPECT_EQ(arrived, 3U) << "the list of components and one request for each incident stand for 18 effects";
  EXPECT_EQ(notifications(), 2U);
  ASSERT_EQ(page->incidents().size(), 2U);
  ASSERT_EQ(page->incidents()[0].updates.size(), 1U);
  const auto told = page->incidents()[0].updates[0].body;
  EXPECT_TRUE(told.starts_with("14:05 UTC: Word 1.\n\n14:06 UTC: Word 2.\n\n")) << told;
  EXPECT_TRUE(told.ends_with("14:13 UTC: Word 9.\n\n14:14 UTC: A fix is in place.")) << told;
  EXPECT_EQ(page->incidents()[1].updates[0].body, "Found it.");
  RecordProperty("requests", static_cast<int>(arrived));
}

TEST_F(StatuspageLevelTest, AnAnswerLostInTheOutageIsNotSaidNorNotifiedTwice) {
  auto incident = test_incident(1, "Checkout is down", {{"api", ComponentStatus::major_outage}});
  claims = {{"api", ComponentStatus::major_outage}};
  page->on_answer([&](const simulator::PageCall& call) {
    if (call.method == "POST") page->fault({.kind = PageFault::Kind::http_error, .until = world.clock.now() + 5min});
  });
  page->fault({.kind = PageFault::Kind::done_then_error, .method = "POST"});
  const auto result = deliver(
      delivery_of(publication(incident, 1, Status::investigating, "Looking.", world.clock.now()), incident, {}));
  EXPECT_EQ(receipt(result).detail, "investigating");
  EXPECT_EQ(std::ranges::count(page->calls(), std::string{"POST"}, &simulator::PageCall::method), 1);
  EXPECT_EQ(page->incidents().size(), 1U);
}

TEST_F(StatuspageLevelTest, AMaintenanceRunsFromPlanToEnd) {
  auto said = [&](int event, MaintenanceState state, const std::string& body, bool notify = false) {
    const auto done = receipt(deliver(step(event, state, body, notify)));
    if (maintenance.pages.empty())
      maintenance.pages = {{done.id, done.link, done.detail, world.clock.now(), {}, "statuspage"}};
    return done.detail;
  };
  EXPECT_EQ(said(1, MaintenanceState::scheduled, "We will upgrade the database.", true), "scheduled");
  EXPECT_EQ(said(2, MaintenanceState::scheduled, "It begins in 24 hours.", true), "scheduled");
  world.clock.advance_to(maintenance.starts);
  claims = {{"db", ComponentStatus::under_maintenance}, {"api", ComponentStatus::degraded_performance}};
  EXPECT_EQ(said(3, MaintenanceState::in_progress, "It has begun.", true), "in_progress");
  maintenance.ends += 30min;
  EXPECT_EQ(said(4, MaintenanceState::in_progress, "We need 30 minutes more."), "in_progress");
  claims = {{"api", ComponentStatus::degraded_performance}};
  EXPECT_EQ(said(5, MaintenanceState::completed, "Done.", true), "completed");
  EXPECT_EQ(seen,
            (std::vector<std::string>{
                "Database upgrade: planned from 2026-11-22 14:05 UTC to 2026-11-22 16:05 UTC",
                "Database upgrade: scheduled - We will upgrade the database.",
                "Database upgrade: scheduled - It begins in 24 hours.", "Database: operational -> under maintenance",
                "API: operational -> degraded performance", "Database upgrade: in progress - It has begun.",
                "Database upgrade: now until 2026-11-22 16:35 UTC",
                "Database upgrade: in progress - We need 30 minutes more.",
                "Database: under maintenance -> operational", "Database upgrade: completed - Done."}));
  EXPECT_EQ(page->incidents().size(), 1U);
  EXPECT_EQ(notifications(), 4U);
  EXPECT_EQ(page->calls().size(), 6U);  // the components, and one for each step
}

TEST_F(StatuspageLevelTest, WhateverBecomesOfTheAnswerThereIsOneMaintenance) {
  using Kind = PageFault::Kind;
  int number = 3;
  for (const auto kind : {Kind::done_unanswered, Kind::done_then_error, Kind::half_json, Kind::swallow, Kind::html,
                          Kind::http_error, Kind::refuse}) {
    for (const auto state : {MaintenanceState::scheduled, MaintenanceState::in_progress, MaintenanceState::completed}) {
      maintenance.id = {++number};
      maintenance.title = "Upgrade " + std::to_string(number);
      const auto before = page->incidents().size();
      auto one = step(1, state, "Words.");
      std::get<playbooks::PublishMaintenance>(one.effect.body).maintenance = maintenance.id;
      page->fault({.kind = kind, .code = 500, .method = "POST"});
      const auto result = deliver(std::move(one));
      EXPECT_EQ(receipt(result).detail, to_string(state)) << static_cast<int>(kind);
      EXPECT_EQ(page->incidents().size(), before + 1) << static_cast<int>(kind);
      EXPECT_EQ(page->incidents().back().updates.size(), 1U) << static_cast<int>(kind);
      EXPECT_GE(result.lookups, 1);
    }
  }
}

TEST_F(StatuspageLevelTest, ACancelledPlanEndsWithoutTouchingAnyComponent) {
  begun = false;
  page->set_component("API", "partial_outage");
  maintenance.pages = {
      {receipt(deliver(step(1, MaintenanceState::scheduled, "Soon."))).id, "", "", {}, {}, "statuspage"}};
  seen.clear();
  EXPECT_EQ(receipt(deliver(step(2, MaintenanceState::cancelled, "It will not take place.", true))).detail,
            "completed");
  EXPECT_EQ(seen, std::vector<std::string>{"Database upgrade: completed - It will not take place."});
}

TEST_F(StatuspageLevelTest, AHandMadeChangeIsSeenAndAHandMadeIncidentIsAdopted) {
  auto told = read();
  EXPECT_EQ(told.components.at("api"), ComponentStatus::operational);
  EXPECT_TRUE(told.open.empty());
  world.clock.advance_to(world.clock.now() + 5min);
  page->set_component("api", "partial_outage");
  const auto id = page->open_incident("Login slow", "web", "Somebody looks into it.");
  told = read();
  EXPECT_EQ(told.components.at("api"), ComponentStatus::partial_outage);
  ASSERT_EQ(told.open.size(), 1U);
  EXPECT_EQ(told.open[0],
            (playbooks::Stranger{"statuspage", id, "Login slow", "investigating", "https://stspg.io/" + id}));
  // Adopted: what was opened by hand is patched like one of ours and carries our mark from then on.
  auto incident = test_incident(12, "Login slow", {{"web", ComponentStatus::degraded_performance}});
  incident.page.id = id;
  claims = {{"web", ComponentStatus::degraded_performance}};
  page->fault({.kind = PageFault::Kind::http_error, .code = 500, .method = "PATCH"});
  const auto done = deliver(
      delivery_of(publication(incident, 2, Status::identified, "We are on it.", world.clock.now()), incident, {}));
  EXPECT_EQ(receipt(done).detail, "identified");
  EXPECT_EQ(done.lookups, 1);
  ASSERT_EQ(page->incidents().size(), 1U);
  EXPECT_EQ(page->incidents()[0].metadata, R"({"sitrep":{"incident":"INC-12","key":"INC-12/2/public"}})");
  EXPECT_EQ(page->incidents()[0].updates.size(), 2U) << "the words that did not arrive the first time are there";
  EXPECT_TRUE(read().open.empty());
  page->open_incident("Another");
  EXPECT_EQ(read().open.size(), 1U);
  EXPECT_TRUE(page->resolve_incident("another"));
  EXPECT_FALSE(page->resolve_incident("another"));
  EXPECT_TRUE(read().open.empty());
}

TEST_F(StatuspageLevelTest, AWrongPageAndAKeyWithoutRightsAreClearEverywhere) {
  const auto incident = test_incident(12, "Checkout is down", {{"api", ComponentStatus::major_outage}});
  start("simulated-key", "anotherpage");
  auto findings = world.run(client->doctor());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].says,
            "Statuspage has no page \"anotherpage\", or the API key cannot see it (Could not find that page).");
  const auto refused = deliver(
      delivery_of(publication(incident, 1, Status::investigating, "Looking.", world.clock.now()), incident, {}));
  ASSERT_TRUE(std::holds_alternative<Refused>(refused.outcome));
  EXPECT_EQ(std::get<Refused>(refused.outcome).why, findings[0].says);
  EXPECT_EQ(read().trouble, findings[0].says);
  EXPECT_TRUE(page->incidents().empty());

  start("simulated-weak-key", "simulatedpage");
  findings = world.run(client->doctor());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(
      findings[0].says,
      "Statuspage does not let this API key manage the page (Forbidden). Set SITREP_STATUSPAGE_API_KEY to the key "
      "of somebody who may, and restart Sitrep.");
  EXPECT_EQ(read().trouble, findings[0].says);
  const auto waits = world.run(client->deliver(
      delivery_of(publication(incident, 1, Status::investigating, "Looking.", world.clock.now()), incident, {})));
  ASSERT_TRUE(std::holds_alternative<Retry>(waits)) << "a key can be mended: it waits and says so";
  EXPECT_EQ(std::get<Retry>(waits).why, findings[0].says);
}

}  // namespace
}  // namespace integrations::statuspage
