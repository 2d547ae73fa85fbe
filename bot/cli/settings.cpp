#include "bot/cli/settings.hpp"

#include <pwd.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace bot::cli {

std::optional<Configuration> load(const std::string& path, config::Secrets secrets, Warnings warnings) {
  auto configuration = load_configuration(path, config::process_environment(), secrets,
                                          std::chrono::floor<playbooks::Duration>(std::chrono::system_clock::now()));
  const auto& problems = configuration ? configuration->warnings : configuration.error();
  if (!configuration || warnings == Warnings::print)
    for (const auto& problem : problems) std::fprintf(stderr, "%s\n", config::to_string(problem).c_str());
  if (!configuration) return std::nullopt;
  return std::move(*configuration);
}

std::optional<storage::Reader> open_database(const Configuration& configuration) {
  std::error_code unknown;  // then opening it says more
  if (std::filesystem::exists(configuration.database, unknown) || unknown)
    return std::optional<storage::Reader>{std::in_place, configuration.database};
  std::fprintf(stderr, "There is no %s yet. `sitrep serve` or the first `sitrep incident declare` makes it.\n",
               configuration.database.c_str());
  return std::nullopt;
}

playbooks::Actor shell_user() {
  const auto* entry = ::getpwuid(::getuid());
  const std::string name = entry == nullptr ? std::to_string(::getuid()) : entry->pw_name;
  return {"cli:" + name, name};
}

}  // namespace bot::cli
