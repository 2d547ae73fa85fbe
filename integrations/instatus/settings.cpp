#include "integrations/instatus/settings.hpp"

namespace integrations::instatus {

const pages::Provider& provider() {
  static const pages::Provider one{
      .key = "instatus",
      .name = "Instatus",
      .environment = "SITREP_INSTATUS",
      .api_url = "https://api.instatus.com",
      .api_example = "https://api.instatus.com",
      .key_help = "In Instatus: your account's settings, Developer.",
      .page_help = "Which page. `GET /v2/pages` of the API lists the ids of all pages that the key may see.",
      .id_example = "ckh8pcnfh01jh26oiuuvvvvvv"};
  return one;
}

config::Table fields() {
  return pages::fields(provider());
}

std::optional<Settings> settings(const config::Values& values) {
  return pages::settings(values, provider());
}

}  // namespace integrations::instatus
