// incident status: investigating → identified → monitoring → resolved. The statuses are verbs of their own, too:
// `incident mitigated 12 Rolled back`.
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands::incident {
namespace {

using playbooks::Status;
using playbooks::Text;

constexpr std::array<std::string_view, 10> aliases = {
    "phase", "state", "mitigated", "mitigate", "mit", "investigating", "identified", "monitor", "monitoring", "stage"};
constexpr std::array<Flag, 1> flags = {
    {{"to", "status", "monitoring", "the new status; the same as the bare word", Flag::Takes::word}}};

playbooks::Form form(const std::string& incident, std::string_view initial) {
  return {"Status of " + incident,
          "Set",
          "incident status " + incident,
          {choice("to", "Status",
                  {{"investigating", "Investigating"},
                   {"identified", "Identified: the cause is known"},
                   {"monitoring", "Monitoring: a fix is in place"}},
                  initial),
           paragraph("", "What is known now?", "Customers read this if the incident is public", false)}};
}

/// "investigating", "mit": from the flag, the verb itself ("incident mitigated") or the next word.
Asked<std::optional<Status>> status_of(Arguments& arguments) {
  if (const auto given = arguments.value("to"); !given.empty()) {
    const auto status = playbooks::parse_status(given);
    if (!status) return std::unexpected(arguments.refuse_field("to", status.error().message));
    return *status;
  }
  if (arguments.typed() != "status")
    if (const auto status = playbooks::parse_status(arguments.typed())) return *status;
  const auto* next = arguments.next();
  if (next == nullptr || next->kind != Token::Kind::word) return std::nullopt;
  const auto status = playbooks::parse_status(next->text);
  if (!status) return std::nullopt;
  arguments.take_next();
  return *status;
}

/// "incident status We found the cause" is an update in other tools; a misspelt status is none.
Asked<bool> is_update(const Arguments& arguments) {
  static constexpr std::array<std::string_view, 6> words = {"investigating", "identified", "monitoring",
                                                            "resolved",      "cancelled",  "mitigated"};
  const auto* next = arguments.next();
  if (next == nullptr) return false;
  if (next->kind == Token::Kind::quoted || arguments.text().contains(' ')) {
    const auto near = nearest(next->text, words, 1);
    if (next->kind == Token::Kind::quoted || near.empty()) return true;
  }
  return std::unexpected(arguments.refuse(playbooks::parse_status(next->text).error().message));
}

Reply done(const playbooks::Incident& before, const playbooks::Incident& after, bool spoke) {
  Text text;
  text << playbooks::Bold{to_string(after.id)};
  if (before.status == after.status)
    return text << " stays " << to_string(after.status) << "; your words were posted as an update" << due(after) << ".";
  text << " is now " << playbooks::Bold{std::string{to_string(after.status)}} << " (was " << to_string(before.status)
       << ")";
  if (spoke && after.shown_publicly()) text << "; your words are on their way to the status page";
  return text << due(after) << ".";
}

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  auto status = status_of(arguments);  // "status monitoring INC-12 …" and "status INC-12 monitoring …"
  if (!status) return std::move(status.error());
  auto id = arguments.incident();
  if (!id) return std::move(id.error());
  const auto name = to_string(*id);
  const auto before = desk.find(*id);
  if (!before) return declined(before.error());
  if (!*status) status = status_of(arguments);
  const auto text = arguments.text();
  if (!*status) {
    auto update = is_update(arguments);
    if (!update) return std::move(update.error());
    if (!*update)
      return arguments.ask(form(name, to_string(before->status)),
                           fmt::format("{} is {}. Say which status is next.", name, to_string(before->status)));
  }
  if (*status == Status::resolved && text.empty())
    return arguments.ask({"Resolve " + name,
                          "Resolve",
                          "incident resolve " + name,
                          {paragraph("", "What fixed it?", "Customers read this if the incident is public", true)}},
                         "Say what fixed it.");
  const auto result = *status ? desk.execute(playbooks::SetStatus{*id, **status, text})
                              : desk.execute(playbooks::PostUpdate{*id, text});
  if (!result) return declined(result.error());
  const auto after = desk.find(*id);
  if (!after) return declined(after.error());
  return done(*before, *after, !text.empty());
}

}  // namespace

const Verb status{.command = "incident",
                  .name = "status",
                  .aliases = aliases,
                  .usage = "status [INC-12] <identified|monitoring|resolved> [text]",
                  .help = "Set the status, with words if you like",
                  .example = "incident status INC-12 monitoring Rolled back, errors are falling",
                  .flags = flags,
                  .free_text = true,
                  .run = run};

}  // namespace commands::incident
