// GET /api/health tells the truth.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <csignal>

#include "in_the_way_support.hpp"
#include "world_support.hpp"

namespace e2e {
namespace {

namespace json = boost::json;

std::string check(const World& world, std::string_view name) {
  const auto answer = world.health();
  return answer.status == 0 ? "" : at(json::parse(answer.body).at("checks").at(name), "status");
}

TEST(Health, IsOkWhenAllIsWellAndSaysWhen) {
  World world;
  world.start();
  const auto answer = world.health();
  EXPECT_EQ(answer.status, 200);
  const auto health = json::parse(answer.body);
  EXPECT_EQ(at(health, "status"), "ok");
  EXPECT_TRUE(at(health, "timestamp").ends_with("Z")) << answer.body;
  for (const char* name : {"slack_socket", "database", "deliveries", "clock", "timers"})
    EXPECT_EQ(check(world, name), "ok") << name;
  EXPECT_LT(health.at("checks").at("slack_socket").at("last_frame_age_ms").to_number<int>(), 30'000);
}

TEST(Health, ComesBackByItselfAfterTheConnectionWasCut) {
  World world;
  world.start();
  world.act("kill");
  EXPECT_TRUE(eventually([&] {
    const auto health = json::parse(world.health().body);
    return at(health, "status") == "ok" &&
           health.at("checks").at("slack_socket").at("reconnects").to_number<int>() >= 1;
  })) << world.health().body;
}

TEST(Health, IsDownWith503WhileSlackIsGoneAndOkAfterwards) {
  World world;
  world.start();
  world.stop_simulator();
  ASSERT_TRUE(eventually([&] { return world.health().status == 503; })) << world.health().body;
  EXPECT_EQ(world.health_word(), "down");
  EXPECT_EQ(check(world, "slack_socket"), "down");
  EXPECT_EQ(check(world, "database"), "ok");
  world.start_simulator();
  EXPECT_TRUE(eventually([&] { return world.health_word() == "ok"; }, Seconds{40})) << world.health().body;
}

TEST(Health, NamesTheDatabaseWhileItCannotBeWrittenAndRecoversWithoutARestart) {
  World world;
  world.start();
  {
    const DatabaseLock lock{world.path("sitrep.db")};
    const auto refused = world.run({"incident", "declare", "P3", "Locked out"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_GE(count(refused.err, "Nothing was changed"), 1U) << refused.all();
    EXPECT_EQ(check(world, "database"), "down") << world.health().body;
    EXPECT_EQ(world.health().status, 503);
    world.slash("U0ANN", "incident declare P3 \"Locked out too\"");
    EXPECT_TRUE(eventually([&] { return world.timed_out("U0ANN"); }));
    EXPECT_FALSE(world.answered("U0ANN"));
  }
  const auto accepted = world.run({"incident", "declare", "P3", "Open again"});
  EXPECT_EQ(accepted.code, 0) << accepted.all();
  EXPECT_TRUE(eventually([&] { return world.health_word() == "ok"; })) << world.health().body;
}

TEST(Health, AnswersNothingElse) {
  World world;
  world.start();
  EXPECT_EQ(http("GET", world.health_port(), "/").status, 404);
  EXPECT_EQ(http("POST", world.health_port(), "/api/health").status, 405);
}

TEST(Health, APortThatIsTakenDoesNotKeepIncidentsFromRunning) {
  World world;
  const PortHolder holder{world.health_port()};
  world.start_unwatched();
  ASSERT_TRUE(eventually([&] { return world.state().at("connections").as_int64() > 0; })) << world.bot().err();
  EXPECT_GE(count(world.bot().err(), "health is not served"), 1U) << world.bot().err();
  EXPECT_EQ(world.run({"incident", "list"}).code, 0);
}

}  // namespace
}  // namespace e2e
