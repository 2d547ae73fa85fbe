#include "integrations/local_page/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace integrations::local_page {
namespace {

std::unexpected<std::string> reason(int error) {
  return std::unexpected(std::string{std::strerror(error)});
}

/// Closes what it holds; a file that is thrown away needs no second look.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  /// Some disks report a failed write only here.
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const auto size = ::write(file, content.data(), content.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

bool write_new(const std::filesystem::path& path, std::string_view content, unsigned mode, Lasting lasting) {
  ::unlink(path.c_str());
  Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)};
  if (file.number() < 0 || ::fchmod(file.number(), mode) != 0) return false;
  if (!write_all(file.number(), content)) return false;
  if (lasting == Lasting::yes && ::fsync(file.number()) != 0) return false;
  return file.close();
}

bool settle_folder(const std::filesystem::path& folder) {
  const Descriptor directory{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return directory.number() >= 0 && ::fsync(directory.number()) == 0;
}

}  // namespace

std::expected<void, std::string> replace_file(const std::filesystem::path& path, std::string_view content,
                                              unsigned mode, Lasting lasting) {
  std::error_code made;
  std::filesystem::create_directories(path.parent_path(), made);
  if (made) return std::unexpected(made.message());
  const auto fresh = path.parent_path() / ("." + path.filename().string() + ".new");
  const bool done = write_new(fresh, content, mode, lasting) && ::rename(fresh.c_str(), path.c_str()) == 0 &&
                    (lasting == Lasting::no || settle_folder(path.parent_path()));
  if (done) return {};
  const int error = errno;
  ::unlink(fresh.c_str());
  return reason(error);
}

std::expected<void, std::string> bring_file(const std::filesystem::path& path, std::string_view content) {
  const auto there = read_whole(path);
  if (there && *there && **there == content) return {};
  return replace_file(path, content, 0644, Lasting::no);
}

std::expected<std::optional<std::string>, std::string> read_whole(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number() < 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (file.number() < 0) return reason(errno);
  std::string content, part(64 * 1024, '\0');
  for (;;) {
    const auto size = ::read(file.number(), part.data(), part.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return reason(errno);
    if (size == 0) return content;
    content.append(part, 0, static_cast<std::size_t>(size));
  }
}

}  // namespace integrations::local_page
