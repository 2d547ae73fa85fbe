#include "integrations/pagerduty/settings.hpp"

#include <algorithm>

#include "config/checks.hpp"

namespace integrations::pagerduty {
namespace {

std::string routing_key_trouble(const std::string& key) {
  return is_routing_key(key) ? "" : "something that is not 32 letters and digits";
}

std::string token_trouble(const std::string& token) {
  return token.size() < 8 ? "something shorter than 8 characters" : "";
}

std::string without_final_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace

bool is_routing_key(const std::string& key) {
  return key.size() == 32 && std::ranges::all_of(key, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

config::Table fields() {
  return {
      {.path = "pagerduty",
       .type = config::Type::section,
       .help = "Pages by PagerDuty, and schedules that are kept there. Without this section there are none.",
       .optional = true},
      {.path = "pagerduty.region",
       .type = config::Type::word,
       .help = "Where your account is: eu when its address ends in eu.pagerduty.com.",
       .example = "us",
       .required = true,
       .words = {"us", "eu"}},
      {.path = "pagerduty.routing_key",
       .help = "Which service of PagerDuty is told. In PagerDuty: the service, Integrations, Events API V2.",
       .expected = "an integration key of the kind Events API V2",
       .required = true,
       .check = routing_key_trouble,
       .environment = "SITREP_PAGERDUTY_ROUTING_KEY",
       .secret = true},
      {.path = "pagerduty.api_token",
       .help = "With it, an acknowledgement in PagerDuty acknowledges here, and schedules are read. In PagerDuty: "
               "Integrations, API Access Keys, a read-only one.",
       .expected = "a REST API key of PagerDuty",
       .check = token_trouble,
       .environment = "SITREP_PAGERDUTY_API_TOKEN",
       .secret = true},
      {.path = "pagerduty.events_url",
       .help = "Where events are sent. Default: as the region says.",
       .expected = "an address such as https://events.pagerduty.com/v2",
       .max = 500,
       .pattern = "^https?://",
       .check = config::url_trouble,
       .environment = "SITREP_PAGERDUTY_EVENTS_URL"},
      {.path = "pagerduty.api_url",
       .help = "Where the REST API is. Default: as the region says.",
       .expected = "an address such as https://api.pagerduty.com",
       .max = 500,
       .pattern = "^https?://",
       .check = config::url_trouble,
       .environment = "SITREP_PAGERDUTY_API_URL"},
  };
}

std::optional<Settings> settings(const config::Values& values) {
  if (!values.given("pagerduty")) return std::nullopt;
  Settings result;
  if (values.text("pagerduty.region") == "eu") {  // docs: PagerDuty, Service Regions
    result.events_url = "https://events.eu.pagerduty.com/v2";
    result.api_url = "https://api.eu.pagerduty.com";
  }
  if (const auto& url = values.text("pagerduty.events_url"); !url.empty()) result.events_url = without_final_slash(url);
  if (const auto& url = values.text("pagerduty.api_url"); !url.empty()) result.api_url = without_final_slash(url);
  result.routing_key = values.text("pagerduty.routing_key");
  result.api_token = values.text("pagerduty.api_token");
  return result;
}

}  // namespace integrations::pagerduty
