#pragma once
// Secrets come from a variable, or from a file that a variable names; never from the settings file, never into a
// message.
#include <optional>
#include <string>
#include <vector>

#include "config/field.hpp"
#include "config/load.hpp"
#include "config/problem.hpp"

namespace config {

struct Secret {
  std::optional<std::string> value;
  std::vector<Problem> problems;  // a file that others may read is a warning
};

/// From <environment> or <environment>_FILE, with the line break at its end removed and the field's check applied. An
/// empty variable counts as not set. Nothing set is no problem here: whether it is missed depends on the rest.
Secret read_secret(const Field& field, const Environment& environment);

/// Where to put it: "set SITREP_X, or SITREP_X_FILE to the path of a file that holds it".
std::string where_to_put(const Field& secret);

}  // namespace config
