#pragma once
// What can be set about the dead-man address: the value and its row in the table of settings.
#include <chrono>
#include <optional>
#include <string>

#include "config/field.hpp"
#include "config/values.hpp"

namespace integrations::dead_man {

struct Settings {
  std::string url;  // whoever knows it can keep the alarm silent: never told to anybody
  std::chrono::milliseconds timeout = std::chrono::seconds{10};  // for one whole request, real time; not configured
};

/// One row below `operations`, which must stand before it.
config::Table fields();
/// None when no address is set.
std::optional<Settings> settings(const config::Values& values);

}  // namespace integrations::dead_man
