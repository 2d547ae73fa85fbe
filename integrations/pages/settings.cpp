#include "integrations/pages/settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/checks.hpp"

namespace integrations::pages {
namespace {

using config::Type;

std::string key_trouble(const std::string& key) {
  return key.size() < 8 ? "something shorter than 8 characters" : "";
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string number_trouble(const std::string& id) {
  return std::ranges::all_of(id, is_digit) ? "" : "an id here is a whole number";
}

std::string id_trouble(const std::string& id) {
  const auto plain = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  return std::ranges::all_of(id, plain) ? "" : "an id has letters, digits, - and _ only";
}

config::Field id_field(const Provider& provider, std::string path) {
  config::Field field;
  field.path = std::move(path);
  field.max = 64;
  field.pattern = provider.numbers ? "^[0-9]+$" : "^[A-Za-z0-9_-]+$";
  field.check = provider.numbers ? number_trouble : id_trouble;
  return field;
}

}  // namespace

config::Table fields(const Provider& provider) {
  config::Table table;
  table.push_back(
      {.path = provider.key,
       .type = Type::section,
       .help = fmt::format("A status page at {}. Without this section nothing is published there.", provider.name),
       .optional = true});
  table.push_back({.path = provider.key + ".api_key",
                   .help = provider.key_help,
                   .expected = fmt::format("an API key of {}", provider.name),
                   .required = true,
                   .check = key_trouble,
                   .environment = provider.environment + "_API_KEY",
                   .secret = true});
  if (!provider.page_help.empty()) {
    auto page = id_field(provider, provider.key + ".page_id");
    page.help = provider.page_help;
    page.example = provider.id_example;
    page.expected = "the id of a page, such as " + provider.id_example;
    page.required = true;
    table.push_back(std::move(page));
  }
  table.push_back({.path = provider.key + ".api_url",
                   .help = fmt::format("Where the API of {} is.", provider.name),
                   .fallback = provider.api_url,
                   .example = provider.api_url.empty() ? provider.api_example : "",
                   .expected = "an address such as " + provider.api_example,
                   .required = provider.api_url.empty(),
                   .max = 500,
                   .pattern = "^https?://",
                   .check = config::url_trouble,
                   .environment = provider.environment + "_API_URL"});
  table.push_back({.path = provider.key + ".notify_subscribers",
                   .type = Type::flag,
                   .help =
                       "Whether the page's subscribers hear of what a person wrote, where whoever publishes it does "
                       "not say. Components that change never tell them.",
                   .fallback = "false"});
  auto id = id_field(provider, fmt::format("components[].{}_id", provider.key));
  id.help = fmt::format("The component's id at {}, where its name alone is not enough to find it.", provider.name);
  id.example = provider.id_example;
  id.expected = "the id of a component of the page";
  id.names = provider.name + " component";
  table.push_back(std::move(id));
  return table;
}

std::optional<Settings> settings(const config::Values& values, const Provider& provider) {
  if (!values.given(provider.key)) return std::nullopt;
  Settings result;
  result.api_url = values.text(provider.key + ".api_url");
  while (result.api_url.ends_with('/')) result.api_url.pop_back();
  result.api_key = values.text(provider.key + ".api_key");
  if (!provider.page_help.empty()) result.page_id = values.text(provider.key + ".page_id");
  result.notify_subscribers = values.flag(provider.key + ".notify_subscribers");
  for (const auto& component : values.items("components")) {
    const auto& id = component.text(provider.key + "_id");
    if (!id.empty()) result.component_ids.emplace(component.text("key"), id);
  }
  return result;
}

}  // namespace integrations::pages
