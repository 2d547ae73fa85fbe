#include "integrations/opsgenie/settings.hpp"

#include "config/checks.hpp"

namespace integrations::opsgenie {
namespace {

std::string key_trouble(const std::string& key) {
  return key.size() < 8 ? "something shorter than 8 characters" : "";
}

}  // namespace

config::Table fields() {
  return {
      {.path = "opsgenie",
       .type = config::Type::section,
       .help = "Pages by Opsgenie, which Atlassian ends on 2027-04-05. Without this section there are none.",
       .optional = true},
      {.path = "opsgenie.region",
       .type = config::Type::word,
       .help = "Where your account is: eu when its address has eu in it.",
       .example = "us",
       .required = true,
       .words = {"us", "eu"}},
      {.path = "opsgenie.api_key",
       .help = "Whose team is told. In Opsgenie: the team, Integrations, API; with read access, create and update.",
       .expected = "the API key of an integration of the kind API",
       .required = true,
       .check = key_trouble,
       .environment = "SITREP_OPSGENIE_API_KEY",
       .secret = true},
      {.path = "opsgenie.api_url",
       .help = "Where Opsgenie's API is. Default: as the region says.",
       .expected = "an address such as https://api.opsgenie.com",
       .max = 500,
       .pattern = "^https?://",
       .check = config::url_trouble,
       .environment = "SITREP_OPSGENIE_API_URL"},
  };
}

std::optional<Settings> settings(const config::Values& values) {
  if (!values.given("opsgenie")) return std::nullopt;
  Settings result;
  if (values.text("opsgenie.region") == "eu") result.api_url = "https://api.eu.opsgenie.com";
  if (const auto& url = values.text("opsgenie.api_url"); !url.empty()) result.api_url = url;
  while (result.api_url.ends_with('/')) result.api_url.pop_back();
  result.api_key = values.text("opsgenie.api_key");
  return result;
}

}  // namespace integrations::opsgenie
