// The program: finds the sub-command and runs it.
#include <curl/curl.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>

#include "bot/cli/subcommand.hpp"
#include "config/nearest.hpp"

namespace {

using bot::cli::Invocation;
using bot::cli::Option;
using bot::cli::Subcommand;

/// "[INC-12]" as the name of an argument.
std::string positional(std::string_view words) {
  std::string name;
  for (const char c : words)
    if (c != '[' && c != ']') name += c;
  return name;
}

/// What stands where a sub-command is expected; empty when nothing does.
std::string_view first_word(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "-c" || word == "--config")
      ++i;
    else if (!word.starts_with('-'))
      return word;
  }
  return {};
}

/// True when it was said that there is no such sub-command.
bool unknown(std::string_view word) {
  std::vector<std::string> names;
  for (const auto* subcommand : bot::cli::all_subcommands()) names.emplace_back(subcommand->name);
  if (word.empty() || std::ranges::find(names, word) != names.end()) return false;
  const auto meant = config::nearest(word, names);
  std::fprintf(stderr, "There is no `sitrep %.*s`. %s%s%sAll commands: sitrep --help\n", static_cast<int>(word.size()),
               word.data(), meant.empty() ? "" : "Did you mean `sitrep ", meant.c_str(), meant.empty() ? "" : "`? ");
  return true;
}

void offer(CLI::App& app, const Subcommand& subcommand, Invocation& invocation, const Subcommand*& chosen) {
  auto* sub = app.add_subcommand(std::string{subcommand.name}, std::string{subcommand.help});
  const auto has = [&](Option option) { return (subcommand.options & static_cast<unsigned>(option)) != 0; };
  if (has(Option::raw_words)) {
    sub->prefix_command();
    sub->set_help_flag();  // --help is a word like the others: the command itself explains what makes sense now
  }
  if (has(Option::words))
    sub->add_option(positional(subcommand.words), invocation.words, "")->expected(0, 1)->option_text(" ");
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
  CLI::App app{"Sitrep runs incidents from Slack. Try it without any account: sitrep demo", "sitrep"};
  app.set_version_flag("--version", "sitrep " SITREP_VERSION);
  app.require_subcommand(0, 1);  // without one: the help
  Invocation invocation;
  const char* from_environment = std::getenv("SITREP_CONFIG");
  invocation.config = from_environment == nullptr ? "sitrep.yaml" : from_environment;
  app.add_option("-c,--config", invocation.config, "The configuration file (or SITREP_CONFIG)")->capture_default_str();
  const Subcommand* chosen = nullptr;
  for (const auto* subcommand : bot::cli::all_subcommands()) offer(app, *subcommand, invocation, chosen);
  if (unknown(first_word(argc, argv))) return 2;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (chosen == nullptr) {
    std::fputs(app.help().c_str(), stderr);
    return 2;
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
