#include "config/secrets.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace config {
namespace {

constexpr std::size_t longest_secret = 8192;

std::string variable(const Environment& environment, const std::string& name) {
  const auto found = environment.find(name);
  return found == environment.end() ? std::string{} : found->second;
}

void without_line_break(std::string& text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
}

/// Reads at most one byte more than a secret may have, so that a wrong file (a log, a device) is noticed early.
std::string read(std::ifstream& file) {
  std::string text(longest_secret + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

/// What is wrong with it, without a character of it.
std::string trouble(const Field& field, const std::string& value) {
  if (value.empty()) return fmt::format("expected {}, got nothing", expectation(field));
  if (value.size() > longest_secret)
    return fmt::format("expected {}, got more than {} bytes", expectation(field), longest_secret);
  if (!std::ranges::all_of(value, [](char c) { return c > 0x20 && c < 0x7F; })) {
    return fmt::format("expected {}, got spaces, quotes of a word processor or several lines", expectation(field));
  }
  const auto wrong = field.check ? field.check(value) : std::string{};
  return wrong.empty() ? wrong : fmt::format("expected {}, got {}", expectation(field), wrong);
}

Secret from_file(const Field& field, const std::string& name, const std::string& path) {
  Secret secret;
  const auto report = [&](Problem::Level level, std::string says) {
    secret.problems.push_back(
        {.level = level, .file = "environment", .place = {}, .path = name, .says = std::move(says)});
  };
  struct stat about{};
  std::ifstream file{path, std::ios::binary};
  if (::stat(path.c_str(), &about) != 0 || !file || S_ISDIR(about.st_mode)) {
    const int reason = errno == 0 ? EISDIR : errno;
    report(Problem::Level::error,
           fmt::format("cannot read the file {}: {}", path, std::strerror(S_ISDIR(about.st_mode) ? EISDIR : reason)));
    return secret;
  }
  if (S_ISREG(about.st_mode) && (about.st_mode & S_IROTH) != 0) {
    report(Problem::Level::warning,
           fmt::format("everybody on this machine can read {}; type: chmod o-rwx {}", path, path));
  }
  auto value = read(file);
  without_line_break(value);
  if (const auto wrong = trouble(field, value); !wrong.empty()) {
    report(Problem::Level::error, fmt::format("in the file {}: {}", path, wrong));
    return secret;
  }
  secret.value = std::move(value);
  return secret;
}

}  // namespace

std::string where_to_put(const Field& secret) {
  return fmt::format("set {0}, or {0}_FILE to the path of a file that holds it", secret.environment);
}

Secret read_secret(const Field& field, const Environment& environment) {
  const auto file_variable = field.environment + "_FILE";
  auto value = variable(environment, field.environment);
  const auto path = variable(environment, file_variable);
  const auto report = [&](std::string says) {
    return Secret{.value = {},
                  .problems = {{.file = "environment", .path = field.environment, .says = std::move(says)}}};
  };
  if (!value.empty() && !path.empty()) return report(fmt::format("{} is set too; keep one of them", file_variable));
  if (!path.empty()) return from_file(field, file_variable, path);
  if (value.empty()) return {};
  without_line_break(value);
  if (const auto wrong = trouble(field, value); !wrong.empty()) return report(wrong);
  return {.value = std::move(value), .problems = {}};
}

}  // namespace config
