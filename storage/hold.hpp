#pragma once
// One process at a time: the lock on the database as a whole.
#include <expected>
#include <filesystem>
#include <string_view>

#include "storage/open_error.hpp"

namespace storage {

/// Holds the database for one process: lock file beside it ("<path>.lock", flock) with the holder's pid, host and
/// start. Ends with the object or the process, however it dies; a forked child never has it. The lock file stays.
class Hold {
 public:
  /// `who` is what people started, e.g. "sitrep serve". When it is taken, the error names the holder.
  static std::expected<Hold, OpenError> take(const std::filesystem::path& database, std::string_view who);
  Hold(Hold&&) noexcept;
  Hold& operator=(Hold&&) noexcept;
  ~Hold();

 private:
  explicit Hold(int fd);
  void release() noexcept;
  int fd_ = -1;
};

}  // namespace storage
