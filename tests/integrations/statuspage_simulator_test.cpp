// The simulated page must refuse what the real one refuses: a lenient fake proves nothing.
#include <gtest/gtest.h>

#include <algorithm>

#include "integrations/http/curl.hpp"
#include "statuspage_support.hpp"

namespace integrations::simulator {
namespace {

using namespace std::chrono_literals;
using statuspage::json_text;

class StatuspageSimulatorTest : public ::testing::Test {
 protected:
  StatuspageSimulatorTest() {
    page->add_component("API", "Backend");
    page->add_component("Web");
  }
  ~StatuspageSimulatorTest() override { world.run(page->stop()); }

  HttpResponse call(const std::string& method, const std::string& path, const std::string& body = {},
                    const std::string& authorization = "OAuth simulated-key") {
    HttpRequest request;
    request.method = method;
    request.url = (path.starts_with("/api/") ? page->api_url().substr(0, page->api_url().size() - 3)
                                             : page->api_url() + "/pages/simulatedpage") +
                  path;
    request.headers = {{"Content-Type", "application/json"}};
    if (!authorization.empty()) request.headers.emplace_back("Authorization", authorization);
    request.body = body;
    request.timeout = 300ms;
    return world.run(http->request(std::move(request)));
  }

  statuspage::World world;
  std::unique_ptr<Http> http = make_curl_http(world.io.get_executor(), world.activity);
  std::unique_ptr<StatuspageSimulator> page =
      std::make_unique<StatuspageSimulator>(world.io.get_executor(), world.clock, world.activity);
};

TEST_F(StatuspageSimulatorTest, RefusesWhatTheRealOneRefuses) {
  const std::string long_name(256, 'n'), long_body(25001, 'b');
  const std::string bodies[] = {"",
                                "not JSON",
                                "[]",
                                "{}",
                                R"({"name":"x"})",
                                R"({"incident":"x"})",
                                R"({"incident":{"status":"investigating"}})",
                                R"({"incident":{"name":""}})",
                                R"({"incident":{"name":7}})",
                                R"({"incident":{"name":"x"},"notify":true})",
                                R"({"incident":{"name":"x","impact":"major"}})",
                                R"({"incident":{"name":"x","status":"cancelled"}})",
                                R"({"incident":{"name":"x","status":"in_progress"}})",
                                R"({"incident":{"name":"x","impact_override":"huge"}})",
                                R"({"incident":{"name":"x","deliver_notifications":"yes"}})",
                                R"({"incident":{"name":"x","components":["cmp000000001"]}})",
                                R"({"incident":{"name":"x","components":{"cmp000000001":"down"}}})",
                                R"({"incident":{"name":"x","components":{"nosuch":"operational"}}})",
                                R"({"incident":{"name":"x","component_ids":["nosuch"]}})",
                                R"({"incident":{"name":"x","component_ids":[7]}})",
                                R"({"incident":{"name":"x","metadata":{"sitrep":"INC-1"}}})",
                                R"({"incident":{"name":")" + long_name + R"("}})",
                                R"({"incident":{"name":"x","body":")" + long_body + R"("}})"};
  for (const auto& body : bodies) EXPECT_EQ(call("POST", "/incidents", body).status, 422) << body.substr(0, 100);
  EXPECT_TRUE(page->incidents().empty());
  EXPECT_EQ(page->violations().size(), std::size(bodies));
}

TEST_F(StatuspageSimulatorTest, ChecksTheKeyThePageAndThePath) {
  for (const auto* key : {"", "Bearer simulated-key", "OAuth wrong"}) {
    const auto refused = call("GET", "/components", {}, key);
    EXPECT_EQ(refused.status, 401) << key;
    EXPECT_EQ(refused.body, R"({"error":"Could not authenticate"})");
  }
  EXPECT_EQ(call("GET", "/components?api_key=simulated-key", {}, "").status, 200);
  EXPECT_TRUE(page->violations().empty());
  EXPECT_EQ(call("GET", "/../otherpage/components").status, 404);
  EXPECT_EQ(call("GET", "/incidents/nosuch").status, 404);
  EXPECT_EQ(call("PATCH", "/components/nosuch", R"({"component":{"status":"operational"}})").status, 404);
  EXPECT_TRUE(page->violations().empty());
  EXPECT_EQ(call("GET", "/nonsense").status, 404);
  EXPECT_EQ(call("DELETE", "/components/cmp000000001").status, 404);
  EXPECT_EQ(page->violations().size(), 2U);
}

TEST_F(StatuspageSimulatorTest, TheSixtyFirstRequestOfAMinuteIsLimited) {
  for (int i = 0; i < 60; ++i) ASSERT_EQ(call("GET", "/components").status, 200) << i;
  world.clock.advance_to(world.clock.now() + 20s);
  const auto limited = call("GET", "/components");
  EXPECT_EQ(limited.status, 420);
  EXPECT_EQ(limited.headers.at("retry-after"), "40");
  world.clock.advance_to(world.clock.now() + 40s);
  EXPECT_EQ(call("GET", "/components").status, 200);
}

TEST_F(StatuspageSimulatorTest, AnIncidentLivesAsOnTheRealPage) {
  const auto made =
      call("POST", "/incidents",
           R"({"incident":{"name":"Down","components":{"cmp000000001":"major_outage"},"body":"Looking."}})");
  ASSERT_EQ(made.status, 201);
  const auto id = json_text(made.body, "id");
  EXPECT_EQ(json_text(made.body, "impact"), "critical");
  EXPECT_EQ(json_text(made.body, "status"), "investigating");
  EXPECT_EQ(json_text(made.body, "incident_updates.0.affected_components.0.new_status"), "major_outage");
  EXPECT_EQ(json_text(made.body, "components.0.name"), "API");
  EXPECT_EQ(call("PUT", "/incidents/" + id + "/postmortem", R"({"postmortem":{"body_draft":"Why"}})").status, 422);

  call("PATCH", "/incidents/" + id, R"({"incident":{"impact_override":"minor"}})");
  EXPECT_EQ(page->incidents().front().updates.size(), 1U);  // neither a text nor a new status
  EXPECT_EQ(page->incidents().front().impact, "minor");
  EXPECT_NE(call("GET", "/incidents/unresolved").body.find(id), std::string::npos);
  const auto over = call("PATCH", "/incidents/" + id, R"({"incident":{"status":"resolved"}})");
  EXPECT_EQ(json_text(over.body, "resolved_at"), "2026-11-21T14:05:00Z");
  EXPECT_EQ(page->incidents().front().updates.size(), 2U);
  EXPECT_EQ(call("GET", "/incidents/unresolved").body, "[]");
  EXPECT_EQ(page->components().front().status, "major_outage");  // resolving resets nothing

  EXPECT_NE(call("GET", "/incidents?q=LOOKING").body.find(id), std::string::npos);
  EXPECT_EQ(call("GET", "/incidents?q=nothing").body, "[]");
  EXPECT_EQ(call("GET", "/incidents?limit=1&page=2").body, "[]");
  EXPECT_EQ(call("PUT", "/incidents/" + id + "/postmortem/publish", R"({"postmortem":{}})").status, 422);
  EXPECT_EQ(call("PUT", "/incidents/" + id + "/postmortem", R"({"postmortem":{"body_draft":"Why"}})").status, 200);
  const auto published = call("PUT", "/incidents/" + id + "/postmortem/publish", R"({"postmortem":{}})");
  EXPECT_EQ(json_text(published.body, "body"), "Why");
}

TEST_F(StatuspageSimulatorTest, ThePublicSummaryNeedsNoKey) {
  call("POST", "/incidents", R"({"incident":{"name":"Slow","impact_override":"major"}})");
  page->set_component("Web", "partial_outage");
  const auto summary = call("GET", "/api/v2/summary.json", {}, "");
  EXPECT_EQ(json_text(summary.body, "status.indicator"), "major");
  EXPECT_EQ(json_text(summary.body, "incidents.0.name"), "Slow");
  EXPECT_EQ(json_text(summary.body, "components.1.status"), "partial_outage");
}

TEST_F(StatuspageSimulatorTest, FaultsDoWhatTheirNamesSayAndBothHooksSeeEveryCall) {
  using Kind = PageFault::Kind;
  std::vector<std::string> order;
  page->on_call([&](const PageCall&) { order.push_back("before " + std::to_string(page->incidents().size())); });
  page->on_answer([&](const PageCall& one) {
    order.push_back("after " + std::to_string(page->incidents().size()) + " " + std::to_string(one.status));
  });
  const struct {
    Kind kind;
    int status;  // 0: no answer
    bool done;
  } table[] = {{Kind::http_error, 503, false}, {Kind::rate_limited, 420, false}, {Kind::html, 502, false},
               {Kind::half_json, 201, true},   {Kind::empty, 201, true},         {Kind::refuse, 0, false},
               {Kind::swallow, 0, false},      {Kind::done_unanswered, 0, true}, {Kind::done_then_error, 503, true}};
  std::vector<std::string> expected;
  for (const auto& row : table) {
    const auto before = page->incidents().size();
    page->fault({.kind = row.kind, .method = "POST"});
    EXPECT_EQ(call("GET", "/components").status, 200);
    const auto response = call("POST", "/incidents", R"({"incident":{"name":"x"}})");
    const auto kind = static_cast<int>(row.kind);
    EXPECT_EQ(response.status, row.status) << kind;
    EXPECT_EQ(response.outcome == HttpResponse::Outcome::answered, row.status != 0) << kind;
    const auto after = page->incidents().size();
    EXPECT_EQ(after, before + (row.done ? 1 : 0)) << kind;
    expected.push_back("before " + std::to_string(before));
    expected.push_back("after " + std::to_string(before) + " 200");
    expected.push_back("before " + std::to_string(before));
    expected.push_back("after " + std::to_string(after) + " " + std::to_string(row.status));
  }
  EXPECT_EQ(order, expected);
  EXPECT_EQ(page->calls().size(), 2 * std::size(table));
  page->fault({.kind = Kind::http_error, .times = 5});
  page->clear_faults();
  EXPECT_EQ(call("GET", "/components").status, 200);
}

}  // namespace
}  // namespace integrations::simulator
