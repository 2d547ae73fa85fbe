#pragma once
// What can be set about a hosted status page: the same rows for each provider, under the provider's own name.
#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "config/field.hpp"
#include "config/values.hpp"

namespace integrations::pages {

struct Settings {
  std::string api_url;                               // without a final "/"
  std::string api_key;                               // in headers only
  std::string page_id;                               // empty where a server has one page alone
  bool notify_subscribers = false;                   // where whoever publishes says nothing of it
  std::map<std::string, std::string> component_ids;  // Component::key -> id there, where the name alone is not enough
  std::chrono::milliseconds timeout = std::chrono::seconds{15};  // for one whole request, real time; not configured
};

/// How one provider is named and set up.
struct Provider {
  std::string key;          // "instatus": the section of the configuration, the page's name, its lane
  std::string name;         // "Instatus"
  std::string environment;  // "SITREP_INSTATUS", before "_API_KEY" and "_API_URL"
  std::string api_url;      // by default; empty: must be given
  std::string api_example;
  std::string key_help;    // where a person finds the key
  std::string page_help;   // where a person finds the page's id; empty: there is one page for each server
  std::string id_example;  // of a component
  bool numbers = false;    // ids are whole numbers
};

/// The rows under the provider's section, and `components[].<key>_id`.
config::Table fields(const Provider& provider);
/// None when the provider is not configured.
std::optional<Settings> settings(const config::Values& values, const Provider& provider);

}  // namespace integrations::pages
