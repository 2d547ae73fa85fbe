#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <cstdlib>

#include "integrations/slack/utf8.hpp"
#include "integrations/slack/views/card.hpp"
#include "views_support.hpp"

namespace {
using namespace integrations;
using namespace integrations::slack;
using namespace playbooks;
using namespace std::chrono_literals;
using namespace slack_test;

const Time now = StillClock{}.now();

Message card(const Incident& incident, const std::vector<DeliveryMark>& marks = {}, Dialect dialect = Dialect::modern) {
  const auto policy = slack_test::policy();
  return draw_card({incident, policy, marks, now}, dialect);
}

void expect_golden_card(const std::string& name, const Message& message) {
  expect_golden(name, R"({"text":")" + message.text + R"(","blocks":)" + message.blocks + "}");
  expect_valid_blocks(message.blocks, name);
}

TEST(Golden, IsNotRewrittenInCi) {
  const auto* ci = std::getenv("CI");
  const auto* update = std::getenv("UPDATE_GOLDEN");
  EXPECT_FALSE(ci != nullptr && update != nullptr) << "UPDATE_GOLDEN rewrites what the tests compare with";
}

TEST(Card, OfAnOpenPublicIncident) {
  expect_golden_card("card_open.json", card(slack_test::incident()));
}

TEST(Card, OfAnInternalDrillThatHasJustBegun) {
  auto incident = slack_test::incident();
  incident.kind = Kind::drill;
  incident.visibility = Visibility::internal;
  incident.severity = "P3";
  incident.status = Status::investigating;
  incident.components.clear();
  incident.impact.clear();
  incident.last_update.clear();
  incident.updated = {};
  incident.page = {};
  incident.lead = {"cli:root", "root"};
  expect_golden_card("card_drill.json", card(incident));
}

TEST(Card, OfATroubledIncident) {
  auto incident = slack_test::incident();
  incident.status = Status::monitoring;
  incident.update_due = now - 7min;
  incident.page.trouble = "the page refuses the API key (401)";
  const std::vector<DeliveryMark> marks = {
      {DeliveryMark::State::waiting, "status page", "Slack rate limit until 14:06:10 UTC", now - 40s},
      {DeliveryMark::State::failed, "thread", "the channel is archived", now - 1min}};
  expect_golden_card("card_troubled.json", card(incident, marks));
  const auto classic = card(incident, marks, Dialect::classic);
  expect_golden_card("card_troubled_classic.json", classic);
  EXPECT_FALSE(classic.blocks.contains(R"("alert")"));
}

TEST(Card, OfAClosedIncident) {
  auto incident = slack_test::incident();
  incident.status = Status::resolved;
  incident.resolved = now;
  incident.status_set = {{"U0ANN", "ann"}, now};
  incident.update_due.reset();
  incident.page.shows = "resolved";
  incident.postmortem = "https://wiki.example.com/INC-12?a=1&b=2";
  expect_golden_card("card_resolved.json", card(incident));
  incident.status = Status::investigating;
  EXPECT_FALSE(card(incident).blocks.contains("Post-mortem")) << "it is open again";
}

TEST(Card, OffersTheStepsThatAreLegalNow) {
  auto incident = slack_test::incident();
  const auto offers = [&](Status status, std::string_view line) {
    incident.status = status;
    return card(incident).blocks.contains(R"("value":")" + std::string{line} + "\"");
  };
  EXPECT_TRUE(offers(Status::investigating, "incident status INC-12 identified"));
  EXPECT_TRUE(offers(Status::investigating, "incident resolve INC-12"));
  EXPECT_FALSE(offers(Status::identified, "incident status INC-12 identified"));
  EXPECT_TRUE(offers(Status::identified, "incident status INC-12 monitoring"));
  EXPECT_TRUE(offers(Status::monitoring, "incident update INC-12"));
  EXPECT_TRUE(offers(Status::resolved, "incident reopen INC-12"));
  EXPECT_FALSE(offers(Status::resolved, "incident resolve INC-12"));
  EXPECT_TRUE(offers(Status::cancelled, "incident export INC-12"));
}

TEST(Card, SaysTheSameInANotification) {
  auto incident = slack_test::incident();
  EXPECT_EQ(card(incident).text, "INC-12 P1 identified: Checkout is down");
  incident.kind = Kind::drill;
  incident.title = "<!channel> & co";
  EXPECT_EQ(card(incident).text, "Drill INC-12 P1 identified: &lt;!channel&gt; &amp; co");
}

TEST(Card, IsValidWhateverIsPutIntoIt) {
  for (const auto& text : hostile()) {
    auto incident = slack_test::incident();
    incident.title = incident.impact = incident.last_update = incident.severity = text;
    incident.lead = {text, text};
    incident.updated.by = {"cli:" + text, text};
    incident.page = {text, "https://" + text, text, now, text, {}};
    for (int i = 0; i < 60; ++i) incident.components.push_back({text, ComponentStatus::major_outage});
    incident.update_due = now - 2h;
    incident.postmortem = "https://" + text;
    std::vector<DeliveryMark> marks;
    for (int i = 0; i < 70; ++i)
      marks.push_back({i % 2 == 0 ? DeliveryMark::State::failed : DeliveryMark::State::waiting, text, text, now});
    for (const auto dialect : {Dialect::modern, Dialect::classic}) {
      const auto message = card(incident, marks, dialect);
      expect_valid_blocks(message.blocks, "card with " + text.substr(0, 20));
      EXPECT_LE(length(message.text), 2000U);
      EXPECT_LE(drawn_characters(boost::json::parse(message.blocks)), 13'000U);
      EXPECT_FALSE(mentions(boost::json::parse(message.blocks)));
      EXPECT_FALSE(message.text.contains("<!channel"));
    }
  }
}

TEST(Message, OfNothingVisibleSaysSo) {
  for (const auto& nothing : {Text{}, Text{} << Bold{""}, Text{" \n"}})
    EXPECT_EQ(draw_message(std::vector<Text>{nothing}).text, "(no text)");
}

TEST(Message, IsWholeUpToTenThousandCharactersAndValidBeyond) {
  const auto whole = draw_message(std::vector<Text>{Text{repeated("word ", 2000)}});
  expect_valid_blocks(whole.blocks, "10,000 characters");
  EXPECT_FALSE(whole.blocks.contains("(cut"));
  for (const auto& text : hostile()) {
    const auto drawn = draw_message(std::vector<Text>{text, Text{} << Bold{text} << Code{text}, text});
    expect_valid_blocks(drawn.blocks, "message with " + text.substr(0, 20));
    EXPECT_FALSE(drawn.text.empty());
    EXPECT_LE(drawn_characters(boost::json::parse(drawn.blocks)), 13'000U);
  }
}

}  // namespace
