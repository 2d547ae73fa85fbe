#pragma once
// What can be set about e-mail: the values and their rows in the table of settings.
#include <optional>
#include <string>
#include <vector>

#include "config/field.hpp"
#include "config/problem.hpp"
#include "config/values.hpp"
#include "integrations/ports/mail.hpp"

namespace integrations::email {

struct Settings {
  MailServer server;
  std::string from;  // "Sitrep <sitrep@example.com>" or the address alone
};

/// The rows under `email`.
config::Table fields();
/// None when no mail server is configured.
std::optional<Settings> settings(const config::Values& values);
/// What the table cannot say: a setting that makes no sense without, or beside, another one.
std::vector<config::Problem> problems(const config::Values& values, const std::string& file);

}  // namespace integrations::email
