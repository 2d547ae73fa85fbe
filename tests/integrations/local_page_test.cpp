// The local page as the outbox uses it: what goes wrong with the disk, repetition, restarts, what is then read.
#include "integrations/local_page/local_page.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "local_page_support.hpp"

namespace integrations::local_page {
namespace {

using namespace std::chrono_literals;
using playbooks::MaintenanceState;
using playbooks::Visibility;
using statuspage::test_incident;

class LocalPage : public ::testing::Test, protected LocalWorld {
 protected:
  playbooks::Incident incident = test_incident(12, "Checkout is down", {{"api", ComponentStatus::major_outage}});
};

/// While it lives no file may grow beyond `bytes`: what a disk does that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    auto limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST_F(LocalPage, ADirectoryThatCannotBeMadeIsTriedAgainAndSaysWhy) {
  folder.write("page", "a file where the directory should be");
  const auto outcome = publish(incident, 1, Status::investigating, "We are looking into it.");
  EXPECT_TRUE(told(outcome).starts_with("retry: the status page")) << told(outcome);
  EXPECT_TRUE(told(outcome).contains("page")) << told(outcome);
  EXPECT_GT(std::get<Retry>(outcome).at, now());
  files::remove(folder.path() / "page");
  EXPECT_EQ(told(publish(incident, 1, Status::investigating, "We are looking into it.")), "delivered");
  EXPECT_EQ(text("api/v2/incidents.json", "incidents.0.incident_updates.0.body"), "We are looking into it.");
}

TEST_F(LocalPage, AFullDiskLeavesThePageAsItWasAndLosesNothing) {
  ASSERT_EQ(told(publish(incident, 1, Status::investigating, "We are looking into it.")), "delivered");
  const auto memory = file("page.json"), front = file("index.html");
  {
    const FullDisk full{100};
    const auto outcome = publish(incident, 2, Status::identified, "A disk is broken.");
    EXPECT_TRUE(told(outcome).contains("cannot be written to")) << told(outcome);
    EXPECT_TRUE(told(outcome).contains("File too large")) << told(outcome);
  }
  EXPECT_EQ(file("page.json"), memory);
  EXPECT_EQ(file("index.html"), front);
  EXPECT_EQ(told(publish(incident, 2, Status::identified, "A disk is broken.")), "delivered");
  EXPECT_EQ(count_of(file("api/v2/incidents.json"), "A disk is broken."), 1);
}

TEST_F(LocalPage, ADiskThatIsFullBetweenMemoryAndSiteIsMadeGoodAndNothingDoubles) {
  ASSERT_EQ(told(publish(incident, 1, Status::investigating, "We are looking into it.")), "delivered");
  const auto room = files::file_size(folder.path() / "page/page.json") + 1000;  // enough for the memory alone
  ASSERT_LT(room, files::file_size(folder.path() / "page/index.html"));
  {
    const FullDisk full{room};
    EXPECT_TRUE(told(publish(incident, 2, Status::identified, "A disk is broken.")).starts_with("retry: "));
  }
  const auto again =
      delivery_of(publication(incident, 2, Status::identified, "A disk is broken.", now()), incident, now());
  restart();
  const auto found = find(again);
  ASSERT_TRUE(std::holds_alternative<Found>(found));
  EXPECT_TRUE(std::get<Found>(found).receipts.contains(again.effect.key));
  EXPECT_EQ(count_of(file("index.html"), "A disk is broken."), 1) << "found means that people can read it";
}

TEST_F(LocalPage, ADamagedMemoryIsSetAsideAndTheDoctorSaysSo) {
  ASSERT_EQ(told(publish(incident, 1, Status::investigating, "We are looking into it.")), "delivered");
  const auto whole = file("page.json");
  const auto half = whole.substr(0, whole.size() / 2);
  folder.write("page/page.json", half);
  restart();
  auto findings = world.run(page->doctor());
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[1].level, Finding::Level::error);
  EXPECT_TRUE(findings[1].says.contains("is damaged")) << findings[1].says;
  EXPECT_EQ(file("page.json"), half) << "looking changes nothing";

  ASSERT_EQ(told(publish(incident, 2, Status::identified, "A disk is broken.")), "delivered");
  EXPECT_EQ(file("page.json.damaged-20261121T140500Z"), half);
  EXPECT_EQ(text("api/v2/summary.json", "incidents.0.status"), "identified");
  findings = world.run(page->doctor());
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[1].level, Finding::Level::warning);
  EXPECT_TRUE(findings[1].says.contains("page.json.damaged-20261121T140500Z was damaged and set aside"));
}

TEST_F(LocalPage, MemoryOfAnotherShapeIsDamagedToo) {
  for (const auto* text :
       {"", "{}", "[]", R"({"version":1})",
        R"({"version":2,"changed":0,"components":[],"incidents":[],"maintenances":[]})",
        R"({"version":1,"changed":0,"components":[{"key":"api","changes":[]}],"incidents":[],"maintenances":[]})"}) {
    folder.write("page/page.json", text);
    restart();
    const auto findings = world.run(page->doctor());
    EXPECT_EQ(findings.back().level, Finding::Level::error) << text;
  }
}

TEST_F(LocalPage, TheDoctorNamesADirectoryThatCannotBeWritten) {
  folder.write("page", "a file where the directory should be");
  EXPECT_EQ(world.run(page->doctor()).front().level, Finding::Level::error);
  files::remove(folder.path() / "page");
  const auto findings = world.run(page->doctor());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].level, Finding::Level::ok);
  EXPECT_FALSE(files::exists(folder.path() / "page")) << "looking makes nothing";
}

TEST_F(LocalPage, InternalIncidentsAndDrillsNeverGetThere) {
  incident.visibility = Visibility::internal;
  EXPECT_EQ(told(publish(incident, 1, Status::investigating, "Secret")),
            "refused: INC-12 is internal or a drill, so nothing was published.");
  incident.visibility = Visibility::public_page;
  incident.kind = playbooks::Kind::drill;
  EXPECT_TRUE(told(publish(incident, 1, Status::investigating, "Secret")).starts_with("refused: "));
  EXPECT_EQ(told(deliver(delivery_of(publication(incident, 1, Status::investigating, "", now()), {}, now()))),
            "refused: INC-12 is unknown, so nothing was published.");
  EXPECT_EQ(file("index.html"), "");
}

TEST_F(LocalPage, TakesOnlyWhatIsForIt) {
  EXPECT_TRUE(page->takes(publication(incident, 1, Status::investigating, "", now())));
  EXPECT_FALSE(page->takes(statuspage::publication(incident, 1, Status::investigating, "", now())));
  playbooks::Effect effect;
  effect.body = playbooks::ReadPage{"local"};
  EXPECT_TRUE(page->takes(effect));
  effect.body = playbooks::DrawCard{incident.id};
  EXPECT_FALSE(page->takes(effect));
}

TEST_F(LocalPage, TheSameDeliveryTwiceIsOneUpdateAndOneReceipt) {
  const auto first = publish(incident, 1, Status::investigating, "We are looking into it.");
  const auto second = publish(incident, 1, Status::investigating, "We are looking into it.");
  restart();
  const auto third = publish(incident, 1, Status::investigating, "We are looking into it.");
  ASSERT_EQ(told(third), "delivered");
  EXPECT_EQ(std::get<Delivered>(first).receipt, std::get<Delivered>(second).receipt);
  EXPECT_EQ(std::get<Delivered>(first).receipt, std::get<Delivered>(third).receipt);
  EXPECT_EQ(count_of(file("api/v2/incidents.json"), "We are looking into it."), 1);
  EXPECT_EQ(count_of(file("api/v2/incidents.json"), "\"name\":\"Checkout is down\""), 1);
}

TEST_F(LocalPage, OnlyWhatWasTakenInIsFoundAlsoAfterARestart) {
  ASSERT_EQ(told(publish(incident, 1, Status::investigating, "We are looking into it.")), "delivered");
  restart();
  const auto ask = [&](int event) {
    const auto lookup =
        find(delivery_of(publication(incident, event, Status::investigating, "", now()), incident, now()));
    return std::get<Found>(lookup).receipts.size();
  };
  EXPECT_EQ(ask(1), 1U);
  EXPECT_EQ(ask(2), 0U);
}

TEST_F(LocalPage, TheReceiptLeadsToThePageOfTheIncident) {
  const auto outcome = publish(incident, 1, Status::investigating, "We are looking into it.");
  const auto& receipt = std::get<Delivered>(outcome).receipt;
  EXPECT_EQ(receipt.id.size(), 12U);
  EXPECT_EQ(receipt.link, "https://status.example.com/incidents/" + receipt.id + ".html");
  EXPECT_EQ(receipt.detail, "investigating");
  EXPECT_TRUE(file("incidents/" + receipt.id + ".html").contains("<h1>Checkout is down</h1>"));
  EXPECT_FALSE(receipt.link.contains("12/")) << "our numbers are not the public's";
}

TEST_F(LocalPage, WaitingTextsBecomeUpdatesOfTheirOwnTimes) {
  auto one = publication(incident, 2, Status::investigating, "First words.", now());
  wait(10min);
  auto delivery = delivery_of(publication(incident, 3, Status::identified, "Second words.", now()), incident, now());
  delivery.merged = {one};
  wait(1h);
  delivery.now = now();
  ASSERT_EQ(told(deliver(delivery)), "delivered");
  EXPECT_EQ(text("api/v2/incidents.json", "incidents.0.incident_updates.0.body"), "Second words.");
  EXPECT_EQ(text("api/v2/incidents.json", "incidents.0.incident_updates.0.created_at"), "2026-11-21T14:15:00Z");
  EXPECT_EQ(text("api/v2/incidents.json", "incidents.0.incident_updates.1.body"), "First words.");
  EXPECT_EQ(text("api/v2/incidents.json", "incidents.0.incident_updates.1.created_at"), "2026-11-21T14:05:00Z");
  const auto lookup = find(delivery_of(one, incident, now()));
  EXPECT_TRUE(std::get<Found>(lookup).receipts.contains(one.key)) << "what was joined was taken in, too";
}

TEST_F(LocalPage, NothingIsEverBetterThanTheWorstClaim) {
  // The incident itself says degraded, another one major: the page shows major, also after the first is resolved.
  auto delivery = delivery_of(publication(incident, 1, Status::investigating, "Slow.", now()), incident, now());
  delivery.public_components = {{"api", ComponentStatus::major_outage}, {"db", ComponentStatus::partial_outage}};
  ASSERT_EQ(told(deliver(delivery)), "delivered");
  EXPECT_EQ(text("api/v2/components.json", "components.0.status"), "major_outage");
  EXPECT_EQ(text("api/v2/components.json", "components.1.status"), "partial_outage") << "claimed by another incident";
  delivery.effect = publication(incident, 2, Status::resolved, "Over.", now());
  ASSERT_EQ(told(deliver(delivery)), "delivered");
  EXPECT_EQ(text("api/v2/components.json", "components.0.status"), "major_outage");
  EXPECT_EQ(text("api/v2/status.json", "status.indicator"), "critical");
  delivery.effect = publication(incident, 3, Status::resolved, "", now());
  delivery.public_components.clear();
  ASSERT_EQ(told(deliver(delivery)), "delivered");
  EXPECT_EQ(text("api/v2/status.json", "status.indicator"), "none");
  EXPECT_EQ(text("api/v2/status.json", "status.description"), "All Systems Operational");
}

TEST_F(LocalPage, AnOpenIncidentWithoutComponentsIsNotAllOperational) {
  incident.components.clear();
  ASSERT_EQ(told(publish(incident, 1, Status::investigating, "Logins fail.")), "delivered");
  EXPECT_EQ(text("api/v2/status.json", "status.indicator"), "major");  // the impact of P1
  EXPECT_FALSE(file("index.html").contains("All systems operational"));
}

TEST_F(LocalPage, AComponentAloneIsSetAndFoundByWhatItShows) {
  ASSERT_EQ(told(set("web", 1, ComponentStatus::degraded_performance)), "delivered");
  EXPECT_EQ(text("api/v2/components.json", "components.2.status"), "degraded_performance");
  auto question = delivery_of(component_change("web", 1, now()), {}, now());
  EXPECT_EQ(std::get<Found>(find(question)).receipts.size(), 0U) << "it should be operational by now";
  question.public_components["web"] = ComponentStatus::degraded_performance;
  EXPECT_EQ(std::get<Found>(find(question)).receipts.size(), 1U);
  EXPECT_EQ(told(set("nosuch", 2, ComponentStatus::operational)),
            "refused: The configuration has no component \"nosuch\", so the page shows none.");
}

TEST_F(LocalPage, AnIncidentThatIsReopenedIsOpenAgain) {
  publish(incident, 1, Status::investigating, "Down.");
  wait(65min);
  publish(incident, 2, Status::resolved, "Fixed.");
  EXPECT_FALSE(statuspage::json_has(file("api/v2/incidents/unresolved.json"), "incidents.0"));
  EXPECT_EQ(text("api/v2/incidents.json", "incidents.0.resolved_at"), "2026-11-21T15:10:00Z");
  EXPECT_TRUE(file("index.html").contains("lasted 1 h 5 min"));
  publish(incident, 3, Status::investigating, "It is back.");
  EXPECT_EQ(text("api/v2/incidents/unresolved.json", "incidents.0.status"), "investigating");
  EXPECT_FALSE(statuspage::json_has(file("api/v2/incidents.json"), "incidents.0.resolved_at"));
}

TEST_F(LocalPage, AFalseAlarmIsResolvedAndSaysSo) {
  publish(incident, 1, Status::investigating, "Down.");
  publish(incident, 2, Status::cancelled, "");
  EXPECT_EQ(text("api/v2/incidents.json", "incidents.0.status"), "resolved");
  EXPECT_TRUE(file("index.html").contains("This was a false alarm: the service was not affected."));
}

TEST_F(LocalPage, APostmortemIsLinkedOnceItIsResolvedAndNotBefore) {
  publish(incident, 1, Status::investigating, "Down.");
  incident.postmortem = "https://wiki.example.com/pm?a=1&b=2";
  playbooks::Effect effect;
  effect.key = "INC-12/5/postmortem/local";
  effect.body = playbooks::PublishPostmortem{incident.id, "local"};
  EXPECT_TRUE(told(deliver(delivery_of(effect, incident, now()))).contains("once it is resolved"));
  incident.status = Status::resolved;
  publish(incident, 2, Status::resolved, "Fixed.");
  ASSERT_EQ(told(deliver(delivery_of(effect, incident, now()))), "delivered");
  ASSERT_EQ(told(deliver(delivery_of(effect, incident, now()))), "delivered");
  EXPECT_EQ(text("api/v2/incidents.json", "incidents.0.status"), "postmortem");
  EXPECT_EQ(count_of(file("index.html"), "<a href=\"https://wiki.example.com/pm?a=1&amp;b=2\">"), 1);
  EXPECT_EQ(std::get<Found>(find(delivery_of(effect, incident, now()))).receipts.size(), 1U);
}

TEST_F(LocalPage, ALinkThatIsNoWebAddressIsNeverALink) {
  publish(incident, 1, Status::resolved, "Fixed.");
  incident.status = Status::resolved;
  incident.postmortem = "javascript:alert(1)";
  playbooks::Effect effect;
  effect.key = "INC-12/5/postmortem/local";
  effect.body = playbooks::PublishPostmortem{incident.id, "local"};
  ASSERT_EQ(told(deliver(delivery_of(effect, incident, now()))), "delivered");
  EXPECT_FALSE(file("index.html").contains("href=\"javascript"));
}

TEST_F(LocalPage, AMaintenanceGoesFromUpcomingToActiveToThePast) {
  playbooks::Maintenance window;
  window.id = {3};
  window.title = "Database upgrade";
  window.components = {"db"};
  window.starts = now() + 24h;
  window.ends = window.starts + 2h;
  ASSERT_EQ(told(change(window, 1, "We will upgrade the database.")), "delivered");
  EXPECT_EQ(text("api/v2/scheduled-maintenances/upcoming.json", "scheduled_maintenances.0.scheduled_for"),
            "2026-11-22T14:05:00Z");
  EXPECT_EQ(text("api/v2/components.json", "components.1.status"), "operational") << "weeks before it is not down";
  EXPECT_EQ(text("api/v2/status.json", "status.indicator"), "none");
  wait(24h);
  window.state = MaintenanceState::in_progress;
  change(window, 2, "It has begun.");
  EXPECT_EQ(text("api/v2/scheduled-maintenances/active.json", "scheduled_maintenances.0.status"), "in_progress");
  EXPECT_FALSE(statuspage::json_has(file("api/v2/scheduled-maintenances/upcoming.json"), "scheduled_maintenances.0"));
  EXPECT_EQ(text("api/v2/status.json", "status.indicator"), "maintenance");
  window.ends += 30min;
  change(window, 3, "It takes longer.");
  EXPECT_EQ(text("api/v2/summary.json", "scheduled_maintenances.0.scheduled_until"), "2026-11-22T16:35:00Z");
  wait(2h);
  window.state = MaintenanceState::completed;
  change(window, 4, "It is done.");
  EXPECT_FALSE(statuspage::json_has(file("api/v2/summary.json"), "scheduled_maintenances.0"));
  EXPECT_EQ(text("api/v2/scheduled-maintenances.json", "scheduled_maintenances.0.status"), "completed");
  EXPECT_TRUE(file("index.html").contains("100 % uptime")) << "maintenance is not an outage";
}

TEST_F(LocalPage, AMaintenanceThatIsOverEndsAlsoWhenOnlyThePageKnowsIt) {
  playbooks::Maintenance window;
  window.id = {3};
  window.title = "Database upgrade";
  auto ended = window;
  ended.state = MaintenanceState::cancelled;
  const auto effect = window_change(ended, 2, "It will not take place.", now());
  EXPECT_EQ(told(deliver(delivery_of(effect, {}, now()))), "refused: MNT-3 is unknown, so nothing was published.");
  change(window, 1, "We will upgrade the database.");
  ASSERT_EQ(told(deliver(delivery_of(effect, {}, now()))), "delivered");
  EXPECT_EQ(text("api/v2/scheduled-maintenances.json", "scheduled_maintenances.0.status"), "completed");
  EXPECT_TRUE(file("index.html").contains("<b>Cancelled</b><p>It will not take place.</p>"));
}

TEST_F(LocalPage, AReadingDrawsThePageAnewAndSaysWhatItShows) {
  playbooks::Effect effect;
  effect.key = "page/1/read";
  effect.body = playbooks::ReadPage{"local"};
  auto delivery = delivery_of(effect, {}, now());
  delivery.public_components["db"] = ComponentStatus::partial_outage;
  const auto outcome = deliver(delivery);
  ASSERT_EQ(told(outcome), "delivered");
  const auto& news = std::get<Delivered>(outcome).news;
  ASSERT_EQ(news.size(), 1U);
  const auto& read = std::get<playbooks::NotePageRead>(news[0]);
  EXPECT_EQ(read.page, "local");
  EXPECT_EQ(read.components.size(), 3U);
  EXPECT_EQ(read.components.at("db"), ComponentStatus::partial_outage);
  EXPECT_TRUE(file("index.html").contains("21 Nov 2026, 14:05 UTC</time>.</p>"));
  wait(24h);
  delivery.now = now();
  deliver(delivery);
  EXPECT_TRUE(file("index.html").contains("brought up to date on <time datetime=\"2026-11-22T14:05:00Z\">"));
}

TEST_F(LocalPage, TheMemoryIsForSitrepAloneAndTheSiteForEverybody) {
  publish(incident, 1, Status::investigating, "Down.");
  const auto mode = [&](const char* name) {
    struct stat about{};
    ::stat((folder.path() / "page" / name).c_str(), &about);
    return about.st_mode & 0777;
  };
  EXPECT_EQ(mode("page.json"), 0600U);
  EXPECT_EQ(mode("index.html"), 0644U);
  for (const auto& entry : files::recursive_directory_iterator{folder.path()})
    EXPECT_FALSE(entry.path().filename().string().starts_with(".")) << entry.path();
}

TEST_F(LocalPage, AYearLaterAStoryAndItsPageAreGone) {
  const auto outcome = publish(incident, 1, Status::resolved, "Fixed.");
  const auto path = "incidents/" + std::get<Delivered>(outcome).receipt.id + ".html";
  ASSERT_NE(file(path), "");
  folder.write("page/incidents/notes.html", "somebody's own file");
  wait(std::chrono::days{366});
  set("web", 9, ComponentStatus::operational);
  EXPECT_EQ(file(path), "");
  EXPECT_NE(file("incidents/notes.html"), "");
}

}  // namespace
}  // namespace integrations::local_page
