// The program: finds the sub-command and runs it.
#include <curl/curl.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>

#include "bot/cli/subcommand.hpp"

namespace {

using bot::cli::Invocation;
using bot::cli::Option;
using bot::cli::Subcommand;

void offer(CLI::App& app, const Subcommand& subcommand, Invocation& invocation, const Subcommand*& chosen) {
  auto* sub = app.add_subcommand(std::string{subcommand.name}, std::string{subcommand.help});
  const auto has = [&](Option option) { return (subcommand.options & static_cast<unsigned>(option)) != 0; };
  if (has(Option::raw_words)) sub->prefix_command();
  if (has(Option::words)) sub->add_option("words", invocation.words, std::string{subcommand.words});
  if (has(Option::config) && !has(Option::raw_words))
    sub->add_option("-c,--config", invocation.config, "The configuration file");
  if (has(Option::script)) sub->add_option("--script", invocation.script, "Play this file and print what everyone saw");
  if (has(Option::speed))
    sub->add_option("--speed", invocation.speed, "How many times faster than real time passes")
        ->check(CLI::Range(0.1, 10000.0));
  if (has(Option::limit))
    sub->add_option("--limit", invocation.limit, "How many at most")->check(CLI::Range(1, 1000000));
  sub->callback([&chosen, &subcommand, sub, &invocation] {
    chosen = &subcommand;
    for (auto& word : sub->remaining()) invocation.words.push_back(word);
  });
}

int run(int argc, char** argv) {
  CLI::App app{"Sitrep runs incidents from Slack. Try it without any account: sitrep demo"};
  app.set_version_flag("--version", "sitrep " SITREP_VERSION);
  app.require_subcommand(1);
  Invocation invocation;
  const char* from_environment = std::getenv("SITREP_CONFIG");
  invocation.config = from_environment == nullptr ? "sitrep.yaml" : from_environment;
  app.add_option("-c,--config", invocation.config, "The configuration file (or SITREP_CONFIG)")->capture_default_str();
  const Subcommand* chosen = nullptr;
  for (const auto* subcommand : bot::cli::all_subcommands()) offer(app, *subcommand, invocation, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  curl_global_init(CURL_GLOBAL_DEFAULT);
  return chosen->run(invocation);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sitrep: %s\n", error.what());
    return 1;
  }
}
