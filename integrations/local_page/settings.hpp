#pragma once
// What can be set about Sitrep's own public page: the values and their rows in the table of settings.
#include <filesystem>
#include <optional>
#include <string>

#include "config/field.hpp"
#include "config/values.hpp"

namespace integrations::local_page {

struct Settings {
  std::filesystem::path directory;  // the site is written here; one page has it for itself
  std::string url;                  // where people read it, without a final "/": links and feeds carry it
  std::string name;                 // what the page is called; empty: "<organisation> status"
};

/// The rows under `local_page`.
config::Table fields();
/// None when it is switched off, or left to itself while `another_page` is kept. A relative directory is taken from
/// `folder`, where the configuration file is.
std::optional<Settings> settings(const config::Values& values, bool another_page, const std::filesystem::path& folder);

}  // namespace integrations::local_page
