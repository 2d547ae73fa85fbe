#include "bot/cli/settings.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdio>

namespace bot::cli {

std::optional<Configuration> load(const std::string& path, config::Secrets secrets) {
  auto configuration = load_configuration(path, config::process_environment(), secrets);
  const auto& problems = configuration ? configuration->warnings : configuration.error();
  for (const auto& problem : problems) std::fprintf(stderr, "%s\n", config::to_string(problem).c_str());
  if (!configuration) return std::nullopt;
  return std::move(*configuration);
}

playbooks::Actor shell_user() {
  const auto* entry = ::getpwuid(::getuid());
  const std::string name = entry == nullptr ? std::to_string(::getuid()) : entry->pw_name;
  return {"cli:" + name, name};
}

}  // namespace bot::cli
