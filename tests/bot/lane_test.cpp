#include "bot/lane.hpp"

#include <gtest/gtest.h>

namespace {

using bot::Lane;
using namespace playbooks;
using namespace std::chrono_literals;

constexpr Time t0{std::chrono::milliseconds{1'700'000'000'000}};

bot::Pending pending(std::string key, std::uint64_t order, EffectBody body, std::string group = {},
                     Priority priority = Priority::normal, bool doubtful = false) {
  bot::Pending p;
  p.effect.key = std::move(key);
  p.effect.group = std::move(group);
  p.effect.priority = priority;
  p.effect.created = t0;
  p.effect.body = std::move(body);
  p.order = order;
  p.may_have_been_sent = doubtful;
  return p;
}

std::vector<std::string> keys(const std::vector<Effect>& effects) {
  std::vector<std::string> result;
  for (const auto& effect : effects) result.push_back(effect.key);
  return result;
}
using Keys = std::vector<std::string>;

const DrawCard card{{1}};
const PostToThread text{{1}, "text"};

TEST(Lane, AnEmptyOneHasNothingToSay) {
  Lane lane;
  EXPECT_TRUE(lane.empty());
  EXPECT_FALSE(lane.next(t0));
  EXPECT_FALSE(lane.most_urgent());
  EXPECT_EQ(lane.oldest(), nullptr);
  EXPECT_TRUE(lane.doubtful().empty());
  lane.remove("unknown");
  lane.conclude("unknown");
  lane.clear_doubt();
  EXPECT_FALSE(lane.announce({}));
}

TEST(Lane, TheMoreUrgentGoesFirstAndAmongEqualsTheOlder) {
  Lane lane;
  lane.add(pending("late card", 1, card, "", Priority::card));
  lane.add(pending("text", 2, text));
  lane.add(pending("text 2", 3, text));
  lane.add(pending("answer", 4, Answer{}, "", Priority::answer));
  for (const auto* expected : {"answer", "text", "text 2", "late card"}) {
    const auto next = lane.next(t0);
    ASSERT_TRUE(next);
    EXPECT_EQ(next->effect.key, expected);
    lane.remove(next->effect.key);
  }
  EXPECT_TRUE(lane.empty());
}

TEST(Lane, TheNewestCardStandsForTheOlderOnesOfItsIncidentAlone) {
  Lane lane;
  lane.add(pending("1/card", 1, card, "1"));
  lane.add(pending("2/card", 2, DrawCard{{2}}, "2"));
  lane.add(pending("1/card again", 3, card, "1"));
  lane.add(pending("1/card last", 4, card, "1"));
  const auto next = lane.next(t0);
  EXPECT_EQ(next->effect.key, "1/card last");
  EXPECT_EQ(keys(next->merged), (Keys{"1/card", "1/card again"}));
}

TEST(Lane, TextsAreJoinedOnlyWhenTheyHaveWaited) {
  Lane lane;
  lane.add(pending("a", 1, text, "thread"));
  lane.add(pending("b", 2, text, "thread"));
  EXPECT_TRUE(lane.next(t0 + 5s)->merged.empty());
  EXPECT_EQ(lane.next(t0 + 5s)->effect.key, "a");
  const auto late = lane.next(t0 + 5s + 1ms);
  EXPECT_EQ(late->effect.key, "b");
  EXPECT_EQ(keys(late->merged), Keys{"a"});
}

TEST(Lane, NoMoreTextsAreJoinedThanFitIntoOneMessage) {
  Lane lane;
  for (std::uint64_t i = 0; i < 50; ++i) lane.add(pending("t" + std::to_string(i), i, text, "thread"));
  const auto next = lane.next(t0 + 1h);
  EXPECT_EQ(next->merged.size() + 1, Lane::most_joined);
  EXPECT_EQ(next->effect.key, "t19");
}

TEST(Lane, WhatWasRemovedIsNotJoinedAnyMore) {
  Lane lane;
  lane.add(pending("a", 1, text, "thread"));
  lane.add(pending("b", 2, text, "thread"));
  lane.add(pending("c", 3, text, "thread"));
  lane.remove("b");
  const auto next = lane.next(t0 + 1min);
  EXPECT_EQ(next->effect.key, "c");
  EXPECT_EQ(keys(next->merged), Keys{"a"});
  lane.remove("a");
  lane.remove("c");
  EXPECT_TRUE(lane.empty());
}

TEST(Lane, DoubtsComeOldestFirstWhateverTheirPriority) {
  Lane lane;
  lane.add(pending("card", 1, card, "", Priority::card, true));
  lane.add(pending("answer", 2, Answer{}, "", Priority::answer, true));
  lane.add(pending("sure", 3, text));
  EXPECT_EQ(keys(lane.doubtful()), (Keys{"card", "answer"}));
  lane.clear_doubt();
  EXPECT_TRUE(lane.doubtful().empty());
  lane.mark_doubtful(*lane.next(t0));
  EXPECT_EQ(keys(lane.doubtful()), Keys{"answer"});
}

TEST(Lane, WhatMayBeOutsideCannotBeWithdrawn) {
  Lane lane;
  lane.add(pending("doubtful", 1, text, "reminder", Priority::normal, true));
  lane.add(pending("flying", 2, text, "reminder"));
  lane.add(pending("free", 3, text, "reminder"));
  lane.add(pending("other", 4, text, "thread"));
  EXPECT_EQ(lane.withdrawable("reminder", Lane::Next{pending("flying", 2, text).effect, {}}), Keys{"free"});
  EXPECT_EQ(
      lane.withdrawable("reminder", Lane::Next{pending("x", 9, text).effect, {pending("flying", 2, text).effect}}),
      Keys{"free"});
  EXPECT_EQ(lane.withdrawable("reminder", {}), (Keys{"flying", "free"}));
  EXPECT_TRUE(lane.withdrawable("nothing", {}).empty());
}

TEST(Lane, AnnouncesOnceAndShowsItUntilItHasAnEnd) {
  Lane lane;
  lane.add(pending("a", 1, text, "thread"));
  lane.add(pending("b", 2, text, "thread"));
  const auto both = *lane.next(t0 + 1min);
  lane.hold_up(both, "rate limit");
  EXPECT_TRUE(lane.announce(both));
  EXPECT_FALSE(lane.announce(both));
  ASSERT_EQ(lane.shown_waiting().size(), 2U);
  EXPECT_EQ(lane.shown_waiting().front()->waits_for, "rate limit");
  lane.conclude("a");
  EXPECT_EQ(lane.shown_waiting().size(), 1U);
  EXPECT_TRUE(lane.announced(both));
  lane.conclude("b");
  EXPECT_FALSE(lane.announced(both));
}

}  // namespace
