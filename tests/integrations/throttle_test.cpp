// How many pages one person gets by one way: tables, stepped by hand.
#include "integrations/paging/throttle.hpp"

#include <gtest/gtest.h>

namespace integrations {
namespace {

using namespace std::chrono_literals;
using playbooks::Channel;
using playbooks::Time;

Time start() {
  return std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 13h + 50min;
}

struct Case {
  Channel channel;
  std::size_t most;
  playbooks::Duration window;
  std::string why;  // of the one too many, all having left at 13:50
};

class ThrottleLimits : public ::testing::TestWithParam<Case> {};

TEST_P(ThrottleLimits, AreExactInNumberAndTime) {
  const auto& [channel, most, window, why] = GetParam();
  PageThrottle throttle;
  for (std::size_t i = 0; i < most; ++i) {
    EXPECT_FALSE(throttle.next("ann", channel, start())) << i;
    throttle.sent("ann", channel, start());
  }
  const auto delay = throttle.next("ann", channel, start());
  ASSERT_TRUE(delay);
  EXPECT_EQ(delay->at, start() + window);
  EXPECT_EQ(delay->why, why);
  EXPECT_TRUE(throttle.next("ann", channel, start() + window - 1ms));
  EXPECT_FALSE(throttle.next("ann", channel, start() + window));
  EXPECT_FALSE(throttle.next("bob", channel, start())) << "another person";
}

INSTANTIATE_TEST_SUITE_P(Table, ThrottleLimits,
                         ::testing::Values(Case{Channel::sms, 5, 15min,
                                                "at most 5 SMS in 15 min to one person; next at 14:05 UTC"},
                                           Case{Channel::voice, 3, 15min,
                                                "at most 3 phone calls in 15 min to one person; next at 14:05 UTC"},
                                           Case{Channel::email, 20, 15min,
                                                "at most 20 e-mails in 15 min to one person; next at 14:05 UTC"}));

TEST(PageThrottle, TheHourHasALimitOfItsOwn) {
  struct Hour {
    Channel channel;
    int most;
    std::string why;
  };
  const Hour hours[] = {{Channel::sms, 11, "at most 11 SMS in 1 h to one person; next at 14:50 UTC"},
                        {Channel::voice, 7, "at most 7 phone calls in 1 h to one person; next at 14:50 UTC"}};
  for (const auto& hour : hours) {
    PageThrottle throttle;
    auto now = start();
    for (int i = 0; i < hour.most; ++i, now += 5min + 1s) {  // never more than three in 15 min
      EXPECT_FALSE(throttle.next("ann", hour.channel, now)) << i;
      throttle.sent("ann", hour.channel, now);
    }
    if (now >= start() + 1h) continue;
    const auto delay = throttle.next("ann", hour.channel, now);
    ASSERT_TRUE(delay);
    EXPECT_EQ(delay->at, start() + 1h);
    EXPECT_EQ(delay->why, hour.why);
  }
}

TEST(PageThrottle, TheLaterOfTwoLimitsCounts) {
  PageThrottle throttle;
  for (int i = 0; i < 6; ++i) throttle.sent("ann", Channel::sms, start());
  for (int i = 0; i < 5; ++i) throttle.sent("ann", Channel::sms, start() + 50min);
  const auto delay = throttle.next("ann", Channel::sms, start() + 51min);
  ASSERT_TRUE(delay);
  EXPECT_EQ(delay->at, start() + 65min) << "five within 15 min hold longer than eleven within the hour";
}

TEST(PageThrottle, WaysDoNotShareACount) {
  PageThrottle throttle;
  for (int i = 0; i < 3; ++i) throttle.sent("ann", Channel::voice, start());
  EXPECT_TRUE(throttle.next("ann", Channel::voice, start()));
  EXPECT_FALSE(throttle.next("ann", Channel::sms, start()));
}

TEST(PageThrottle, OtherWaysAreNotLimited) {
  PageThrottle throttle;
  for (int i = 0; i < 100; ++i) throttle.sent("ann", Channel::slack, start());
  EXPECT_FALSE(throttle.next("ann", Channel::slack, start()));
}

TEST(PageThrottle, PagesBeyondTheLimitCountToo) {
  PageThrottle throttle;
  for (int i = 0; i < 8; ++i) throttle.sent("ann", Channel::sms, start() + i * 1min);  // first pages of incidents
  const auto delay = throttle.next("ann", Channel::sms, start() + 8min);
  ASSERT_TRUE(delay);
  EXPECT_EQ(delay->at, start() + 18min) << "the fifth newest left at 3 min";
}

TEST(PageThrottle, AClockSetBackLocksNobodyOutForLongerThanTheWindow) {
  PageThrottle throttle;
  for (int i = 0; i < 3; ++i) throttle.sent("ann", Channel::voice, start() + 5h);
  const auto delay = throttle.next("ann", Channel::voice, start());
  ASSERT_TRUE(delay);
  EXPECT_EQ(delay->at, start() + 15min);
}

TEST(PageBackOff, DoublesToHalfAMinuteAndForgetsOnSuccess) {
  PageBackOff back_off;
  std::vector<playbooks::Duration> waits;
  for (int i = 0; i < 6; ++i) waits.push_back(back_off.failed("sms/ann", start()) - start());
  EXPECT_EQ(waits, (std::vector<playbooks::Duration>{2s, 4s, 8s, 16s, 30s, 30s}));
  EXPECT_EQ(back_off.failed("sms/bob", start()) - start(), 2s) << "lanes do not wait for each other";
  back_off.succeeded("sms/ann");
  EXPECT_EQ(back_off.failed("sms/ann", start()) - start(), 2s);
}

}  // namespace
}  // namespace integrations
