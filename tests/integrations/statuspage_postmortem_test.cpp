// The post-mortem beside an incident: what the client sends, when it does not, and what it reads back.
#include <gtest/gtest.h>

#include "statuspage_fixture.hpp"

namespace integrations::statuspage {
namespace {

using namespace std::chrono_literals;
using playbooks::Status;

constexpr auto shown =
    R"({"body":"Read the post-mortem: https://wiki.example/12","published_at":"2026-11-21T15:00:00Z"})";
constexpr auto draft_only =
    R"({"body":null,"body_draft":"Read the post-mortem: https://wiki.example/12","published_at":null})";

class StatuspagePostmortemTest : public StatuspageClient {
 protected:
  StatuspagePostmortemTest() { http.answers.clear(); }

  Delivery linked(int event = 9) {
    auto known = incident;
    known.status = Status::resolved;
    known.page = {"i1", "https://stspg.io/i1", "resolved", {}, {}, {}};
    known.postmortem = "https://wiki.example/12";
    playbooks::Effect effect;
    effect.key = "INC-12/" + std::to_string(event) + "/postmortem";
    effect.group = "INC-12/postmortem";
    effect.lane = "statuspage";
    effect.created = world.clock.now();
    effect.body = playbooks::PublishPostmortem{known.id};
    return delivery_of(std::move(effect), std::move(known), world.clock.now());
  }
  template <class T>
  std::string why(const Outcome& outcome) {
    const auto* value = std::get_if<T>(&outcome);
    return value == nullptr ? "(another outcome)" : value->why;
  }
};

TEST_F(StatuspagePostmortemTest, IsDraftedThenPublishedAndTellsNoSubscriber) {
  http.answers = {answered(200, draft_only), answered(200, shown)};
  const auto outcome = deliver(linked());
  ASSERT_TRUE(std::holds_alternative<Delivered>(outcome));
  EXPECT_EQ(std::get<Delivered>(outcome).receipt,
            (playbooks::Receipt{"i1", "https://stspg.io/i1", "post-mortem published"}));
  ASSERT_EQ(http.requests.size(), 2U);
  EXPECT_EQ(http.line(0), "PUT /pages/p/incidents/i1/postmortem");
  EXPECT_EQ(http.requests[0].body, R"({"postmortem":{"body_draft":"Read the post-mortem: https://wiki.example/12"}})");
  EXPECT_EQ(http.line(1), "PUT /pages/p/incidents/i1/postmortem/publish");
  EXPECT_EQ(http.requests[1].body, R"({"postmortem":{"notify_subscribers":false,"notify_twitter":false}})");
}

TEST_F(StatuspagePostmortemTest, NothingIsSentWhereNothingMayBeShown) {
  auto internal = linked(), drill = linked(), cancelled = linked(), open = linked(), none = linked(),
       unknown = linked(), never = linked();
  internal.incident->visibility = playbooks::Visibility::internal;
  drill.incident->kind = playbooks::Kind::drill;
  cancelled.incident->status = Status::cancelled;
  open.incident->status = Status::investigating;
  none.incident->postmortem.clear();
  unknown.incident.reset();
  never.incident->page = {};
  EXPECT_EQ(why<Refused>(deliver(open)), "INC-12 is investigating: its post-mortem is published once it is resolved.");
  EXPECT_EQ(why<Refused>(deliver(never)), "INC-12 is not on the status page, so its post-mortem was not published.");
  for (const auto& delivery : {internal, drill, cancelled, none, unknown})
    EXPECT_TRUE(std::holds_alternative<Refused>(deliver(delivery)));
  EXPECT_TRUE(http.requests.empty());
}

TEST_F(StatuspagePostmortemTest, WaitsWhileItIsUnknownWhetherTheIncidentIsOnThePage) {
  http.answers = {answered(200, components_json()), answered(500, "oops")};
  ASSERT_TRUE(std::holds_alternative<Unknown>(deliver(first())));
  pass(1min);
  auto waiting = linked();
  waiting.incident->page = {};
  EXPECT_EQ(why<Retry>(deliver(waiting)), "whether the incident is on the status page already is not known yet");
  EXPECT_EQ(http.requests.size(), 2U);
}

TEST_F(StatuspagePostmortemTest, TheDraftIsNotRepeatedWhenThePublicationHadToWait) {
  http.answers = {answered(200, draft_only), answered(429, "{}", {{"retry-after", "30"}}), answered(200, shown)};
  const auto held = deliver(linked());
  ASSERT_TRUE(std::holds_alternative<Retry>(held));
  EXPECT_EQ(std::get<Retry>(held).at, world.clock.now() + 30s);
  pass(31s);
  ASSERT_TRUE(std::holds_alternative<Delivered>(deliver(linked())));
  EXPECT_EQ(http.line(2), "PUT /pages/p/incidents/i1/postmortem/publish");
  // Another link is another draft.
  http.answers = {answered(200, "{}"), answered(200, "{}")};
  auto second = linked(10);
  second.incident->postmortem = "https://wiki.example/other";
  ASSERT_TRUE(std::holds_alternative<Delivered>(deliver(second)));
  EXPECT_EQ(http.line(3), "PUT /pages/p/incidents/i1/postmortem");
}

TEST_F(StatuspagePostmortemTest, WhatStatuspageAnswersBecomesTheOutcomeAsElsewhere) {
  http.answers = {answered(422, R"({"error":["Incident must be resolved"]})")};
  EXPECT_EQ(why<Refused>(deliver(linked())), "Statuspage refused the request (422): Incident must be resolved");
  http.answers = {answered(404, R"({"error":"not found"})")};
  EXPECT_EQ(
      why<Refused>(deliver(linked())),
      "Statuspage has no incident \"i1\" (was it deleted on the page?), or the API key cannot see it (not found).");
  http.answers = {answered(200, draft_only), answered(502, "bad gateway")};
  EXPECT_TRUE(std::holds_alternative<Unknown>(deliver(linked())));
}

TEST_F(StatuspagePostmortemTest, FindComparesWhatIsPublished) {
  const struct {
    HttpResponse answer;
    bool found;
  } rows[] = {
      {answered(200, shown), true},
      {answered(200, draft_only), false},
      {answered(200,
                R"({"body":"Read the post-mortem: https://wiki.example/1","published_at":"2026-11-21T15:00:00Z"})"),
       false},
      {answered(200, "[]"), false},
      {answered(404, "{}"), false},
  };
  for (const auto& row : rows) {
    http.answers = {row.answer};
    const auto seen = find({linked()});
    ASSERT_TRUE(std::holds_alternative<Found>(seen)) << row.answer.body;
    EXPECT_EQ(std::get<Found>(seen).receipts.contains("INC-12/9/postmortem"), row.found) << row.answer.body;
    pass(3min);
  }
  EXPECT_EQ(http.line(0), "GET /pages/p/incidents/i1/postmortem");
  http.answers = {answered(503, "")};
  EXPECT_TRUE(std::holds_alternative<Retry>(find({linked()})));
}

TEST_F(StatuspagePostmortemTest, FindAsksOnceForOneIncidentAndAnewAfterSending) {
  http.answers = {answered(200, draft_only)};
  find({linked(9), linked(10)});
  EXPECT_EQ(http.requests.size(), 1U);
  http.answers = {answered(200, draft_only), answered(502, ""), answered(200, shown)};
  ASSERT_TRUE(std::holds_alternative<Unknown>(deliver(linked())));
  pass(10s);
  EXPECT_TRUE(std::get<Found>(find({linked()})).receipts.contains("INC-12/9/postmortem"));
}

}  // namespace
}  // namespace integrations::statuspage
