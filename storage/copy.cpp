#include "storage/copy.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <memory>
#include <system_error>

#include "storage/integrity.hpp"

namespace storage {
namespace {

constexpr int pages_per_step = 1024;
constexpr auto no_wait = std::chrono::milliseconds{0};

struct FinishBackup {
  void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
};

void copy_pages(const Connection& source, const Connection& target) {
  // The copy starts over whenever somebody else writes, unless this connection stays at one state of the database.
  const Transaction one_state{source, "begin"};
  source.number("select count(*) from sqlite_schema");
  const std::unique_ptr<sqlite3_backup, FinishBackup> backup{
      sqlite3_backup_init(target.handle(), "main", source.handle(), "main")};
  int code = backup ? SQLITE_OK : sqlite3_extended_errcode(target.handle());
  while (code == SQLITE_OK) code = sqlite3_backup_step(backup.get(), pages_per_step);
  if (code != SQLITE_DONE) throw SqliteError(code, sqlite3_system_errno(target.handle()), sqlite3_errstr(code));
}

void check_copy(const Connection& source, const std::filesystem::path& file) {
  const Connection copy{file, Connection::Mode::read, no_wait};
  if (copy.number("pragma user_version") != source.number("pragma user_version"))
    throw SqliteError(SQLITE_CORRUPT, 0, "the copy is not what was copied");
  if (const auto problem = check_tail(copy)) throw SqliteError(SQLITE_CORRUPT, 0, "the copy is damaged: " + *problem);
}

bool to_disk(const std::filesystem::path& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  if (fd < 0) return false;
  const bool synced = ::fsync(fd) == 0;
  ::close(fd);
  return synced;
}

/// Some file systems cannot rename "only if there is nothing"; whether there was has been asked before.
bool put_in_place(const std::filesystem::path& part, const std::filesystem::path& target, Overwrite overwrite) {
  if (overwrite == Overwrite::no) {
    if (::renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE) == 0) return true;
    if (errno != EINVAL && errno != ENOSYS) return false;
  }
  return ::rename(part.c_str(), target.c_str()) == 0;
}

void remove_with_companions(const std::filesystem::path& file) {
  std::error_code ignored;  // what cannot be removed now is overwritten by the next copy
  for (const auto* suffix : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(file.string() + suffix, ignored);
}

}  // namespace

std::expected<void, std::string> copy_database(const Connection& source, const std::filesystem::path& target,
                                               Overwrite overwrite) {
  const auto taken = [&] { return fmt::format("{} exists already. Name a file that does not exist", target.string()); };
  std::error_code unknown;
  if (overwrite == Overwrite::no && std::filesystem::exists(target, unknown)) return std::unexpected(taken());
  auto part = target;
  part += ".part";
  remove_with_companions(part);
  try {
    {
      const Connection copy{part, Connection::Mode::create, no_wait};
      copy_pages(source, copy);
    }
    check_copy(source, part);
  } catch (const SqliteError& error) {
    remove_with_companions(part);
    const auto system = error.system_error == 0 ? "" : ", " + std::generic_category().message(error.system_error);
    return std::unexpected(fmt::format("{} could not be written ({}{})", target.string(), error.what(), system));
  }
  if (!to_disk(part, O_RDONLY) || !put_in_place(part, target, overwrite)) {
    const int error = errno;
    remove_with_companions(part);
    return std::unexpected(error == EEXIST ? taken()
                                           : fmt::format("{} could not be written ({})", target.string(),
                                                         std::generic_category().message(error)));
  }
  const auto directory = target.parent_path().empty() ? std::filesystem::path{"."} : target.parent_path();
  if (!to_disk(directory, O_RDONLY | O_DIRECTORY))
    return std::unexpected(
        fmt::format("{} was written, but its directory could not be saved to disk", target.string()));
  return {};
}

}  // namespace storage
