#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <vector>

#include "integrations/ports/system_clock.hpp"
#include "integrations/ports/virtual_clock.hpp"

namespace integrations {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using playbooks::from_millis;
using playbooks::Time;
namespace {

struct Slept {
  std::string name;
  Time woke{};
};

asio::awaitable<void> sleeper(Clock& clock, Time until, std::string name, std::vector<Slept>& log) {
  co_await clock.sleep_until(until);
  log.push_back({name, clock.now()});
}

void rethrow(std::exception_ptr error) {
  if (error) std::rethrow_exception(error);
}

TEST(VirtualClockTest, StepGoesSleeperBySleeperInOrder) {
  asio::io_context io{1};
  VirtualClock clock{io.get_executor(), from_millis(0)};
  std::vector<Slept> log;
  asio::co_spawn(io, sleeper(clock, from_millis(200), "late", log), rethrow);
  asio::co_spawn(io, sleeper(clock, from_millis(100), "first", log), rethrow);
  asio::co_spawn(io, sleeper(clock, from_millis(100), "second", log), rethrow);
  io.poll();
  EXPECT_EQ(clock.next_sleeper(), from_millis(100));
  while (clock.step()) {
    io.restart();
    io.poll();
  }
  ASSERT_EQ(log.size(), 3U);
  EXPECT_EQ(log[0].name, "first");
  EXPECT_EQ(log[1].name, "second");
  EXPECT_EQ(log[2].name, "late");
  EXPECT_EQ(log[1].woke, from_millis(100));
  EXPECT_EQ(log[2].woke, from_millis(200));
  EXPECT_FALSE(clock.next_sleeper());
}

TEST(VirtualClockTest, AdvanceWakesWhoIsDueAndNobodyElseAndNeverGoesBack) {
  asio::io_context io{1};
  VirtualClock clock{io.get_executor(), from_millis(0)};
  std::vector<Slept> log;
  asio::co_spawn(io, sleeper(clock, from_millis(100), "a", log), rethrow);
  asio::co_spawn(io, sleeper(clock, from_millis(101), "b", log), rethrow);
  io.poll();
  clock.advance_to(from_millis(100));
  clock.advance_to(from_millis(50));
  io.restart();
  io.poll();
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(clock.now(), from_millis(100));
  EXPECT_EQ(clock.next_sleeper(), from_millis(101));
  clock.advance_to(from_millis(101));
  io.restart();
  io.poll();
}

TEST(VirtualClockTest, ThePastIsNotSlept) {
  asio::io_context io{1};
  VirtualClock clock{io.get_executor(), from_millis(1000)};
  std::vector<Slept> log;
  asio::co_spawn(io, sleeper(clock, from_millis(1000), "a", log), rethrow);
  io.poll();
  EXPECT_EQ(log.size(), 1U);
}

void expect_aborted(std::exception_ptr error) {
  try {
    rethrow(error);
    ADD_FAILURE() << "returned";
  } catch (const boost::system::system_error& e) {
    EXPECT_EQ(e.code(), asio::error::operation_aborted);
  }
}

template <class AnyClock>
void cancels(AnyClock& clock, asio::io_context& io) {
  asio::cancellation_signal signal;
  std::vector<Slept> log;
  bool ended = false;
  asio::co_spawn(io, sleeper(clock, clock.now() + 1h, "a", log),
                 asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr error) {
                   ended = true;
                   expect_aborted(error);
                 }));
  io.poll();
  signal.emit(asio::cancellation_type::terminal);
  io.restart();
  io.run();
  EXPECT_TRUE(ended);
  EXPECT_TRUE(log.empty());
}

TEST(VirtualClockTest, ACancelledSleeperLeavesNothingBehind) {
  asio::io_context io{1};
  VirtualClock clock{io.get_executor(), from_millis(0)};
  cancels(clock, io);
  EXPECT_FALSE(clock.next_sleeper());
}

TEST(SystemClockTest, ACancelledSleeperThrowsOperationAborted) {
  asio::io_context io{1};
  SystemClock clock{io.get_executor()};
  cancels(clock, io);
}

struct Hands {  // of the two clocks below, moved by hand
  std::chrono::system_clock::time_point wall{std::chrono::hours{1000}};
  std::chrono::steady_clock::time_point steady{std::chrono::hours{1}};
  ClockSources sources() {
    return {[this] { return wall; }, [this] { return steady; }};
  }
  void pass(std::chrono::milliseconds time) {
    wall += time;
    steady += time;
  }
};

Time time_of(const Hands& hands) {
  return std::chrono::floor<playbooks::Duration>(hands.wall);
}

TEST(SystemClockTest, FollowsAStepForwardAtOnce) {
  asio::io_context io{1};
  Hands hands;
  SystemClock clock{io.get_executor(), 1, hands.sources()};
  hands.pass(1s);
  EXPECT_EQ(clock.now(), time_of(hands));
  hands.wall += 8h;  // suspended over night
  EXPECT_EQ(clock.now(), time_of(hands));
  EXPECT_EQ(clock.jumped(), 8h);
}

TEST(SystemClockTest, NeverGoesBackAndRunsAtHalfSpeedUntilCaughtUp) {
  asio::io_context io{1};
  Hands hands;
  SystemClock clock{io.get_executor(), 1, hands.sources()};
  const Time before = clock.now();
  hands.wall -= 10s;
  EXPECT_EQ(clock.now(), before);
  EXPECT_EQ(clock.jumped(), -10s);
  hands.pass(4s);
  EXPECT_EQ(clock.now(), before + 2s);
  hands.pass(16s);
  EXPECT_EQ(clock.now(), before + 10s);
  EXPECT_EQ(clock.now(), time_of(hands));
  hands.pass(1s);
  EXPECT_EQ(clock.now(), time_of(hands));
}

TEST(SystemClockTest, CountsFasterWithASpeed) {
  asio::io_context io{1};
  Hands hands;
  SystemClock clock{io.get_executor(), 60, hands.sources()};
  const Time before = clock.now();
  hands.pass(1s);
  hands.wall -= 3h;
  EXPECT_EQ(clock.now(), before + 1min);
  EXPECT_EQ(clock.jumped(), 0s);
}

TEST(SystemClockTest, SleepsUntilItsOwnTime) {
  asio::io_context io{1};
  SystemClock clock{io.get_executor(), 1000};
  std::vector<Slept> log;
  const Time until = clock.now() + 10s;  // 10 ms
  asio::co_spawn(io, sleeper(clock, until, "a", log), rethrow);
  io.run();
  ASSERT_EQ(log.size(), 1U);
  EXPECT_GE(log[0].woke, until);
}

}  // namespace
}  // namespace integrations
