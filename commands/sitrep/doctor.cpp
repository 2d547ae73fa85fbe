// sitrep doctor: how Sitrep itself is, from what it knows without asking anybody.
#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"

namespace commands::sitrep {
namespace {

using playbooks::Text;

constexpr std::array<std::string_view, 4> aliases = {"check", "ping", "version", "diagnose"};

std::string_view mark(Finding::Level level) {
  if (level == Finding::Level::ok) return "✓ ";
  return level == Finding::Level::warning ? "! " : "✗ ";
}

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto findings = desk.self_check();
  Text text;
  const auto trouble = std::ranges::count_if(findings, [](const Finding& f) { return f.level != Finding::Level::ok; });
  text << (trouble == 0 ? "All is well with Sitrep " SITREP_VERSION "." : "Sitrep " SITREP_VERSION " needs attention.");
  for (const auto level : {Finding::Level::error, Finding::Level::warning, Finding::Level::ok})
    for (const auto& finding : findings)
      if (finding.level == level)
        text << "\n" << mark(finding.level) << playbooks::Bold{finding.what} << ": " << finding.says;
  text << "\nTokens, scopes, time-outs and the status page are asked by " << playbooks::Code{"sitrep doctor"}
       << " on the command line.";
  return text;
}

}  // namespace

const Verb doctor{.command = "sitrep",
                  .name = "doctor",
                  .aliases = aliases,
                  .usage = "doctor",
                  .help = "How Sitrep itself is",
                  .example = "sitrep doctor",
                  .flags = {},
                  .free_text = false,
                  .run = run};

}  // namespace commands::sitrep
