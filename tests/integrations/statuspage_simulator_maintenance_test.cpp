// Scheduled maintenance on the simulated page: what the real one refuses it refuses, and components flip when they
// flip.
#include <gtest/gtest.h>

#include "integrations/http/curl.hpp"
#include "statuspage_support.hpp"

namespace integrations::simulator {
namespace {

using namespace std::chrono_literals;
using statuspage::json_text;

class StatuspageSimulatorMaintenanceTest : public ::testing::Test {
 protected:
  StatuspageSimulatorMaintenanceTest() { page->add_component("API"); }
  ~StatuspageSimulatorMaintenanceTest() override { world.run(page->stop()); }

  HttpResponse call(const std::string& method, const std::string& path, const std::string& inner = {},
                    const std::string& key = "simulated-key") {
    HttpRequest request;
    request.method = method;
    request.url = page->api_url() + "/pages/simulatedpage/incidents" + path;
    request.headers = {{"Content-Type", "application/json"}, {"Authorization", "OAuth " + key}};
    if (!inner.empty()) request.body = R"({"incident":{)" + inner + "}}";
    return world.run(http->request(std::move(request)));
  }
  std::string plan(const std::string& more = {}) {
    const auto made = call("POST", "",
                           R"("name":"Upgrade","scheduled_for":"2026-11-21T15:00:00Z",)"
                           R"("scheduled_until":"2026-11-21T16:00:00Z","component_ids":["cmp000000001"])" +
                               more);
    EXPECT_EQ(made.status, 201) << made.body;
    return json_text(made.body, "id");
  }
  std::string lists_with(const std::string& id) {
    std::string result;
    for (const auto* which : {"unresolved", "scheduled", "upcoming", "active_maintenance"})
      if (call("GET", std::string{"/"} + which).body.contains(id)) result += std::string{which} + " ";
    return result;
  }

  statuspage::World world;
  std::unique_ptr<Http> http = make_curl_http(world.io.get_executor(), world.activity);
  std::unique_ptr<StatuspageSimulator> page =
      std::make_unique<StatuspageSimulator>(world.io.get_executor(), world.clock, world.activity);
};

TEST_F(StatuspageSimulatorMaintenanceTest, LivesInTheListsOfItsStatus) {
  const auto id = plan();
  EXPECT_EQ(page->incidents()[0].status, "scheduled");
  EXPECT_EQ(page->incidents()[0].impact, "maintenance");
  EXPECT_EQ(page->components()[0].status, "operational") << "the affected list alone moves nothing";
  EXPECT_EQ(lists_with(id), "scheduled upcoming ");
  world.clock.advance_to(world.clock.now() + 56min);
  EXPECT_EQ(lists_with(id), "scheduled ");
  const auto begun =
      call("PATCH", "/" + id, R"("status":"in_progress","components":{"cmp000000001":"under_maintenance"})");
  EXPECT_EQ(json_text(begun.body, "scheduled_for"), "2026-11-21T15:00:00Z");
  EXPECT_EQ(page->components()[0].status, "under_maintenance");
  EXPECT_EQ(lists_with(id), "active_maintenance ");
  const auto over = call("PATCH", "/" + id, R"("status":"completed")");
  EXPECT_EQ(json_text(over.body, "resolved_at"), "2026-11-21T15:01:00Z");
  EXPECT_EQ(page->components()[0].status, "under_maintenance") << "completing resets nothing";
  EXPECT_EQ(lists_with(id), "");
  EXPECT_TRUE(call("GET", "").body.contains(id));
  EXPECT_TRUE(page->violations().empty());
}

TEST_F(StatuspageSimulatorMaintenanceTest, AComponentMapFlipsAtOnceAlthoughTheWindowIsAhead) {
  plan(R"(,"components":{"cmp000000001":"under_maintenance"})");
  EXPECT_EQ(page->components()[0].status, "under_maintenance");
}

TEST_F(StatuspageSimulatorMaintenanceTest, TheTwoFamiliesOfStatusesNeverMix) {
  const auto maintenance = plan();
  const auto incident = json_text(call("POST", "", R"("name":"Down")").body, "id");
  for (const auto* status : {"investigating", "identified", "monitoring", "resolved"})
    EXPECT_EQ(call("PATCH", "/" + maintenance, R"("status":")" + std::string{status} + "\"").status, 422) << status;
  for (const auto* status : {"scheduled", "in_progress", "verifying", "completed"})
    EXPECT_EQ(call("PATCH", "/" + incident, R"("status":")" + std::string{status} + "\"").status, 422) << status;
  const std::string window = R"(,"scheduled_for":"2026-11-21T15:00:00Z","scheduled_until":"2026-11-21T16:00:00Z")";
  EXPECT_EQ(call("POST", "", R"("name":"x","status":"investigating")" + window).status, 422);
  EXPECT_EQ(call("PATCH", "/" + incident, R"("name":"x")" + window).status, 422);
  EXPECT_EQ(page->violations().size(), 10U);
}

TEST_F(StatuspageSimulatorMaintenanceTest, AWindowMustBeOne) {
  const std::string bad[] = {R"("scheduled_for":"2026-11-21T15:00:00Z")",
                             R"("scheduled_until":"2026-11-21T15:00:00Z")",
                             R"("scheduled_for":"2026-11-21T15:00:00Z","scheduled_until":"2026-11-21T15:00:00Z")",
                             R"("scheduled_for":"2026-11-21T15:00:00","scheduled_until":"2026-11-21T16:00:00Z")",
                             R"("scheduled_for":"2026-11-31T15:00:00Z","scheduled_until":"2026-12-01T16:00:00Z")",
                             R"("scheduled_for":"tomorrow","scheduled_until":"2026-11-21T16:00:00Z")",
                             R"("scheduled_for":"2026-11-21T15:00:00Z","scheduled_until":"2026-11-21T16:00:00Z",)"
                             R"("reminder_intervals":"[1]")"};
  for (const auto& window : bad) EXPECT_EQ(call("POST", "", R"("name":"x",)" + window).status, 422) << window;
  EXPECT_TRUE(page->incidents().empty());
  EXPECT_EQ(page->violations().size(), std::size(bad));
}

TEST_F(StatuspageSimulatorMaintenanceTest, AKeyWithoutRightsIsForbiddenAndThatIsNoViolation) {
  const auto refused = call("GET", "/unresolved", {}, "simulated-weak-key");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.body, R"({"error":"Forbidden"})");
  EXPECT_TRUE(page->violations().empty());
}

TEST_F(StatuspageSimulatorMaintenanceTest, ThePublicSummaryKeepsItApartFromIncidents) {
  plan();
  HttpRequest request;
  request.method = "GET";
  request.url = page->api_url().substr(0, page->api_url().size() - 3) + "/api/v2/summary.json";
  const auto summary = world.run(http->request(std::move(request)));
  EXPECT_EQ(json_text(summary.body, "scheduled_maintenances.0.name"), "Upgrade");
  EXPECT_FALSE(statuspage::json_has(summary.body, "incidents.0"));
  EXPECT_EQ(json_text(summary.body, "status.indicator"), "none");
}

TEST_F(StatuspageSimulatorMaintenanceTest, HandsLeaveNoMark) {
  const auto id = page->open_incident("Login slow", "api", "Looking.");
  const auto seen = call("GET", "/" + id);
  EXPECT_EQ(json_text(seen.body, "status"), "investigating");
  EXPECT_EQ(json_text(seen.body, "components.0.name"), "API");
  EXPECT_FALSE(statuspage::json_has(seen.body, "metadata.sitrep"));
  EXPECT_EQ(page->components()[0].status, "operational");
  EXPECT_TRUE(page->resolve_incident(id));
  EXPECT_EQ(page->incidents()[0].status, "resolved");
}

}  // namespace
}  // namespace integrations::simulator
