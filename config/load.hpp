#pragma once
// From bytes to settings: parse, walk along the table, report everything that is wrong in one go.
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/field.hpp"
#include "config/problem.hpp"
#include "config/values.hpp"

namespace config {

/// Variables by name. Only those that begin with SITREP_ matter.
using Environment = std::map<std::string, std::string>;
/// Those of this process.
Environment process_environment();

/// Whether a missing secret is an error (to run) or a warning (to check a file where the secrets are not).
enum class Secrets { required, optional };

struct Loaded {
  Values values;                  // whole only when no problem is an error
  std::vector<Problem> problems;  // errors and warnings, in the order of the file
};

/// `file` is only a name for messages. Never throws, whatever the bytes.
Loaded load(std::string_view text, const std::string& file, const Table& table, const Environment& environment,
            Secrets secrets = Secrets::required);
/// Reads the file first; larger than 1 MiB is refused.
Loaded load_file(const std::filesystem::path& path, const Table& table, const Environment& environment,
                 Secrets secrets = Secrets::required);

}  // namespace config
