// Starting, running an incident, and ending: as processes.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>

#include "world_support.hpp"

namespace e2e {
namespace {

using namespace std::chrono_literals;

TEST(Serve, RunsAnIncidentFromDeclarationToResolution) {
  World world;
  world.start();
  world.slash("U0ANN", "incident declare P1 \"Checkout is down\" on checkout:major");
  EXPECT_TRUE(eventually([&] { return world.answered("U0ANN", "INC-1"); })) << world.bot().err();
  EXPECT_TRUE(eventually([&] { return world.page_incidents().size() == 1; })) << world.bot().err();
  world.slash("U0ANN", "incident resolve Rolled back");
  EXPECT_TRUE(eventually([&] { return at(world.page_incidents().at(0), "status") == "resolved"; }));
  EXPECT_TRUE(eventually([&] { return world.all_delivered(); }));
  const auto cards = world.messages("Checkout is down");
  ASSERT_FALSE(cards.empty());
  EXPECT_EQ(at(cards.front(), "thread_ts"), "");
  EXPECT_GE(cards.front().at("edits").as_int64(), 1);
  EXPECT_TRUE(world.state().at("violations").as_array().empty())
      << boost::json::serialize(world.state().at("violations"));
  EXPECT_EQ(world.stop(), 0);
}

TEST(Serve, EndsSoonAndWellOnSigterm) {
  World world;
  world.start();
  world.bot().signal(SIGTERM);
  EXPECT_EQ(world.bot().wait(Seconds{5}), 0);
  EXPECT_EQ(count(world.bot().err(), "stopped"), 1U) << world.bot().err();
  EXPECT_FALSE(std::filesystem::exists(world.path("sitrep.db.sock")));
}

TEST(Serve, EndsSoonWhileSlackCannotBeReached) {
  World world;
  world.start();
  world.stop_simulator();
  ASSERT_TRUE(eventually([&] { return world.health_word() == "down"; }));
  world.bot().signal(SIGTERM);
  EXPECT_EQ(world.bot().wait(Seconds{5}), 0);
}

TEST(Serve, EndsSoonWhenSlackWasNeverReached) {
  World world;
  world.stop_simulator();
  world.start_unwatched();
  ASSERT_TRUE(eventually([&] { return world.health_word() == "down"; }));
  world.bot().signal(SIGINT);
  EXPECT_EQ(world.bot().wait(Seconds{5}), 0);
}

TEST(Serve, EndsWithin5SecondsWhileACallHangsAndSendsItAfterTheNextStart) {
  World world;
  world.start();
  world.act("fault", {{"kind", "swallow"}, {"method", "chat.postMessage"}, {"times", 1000}});
  world.slash("U0ANN", "incident declare P3 \"Hanging\"");
  ASSERT_TRUE(eventually([&] { return world.answered("U0ANN", "INC-1"); }));
  const auto tried = [&] { return count(boost::json::serialize(world.state().at("calls")), "chat.postMessage") > 0; };
  ASSERT_TRUE(eventually(tried));
  const auto began = std::chrono::steady_clock::now();
  world.bot().signal(SIGTERM);
  EXPECT_EQ(world.bot().wait(Seconds{5}), 0);
  EXPECT_LT(Seconds(std::chrono::steady_clock::now() - began).count(), 5.0);
  world.act("clear_faults");
  world.start();
  EXPECT_TRUE(eventually([&] { return world.all_delivered() && !world.messages("Hanging").empty(); }));
}

TEST(Serve, EndsAtOnceOnASecondSigterm) {
  World world;
  world.start();
  world.act("fault", {{"kind", "swallow"}, {"method", "chat.postMessage"}, {"times", 1000}});
  world.slash("U0ANN", "incident declare P3 \"Hanging\"");
  ASSERT_TRUE(eventually([&] { return world.answered("U0ANN", "INC-1"); }));
  const auto tried = [&] { return count(boost::json::serialize(world.state().at("calls")), "chat.postMessage") > 0; };
  ASSERT_TRUE(eventually(tried));
  world.bot().signal(SIGTERM);
  ASSERT_TRUE(eventually([&] { return count(world.bot().err(), "stopping") > 0; }));
  const auto began = std::chrono::steady_clock::now();
  world.bot().signal(SIGTERM);
  EXPECT_EQ(world.bot().wait(Seconds{5}), 0);
  EXPECT_LT(Seconds(std::chrono::steady_clock::now() - began).count(), 1.0);
  EXPECT_EQ(world.run({"verify"}).code, 0);
}

TEST(Serve, RefusesADatabaseThatAnotherProcessHolds) {
  World world;
  world.start();
  const auto second = world.run({"serve"});
  EXPECT_EQ(second.code, 1);
  EXPECT_GE(count(second.err, std::to_string(world.bot().pid())), 1U) << second.err;
  EXPECT_GE(count(second.err, "sitrep serve"), 1U) << second.err;
  EXPECT_EQ(world.health_word(), "ok");
}

TEST(Serve, SaysWhichTokensAreMissing) {
  World world;
  const auto answer = world.run({"serve"}, {{"SITREP_SLACK_APP_TOKEN", ""}, {"SITREP_SLACK_BOT_TOKEN", ""}});
  EXPECT_EQ(answer.code, 2);
  EXPECT_GE(count(answer.err, "SITREP_SLACK_APP_TOKEN"), 1U) << answer.err;
  EXPECT_GE(count(answer.err, "SITREP_SLACK_BOT_TOKEN"), 1U) << answer.err;
  EXPECT_FALSE(std::filesystem::exists(world.path("sitrep.db")));
}

}  // namespace
}  // namespace e2e
