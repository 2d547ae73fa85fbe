// Prints the manifest as configured by default, for the check against Slack's schema.
#include <cstdio>

#include "bot/manifest.hpp"

int main() {
  const auto yaml = bot::manifest({{"status", "/statuspage"}}, bot::manifest_commands());
  return std::fwrite(yaml.data(), 1, yaml.size(), stdout) == yaml.size() ? 0 : 1;
}
