#include "playbooks/model/contact.hpp"

#include <gtest/gtest.h>

#include "playbooks/model/contact_test.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

constexpr auto channels = {Channel::slack, Channel::mention,   Channel::sms,      Channel::voice,
                           Channel::email, Channel::pagerduty, Channel::opsgenie, Channel::webhook};

TEST(ContactStep, RefusesNonsenseAndSaysWhatToWrite) {
  for (const auto* text : {"voice after", "voice after m", "voice after 5", "voice after 5d", "voice after 5 m",
                           "voice after -5m", "voice after 0s", "voice after +5m", "voice after 25h",
                           "voice after 86401s", "voice after 1m30s", "voice after 99999999999999999999h",
                           "voice after 9223372036854775807h", "voice in 5m", "voice 5m", "voice after 5m please"}) {
    const auto step = parse_contact_step(text);
    ASSERT_FALSE(step) << text;
    EXPECT_EQ(step.error().code, Errc::invalid);
    EXPECT_TRUE(step.error().message.contains("`voice after 5m`")) << step.error().message;
    EXPECT_TRUE(step.error().message.contains(text)) << step.error().message;
  }
  for (const auto* text : {"", "  ", "fax", "after 5m", "pigeon after 5m", "sms,voice"}) {
    const auto step = parse_contact_step(text);
    ASSERT_FALSE(step) << text;
    EXPECT_TRUE(step.error().message.contains("slack, mention, sms, voice, email")) << step.error().message;
  }
}

TEST(ContactStep, ReadsAWayAndItsTime) {
  EXPECT_EQ(parse_contact_step("sms"), (ContactStep{Channel::sms, 0ms}));
  EXPECT_EQ(parse_contact_step(" Voice  After\t5m "), (ContactStep{Channel::voice, 5min}));
  EXPECT_EQ(parse_contact_step("e-mail after 90s"), (ContactStep{Channel::email, 90s}));
  EXPECT_EQ(parse_contact_step("pagerduty after 24h"), (ContactStep{Channel::pagerduty, 24h}));
}

TEST(ContactStep, IsWrittenInTheLargestUnitThatFits) {
  EXPECT_EQ(to_string(ContactStep{Channel::sms, 0ms}), "sms");
  EXPECT_EQ(to_string(ContactStep{Channel::sms, 90s}), "sms after 90s");
  EXPECT_EQ(to_string(ContactStep{Channel::voice, 5min}), "voice after 5m");
  EXPECT_EQ(to_string(ContactStep{Channel::voice, 2h}), "voice after 2h");
  EXPECT_EQ(to_string(ContactStep{Channel::voice, 1ms}), "voice after 1s") << "never earlier than asked for";
}

TEST(ContactStep, ReadsWhatItWrites) {
  for (const auto channel : channels)
    for (const Duration after : {Duration{0ms}, Duration{1s}, Duration{61s}, Duration{2min}, Duration{3h}}) {
      const ContactStep step{channel, after};
      EXPECT_EQ(parse_contact_step(to_string(step)), step) << to_string(step);
    }
}

TEST(Channel, HasAWordAndItsWords) {
  for (const auto channel : channels) {
    EXPECT_EQ(parse_channel(to_string(channel)), channel);
    EXPECT_FALSE(in_words(channel).empty());
  }
  EXPECT_EQ(in_words(Channel::voice), "phone call");
  EXPECT_EQ(in_words(Channel::slack), "Slack message");
  EXPECT_EQ(in_words(Channel::sms), "SMS");
}

TEST(Channel, IsLoudOnlyWhereItWakesPeople) {
  for (const auto channel : channels)
    EXPECT_EQ(is_loud(channel), channel == Channel::sms || channel == Channel::voice) << to_string(channel);
}

TEST(PageState, HasAWord) {
  EXPECT_EQ(to_string(PageState::queued), "queued");
  EXPECT_EQ(to_string(PageState::sent), "sent");
  EXPECT_EQ(to_string(PageState::delivered), "delivered");
  EXPECT_EQ(to_string(PageState::failed), "failed");
  EXPECT_EQ(to_string(PageState::withdrawn), "withdrawn");
}

}  // namespace
}  // namespace playbooks
