#include "integrations/webhook/settings.hpp"

#include "config/checks.hpp"

namespace integrations::webhook {
namespace {

std::string secret_trouble(const std::string& secret) {
  return secret.size() < 16 ? "something shorter than 16 characters; make one with: openssl rand -hex 32" : "";
}

}  // namespace

config::Table fields() {
  return {
      {.path = "paging_webhook",
       .type = config::Type::section,
       .help = "Pages by a signed request to a server of your own; docs/webhook.md shows what it gets.",
       .optional = true},
      {.path = "paging_webhook.url",
       .help = "Where the request goes.",
       .example = "https://alerts.example.com/sitrep",
       .expected = "an address such as https://alerts.example.com/sitrep",
       .required = true,
       .max = 500,
       .pattern = "^https?://",
       .check = config::url_trouble,
       .environment = "SITREP_WEBHOOK_URL"},
      {.path = "paging_webhook.secret",
       .help = "What requests are signed with, so that your server can tell them from others.",
       .expected = "a secret of 16 or more characters",
       .required = true,
       .check = secret_trouble,
       .environment = "SITREP_WEBHOOK_SECRET",
       .secret = true},
  };
}

std::optional<Settings> settings(const config::Values& values) {
  if (!values.given("paging_webhook")) return std::nullopt;
  Settings result;
  result.url = values.text("paging_webhook.url");
  result.secret = values.text("paging_webhook.secret");
  return result;
}

}  // namespace integrations::webhook
