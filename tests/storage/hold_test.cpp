#include "storage/hold.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <optional>

#include "tests/storage/storage_support.hpp"

namespace storage::testing {
namespace {

/// Runs `body` in a forked child and gives back its exit code.
template <class Body>
int in_child(Body&& body) {
  const auto child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Hold, ASecondProcessIsRefusedAndToldWhoHoldsIt) {
  const Scratch scratch;
  const auto hold = Hold::take(scratch.database(), "sitrep serve");
  ASSERT_TRUE(hold) << hold.error().message;
  const auto parent = std::to_string(::getpid());
  const int code = in_child([&] {
    const auto second = Hold::take(scratch.database(), "sitrep demo");
    if (second) return 1;
    if (second.error().cause != OpenError::Cause::held) return 2;
    const auto& message = second.error().message;
    if (!message.contains("in use by sitrep serve, pid " + parent + ", since ")) return 3;
    if (!message.contains(" UTC, on host ")) return 4;
    return 0;
  });
  EXPECT_EQ(code, 0);
}

TEST(Hold, IsFreeAgainWhenItsHolderIsGone) {
  const Scratch scratch;
  const int code = in_child([&] { return Hold::take(scratch.database(), "sitrep serve") ? 0 : 1; });  // without release
  EXPECT_EQ(code, 0);
  {
    auto hold = Hold::take(scratch.database(), "one");
    ASSERT_TRUE(hold) << hold.error().message;
    auto moved = std::move(*hold);
    EXPECT_FALSE(Hold::take(scratch.database(), "two"));
  }
  EXPECT_TRUE(Hold::take(scratch.database(), "three"));
}

TEST(Hold, AForkedChildDoesNotKeepItForADeadParent) {
  const Scratch scratch;
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  std::optional<Hold> hold;
  {
    auto taken = Hold::take(scratch.database(), "parent");
    ASSERT_TRUE(taken) << taken.error().message;
    hold.emplace(std::move(*taken));
  }
  const auto child = ::fork();
  if (child == 0) {  // lives on until the pipe is closed
    char byte = 0;
    ::close(pipe[1]);
    const auto ended = ::read(pipe[0], &byte, 1);
    ::_exit(ended == 0 ? 0 : 1);
  }
  hold.reset();
  EXPECT_TRUE(Hold::take(scratch.database(), "next")) << "the child has inherited the lock";
  ::close(pipe[1]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  ::close(pipe[0]);
}

TEST(Hold, ALockFileThatCannotBeWrittenSaysSo) {
  const auto hold = Hold::take("/nonexistent/directory/sitrep.db", "sitrep serve");
  ASSERT_FALSE(hold);
  EXPECT_EQ(hold.error().cause, OpenError::Cause::unwritable);
  EXPECT_EQ(hold.error().message,
            "The lock file /nonexistent/directory/sitrep.db.lock cannot be written: No such file or directory. Its "
            "directory must exist and be writable.");
}

}  // namespace
}  // namespace storage::testing
