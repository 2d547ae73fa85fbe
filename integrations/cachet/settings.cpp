#include "integrations/cachet/settings.hpp"

namespace integrations::cachet {

const pages::Provider& provider() {
  static const pages::Provider one{
      .key = "cachet",
      .name = "Cachet",
      .environment = "SITREP_CACHET",
      .api_url = {},
      .api_example = "https://status.example.com/api",
      .key_help =
          "In Cachet: Settings, API Keys; with the abilities to manage incidents, incident updates, schedules, "
          "schedule updates and components.",
      .page_help = {},
      .id_example = "3",
      .numbers = true};
  return one;
}

config::Table fields() {
  return pages::fields(provider());
}

std::optional<Settings> settings(const config::Values& values) {
  return pages::settings(values, provider());
}

}  // namespace integrations::cachet
