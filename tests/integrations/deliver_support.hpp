#pragma once
// The Slack integration with a Slack that answers from a table.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "integrations/http/json.hpp"
#include "integrations/slack/slack.hpp"
#include "slack_support.hpp"

namespace slack_test {

using Names = std::vector<std::string>;

struct SlackDelivery : testing::Test {
  using Delivery = integrations::Delivery;
  using Lookup = integrations::Lookup;
  using Outcome = integrations::Outcome;

  StillClock clock;
  FakeSlack http;
  integrations::Activity activity;
  playbooks::Policy policy = slack_test::policy();
  std::unique_ptr<integrations::Integration> slack =
      integrations::slack::make_slack(settings(), policy, http, clock, activity);

  static integrations::slack::Settings settings() {
    integrations::slack::Settings settings;
    settings.api_url = "https://slack.test/api/";
    settings.bot_token = "xoxb-secret";
    settings.app_token = "xapp-secret";
    return settings;
  }
  Delivery delivery(playbooks::Effect what, std::optional<playbooks::Incident> incident = slack_test::incident()) const {
    return {std::move(what), {}, std::move(incident), {}, {}, clock.now()};
  }
  static playbooks::Incident without_card() {
    auto incident = slack_test::incident();
    incident.card = {};
    return incident;
  }
  Outcome deliver(Delivery what) { return run(slack->deliver(std::move(what))); }
  Lookup find(std::vector<Delivery> what) { return run(slack->find(std::move(what))); }
  std::string_view argument(std::size_t call, std::string_view path) const {
    return integrations::text_at(http.calls.at(call).arguments, path);
  }
  template <class T>
  static T as(const Outcome& outcome) {
    EXPECT_TRUE(std::holds_alternative<T>(outcome)) << "outcome " << outcome.index();
    return std::holds_alternative<T>(outcome) ? std::get<T>(outcome) : T{};
  }
  static std::map<std::string, playbooks::Receipt> found(const Lookup& lookup) {
    EXPECT_TRUE(std::holds_alternative<integrations::Found>(lookup));
    return std::holds_alternative<integrations::Found>(lookup) ? std::get<integrations::Found>(lookup).receipts
                                                               : std::map<std::string, playbooks::Receipt>{};
  }
  static std::string history(std::string_view messages) {
    return R"({"ok":true,"messages":[)" + std::string{messages} + R"(],"has_more":false})";
  }
  static std::string message(std::string_view key, std::string_view ts, std::string_view merged = {}) {
    return R"({"ts":")" + std::string{ts} + R"(","metadata":{"event_type":"sitrep","event_payload":{"key":")" +
           std::string{key} + R"(","merged":")" + std::string{merged} + R"("}}})";
  }
};

}  // namespace slack_test
