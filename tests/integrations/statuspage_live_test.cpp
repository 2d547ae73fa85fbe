// The client, libcurl and the simulated page over real sockets, on virtual time.
#include <gtest/gtest.h>

#include <algorithm>

#include "integrations/http/curl.hpp"
#include "statuspage_support.hpp"

namespace integrations::statuspage {
namespace {

using namespace std::chrono_literals;
using playbooks::ComponentStatus;
using playbooks::Status;
using simulator::PageFault;

class StatuspageLiveTest : public ::testing::Test {
 protected:
  StatuspageLiveTest() {
    for (const auto* name : {"API", "Database", "Web"}) page->add_component(name);
    page->on_change([this](const std::string& line) { seen.push_back(line); });
    restart();
  }
  ~StatuspageLiveTest() override {
    world.run(page->stop());
    EXPECT_EQ(page->violations(), std::vector<std::string>{});
  }

  /// The client as after a restart: it knows nothing.
  void restart() {
    Settings settings;
    settings.api_url = page->api_url();
    settings.api_key = "simulated-key";
    settings.page_id = "simulatedpage";
    settings.timeout = 300ms;
    client = make_statuspage(settings, policy, *http, world.clock, world.activity);
  }
  Delivering deliver(const playbooks::Incident& incident, int event, Status status, const std::string& body,
                     std::vector<playbooks::Effect> merged = {}) {
    auto delivery =
        delivery_of(publication(incident, event, status, body, world.clock.now()), incident, world.clock.now());
    delivery.merged = std::move(merged);
    delivery.public_components = claims;
    return world.run(deliver_to_the_end(*client, world.clock, std::move(delivery)));
  }
  static playbooks::Receipt receipt(const Delivering& delivering) {
    const auto* done = std::get_if<Delivered>(&delivering.outcome);
    return done == nullptr ? playbooks::Receipt{"not delivered", "", ""} : done->receipt;
  }
  std::string status_of(const std::string& name) const {
    const auto all = page->components();
    const auto found = std::ranges::find(all, name, &simulator::PageComponent::name);
    return found == all.end() ? "?" : found->status;
  }
  long calls(const std::string& method) const {
    return std::ranges::count(page->calls(), method, &simulator::PageCall::method);
  }

  World world;
  playbooks::Policy policy = test_policy();
  std::unique_ptr<Http> http = make_curl_http(world.io.get_executor(), world.activity);
  std::unique_ptr<simulator::StatuspageSimulator> page =
      std::make_unique<simulator::StatuspageSimulator>(world.io.get_executor(), world.clock, world.activity);
  std::unique_ptr<Integration> client;
  std::vector<std::string> seen;
  std::map<std::string, ComponentStatus> claims;
};

TEST_F(StatuspageLiveTest, FromDeclarationToResolution) {
  auto incident = test_incident(12, "Checkout is down", {{"api", ComponentStatus::major_outage}});
  claims = {{"api", ComponentStatus::major_outage}};
  const auto made = receipt(deliver(incident, 1, Status::investigating, "Looking."));
  EXPECT_EQ(made.detail, "investigating");
  incident.page.id = made.id;
  incident.components.push_back({"db", ComponentStatus::partial_outage});
  claims["db"] = ComponentStatus::partial_outage;
  deliver(incident, 4, Status::identified, "");
  claims.clear();
  EXPECT_EQ(receipt(deliver(incident, 6, Status::resolved, "Fixed.")).detail, "resolved");
  EXPECT_EQ(receipt(deliver(incident, 8, Status::investigating, "It is back.")).detail, "investigating");
  EXPECT_EQ(seen, (std::vector<std::string>{
                      "API: operational -> major outage", "Checkout is down: investigating - Looking.",
                      "Database: operational -> partial outage", "Checkout is down: identified",
                      "API: major outage -> operational", "Database: partial outage -> operational",
                      "Checkout is down: resolved - Fixed.", "Checkout is down: investigating - It is back."}));
  const auto shown = page->incidents();
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].impact, "major");
  EXPECT_EQ(shown[0].metadata, R"({"sitrep":{"incident":"INC-12","key":"INC-12/8/public"}})");
  EXPECT_EQ(calls("GET"), 1);  // the components, once
}

TEST_F(StatuspageLiveTest, APostmortemIsPublishedOnceAlsoWhenTheAnswerIsLost) {
  auto incident = test_incident(12, "Checkout is down", {});
  incident.page.id = receipt(deliver(incident, 1, Status::investigating, "Looking.")).id;
  deliver(incident, 2, Status::resolved, "Fixed.");
  incident.status = Status::resolved;
  incident.postmortem = "https://wiki.example/12";
  playbooks::Effect effect;
  effect.key = "INC-12/3/postmortem";
  effect.lane = "statuspage";
  effect.body = playbooks::PublishPostmortem{incident.id};
  page->on_answer([&](const simulator::PageCall& call) {
    if (call.method == "PUT" && call.path.ends_with("/postmortem"))
      page->fault({.kind = PageFault::Kind::done_unanswered, .method = "PUT"});
  });
  const auto done =
      world.run(deliver_to_the_end(*client, world.clock, delivery_of(effect, incident, world.clock.now())));
  EXPECT_EQ(receipt(done).detail, "post-mortem published");
  EXPECT_EQ(done.lookups, 1);
  EXPECT_EQ(calls("PUT"), 2) << "the draft and its publication, neither of them twice";
  EXPECT_EQ(seen.back(), "Checkout is down: postmortem published - Read the post-mortem: https://wiki.example/12");
}

TEST_F(StatuspageLiveTest, ResolvingOneIncidentDoesNotClearAnothersClaim) {
  auto first = test_incident(1, "Slow API", {{"api", ComponentStatus::degraded_performance}});
  auto second = test_incident(2, "API down", {{"api", ComponentStatus::major_outage}});
  claims = {{"api", ComponentStatus::degraded_performance}};
  first.page.id = receipt(deliver(first, 1, Status::investigating, "Slow.")).id;
  claims = {{"api", ComponentStatus::major_outage}};
  second.page.id = receipt(deliver(second, 1, Status::investigating, "Down.")).id;
  deliver(first, 2, Status::resolved, "Not slow any more.");
  EXPECT_EQ(status_of("API"), "major_outage");
  claims = {};
  deliver(second, 2, Status::resolved, "Up.");
  EXPECT_EQ(status_of("API"), "operational");
}

TEST_F(StatuspageLiveTest, TenMinutesOfFailureEndInOneIncidentThatTellsTheWholeStory) {
  const auto incident = test_incident(12, "Checkout is down", {{"api", ComponentStatus::major_outage}});
  claims = {{"api", ComponentStatus::major_outage}};
  const auto began = world.clock.now();
  page->fault({.kind = PageFault::Kind::http_error, .until = began + 10min});
  const auto result = deliver(incident, 4, Status::identified, "Found it.",
                              {publication(incident, 1, Status::investigating, "Looking.", began - 1min)});
  EXPECT_EQ(receipt(result).detail, "identified");
  EXPECT_GE(world.clock.now(), began + 10min);
  EXPECT_LE(world.clock.now(), began + 11min + 5s);
  EXPECT_LT(page->calls().size(), 25U);
  const auto shown = page->incidents();
  ASSERT_EQ(shown.size(), 1U);
  ASSERT_EQ(shown[0].updates.size(), 1U);
  EXPECT_EQ(shown[0].updates[0].body, "14:04 UTC: Looking.\n\n14:05 UTC: Found it.");
}

TEST_F(StatuspageLiveTest, WhateverBecomesOfTheAnswerThereIsOneIncident) {
  using Kind = PageFault::Kind;
  int number = 100;
  for (const auto kind : {Kind::done_unanswered, Kind::done_then_error, Kind::half_json, Kind::empty, Kind::swallow,
                          Kind::html, Kind::http_error, Kind::refuse}) {
    const auto before = page->incidents().size();
    const auto incident = test_incident(number, "Trouble " + std::to_string(number), {});
    ++number;
    page->fault({.kind = kind, .code = 503, .method = "POST"});
    const auto result = deliver(incident, 1, Status::investigating, "Looking.");
    const auto fault = static_cast<int>(kind);
    EXPECT_EQ(receipt(result).detail, "investigating") << fault;
    EXPECT_EQ(page->incidents().size(), before + 1) << fault;
    EXPECT_GE(result.lookups, 1) << fault;
    const auto last = page->incidents().back();
    EXPECT_EQ(last.updates.size(), 1U) << fault;
    EXPECT_EQ(receipt(result).id, last.id) << fault;
  }
}

TEST_F(StatuspageLiveTest, WhateverBecomesOfTheAnswerToAnUpdateItIsSaidOnce) {
  using Kind = PageFault::Kind;
  auto incident = test_incident(12, "Checkout is down", {{"api", ComponentStatus::major_outage}});
  incident.page.id = receipt(deliver(incident, 1, Status::investigating, "Looking.")).id;
  int event = 1;
  for (const auto kind : {Kind::done_unanswered, Kind::done_then_error, Kind::half_json, Kind::swallow, Kind::html}) {
    page->fault({.kind = kind, .code = 500, .method = "PATCH"});
    const auto text = "Update " + std::to_string(++event);
    EXPECT_EQ(receipt(deliver(incident, event, Status::identified, text)).detail, "identified");
    const auto updates = page->incidents().front().updates;
    EXPECT_EQ(std::ranges::count(updates, text, &simulator::PageUpdate::body), 1) << text;
  }
}

TEST_F(StatuspageLiveTest, AfterARestartInTheMiddleThePageIsReadBeforeAnythingIsSaidAgain) {
  const auto incident = test_incident(12, "Checkout is down", {});
  deliver(incident, 1, Status::investigating, "Looking.");
  restart();
  std::vector<Delivery> doubtful;
  for (const int event : {1, 4})
    doubtful.push_back(delivery_of(publication(incident, event, Status::investigating, "x", world.clock.now()),
                                   incident, world.clock.now()));
  const auto found = world.run(client->find(doubtful));
  ASSERT_TRUE(std::holds_alternative<Found>(found));
  EXPECT_TRUE(std::get<Found>(found).receipts.contains("INC-12/1/public"));
  EXPECT_FALSE(std::get<Found>(found).receipts.contains("INC-12/4/public"));
  deliver(incident, 4, Status::identified, "Found it.");
  EXPECT_EQ(page->incidents().size(), 1U);
}

TEST_F(StatuspageLiveTest, ABurstStaysWithinOneRequestASecondAndIsNeverLimited) {
  auto incident = test_incident(12, "Checkout is down", {});
  const auto began = world.clock.now();
  for (int event = 1; event <= 130; ++event) {
    const auto done = receipt(deliver(incident, event, Status::identified, "Update " + std::to_string(event)));
    ASSERT_EQ(done.detail, "identified");
    incident.page.id = done.id;
  }
  EXPECT_GE(world.clock.now() - began, 2min);
  EXPECT_LE(world.clock.now() - began, 2min + 15s);
  EXPECT_EQ(std::ranges::count(page->calls(), 420, &simulator::PageCall::status), 0);
  EXPECT_EQ(page->incidents().front().updates.size(), 130U);
}

TEST_F(StatuspageLiveTest, ALimitThatAnotherProgramUsedUpIsWaitedFor) {
  page->fault({.kind = PageFault::Kind::rate_limited, .seconds = 45});
  const auto began = world.clock.now();
  const auto result = deliver(test_incident(12, "Checkout is down", {}), 1, Status::investigating, "Looking.");
  EXPECT_EQ(receipt(result).detail, "investigating");
  EXPECT_EQ(world.clock.now() - began, 45s);
  EXPECT_EQ(result.lookups, 0);
  EXPECT_EQ(result.waits, std::vector<std::string>{"Statuspage rate limit until 14:05 UTC"});
}

TEST_F(StatuspageLiveTest, WhileNothingListensItIsCertainThatNothingWasSent) {
  page->fault({.kind = PageFault::Kind::refuse, .until = world.clock.now() + 5min});
  const auto incident = test_incident(12, "Checkout is down", {{"api", ComponentStatus::major_outage}});
  const auto result = deliver(incident, 1, Status::investigating, "Looking.");
  EXPECT_EQ(receipt(result).detail, "investigating");
  EXPECT_EQ(result.lookups, 0);
  EXPECT_EQ(page->incidents().size(), 1U);
}

TEST_F(StatuspageLiveTest, AnIncidentDeletedByHandIsNotMadeAgain) {
  auto incident = test_incident(12, "Checkout is down", {});
  incident.page.id = receipt(deliver(incident, 1, Status::investigating, "Looking.")).id;
  page->remove_incident(incident.page.id);
  const auto result = deliver(incident, 2, Status::resolved, "Fixed.");
  ASSERT_TRUE(std::holds_alternative<Refused>(result.outcome));
  EXPECT_NE(std::get<Refused>(result.outcome).why.find("was it deleted on the page?"), std::string::npos);
  EXPECT_TRUE(page->incidents().empty());
}

TEST_F(StatuspageLiveTest, AComponentIsSetAloneAndDoctorIsContent) {
  auto change = delivery_of(component_change("web", 3), {}, world.clock.now());
  change.public_components["web"] = ComponentStatus::degraded_performance;
  page->fault({.kind = PageFault::Kind::done_unanswered, .method = "PATCH"});
  const auto result = world.run(deliver_to_the_end(*client, world.clock, change));
  EXPECT_EQ(receipt(result).detail, "degraded_performance");
  EXPECT_EQ(calls("PATCH"), 1);
  EXPECT_EQ(seen, std::vector<std::string>{"Web: operational -> degraded performance"});
  const auto findings = world.run(client->doctor());
  for (const auto& finding : findings) EXPECT_EQ(finding.level, Finding::Level::ok) << finding.says;
}

TEST_F(StatuspageLiveTest, PagesOfComponentsAreReadToTheEnd) {
  for (int i = 0; i < 250; ++i) page->add_component("Extra " + std::to_string(i));
  page->add_component("Last");
  policy.components[0].name = "Last";
  const auto incident = test_incident(12, "Checkout is down", {{"api", ComponentStatus::major_outage}});
  claims = {{"api", ComponentStatus::major_outage}};
  deliver(incident, 1, Status::investigating, "Looking.");
  EXPECT_EQ(status_of("Last"), "major_outage");
}

}  // namespace
}  // namespace integrations::statuspage
