#include "integrations/better_stack/settings.hpp"

namespace integrations::better_stack {

const pages::Provider& provider() {
  static const pages::Provider one{
      .key = "better_stack",
      .name = "Better Stack",
      .environment = "SITREP_BETTER_STACK",
      .api_url = "https://uptime.betterstack.com/api/v2",
      .api_example = "https://uptime.betterstack.com/api/v2",
      .key_help = "In Better Stack: API tokens, Uptime API tokens of your team.",
      .page_help = "Which page: the number in the address of the status page in Better Stack.",
      .id_example = "123456",
      .numbers = true};
  return one;
}

config::Table fields() {
  return pages::fields(provider());
}

std::optional<Settings> settings(const config::Values& values) {
  return pages::settings(values, provider());
}

}  // namespace integrations::better_stack
