#include "storage/hold.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

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
  std::array<int, 2> running{};
  std::array<int, 2> end{};
  ASSERT_EQ(::pipe(running.data()), 0);
  ASSERT_EQ(::pipe(end.data()), 0);
  const int code = in_child([&] {
    const auto hold = Hold::take(scratch.database(), "holder");
    if (!hold) return 1;
    if (::fork() == 0) {  // outlives the holder, until the other end of `end` is closed
      ::close(end[1]);
      char byte = 0;
      if (::write(running[1], "r", 1) == 1 && ::read(end[0], &byte, 1) == 0) ::_exit(0);
      ::_exit(1);
    }
    char byte = 0;
    const bool started = ::read(running[0], &byte, 1) == 1;
    ::_exit(started ? 0 : 2);  // dies without releasing anything
  });
  EXPECT_EQ(code, 0);
  EXPECT_TRUE(Hold::take(scratch.database(), "next")) << "the child has kept the lock";
  for (const int fd : {running[0], running[1], end[0], end[1]}) ::close(fd);
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
