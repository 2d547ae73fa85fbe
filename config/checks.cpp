#include "config/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <vector>

#include "config/nearest.hpp"
#include "config/scalar.hpp"

namespace config {
namespace {

namespace fs = std::filesystem;

bool letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool only(std::string_view text, std::string_view also) {
  return std::ranges::all_of(text,
                             [&](char c) { return letter_or_digit(c) || also.find(c) != std::string_view::npos; });
}

/// "[::1]:80" and "host:80" in their two halves; the port is empty when there is none.
std::pair<std::string_view, std::string_view> split_port(std::string_view address) {
  const auto bracket = address.find(']');
  const auto colon = address.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon == std::string_view::npos) return {address, {}};
  return {address.substr(0, colon), address.substr(colon + 1)};
}

bool is_loopback(std::string_view host) {
  return host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

bool is_port(std::string_view text) {
  const auto number = parse_number(text);
  return number && *number >= 1 && *number <= 65535 && only(text, "");
}

const fs::path& zones() {
  static const fs::path folder{"/usr/share/zoneinfo"};
  return folder;
}

bool is_zone_file(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::array<char, 4> magic{};
  return file.read(magic.data(), magic.size()) && std::string_view{magic.data(), magic.size()} == "TZif";
}

/// Names that people use: the areas, without the copies for other clocks and the bare abbreviations.
std::vector<std::string> all_zones() {
  std::vector<std::string> names{"UTC"};
  std::error_code ignored;
  for (const auto* area : {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Etc",
                           "Europe", "Indian", "Pacific"}) {
    for (fs::recursive_directory_iterator at{zones() / area, ignored}, end; !ignored && at != end;
         at.increment(ignored)) {
      if (at->is_regular_file(ignored)) names.push_back(at->path().lexically_relative(zones()).string());
    }
  }
  return names;
}

}  // namespace

std::string url_trouble(const std::string& url) {
  const std::string_view all{url};
  const bool plain = all.starts_with("http://");
  if (!plain && !all.starts_with("https://")) return "it must begin with https://";
  const auto rest = all.substr(plain ? 7 : 8);
  const auto authority = rest.substr(0, rest.find('/'));
  const auto [host, port] = split_port(authority);
  if (rest.find_first_of("?#@ \\\"<>") != std::string_view::npos)
    return "it must have no user name, “?”, “#” or space in it";
  const bool six = host.starts_with('[') && host.ends_with(']') && only(host.substr(1, host.size() - 2), ":");
  if (host.empty() || (!six && !only(host, ".-"))) return "it names no host";
  if (authority.size() > host.size() && !is_port(port)) return "its port must be a number from 1 to 65535";
  if (plain && !is_loopback(host))
    return "tokens would travel unprotected; http:// is only for this machine, use https://";
  return {};
}

std::string zone_trouble(const std::string& zone) {
  if (zone == "UTC") return {};
  const bool name = only(zone, "_-+/") && zone.find("//") == std::string::npos && !zone.starts_with('/');
  if (name && is_zone_file(zones() / zone)) return {};
  std::error_code ignored;
  if (!fs::exists(zones(), ignored)) return "this machine has no time zones; install the package tzdata";
  const auto names = all_zones();
  // "Berlin" alone: the city is the part after the last "/".
  auto city = zone.substr(zone.rfind('/') == std::string::npos ? 0 : zone.rfind('/') + 1);
  std::ranges::replace(city, ' ', '_');
  const auto same_city = std::ranges::find_if(names, [&](const std::string& n) { return n.ends_with("/" + city); });
  const auto meant = same_city != names.end() ? *same_city : nearest(zone, names);
  return meant.empty() ? "this machine knows no such zone" : fmt::format("did you mean “{}”?", meant);
}

std::string loopback_trouble(const std::string& address) {
  const auto [host, port] = split_port(address);
  if (!is_port(port)) return "it needs a port from 1 to 65535, as in 127.0.0.1:8321";
  if (!is_loopback(host)) return "it has no password, so it is only for this machine: 127.0.0.1, [::1] or localhost";
  return {};
}

std::string word_trouble(const std::string& word) {
  if (!word.empty() && letter_or_digit(word.front()) && only(word, "-_.")) return {};
  return "it is typed in commands, so it must be one word of letters, digits, “-”, “_” and “.”";
}

}  // namespace config
