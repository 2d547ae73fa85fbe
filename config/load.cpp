#include "config/load.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <expected>
#include <fstream>
#include <string_view>

#include "config/document.hpp"
#include "config/nearest.hpp"
#include "config/schema.hpp"
#include "config/walker.hpp"

namespace config {
namespace {

constexpr std::string_view prefix = "SITREP_";

std::expected<std::string, std::string> read(const std::filesystem::path& path) {
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown)) return std::unexpected("this is a folder; name the file in it");
  errno = 0;
  std::ifstream file{path, std::ios::binary};
  if (!file) {
    const int reason = errno;
    const auto advice = reason == ENOENT ? "; docs/sitrep.example.yaml is a file to begin with" : "";
    return std::unexpected(fmt::format("cannot be read: {}{}", std::strerror(reason), advice));
  }
  // One byte more than is taken, so that the parser can refuse what is too large without reading all of it.
  std::string text(largest_file + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return std::unexpected(fmt::format("cannot be read: {}", std::strerror(errno)));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

/// A misspelt variable would otherwise do nothing, silently. Variables that resemble none are somebody else's.
void warn_of_variables(const Table& table, const Environment& environment, std::vector<Problem>& problems) {
  std::vector<std::string> known;
  for (const auto& field : table) {
    if (!field.environment.empty()) known.push_back(field.environment);
    if (field.secret) known.push_back(field.environment + "_FILE");
  }
  for (const auto& [name, value] : environment) {
    if (!name.starts_with(prefix) || std::ranges::find(known, name) != known.end()) continue;
    const auto meant = nearest(name, known);
    if (meant.empty()) continue;
    problems.push_back({.level = Problem::Level::warning,
                        .file = "environment",
                        .place = {},
                        .path = name,
                        .says = fmt::format("unknown variable; did you mean “{}”?", meant)});
  }
}

}  // namespace

Environment process_environment() {
  Environment result;
  for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
    const std::string_view entry{*each};
    const auto equals = entry.find('=');
    if (entry.starts_with(prefix) && equals != std::string_view::npos) {
      result.emplace(entry.substr(0, equals), entry.substr(equals + 1));
    }
  }
  return result;
}

Loaded load(std::string_view text, const std::string& file, const Table& table, const Environment& environment,
            Secrets secrets) {
  auto document = parse(text, file);
  if (!document) return {.values = {}, .problems = std::move(document.error())};
  const Branch root = tree(table);
  Walker walker{root, file, environment, secrets};
  walker.walk(*document);
  auto loaded = walker.take();
  warn_of_variables(table, environment, loaded.problems);
  return loaded;
}

Loaded load_file(const std::filesystem::path& path, const Table& table, const Environment& environment,
                 Secrets secrets) {
  auto text = read(path);
  if (!text)
    return {.values = {}, .problems = {{.file = path.string(), .place = {}, .path = {}, .says = text.error()}}};
  return load(*text, path.string(), table, environment, secrets);
}

}  // namespace config
