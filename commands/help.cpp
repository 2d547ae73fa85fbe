#include "commands/help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands {
namespace {

using playbooks::Bold;
using playbooks::Code;
using playbooks::Incident;
using playbooks::Status;
using playbooks::Text;

void hint(Text& text, const Arguments& arguments, std::string_view line, std::string_view what) {
  text << "\n" << Code{arguments.as_typed(line)} << "  " << what;
}

/// What is legal for an open incident in its status.
void next_steps(Text& text, const Arguments& arguments, const Incident& incident) {
  const auto id = to_string(incident.id);
  if (incident.escalation.active()) {
    hint(text, arguments, fmt::format("incident ack {}", id), "you have it in hand: pages stop");
    hint(text, arguments, fmt::format("incident escalate {}", id), "page the next tier now");
  } else if (incident.escalation.answer_by) {
    hint(text, arguments, fmt::format("incident ack {}", id), "you are still on it: otherwise pages go out again");
  }
  hint(text, arguments, fmt::format("incident update {} <text>", id), "tell what is known now");
  if (incident.status == Status::investigating)
    hint(text, arguments, fmt::format("incident status {} identified [text]", id), "the cause is known");
  if (incident.status != Status::monitoring)
    hint(text, arguments, fmt::format("incident status {} monitoring [text]", id), "a fix is in place");
  hint(text, arguments, fmt::format("incident resolve {} <what fixed it>", id), "it is over");
  hint(text, arguments, fmt::format("incident severity {} <P0>", id), "change how bad it is");
  hint(text, arguments, fmt::format("incident components {} <api:partial>", id), "what it affects");
  hint(text, arguments, fmt::format("incident note {} <text>", id), "keep something in the timeline");
}

Buttons next_buttons(const Incident& incident) {
  const auto id = to_string(incident.id);
  const auto& escalation = incident.escalation;
  const bool unanswered = escalation.active() || escalation.answer_by;
  Buttons result;
  if (unanswered)
    result.buttons.push_back(
        {escalation.active() ? "Acknowledge" : "Still on it", "incident ack " + id, Button::Style::primary});
  result.buttons.push_back(
      {"Update", "incident update " + id, unanswered ? Button::Style::plain : Button::Style::primary});
  result.buttons.push_back({"Status", "incident status " + id, Button::Style::plain});
  result.buttons.push_back({"Resolve", "incident resolve " + id, Button::Style::plain});
  return result;
}

Reply help_now(const Request& request, const Arguments& arguments, const Desk& desk) {
  const auto open = open_incidents(desk.state());
  const Incident* here = open.size() == 1 ? open.front() : nullptr;
  for (const auto* incident : open)
    if (!request.thread_ts.empty() && incident->card.ts == request.thread_ts) here = incident;
  Text text;
  std::optional<Buttons> buttons;
  if (here != nullptr) {
    text << Bold{to_string(here->id)} << " (" << here->severity << ", " << to_string(here->status)
         << ") is open: " << here->title << ". What makes sense now:";
    next_steps(text, arguments, *here);
    buttons = next_buttons(*here);
  } else if (open.empty()) {
    text << "Nothing is open. What makes sense now:";
    hint(text, arguments, "incident declare P1 \"What is broken\" on <component>", "something is broken");
    hint(text, arguments, "incident list --all", "what happened lately");
    hint(text, arguments, "status show", "how the components are");
    if (!desk.policy().schedules.empty()) hint(text, arguments, "oncall now", "who is on call");
    buttons = Buttons{{{"Declare an incident", "incident declare", Button::Style::primary}}};
  } else {
    text << fmt::format("{} incidents are open. Put the id behind the verb: ", open.size())
         << Code{arguments.as_typed(fmt::format("incident update {} <text>", to_string(open.front()->id)))} << ".";
    for (std::size_t i = 0; i < open.size() && i < 10; ++i)
      text << "\n"
           << Bold{to_string(open[i]->id)} << " (" << open[i]->severity << ", " << to_string(open[i]->status)
           << "): " << shortened(open[i]->title, 80);
  }
  text << "\nAll commands: " << Code{arguments.as_typed("sitrep help all")}
       << ". One of them: " << Code{arguments.as_typed("sitrep help resolve")} << ".";
  Reply reply{std::move(text)};
  if (buttons) reply.parts.emplace_back(std::move(*buttons));
  return reply;
}

Reply help_all(std::string_view command, const Arguments& arguments) {
  Reply reply;
  for (const auto name : all_commands()) {
    if (!command.empty() && name != command) continue;
    Text text;
    text << Bold{arguments.as_typed(name)};
    for (const auto* verb : all_verbs())
      if (verb->command == name) text << "\n" << Code{std::string{verb->usage}} << "  " << verb->help;
    reply.parts.emplace_back(std::move(text));
  }
  return reply;
}

}  // namespace

Text explained(const Verb& verb, const Arguments& arguments) {
  Text text;
  text << Code{arguments.as_typed(fmt::format("{} {}", verb.command, verb.usage))} << "\n" << verb.help << ".";
  for (const auto& flag : verb.flags)
    text << "\n"
         << Code{fmt::format("--{}{}{}", flag.name, flag.value.empty() ? "" : " ", flag.value)} << "  " << flag.help;
  text << "\nExample: " << Code{arguments.as_typed(verb.example)};
  for (std::size_t i = 0; i < verb.aliases.size(); ++i) text << (i == 0 ? "\nAlso: " : ", ") << verb.aliases[i];
  return text;
}

Reply help(const Request& request, std::string_view topic, std::string_view command, const Arguments& arguments,
           Desk& desk) {
  if (topic.empty()) return help_now(request, arguments, desk);
  auto word = lower(topic.substr(std::min(topic.rfind(' ') + 1, topic.size())));
  if (word == "all") return help_all(command == "sitrep" ? std::string_view{} : command, arguments);
  if (std::ranges::find(all_commands(), word) != all_commands().end()) return help_all(word, arguments);
  const auto first = lower(topic.substr(0, topic.find(' ')));
  Reply reply;
  for (const auto name : all_commands()) {
    if (std::ranges::find(all_commands(), first) != all_commands().end() && name != first) continue;
    const auto* verb = find_verb(name, word);
    if (verb == nullptr || (name != command && command != "sitrep" && name != first)) continue;
    reply.parts.emplace_back(explained(*verb, arguments));
  }
  if (!reply.parts.empty()) return reply;
  for (const auto name : all_commands())  // help for another command's verb: "incident help set"
    if (const auto* verb = find_verb(name, word)) reply.parts.emplace_back(explained(*verb, arguments));
  if (!reply.parts.empty()) return reply;
  Text text{fmt::format("I do not know “{}”.", shortened(topic, 40))};
  std::vector<std::string> near;
  for (const auto name : all_commands())
    for (const auto* verb : nearest_verbs(name, word))
      if (near.size() < 3) near.push_back(fmt::format("{} {}", verb->command, verb->name));
  if (!near.empty()) text << " Did you mean " << either(near) << "?";
  text << " All commands: " << Code{arguments.as_typed("sitrep help all")} << ".";
  return Reply::refusal(std::move(text));
}

}  // namespace commands
