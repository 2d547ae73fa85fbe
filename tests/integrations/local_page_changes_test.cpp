// What one delivery makes of the page, what is forgotten, and the way to disk and back.
#include "integrations/local_page/changes.hpp"

#include <gtest/gtest.h>

#include "local_page_support.hpp"

namespace integrations::local_page {
namespace {

using namespace std::chrono_literals;

TEST(LocalPageClean, DropsWhatMayNotStandInXmlAndKeepsLines) {
  EXPECT_EQ(clean("a\x01\x1F"
                  "b\nc\td\xFF"
                  "e\xE2\x80\xAE"),
            "ab\nc d\xEF\xBF\xBD"
            "e");
  EXPECT_EQ(clean_line("one\ntwo"), "one two");
  EXPECT_EQ(clean("é 日本 🚨"), "é 日本 🚨");
}

TEST(LocalPageDocument, IsTheSameAfterTheWayToDiskAndBack) {
  Document document;
  document.changed = statuspage::start_of_test();
  document.components = {{"api",
                          {{document.changed - 1h, ComponentStatus::operational},
                           {document.changed, ComponentStatus::under_maintenance}}}};
  Story story;
  story.ours = "INC-12";
  story.id = page_id("incident", "INC-12");
  story.title = "\"é\" <b>\n";
  story.status = "monitoring";
  story.impact = "major";
  story.components = {"api", "gone"};
  story.started = document.changed - 90s;
  story.created = story.changed = document.changed;
  story.monitoring = document.changed;
  story.updates = {{"INC-12/1",
                    "monitoring",
                    "line\nline",
                    document.changed,
                    {{"api", ComponentStatus::operational, ComponentStatus::partial_outage}}}};
  story.keys = {"INC-12/1", "INC-12/2"};
  document.incidents = {story};
  story.scheduled_for = document.changed + 1h;
  story.scheduled_until = document.changed + 2h;
  story.resolved = document.changed + 3h;
  story.postmortem = "https://example.com";
  document.maintenances = {story, story};
  EXPECT_EQ(read_document(written(document)), document);
}

TEST(LocalPageLevel, AChangeNeverLiesBeforeTheOneBeforeIt) {
  const auto policy = statuspage::test_policy();
  const auto start = statuspage::start_of_test();
  Document document;
  bring_level(document, {}, policy, start);
  bring_level(document, {{"api", ComponentStatus::major_outage}}, policy, start + 1h);
  bring_level(document, {{"api", ComponentStatus::major_outage}}, policy, start + 2h);
  bring_level(document, {}, policy, start + 30min);  // said earlier, delivered later
  const auto& changes = document.component("api")->changes;
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[1].at, start + 1h);
  EXPECT_EQ(changes[2].at, start + 1h);
  EXPECT_EQ(document.component("web")->changes.size(), 1U);
}

TEST(LocalPagePrune, KeepsOpenStoriesTheNewest500AndAYear) {
  const auto now = statuspage::start_of_test();
  Document document;
  for (int i = 0; i < 600; ++i) {
    Story story;
    story.ours = "INC-" + std::to_string(i);
    story.created = now - 30 * 24h + i * 1min;
    if (i != 5) story.resolved = story.created + 1min;
    document.incidents.push_back(story);
  }
  document.incidents[550].resolved = now - std::chrono::days{366};
  prune(document, now);
  EXPECT_EQ(document.incidents.size(), 501U);
  EXPECT_NE(document.incident("INC-5"), nullptr) << "it is open";
  EXPECT_EQ(document.incident("INC-6"), nullptr);
  EXPECT_EQ(document.incident("INC-550"), nullptr);
  EXPECT_NE(document.incident("INC-599"), nullptr);
}

TEST(LocalPagePrune, KeepsHowTheFirstDrawnDayBegan) {
  const auto now = statuspage::start_of_test();
  const auto day = std::chrono::days{1};
  Document document;
  document.components = {{"api",
                          {{now - 300 * day, ComponentStatus::operational},
                           {now - 200 * day, ComponentStatus::major_outage},
                           {now - 50 * day, ComponentStatus::operational}}},
                         {"db", {{now - 300 * day, ComponentStatus::operational}}}};
  prune(document, now);
  ASSERT_EQ(document.components[0].changes.size(), 2U);
  EXPECT_EQ(document.components[0].changes[0].status, ComponentStatus::major_outage);
  EXPECT_EQ(document.components[1].changes.size(), 1U);
}

TEST(LocalPageChanged, ARefusedDeliveryGivesNoDocument) {
  const auto policy = statuspage::test_policy();
  const auto now = statuspage::start_of_test();
  const auto one = delivery_of(component_change("nosuch", 1, now), {}, now);
  EXPECT_FALSE(changed({}, one, policy, "https://status.example.com").has_value());
}

TEST(LocalPageChanged, NothingNewLeavesTheDocumentAsItWas) {
  const auto policy = statuspage::test_policy();
  const auto now = statuspage::start_of_test();
  const auto incident = statuspage::test_incident(1, "Slow", {{"api", ComponentStatus::degraded_performance}});
  auto one = delivery_of(publication(incident, 1, Status::investigating, "Slow.", now), incident, now);
  const auto first = changed({}, one, policy, "https://status.example.com");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->document.changed, now);
  one.now = now + 1h;
  const auto second = changed(first->document, one, policy, "https://status.example.com");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->document, first->document);
}

}  // namespace
}  // namespace integrations::local_page
