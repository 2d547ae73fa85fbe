#include "integrations/dead_man/settings.hpp"

#include <algorithm>
#include <string_view>

namespace integrations::dead_man {
namespace {

/// Nothing here repeats the address. A query is allowed: some services have their key there.
std::string url_trouble(const std::string& url) {
  const std::string_view all{url};
  const bool plain = all.starts_with("http://");
  if (!plain && !all.starts_with("https://")) return "something that does not begin with https://";
  const auto rest = all.substr(plain ? 7 : 8);
  const auto host = rest.substr(0, rest.find_first_of("/?#"));
  const auto name = host.substr(0, host.starts_with('[') ? host.find(']') + 1 : host.find(':'));
  if (name.empty()) return "an address without a host";
  if (std::ranges::any_of(all, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == '<'; }))
    return "something with a space or a quotation mark in it";
  if (all.size() > 2000) return "something longer than 2000 characters";
  if (plain && name != "127.0.0.1" && name != "localhost" && name != "[::1]")
    return "an address without https, which whoever listens on the way could read";
  return {};
}

}  // namespace

config::Table fields() {
  return {
      {.path = "operations.dead_man_url",
       .help =
           "Asked for (GET) after every audit that finds nothing wrong. A service that raises an alarm when it hears "
           "nothing for a while, such as a heartbeat monitor, then tells you when Sitrep itself is down.",
       .expected = "an address that begins with https://",
       .check = url_trouble,
       .environment = "SITREP_DEAD_MAN_URL",
       .secret = true},
  };
}

std::optional<Settings> settings(const config::Values& values) {
  Settings result;
  result.url = values.text("operations.dead_man_url");
  if (result.url.empty()) return std::nullopt;
  return result;
}

}  // namespace integrations::dead_man
