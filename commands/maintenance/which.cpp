#include "commands/maintenance/which.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "commands/calendar.hpp"
#include "commands/periods.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands::maintenance {
namespace {

using playbooks::Maintenance;
using playbooks::MaintenanceId;
using playbooks::MaintenanceState;
using playbooks::Text;

constexpr std::size_t most_shown = 10;

std::optional<MaintenanceId> named(const Token* token, Bare bare) {
  if (token == nullptr || (token->kind != Token::Kind::word && token->kind != Token::Kind::channel))
    return std::nullopt;
  std::string_view word{token->text};
  while (word.ends_with(':') || word.ends_with(',')) word.remove_suffix(1);
  if (bare == Bare::is_text && calendar::all_digits(word)) return std::nullopt;
  const auto id = playbooks::parse_maintenance_id(word);
  if (!id) return std::nullopt;
  return *id;
}

bool fits(const Maintenance& window, Among among) {
  switch (among) {
    case Among::scheduled:
      return window.state == MaintenanceState::scheduled;
    case Among::in_progress:
      return window.state == MaintenanceState::in_progress;
    case Among::open:
      return window.open();
    case Among::any:
      return true;
  }
  return false;
}

std::vector<const Maintenance*> candidates(const playbooks::Upkeep& upkeep, Among among) {
  std::vector<const Maintenance*> result;
  for (const auto kind : {among, Among::open}) {
    if (!result.empty()) break;  // "complete" of one that has not begun: the rules say so
    for (const auto& window : upkeep.windows)
      if (window.open() && fits(window, kind)) result.push_back(&window);
  }
  return result;
}

Reply ask_which(const Arguments& arguments, const std::vector<const Maintenance*>& among, std::string_view verb) {
  Text text{"Which one? Several maintenances are planned or under way. Put the id behind the verb:"};
  Buttons buttons;
  const auto rest = arguments.text();
  for (std::size_t i = 0; i < among.size() && i < most_shown; ++i) {
    const auto& window = *among[i];
    text << "\n"
         << playbooks::Bold{to_string(window.id)} << " (" << in_words(window.state)
         << "): " << shortened(window.title, 80);
    const auto line =
        fmt::format("maintenance {} {}{}{}{}{}", verb, to_string(window.id), rest.empty() ? "" : " ", rest,
                    arguments.has("anyway") ? " --anyway" : "", arguments.has("undo") ? " --undo" : "");
    if (line.size() <= longest_button_line)
      buttons.buttons.push_back({shortened(to_string(window.id) + " " + window.title, 40), line, Button::Style::plain});
  }
  auto reply = Reply::refusal(std::move(text));
  if (!buttons.buttons.empty()) reply.parts.emplace_back(std::move(buttons));
  return reply;
}

}  // namespace

Asked<Maintenance> which(Arguments& arguments, const Desk& desk, std::string_view verb, Among among, Bare bare) {
  const auto& upkeep = desk.state().upkeep;
  if (const auto id = named(arguments.next(), bare)) {
    arguments.take_next();
    if (const auto* window = upkeep.find(*id)) return *window;
    auto why = fmt::format("There is no {} planned or under way.", to_string(*id));
    std::string open;
    for (const auto* window : candidates(upkeep, Among::open))
      open += (open.empty() ? "" : ", ") + to_string(window->id);
    if (!open.empty()) why += fmt::format(" Planned or under way: {}.", open);
    return std::unexpected(Reply::refusal(
        marked(why) << " All of them: " << playbooks::Code{arguments.as_typed("maintenance list --all")}));
  }
  const auto found = candidates(upkeep, among);
  if (found.size() == 1) return *found.front();
  if (!found.empty()) return std::unexpected(ask_which(arguments, found, verb));
  return std::unexpected(Reply::refusal(
      Text{"No maintenance is planned or under way. Plan one: "}
      << playbooks::Code{arguments.as_typed("maintenance schedule \"<title>\" \"sun 02:00\" 2h on <components>")}));
}

const Maintenance* now_known(const Desk& desk, MaintenanceId id) {
  return desk.state().upkeep.find(id);
}

Text headed(const Maintenance& window) {
  return Text{} << playbooks::Bold{to_string(window.id)} << " “" << window.title << "”";
}

std::string_view page_follows(const playbooks::Policy& policy) {
  const auto pages = policy.publicity.pages.size();
  return pages == 0 ? "" : pages == 1 ? " The status page follows." : " The status pages follow.";
}

Reply declined_or_asked(const Request& request, const playbooks::Error& error, std::string_view label) {
  auto reply = declined(error);
  const auto line = request.line + " --anyway";
  if (error.code == playbooks::Errc::conflict && error.message.contains("--anyway") && request.fields.empty() &&
      line.size() <= longest_button_line)
    reply.parts.emplace_back(Buttons{{{std::string{label}, line, Button::Style::plain}}});
  return reply;
}

Text what_else(const std::vector<playbooks::Recorded>& events, MaintenanceId id, const Request& request,
               const playbooks::Policy& policy) {
  Text text;
  std::string released;
  for (const auto& event : events) {
    if (const auto* next = std::get_if<playbooks::MaintenanceScheduled>(&event.event);
        next != nullptr && next->maintenance.id != id)
      text << " The next one is " << playbooks::Bold{to_string(next->maintenance.id)} << ", "
           << shown(next->maintenance.starts, request, policy) << ".";
    if (std::holds_alternative<playbooks::EscalationStarted>(event.event))
      released += (released.empty() ? "" : ", ") + event.stream;
  }
  if (!released.empty()) text << " Was held until now, and is paged: " << released << ".";
  return text;
}

}  // namespace commands::maintenance
