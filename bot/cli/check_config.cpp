#include <cstdio>

#include "bot/cli/settings.hpp"
#include "bot/cli/subcommand.hpp"

namespace bot::cli {
namespace {

int run(const Invocation& invocation) {
  const auto& path = invocation.words.empty() ? invocation.config : invocation.words.front();
  const auto configuration = load(path, config::Secrets::optional, Warnings::print);
  if (!configuration) return 1;
  std::printf("%s is sound: %zu severities, %zu components, incidents in %s, status page %s.\n", path.c_str(),
              configuration->policy.severities.size(), configuration->policy.components.size(),
              configuration->policy.incident_channel.c_str(),
              configuration->statuspage ? "configured" : "not configured");
  return 0;
}

}  // namespace

extern const Subcommand check_config;
const Subcommand check_config{"check-config", "Say everything that is wrong with a configuration file", "[FILE]",
                              Option::config | Option::words, run};

}  // namespace bot::cli
