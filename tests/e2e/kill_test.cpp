// kill -9 in the middle of a burst of commands, again and again: whatever was acknowledged is there once, in Slack, on
// the page and in the history.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <random>

#include "world_support.hpp"

namespace e2e {
namespace {

constexpr int rounds = 12, burst = 6;

/// One command by a person of its own, so that what this person sees tells whether it was acknowledged.
struct Sent {
  enum class Kind { note, update, declare } kind;
  std::string user, mark;
};

Sent send(const World& world, int number) {
  const auto kind = number % 9 == 0 ? Sent::Kind::declare : number % 2 == 0 ? Sent::Kind::note : Sent::Kind::update;
  const Sent sent{kind, fmt::format("U{:03}", number), fmt::format("mark{:03}", number)};
  world.act("user", {{"id", sent.user}, {"name", fmt::format("p{:03}", number)}});
  const std::string lines[] = {"incident note INC-1 " + sent.mark, "incident update INC-1 " + sent.mark,
                               "incident declare P3 " + sent.mark};
  world.slash(sent.user, lines[static_cast<int>(sent.kind)]);
  return sent;
}

/// What this is counted in: threads for texts, cards for declarations.
std::string seen_in_slack(const boost::json::object& state, bool threads) {
  std::string all;
  for (const auto& message : state.at("messages").at("C0INCIDENT").as_array())
    if (threads != at(message, "thread_ts").empty()) all += at(message, "text") + "\n";
  return all;
}

TEST(Kill, AtAnyMomentLosesNothingAndDoublesNothing) {
  const char* chosen = std::getenv("SITREP_SEED");
  const auto seed = chosen == nullptr ? std::random_device{}() : static_cast<unsigned>(std::atoi(chosen));
  fmt::print("SITREP_SEED={}\n", seed);
  std::mt19937 random{seed};
  World world;
  world.start();
  world.slash("U0ANN", "incident declare P1 \"The burst\" on api");
  ASSERT_TRUE(eventually([&] { return world.answered("U0ANN", "INC-1") && world.all_delivered(); }));

  std::vector<Sent> sent;
  for (int round = 0; round < rounds; ++round) {
    for (int i = 0; i < burst; ++i) sent.push_back(send(world, static_cast<int>(sent.size())));
    pass(std::chrono::microseconds{std::uniform_int_distribution{0, round % 2 == 0 ? 20'000 : 1'500'000}(random)});
    world.kill();
    world.start_unwatched();
    ASSERT_TRUE(eventually([&] { return world.state().at("connections").as_int64() > 0; })) << world.bot().err();
  }
  ASSERT_TRUE(eventually([&] { return world.all_delivered(); }, Seconds{60})) << world.health().body;

  const auto state = world.state();
  const auto cards = seen_in_slack(state, false), threads = seen_in_slack(state, true);
  const auto page = boost::json::serialize(world.page_incidents().at(0));
  const auto history = world.run({"export"}).out;
  std::size_t acknowledged = 0;
  for (const auto& one : sent) {
    const bool promised = world.answered(one.user);
    acknowledged += promised ? 1 : 0;
    const auto happened = count(history, one.mark);
    EXPECT_LE(happened, 1U) << one.mark;
    if (promised) EXPECT_EQ(happened, 1U) << one.mark;
    const auto text = one.kind == Sent::Kind::declare ? "(P3, internal): " + one.mark : one.mark;
    EXPECT_EQ(count(threads, text), happened) << one.mark << "\n" << threads;
    if (one.kind == Sent::Kind::update) EXPECT_EQ(count(page, one.mark), happened) << one.mark << "\n" << page;
    if (one.kind == Sent::Kind::declare) EXPECT_EQ(count(cards, one.mark), happened) << one.mark << "\n" << cards;
  }
  EXPECT_EQ(count(cards, "The burst"), 1U) << cards;
  EXPECT_EQ(world.page_incidents().size(), 1U);
  fmt::print("{} commands sent, {} acknowledged, {} kills\n", sent.size(), acknowledged, rounds);
  EXPECT_GT(acknowledged, 0U);
  EXPECT_TRUE(state.at("violations").as_array().empty()) << boost::json::serialize(state.at("violations"));
  const auto verified = world.run({"verify"});
  EXPECT_EQ(verified.code, 0) << verified.all();
  EXPECT_EQ(world.stop(), 0);
}

}  // namespace
}  // namespace e2e
