#include "integrations/statuspage/settings.hpp"

#include <algorithm>

#include "config/checks.hpp"

namespace integrations::statuspage {
namespace {

using config::Type;

std::string id_trouble(const std::string& id) {
  const bool plain = std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
  return plain ? ""
               : "an id has lower-case letters and digits only; it is in the address of the page in Statuspage's "
                 "administration";
}

std::string key_trouble(const std::string& key) {
  return key.size() < 8 ? "something shorter than 8 characters" : "";
}

}  // namespace

config::Table fields() {
  return {
      {.path = "statuspage",
       .type = Type::section,
       .help = "The public status page. Without this section nothing is published anywhere.",
       .optional = true},
      {.path = "statuspage.api_key",
       .help = "In Statuspage: your avatar, API info, API keys.",
       .expected = "an API key of Statuspage",
       .required = true,
       .check = key_trouble,
       .environment = "SITREP_STATUSPAGE_API_KEY",
       .secret = true},
      {.path = "statuspage.page_id",
       .help = "Which page. In Statuspage: your avatar, API info, Page IDs.",
       .example = "kctbh9vrtdwd",
       .expected = "the id of a page, such as kctbh9vrtdwd",
       .required = true,
       .max = 64,
       .pattern = "^[a-z0-9]+$",
       .check = id_trouble},
      {.path = "statuspage.api_url",
       .help = "Where Statuspage's API is.",
       .fallback = "https://api.statuspage.io/v1",
       .expected = "an address such as https://api.statuspage.io/v1",
       .max = 500,
       .pattern = "^https?://",
       .check = config::url_trouble,
       .environment = "SITREP_STATUSPAGE_API_URL"},
      {.path = "statuspage.notify_subscribers",
       .type = Type::flag,
       .help =
           "Whether the page's subscribers get a mail for what a person wrote. Components that change never send one.",
       .fallback = "true"},
      {.path = "components[].statuspage_id",
       .help =
           "The component's id on the status page, where its name alone is not enough to find it (two groups may each "
           "have an “API”).",
       .example = "b13yz5g2cw10",
       .expected = "the id of a component of the page",
       .max = 64,
       .pattern = "^[a-z0-9]+$",
       .check = id_trouble,
       .names = "Statuspage component"},
  };
}

std::optional<Settings> settings(const config::Values& values) {
  if (!values.given("statuspage")) return std::nullopt;
  Settings result;
  result.api_url = values.text("statuspage.api_url");
  while (result.api_url.ends_with('/')) result.api_url.pop_back();
  result.api_key = values.text("statuspage.api_key");
  result.page_id = values.text("statuspage.page_id");
  result.notify_subscribers = values.flag("statuspage.notify_subscribers");
  for (const auto& component : values.items("components")) {
    const auto& id = component.text("statuspage_id");
    if (!id.empty()) result.component_ids.emplace(component.text("key"), id);
  }
  return result;
}

}  // namespace integrations::statuspage
