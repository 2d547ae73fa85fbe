// From a line to its verb. Every surface comes through here.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "commands/args.hpp"
#include "commands/help.hpp"
#include "commands/people.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/suggest.hpp"
#include "commands/text.hpp"

namespace commands {
namespace {

constexpr std::size_t most_characters = 40'000;

/// What people call our commands besides what the configuration says. Kept for ever.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> command_aliases = {{{"inc", "incident"},
                                                                                           {"incidents", "incident"},
                                                                                           {"statuspage", "status"},
                                                                                           {"sp", "status"},
                                                                                           {"mnt", "maintenance"},
                                                                                           {"maint", "maintenance"},
                                                                                           {"mw", "maintenance"},
                                                                                           {"on-call", "oncall"},
                                                                                           {"rota", "oncall"}}};

/// Our name for a command word; empty when it is none.
std::string_view command_of(std::string_view word, const Names& names) {
  auto typed = lower(word);
  if (typed.starts_with('/')) typed.erase(0, 1);
  std::string_view meant;
  if (const auto found = names.find(typed); found != names.end()) meant = found->second;
  for (const auto& [alias, command] : command_aliases)
    if (meant.empty() && typed == alias) meant = command;
  for (const auto command : all_commands())
    if (command == meant || (meant.empty() && command == typed)) return command;
  return {};
}

class Dispatcher {
 public:
  Dispatcher(const Request& request, const Names& names, Desk& desk)
      : request_{request}, names_{names}, desk_{desk}, line_{tokenise(request.line)} {}

  Reply run() {
    std::size_t at = 0;
    const auto& tokens = line_.tokens;
    if (!tokens.empty() && (tokens[0].kind == Token::Kind::person || lower(tokens[0].text) == "@sitrep")) at = 1;
    std::string_view command = "sitrep";
    bool spoken_to = at > 0 || request_.surface == Surface::mention;  // the name of the command may be left out
    if (const auto named = at < tokens.size() ? command_of(tokens[at].text, names_) : std::string_view{};
        !named.empty()) {
      command = named;
      ++at;
      spoken_to = true;
    }
    if (command == "sitrep" && at < tokens.size())
      if (const auto inner = command_of(tokens[at].text, names_); !inner.empty()) {
        command = inner;
        ++at;
      }
    if (!spoken_to && !tokens.empty()) return unknown_command(request_, names_, tokens[0].text);
    return find(command, at);
  }

 private:
  Reply run_verb(const Verb& verb, std::string_view typed, std::size_t first) {
    auto arguments = Arguments::read(request_, names_, verb, lower(typed), line_, first, desk_);
    if (!arguments) return std::move(arguments.error());
    return verb.run(request_, *arguments, desk_);
  }

  Reply explain(const Verb& verb, std::size_t at) {
    auto arguments = Arguments::read(request_, names_, verb, std::string{verb.name}, line_, line_.tokens.size(), desk_);
    if (!arguments) return suggest(request_, names_, verb.command, line_, at);
    return explained(verb, *arguments);
  }

  Reply find(std::string_view command, std::size_t at) {
    const auto& tokens = line_.tokens;
    if (at >= tokens.size()) return run_verb(default_of(command), default_of(command).name, at);
    if (const auto* verb = find_verb(command, tokens[at].text)) {
      const bool asks = at + 1 < tokens.size() && (tokens[at + 1].text == "help" || tokens[at + 1].text == "-h");
      if (asks && (tokens[at + 1].kind == Token::Kind::flag || tokens[at + 1].text == "-h")) return explain(*verb, at);
      return run_verb(*verb, tokens[at].text, at + 1);
    }
    if (command == "incident" && command_of(tokens[at].text, names_) == "oncall") return find("oncall", at + 1);
    if (command == "incident" && lower(tokens[at].text) == "who") return run_verb(oncall::who, "who", at + 1);
    if (const auto* verb = find_verb("sitrep", tokens[at].text); verb != nullptr && verb->name == "help")
      return run_verb(*verb, "help", at + 1);
    if (tokens[at].kind == Token::Kind::flag && tokens[at].text == "help")
      return run_verb(help_of(command), "help", tokens.size());
    if (command == "sitrep") return anywhere(at);
    if (command == "status") return component(at);
    if (command == "oncall") return on_call(at);
    if (command == "maintenance") return maintenance_first(at);
    if (auto reply = incident_first(at)) return std::move(*reply);
    if (auto reply = severity_first(at)) return std::move(*reply);
    return suggest(request_, names_, command, line_, at);
  }

  static const Verb& help_of(std::string_view command) {
    if (command == "oncall") return oncall::help;
    if (command == "maintenance") return maintenance::help;
    return command == "incident" ? incident::help : sitrep::help;
  }

  /// What is meant when nothing is typed behind the command.
  static const Verb& default_of(std::string_view command) {
    if (command == "status") return status::show;
    if (command == "maintenance") return maintenance::list;
    return command == "oncall" ? oncall::now : help_of(command);
  }

  /// "/oncall payments": who that is.
  Reply on_call(std::size_t at) {
    const auto& policy = desk_.policy();
    const auto& text = line_.tokens[at].text;
    const bool known = policy.schedule(text) != nullptr || !owned_by(text, policy).empty();
    return known ? run_verb(oncall::who, "who", at) : suggest(request_, names_, "oncall", line_, at);
  }

  /// "/maintenance MNT-3" shows it; "/maintenance MNT-3 extend 30m" names it before the verb.
  Reply maintenance_first(std::size_t at) {
    const auto& tokens = line_.tokens;
    const auto id = playbooks::parse_maintenance_id(tokens[at].text);
    if (!id || tokens[at].kind != Token::Kind::word) return suggest(request_, names_, "maintenance", line_, at);
    if (at + 1 == tokens.size()) return run_verb(maintenance::show, "show", at);
    if (find_verb("maintenance", tokens[at + 1].text) == nullptr)
      return suggest(request_, names_, "maintenance", line_, at + 1);
    auto request = request_;
    request.line = fmt::format("maintenance {} {}", tokens[at + 1].text, to_string(*id));
    if (at + 2 < tokens.size()) request.line += " " + line_.text.substr(tokens[at + 2].begin);
    return Dispatcher{request, names_, desk_}.run();
  }

  /// "@sitrep resolve it was the cache": a verb without its command, where only one can be meant.
  Reply anywhere(std::size_t at) {
    const auto& word = line_.tokens[at].text;
    std::vector<const Verb*> exact, alike;
    for (const auto command : all_commands())
      if (const auto* verb = find_verb(command, word); verb != nullptr && command != "maintenance")
        (verb->name == lower(word) ? exact : alike).push_back(verb);
    // "update" and "resolve" without a command have always been of incidents.
    if (const auto* verb = find_verb("maintenance", word); verb != nullptr && exact.empty() && alike.empty())
      exact.push_back(verb);
    const auto& found = exact.empty() ? alike : exact;
    if (found.size() == 1) return run_verb(*found.front(), word, at + 1);
    if (found.empty())
      return suggest(request_, names_, nearest_verbs("sitrep", word).empty() ? "incident" : "sitrep", line_, at);
    std::vector<std::string> forms;
    Buttons buttons;
    const auto rest =
        at + 1 < line_.tokens.size() ? " " + line_.text.substr(line_.tokens[at + 1].begin) : std::string{};
    for (const auto* verb : found) {
      forms.push_back(fmt::format("{} {}", verb->command, verb->name));
      if (rest.size() + forms.back().size() <= longest_button_line)
        buttons.buttons.push_back({forms.back(), forms.back() + rest, Button::Style::plain});
    }
    auto reply = Reply::refusal(fmt::format("Which one: {}?", either(forms)));
    if (!buttons.buttons.empty()) reply.parts.emplace_back(std::move(buttons));
    return reply;
  }

  /// "/status api degraded" and "/status api", as other tools have it.
  Reply component(std::size_t at) {
    const auto& text = line_.tokens[at].text;
    const auto name = text.substr(0, text.find_first_of(",:"));
    if (desk_.policy().component(name) == nullptr) return suggest(request_, names_, "status", line_, at);
    const bool sets = text.find(':') != std::string::npos || at + 1 < line_.tokens.size();
    return sets ? run_verb(status::set, "set", at) : run_verb(status::show, "show", at);
  }

  /// "/incident 12" shows it; "/incident 12 resolve Rolled back" names it before the verb.
  std::optional<Reply> incident_first(std::size_t at) {
    const auto& tokens = line_.tokens;
    const auto id = playbooks::parse_incident_id(tokens[at].text);
    if (!id || tokens[at].kind != Token::Kind::word) return std::nullopt;
    if (at + 1 == tokens.size()) return run_verb(incident::show, "show", at);
    const auto* verb = find_verb("incident", tokens[at + 1].text);
    if (verb == nullptr) return std::nullopt;
    auto request = request_;
    request.line = fmt::format("incident {} {}", tokens[at + 1].text, to_string(*id));
    if (at + 2 < tokens.size()) request.line += " " + line_.text.substr(tokens[at + 2].begin);
    return Dispatcher{request, names_, desk_}.run();
  }

  /// "/incident P0", "/incident sev1 INC-12". With more words behind a bare severity it may as well be a declaration:
  /// then it is asked.
  std::optional<Reply> severity_first(std::size_t at) {
    const auto& tokens = line_.tokens;
    const auto is_severity = [&](std::size_t i) {
      return i < tokens.size() && tokens[i].kind == Token::Kind::word &&
             desk_.policy().severity(tokens[i].text) != nullptr;
    };
    const bool short_line =
        at + 1 == tokens.size() || (at + 2 == tokens.size() && playbooks::parse_incident_id(tokens[at + 1].text));
    if (is_severity(at) && short_line) return run_verb(incident::severity, "severity", at);
    return std::nullopt;
  }

  const Request& request_;
  const Names& names_;
  Desk& desk_;
  Line line_;
};

}  // namespace

Reply dispatch(const Request& request, const std::map<std::string, std::string>& names, Desk& desk) {
  auto length = characters(request.line);
  for (const auto& [name, value] : request.fields) length += characters(value);
  if (length > most_characters)
    return Reply::refusal(
        fmt::format("This has {} characters; at most {} fit into one command. Nothing was done. "
                    "Shorten it, or attach the rest as a file.",
                    length, most_characters));
  return Dispatcher{request, names, desk}.run();
}

}  // namespace commands
