#include "integrations/slack/session.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace integrations::slack {
using namespace std::chrono_literals;
using playbooks::Duration;
using playbooks::Time;
using Kind = DialFailed::Kind;
using State = SocketStatus::State;
namespace {

std::string words(const std::vector<Action>& actions) {
  std::string all;
  for (const auto& action : actions) {
    if (!all.empty()) all += ", ";
    if (const auto* dial = std::get_if<Dial>(&action)) all += fmt::format("dial {}", dial->epoch);
    if (const auto* ping = std::get_if<Ping>(&action)) all += fmt::format("ping {}", ping->epoch);
    if (const auto* close = std::get_if<Close>(&action)) all += fmt::format("close {}", close->epoch);
    if (const auto* kill = std::get_if<Kill>(&action)) all += fmt::format("kill {}: {}", kill->epoch, kill->why);
  }
  return all;
}

/// A session stepped by hand. `do_` gives an event and tells what is to be done in words.
struct SessionTest : testing::Test {
  Time now = playbooks::from_millis(1'000'000'000);
  Session session{1, 7};

  std::string do_(const Event& event) { return words(session.on(event, now)); }
  std::string tick() { return do_(Tick{}); }
  /// Goes from deadline to deadline until something is to be done, at most `most`.
  std::string wait(Duration most = 1h) {
    const Time end = now + most;
    while (session.wake() && *session.wake() <= end) {
      now = std::max(now, *session.wake());
      if (const auto done = tick(); !done.empty()) return done;
    }
    now = end;
    return {};
  }
  void up(Epoch epoch, int connections = 1, Duration lifetime = 5h) {
    ASSERT_EQ(do_(Opened{epoch}), "");
    ASSERT_EQ(do_(Greeted{epoch, connections, lifetime}), "");
  }
  /// Time passes with a frame every 5 s on these connections.
  std::string pass(Duration span, std::vector<Epoch> alive) {
    std::string done;
    for (const Time end = now + span; now < end;) {
      now = std::min(end, now + 5s);
      for (const Epoch epoch : alive) session.on(Heard{epoch}, now);
      done += tick();
    }
    return done;
  }
};

TEST_F(SessionTest, DialsAtOnceAndIsConnectedOnlyAfterHello) {
  EXPECT_EQ(do_(Start{}), "dial 1");
  EXPECT_EQ(session.status(now).state, State::connecting);
  EXPECT_EQ(do_(Opened{1}), "");
  EXPECT_FALSE(session.usable());
  EXPECT_EQ(do_(Greeted{1, 1, 5h}), "");
  EXPECT_EQ(session.usable(), Epoch{1});
  const auto status = session.status(now);
  EXPECT_EQ(status.state, State::connected);
  EXPECT_EQ(status.connections, 1);
  EXPECT_EQ(status.connected_at, now);
  EXPECT_EQ(status.trouble, "");
}

TEST_F(SessionTest, NothingHappensBeforeTheStart) {
  EXPECT_EQ(tick(), "");
  EXPECT_FALSE(session.wake());
}

TEST_F(SessionTest, AHelloThatNeverComesIsKilledAfterTenSeconds) {
  do_(Start{});
  do_(Opened{1});
  EXPECT_EQ(session.wake(), now + 10s);
  EXPECT_EQ(wait(), "kill 1: no hello within 10 s");
  EXPECT_FALSE(session.knows(1));
  EXPECT_NE(session.status(now).trouble.find("no hello within 10 s"), std::string::npos);
  EXPECT_EQ(wait(500ms), "dial 2");
}

TEST_F(SessionTest, PingsAfterTenSecondsOfSilenceAndIsDeadAfterThirty) {
  do_(Start{});
  up(1);
  const Time began = now;
  EXPECT_EQ(wait(), "ping 1");
  EXPECT_EQ(now, began + 10s);
  EXPECT_EQ(wait(), "ping 1");
  EXPECT_EQ(now, began + 20s);
  EXPECT_EQ(wait(), "kill 1: silent for 30 s");
  EXPECT_EQ(now, began + 30s);
}

TEST_F(SessionTest, AnyFrameKeepsAQuietConnectionAliveForHours) {
  do_(Start{});
  up(1);
  EXPECT_EQ(pass(4h, {1}), "");
  EXPECT_EQ(session.usable(), Epoch{1});
  EXPECT_EQ(session.status(now).last_frame, now);
}

TEST_F(SessionTest, ASuspensionOfEightHoursIsNoticedAtOnce) {
  do_(Start{});
  up(1);
  pass(2min, {1});
  now += 8h;
  EXPECT_EQ(tick(), "kill 1: silent for 30 s, dial 2");
}

class Recycled : public SessionTest, public testing::WithParamInterface<const char*> {};

TEST_P(Recycled, OpensTheSuccessorBeforeTheOldOneCloses) {
  do_(Start{});
  up(1);
  pass(5min, {1});
  EXPECT_EQ(do_(Disconnect{1, GetParam()}), "dial 2");
  EXPECT_EQ(session.usable(), Epoch{1}) << "still read and acknowledged";
  EXPECT_EQ(session.status(now).state, State::connected);
  EXPECT_EQ(do_(Disconnect{1, GetParam()}), "") << "said twice";
  up(2, 2);
  EXPECT_EQ(session.usable(), Epoch{2});
  EXPECT_EQ(session.status(now).connections, 2);
  EXPECT_EQ(session.status(now).trouble, "");
  EXPECT_EQ(do_(Closed{1, true, "closed by Slack"}), "");
  EXPECT_EQ(session.status(now).connections, 1);
  EXPECT_EQ(session.status(now).reconnects, 1U);
}

TEST_P(Recycled, AnOldOneThatDoesNotCloseIsClosedAfterFifteenSeconds) {
  do_(Start{});
  up(1);
  pass(5min, {1});
  do_(Disconnect{1, GetParam()});
  up(2, 2);
  EXPECT_EQ(pass(14s, {1, 2}), "");
  EXPECT_EQ(pass(1s, {1, 2}), "close 1");
  EXPECT_EQ(pass(4s, {2}), "");
  EXPECT_EQ(do_(Closed{1, true, ""}), "");
}

TEST_P(Recycled, WhileTheSuccessorFailsTheOldOneIsKept) {
  do_(Start{});
  up(1);
  pass(5min, {1});
  do_(Disconnect{1, GetParam()});
  EXPECT_EQ(do_(DialFailed{2, Kind::transient, {}, "HTTP 503"}), "");
  EXPECT_EQ(session.usable(), Epoch{1});
  EXPECT_EQ(wait(500ms), "dial 3");
  EXPECT_EQ(pass(30s, {1}), "") << "no successor yet, so it is not dropped";
  up(3, 2);
  EXPECT_EQ(session.usable(), Epoch{3});
}

INSTANTIATE_TEST_SUITE_P(Reasons, Recycled, testing::Values("warning", "refresh_requested", "something_new"));

TEST_F(SessionTest, RefreshesByItselfAMinuteBeforeTheAnnouncedEnd) {
  do_(Start{});
  up(1, 1, 18060s);
  EXPECT_EQ(pass(17995s, {1}), "");
  EXPECT_EQ(pass(5s, {1}), "dial 2");
  EXPECT_EQ(session.usable(), Epoch{1});
}

TEST_F(SessionTest, AnAbsurdLifetimeDoesNotCauseAStorm) {
  do_(Start{});
  up(1, 1, 1ms);
  EXPECT_EQ(pass(25s, {1}), "");
  EXPECT_EQ(pass(5s, {1}), "dial 2");
}

TEST_F(SessionTest, RecycledAtOnceEveryTimeSlowsDown) {
  do_(Start{});
  up(1);
  std::vector<Time> dials;
  for (Epoch epoch = 1; epoch < 30; ++epoch) {
    if (do_(Disconnect{epoch, "warning"}).empty()) wait();
    dials.push_back(now);
    up(epoch + 1, 2);
    do_(Closed{epoch, true, ""});
  }
  EXPECT_GT(dials.back() - dials.front(), 20s);
  EXPECT_LE(dials.back() - dials.front(), 29 * 5s);
}

TEST_F(SessionTest, TooManyClosesFirstAndBacksOffAndNeverDialsBeforeItIsClosed) {
  do_(Start{});
  up(1, 11);
  EXPECT_EQ(do_(Disconnect{1, "too_many_websockets"}), "close 1");
  EXPECT_FALSE(session.usable());
  EXPECT_EQ(session.status(now).state, State::connecting);
  EXPECT_NE(session.status(now).trouble.find("10 connections"), std::string::npos);
  now += 4999ms;  // the back-off is over, but the socket is not closed yet
  EXPECT_EQ(tick(), "");
  EXPECT_EQ(wait(1ms), "kill 1: the close was not answered, dial 2");
}

TEST_F(SessionTest, TooManyAgainAndAgainGrowsToFiveMinutesAlthoughEveryOneGetsItsHello) {
  do_(Start{});
  Epoch epoch = 1;
  std::vector<Duration> pauses;
  for (int i = 0; i < 60; ++i) {
    up(epoch, 11);
    pass(20s, {epoch});  // not stable
    do_(Disconnect{epoch, "too_many_websockets"});
    const Time began = now;
    if (do_(Closed{epoch, true, ""}).empty()) EXPECT_EQ(wait(), fmt::format("dial {}", epoch + 1));
    pauses.push_back(now - began);
    ++epoch;
  }
  EXPECT_LE(pauses[0], 5s);
  EXPECT_LE(pauses[1], 10s);
  EXPECT_LE(std::ranges::max(pauses), 5min);
  EXPECT_GT(std::ranges::max(pauses), 3min);
}

TEST_F(SessionTest, AStableMinuteForgives) {
  do_(Start{});
  for (Epoch epoch = 1; epoch <= 8; ++epoch) {
    do_(DialFailed{epoch, Kind::transient, {}, "HTTP 409"});
    wait();
  }
  up(9);
  pass(61s, {9});
  EXPECT_EQ(do_(Closed{9, false, "connection reset"}), "dial 10") << "at once: it had been well";
  EXPECT_EQ(do_(DialFailed{10, Kind::transient, {}, "HTTP 503"}), "");
  EXPECT_EQ(wait(500ms), "dial 11") << "the first pause again";
}

TEST_F(SessionTest, AHelloAloneForgivesNothing) {
  do_(Start{});
  Duration longest{};
  for (Epoch epoch = 1; epoch <= 30; ++epoch) {
    up(epoch);
    const Time began = now;
    if (do_(Closed{epoch, false, "connection reset"}).empty()) wait();
    longest = std::max<Duration>(longest, now - began);
  }
  EXPECT_GT(longest, 10s);
  EXPECT_LE(longest, 30s);
}

TEST_F(SessionTest, FailuresBackOffToThirtySeconds) {
  do_(Start{});
  for (int i = 0; i < 50; ++i) {
    const Duration most = std::min<Duration>(30s, 500ms * (std::int64_t{1} << std::min(i, 20)));
    const auto failed = Epoch(i) + 1;
    EXPECT_EQ(do_(DialFailed{failed, Kind::transient, {}, "HTTP 503"}), "");
    EXPECT_EQ(wait(most), fmt::format("dial {}", failed + 1));
  }
}

TEST_F(SessionTest, RetryAfterIsHonoured) {
  do_(Start{});
  do_(DialFailed{1, Kind::transient, 30s, "rate limited for 30 s"});
  EXPECT_EQ(session.wake(), now + 30s);
  EXPECT_EQ(wait(29999ms), "");
  EXPECT_EQ(wait(1ms), "dial 2");
}

TEST_F(SessionTest, LinkDisabledIsDegradedAndTriedEveryFiveMinutes) {
  do_(Start{});
  up(1);
  EXPECT_EQ(do_(Disconnect{1, "link_disabled"}), "close 1");
  EXPECT_EQ(do_(Closed{1, true, ""}), "");
  const auto status = session.status(now);
  EXPECT_EQ(status.state, State::degraded);
  EXPECT_NE(status.trouble.find("Settings, Socket Mode"), std::string::npos);
  EXPECT_EQ(wait(299s), "");
  EXPECT_EQ(wait(1s), "dial 2");
  EXPECT_EQ(session.status(now).state, State::degraded) << "until a hello";
  up(2);
  EXPECT_EQ(session.status(now).state, State::connected);
}

TEST_F(SessionTest, AFatalErrorIsDegradedAndTriedEveryFiveMinutes) {
  do_(Start{});
  do_(DialFailed{1, Kind::fatal, {}, "Slack refuses the app token."});
  EXPECT_EQ(session.status(now).state, State::degraded);
  EXPECT_TRUE(session.status(now).trouble.starts_with("Slack refuses the app token. Sitrep tries again every 5 min"));
  EXPECT_EQ(session.wake(), now + 5min);
}

TEST_F(SessionTest, NewsOfAnEpochThatHasGoneIsIgnored) {
  do_(Start{});
  up(1);
  pass(2min, {1});
  EXPECT_EQ(do_(Closed{1, false, "reset"}), "dial 2");
  for (const Event& stale : {Event{Closed{1, false, "again"}}, Event{Disconnect{1, "too_many_websockets"}},
                             Event{Greeted{1, 1, 1h}}, Event{Opened{1}}, Event{Heard{1}},
                             Event{DialFailed{1, Kind::fatal, {}, "late"}}, Event{Closed{99, true, ""}}}) {
    EXPECT_EQ(do_(stale), "");
  }
  EXPECT_TRUE(session.knows(2));
  EXPECT_EQ(session.status(now).state, State::connecting);
  up(2);
  EXPECT_EQ(do_(Greeted{2, 1, 1h}), "") << "a second hello changes nothing";
  EXPECT_EQ(session.status(now).connections, 1);
}

TEST_F(SessionTest, OnlyOneDialIsInFlight) {
  session = Session{3, 7};
  EXPECT_EQ(do_(Start{}), "dial 1");
  EXPECT_EQ(tick(), "");
  do_(Opened{1});
  EXPECT_EQ(tick(), "");
  EXPECT_EQ(do_(Greeted{1, 1, 5h}), "dial 2");
  do_(Opened{2});
  EXPECT_EQ(do_(Greeted{2, 2, 5h}), "dial 3");
  do_(Opened{3});
  EXPECT_EQ(do_(Greeted{3, 3, 5h}), "");
  EXPECT_EQ(session.status(now).connections, 3);
  EXPECT_EQ(session.status(now).reconnects, 0U);
}

TEST_F(SessionTest, ALostOneOfTwoIsReplacedWhileTheOtherServes) {
  session = Session{2, 7};
  do_(Start{});
  do_(Opened{1});
  EXPECT_EQ(do_(Greeted{1, 1, 5h}), "dial 2");
  up(2, 2);
  pass(2min, {1, 2});
  EXPECT_EQ(do_(Closed{2, false, "connection reset"}), "dial 3");
  EXPECT_EQ(session.usable(), Epoch{1});
  EXPECT_EQ(session.status(now).state, State::connected);
  EXPECT_NE(session.status(now).trouble.find("1 of 2 connections"), std::string::npos);
}

TEST_F(SessionTest, WithTenConnectionsASuccessorWaitsForItsPlace) {
  session = Session{10, 7};
  do_(Start{});
  for (Epoch epoch = 1; epoch <= 10; ++epoch) {
    do_(Opened{epoch});
    EXPECT_EQ(do_(Greeted{epoch, int(epoch), 5h}), epoch < 10 ? fmt::format("dial {}", epoch + 1) : "");
  }
  std::vector<Epoch> all;
  for (Epoch epoch = 1; epoch <= 10; ++epoch) all.push_back(epoch);
  pass(2min, all);
  EXPECT_EQ(do_(Disconnect{4, "refresh_requested"}), "close 4");
  EXPECT_EQ(tick(), "");
  EXPECT_EQ(do_(Closed{4, true, ""}), "dial 11");
}

TEST_F(SessionTest, GhostsAreNoticedButNotOwnLossesOfTheLastMinute) {
  do_(Start{});
  up(1, 4);
  EXPECT_NE(session.status(now).trouble.find("counted 4 connections of this app, 1 of them ours"), std::string::npos);
  EXPECT_EQ(session.status(now).state, State::connected);
  EXPECT_EQ(session.status(now).reported_connections, 4);
  pass(2min, {1});
  EXPECT_EQ(do_(Closed{1, false, "connection reset"}), "dial 2");
  up(2, 2);
  EXPECT_EQ(session.status(now).trouble, "");
  pass(2min, {2});
  do_(Disconnect{2, "refresh_requested"});
  up(3, 3);
  EXPECT_NE(session.status(now).trouble, "") << "the loss was long ago";
}

TEST_F(SessionTest, StopClosesWhatIsUpAndKillsWhatIsNot) {
  session = Session{2, 7};
  do_(Start{});
  do_(Opened{1});
  do_(Greeted{1, 1, 5h});
  EXPECT_EQ(do_(Stop{}), "close 1, kill 2: stopping");
  EXPECT_EQ(session.status(now).state, State::stopped);
  EXPECT_EQ(do_(Closed{1, true, ""}), "");
  EXPECT_FALSE(session.wake()) << "nothing is dialled again";
  EXPECT_EQ(do_(Opened{2}), "");
  EXPECT_FALSE(session.knows(2));
}

TEST_F(SessionTest, StopWhileWaitingToDialAgain) {
  do_(Start{});
  do_(DialFailed{1, Kind::transient, 30s, "HTTP 503"});
  EXPECT_EQ(do_(Stop{}), "");
  EXPECT_FALSE(session.wake());
  now += 1h;
  EXPECT_EQ(tick(), "");
}

TEST_F(SessionTest, SaysHowLongItHasBeenDeafAndWhatToDo) {
  do_(Start{});
  up(1);
  pass(2min, {1});
  do_(Closed{1, false, "connection reset"});
  do_(DialFailed{2, Kind::transient, 20s, "HTTP 503"});
  now += 12s;
  const auto trouble = session.status(now).trouble;
  EXPECT_TRUE(trouble.starts_with("Not connected to Slack for 12 s: HTTP 503.")) << trouble;
  EXPECT_NE(trouble.find("Next attempt in 8 s."), std::string::npos) << trouble;
}

}  // namespace
}  // namespace integrations::slack
