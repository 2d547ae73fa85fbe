#include "integrations/ports/tasks.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>
#include <vector>

namespace integrations {
namespace asio = boost::asio;
namespace {

struct TasksTest : testing::Test {
  asio::io_context io{1};
  std::vector<std::string> failures;
  Tasks tasks{io.get_executor(), [this](std::string_view name, std::string_view what) {
                failures.push_back(std::string{name} + ": " + std::string{what});
              }};
  int runs = 0;

  asio::awaitable<void> forever() {
    ++runs;
    asio::steady_timer timer{io, asio::steady_timer::time_point::max()};
    co_await timer.async_wait(asio::use_awaitable);
  }
  asio::awaitable<void> fail() {
    ++runs;
    throw std::runtime_error("broken");
    co_return;
  }
  asio::awaitable<void> fail_once() {
    if (runs++ == 0) throw std::runtime_error("broken");
    co_return;
  }
  asio::awaitable<void> wait_all() {
    co_await tasks.wait();
    ++runs;
  }
};

TEST_F(TasksTest, ReportsAnExceptionUnderTheName) {
  tasks.start("loop", fail());
  io.run();
  EXPECT_EQ(failures, std::vector<std::string>{"loop: broken"});
  EXPECT_EQ(tasks.running(), 0);
}

TEST_F(TasksTest, CancelEndsEveryTaskWithoutReportingIt) {
  tasks.start("a", forever());
  tasks.start("b", forever());
  io.poll();
  EXPECT_EQ(tasks.running(), 2);
  tasks.cancel();
  io.restart();
  io.run();
  EXPECT_EQ(tasks.running(), 0);
  EXPECT_TRUE(failures.empty());
}

TEST_F(TasksTest, ATaskCancelledBeforeItsFirstTurnEndsToo) {
  tasks.start("a", forever());
  tasks.cancel();
  io.run();
  EXPECT_EQ(tasks.running(), 0);
}

TEST_F(TasksTest, NothingStartsAfterCancel) {
  tasks.cancel();
  tasks.start("late", forever());
  io.run();
  EXPECT_EQ(runs, 0);
  EXPECT_EQ(tasks.running(), 0);
}

TEST_F(TasksTest, WaitReturnsWhenTheLastHasEnded) {
  tasks.start("a", forever());
  asio::co_spawn(io, wait_all(), [](std::exception_ptr error) { EXPECT_FALSE(error); });
  io.poll();
  EXPECT_EQ(runs, 1);
  tasks.cancel();
  io.restart();
  io.run();
  EXPECT_EQ(runs, 2);
}

TEST_F(TasksTest, KeepRunningStartsAgainAfterAnExceptionAndNotAfterAnEnd) {
  tasks.keep_running("loop", [this] { return fail_once(); });
  io.run();
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(failures.size(), 1U);
}

TEST_F(TasksTest, KeepRunningEndsInItsPauseWhenCancelled) {
  tasks.keep_running("loop", [this] { return fail(); });
  io.poll();
  ASSERT_EQ(failures.size(), 1U);
  tasks.cancel();
  io.restart();
  io.run();
  EXPECT_EQ(runs, 1);
}

asio::awaitable<void> count_rings(Bell& bell, int& count, int times) {
  for (int i = 0; i < times; ++i) {
    co_await bell.wait();
    ++count;
  }
}

TEST(BellTest, ARingThatCameFirstLetsOneWaitThrough) {
  asio::io_context io{1};
  Bell bell{io.get_executor()};
  int count = 0;
  bell.ring();
  bell.ring();
  asio::co_spawn(io, count_rings(bell, count, 2), [](std::exception_ptr) {});
  io.poll();
  EXPECT_EQ(count, 1);
  bell.ring();
  io.restart();
  io.run();
  EXPECT_EQ(count, 2);
}

asio::awaitable<void> ring_or_never(Bell& bell, bool& rang) {
  using namespace asio::experimental::awaitable_operators;
  asio::steady_timer never{co_await asio::this_coro::executor, asio::steady_timer::time_point::max()};
  const auto which = co_await (bell.wait() || never.async_wait(asio::use_awaitable));
  rang = which.index() == 0;
}

TEST(BellTest, WakesOneBranchOfAnOr) {
  asio::io_context io{1};
  Bell bell{io.get_executor()};
  bool rang = false;
  asio::co_spawn(io, ring_or_never(bell, rang), [](std::exception_ptr error) { EXPECT_FALSE(error); });
  io.poll();
  bell.ring();
  io.restart();
  io.run();
  EXPECT_TRUE(rang);
}

}  // namespace
}  // namespace integrations
