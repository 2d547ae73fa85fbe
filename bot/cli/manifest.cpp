#include "bot/manifest.hpp"

#include <cstdio>

#include "bot/cli/settings.hpp"
#include "bot/cli/subcommand.hpp"

namespace bot::cli {
namespace {

int run(const Invocation& invocation) {
  auto configuration = load(invocation.config, config::Secrets::optional, Warnings::leave);
  if (!configuration) return 2;
  std::fputs(bot::manifest(configuration->commands, manifest_commands()).c_str(), stdout);
  return 0;
}

}  // namespace

extern const Subcommand manifest;
const Subcommand manifest{"manifest", "Print the Slack app manifest to paste at api.slack.com/apps", "",
                          static_cast<unsigned>(Option::config), run};

}  // namespace bot::cli
