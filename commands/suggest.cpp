#include "commands/suggest.hpp"

#include <fmt/format.h>

#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands {
namespace {

using playbooks::Code;
using playbooks::Text;

std::string rest_from(const Line& line, std::size_t at) {
  return at < line.tokens.size() ? line.text.substr(line.tokens[at].begin) : std::string{};
}

void offer(Buttons& buttons, std::string label, std::string line, Button::Style style) {
  if (line.size() <= longest_button_line) buttons.buttons.push_back({shortened(label, 40), std::move(line), style});
}

}  // namespace

Reply suggest(const Request& request, const Names& names, std::string_view command, const Line& line, std::size_t at) {
  const auto& token = line.tokens[at];
  Text text;
  Buttons buttons;
  text << fmt::format("“{}” is no {} command.", shortened(token.text, 40), command);
  const bool wordy = line.tokens.size() > at + 1 || token.kind == Token::Kind::quoted;
  const auto near = token.kind == Token::Kind::word ? nearest_verbs(command, token.text) : std::vector<const Verb*>{};
  std::vector<std::string> meant;
  for (const auto* verb : near) {
    const auto named = fmt::format("{} {}", verb->command, verb->name);
    meant.push_back("`" + as_typed(request, names, named) + "`");
    const auto rest = rest_from(line, at + 1);
    offer(buttons, as_typed(request, names, named), named + (rest.empty() ? "" : " ") + rest, Button::Style::plain);
  }
  if (!meant.empty()) text << " Did you mean " << marked(either(meant)) << "?";
  if (command == "incident" && wordy) {
    auto declared = "incident declare " + rest_from(line, at);
    text << " To declare an incident: " << Code{as_typed(request, names, shortened(one_line(declared), 200))} << ".";
    offer(buttons, "Declare: " + one_line(rest_from(line, at)), std::move(declared),
          near.empty() ? Button::Style::primary : Button::Style::plain);
  }
  if (command == "incident" || command == "sitrep")
    text << " What makes sense now: " << Code{as_typed(request, names, "sitrep help")} << ".";
  else
    text << " All of them: " << Code{as_typed(request, names, fmt::format("{} help", command))} << ".";
  auto reply = Reply::refusal(std::move(text));
  if (!buttons.buttons.empty()) reply.parts.emplace_back(std::move(buttons));
  return reply;
}

Reply unknown_command(const Request& request, const Names& names, std::string_view word) {
  std::vector<std::string_view> known{all_commands().begin(), all_commands().end()};
  for (const auto& [typed, meant] : names) known.push_back(typed);
  std::vector<std::string> near;
  for (const auto name : nearest(word, known)) near.push_back("`" + as_typed(request, names, name) + "`");
  Text text{fmt::format("“{}” is no command of mine.", shortened(word, 40))};
  if (!near.empty()) text << " Did you mean " << marked(either(near)) << "?";
  text << " What makes sense now: " << Code{as_typed(request, names, "sitrep help")} << ".";
  return Reply::refusal(std::move(text));
}

}  // namespace commands
