#include "storage/hold.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "playbooks/model/time.hpp"

namespace storage {
namespace {

// A lock of flock() belongs to the open file, which a forked child shares: it would go on holding the database after
// its parent's death. So a child closes its copies at once. (A program that is started anew loses them by O_CLOEXEC.)
std::array<std::atomic<int>, 8> held = {-1, -1, -1, -1, -1, -1, -1, -1};

bool forget(int fd) {
  for (auto& slot : held) {
    int expected = fd;
    if (slot.compare_exchange_strong(expected, -1)) return true;
  }
  return false;
}

void remember(int fd) {
  static const int registered = pthread_atfork(nullptr, nullptr, [] {
    for (auto& slot : held)
      if (const int copy = slot.exchange(-1); copy >= 0) ::close(copy);
  });
  static_cast<void>(registered);  // fails only without memory; the lock is good in any case
  for (auto& slot : held) {
    int free = -1;
    if (slot.compare_exchange_strong(free, fd)) return;
  }
}

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

playbooks::Time now() {
  return std::chrono::floor<playbooks::Duration>(std::chrono::system_clock::now());
}

std::string read_all(int fd) {
  std::array<char, 1024> buffer{};
  const auto length = ::pread(fd, buffer.data(), buffer.size(), 0);
  return length > 0 ? std::string{buffer.data(), static_cast<std::size_t>(length)} : std::string{};
}

/// "14:05 UTC" today, else with its date.
std::string since(std::string_view millis) {
  std::int64_t value = 0;
  std::from_chars(millis.data(), millis.data() + millis.size(), value);
  const auto at = playbooks::from_millis(value);
  const bool today = std::chrono::floor<std::chrono::days>(at) == std::chrono::floor<std::chrono::days>(now());
  return today ? playbooks::utc_clock(at) : playbooks::utc_minute(at);
}

/// The line is "<pid>\t<host>\t<who>\t<since, in milliseconds>".
std::string in_words(const std::string& line) {
  std::vector<std::string> parts(1);
  for (const char c : line) {
    if (c == '\n') break;
    if (c == '\t')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  if (parts.size() != 4) return "another process";
  return fmt::format("{}, pid {}, since {}, on host {}", parts[2], parts[0], since(parts[3]), parts[1]);
}

OpenError held_by(const std::filesystem::path& database, int fd) {
  return {OpenError::Cause::held, fmt::format("{} is in use by {}. Stop that one first, or use another database.",
                                              database.string(), in_words(read_all(fd)))};
}

OpenError unwritable(const std::filesystem::path& lock, int error) {
  return {OpenError::Cause::unwritable,
          fmt::format("The lock file {} cannot be written: {}. Its directory must exist and be writable.",
                      lock.string(), std::generic_category().message(error))};
}

}  // namespace

std::expected<Hold, OpenError> Hold::take(const std::filesystem::path& database, std::string_view who) {
  auto lock = database;
  lock += ".lock";
  const int fd = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return std::unexpected(unwritable(lock, errno));
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    auto problem = error == EWOULDBLOCK ? held_by(database, fd) : unwritable(lock, error);
    ::close(fd);
    return std::unexpected(std::move(problem));
  }
  remember(fd);
  Hold hold{fd};
  const auto line = fmt::format("{}\t{}\t{}\t{}\n", ::getpid(), host_name(), who, playbooks::to_millis(now()));
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, line.data(), line.size(), 0) != static_cast<ssize_t>(line.size()))
    return std::unexpected(unwritable(lock, errno));
  return hold;
}

Hold::Hold(int fd) : fd_(fd) {}
Hold::Hold(Hold&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
Hold& Hold::operator=(Hold&& other) noexcept {
  if (this != &other) {
    release();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}
Hold::~Hold() {
  release();
}

void Hold::release() noexcept {
  const int fd = std::exchange(fd_, -1);
  if (fd < 0 || !forget(fd)) return;  // in a forked child it is closed already, and the number may be another's
  ::flock(fd, LOCK_UN);               // at once, also for a child that has not come to closing its copy
  ::close(fd);
}

}  // namespace storage
