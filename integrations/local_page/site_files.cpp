#include "integrations/local_page/site_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace integrations::local_page {
namespace {

constexpr off_t largest = 16 * 1024 * 1024;

std::string_view type_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> types{{
      {".html", "text/html; charset=utf-8"},
      {".json", "application/json; charset=utf-8"},
      {".rss", "application/rss+xml; charset=utf-8"},
      {".atom", "application/atom+xml; charset=utf-8"},
  }};
  const auto found = std::ranges::find_if(types, [&](const auto& type) { return name.ends_with(type.first); });
  return found == types.end() ? std::string_view{} : found->second;
}

/// Letters, digits, "-", "_" and "." not at the beginning: none of our names needs more, and "%", "\" or a zero byte
/// are not names.
bool plain(std::string_view part) {
  return !part.empty() && part.front() != '.' && std::ranges::all_of(part, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

/// The folders and the name; empty when the address is not one of ours.
std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  for (;;) {
    const auto end = path.find('/');
    parts.emplace_back(path.substr(0, end));
    if (!plain(parts.back())) return {};
    if (end == std::string_view::npos) return parts;
    path = path.substr(end + 1);
  }
}

/// Goes down one folder after the other, none of which may be a link.
int open_below(const std::filesystem::path& directory, const std::vector<std::string>& parts) {
  int at = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (std::size_t i = 0; i < parts.size() && at >= 0; ++i) {
    // Not waiting: opening a pipe would wait for its other end.
    const int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (i + 1 < parts.size() ? O_DIRECTORY : 0);
    const int next = ::openat(at, parts[i].c_str(), flags);
    ::close(at);
    at = next;
  }
  return at;
}

std::optional<std::string> read_file(int file) {
  struct stat about{};
  if (::fstat(file, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size > largest) return std::nullopt;
  std::string body(static_cast<std::size_t>(about.st_size), '\0');
  std::size_t size = 0;
  while (size < body.size()) {
    const auto more = ::read(file, body.data() + size, body.size() - size);
    if (more <= 0) return std::nullopt;
    size += static_cast<std::size_t>(more);
  }
  return body;
}

}  // namespace

std::optional<SiteFile> read_site_file(const std::filesystem::path& directory, std::string_view url_path) {
  const auto parts = parts_of(url_path.empty() ? "index.html" : url_path);
  if (parts.empty() || url_path == "page.json") return std::nullopt;  // the page's memory is not part of the site
  const auto type = type_of(parts.back());
  if (type.empty()) return std::nullopt;
  const int file = open_below(directory, parts);
  if (file < 0) return std::nullopt;
  auto body = read_file(file);
  ::close(file);
  if (!body) return std::nullopt;
  return SiteFile{std::string{type}, std::move(*body)};
}

}  // namespace integrations::local_page
