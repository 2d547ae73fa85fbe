// incident export: the incident and its timeline as a document. The same history gives the same bytes.
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"
#include "playbooks/rules.hpp"

namespace commands::incident {
namespace {

using playbooks::Incident;

constexpr std::array<std::string_view, 4> aliases = {"dumpslack", "dump", "download", "save"};
constexpr int most = 100000;

/// User text in Markdown: nothing in it may become a heading, a table or a link.
std::string markdown(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view{"\\`*_[]<>#|~"}.contains(c)) result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result;
}

std::string json(std::string_view text) {
  std::string result = "\"";
  for (const char c : cleaned(text)) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n')
      result += "\\n";
    else
      result += c;
  }
  return result + "\"";
}

std::string who(const playbooks::Actor& actor) {
  return actor.name.empty() ? actor.id : actor.name;
}

/// The sentence without spans; times in it are UTC.
std::string said(const playbooks::Recorded& event, const playbooks::Policy& policy) {
  return playbooks::plain(playbooks::sentence(event, policy));
}

std::string as_markdown(const Incident& i, const std::vector<playbooks::Recorded>& events,
                        const playbooks::Policy& policy) {
  const auto& zone = policy.zone;
  auto result = fmt::format("# {}: {}\n\n", to_string(i.id), markdown(i.title));
  const auto row = [&](std::string_view what, const std::string& value) {
    if (!value.empty()) result += fmt::format("- **{}**: {}\n", what, value);
  };
  row("Severity", markdown(i.severity) + (i.kind == playbooks::Kind::drill ? " (drill)" : ""));
  row("Status", std::string{to_string(i.status)});
  row("Visibility", std::string{to_string(i.visibility)});
  row("Lead", markdown(who(i.lead)));
  row("Components", markdown(component_words(i.components, policy)));
  row("Impact", markdown(i.impact));
  row("Started", in_zone(i.started, zone));
  row("Declared", fmt::format("{} by {}", in_zone(i.declared.at, zone), markdown(who(i.declared.by))));
  if (i.mitigated)
    row("Mitigated",
        fmt::format("{}, after {}", in_zone(*i.mitigated, zone), playbooks::spoken(*i.mitigated - i.started)));
  if (i.resolved)
    row(i.status == playbooks::Status::cancelled ? "Cancelled" : "Resolved",
        fmt::format("{}, after {}", in_zone(*i.resolved, zone), playbooks::spoken(*i.resolved - i.started)));
  row("Status page", i.page.link);
  row("Post-mortem", i.postmortem.empty() ? "" : "<" + i.postmortem + ">");
  result += "\n## Timeline\n\n";
  for (const auto& event : events)
    result += fmt::format("- {}: {}\n", in_zone(event.at, zone), markdown(said(event, policy)));
  return result;
}

std::string as_json(const Incident& i, const std::vector<playbooks::Recorded>& events,
                    const playbooks::Policy& policy) {
  const auto time = [](const std::optional<playbooks::Time>& at) {
    return at ? "\"" + playbooks::rfc3339(*at) + "\"" : std::string{"null"};
  };
  std::string components;
  for (const auto& claim : i.components)
    components += fmt::format("{}{{\"component\": {}, \"status\": \"{}\"}}", components.empty() ? "" : ", ",
                              json(claim.component), to_string(claim.status));
  auto result = fmt::format(
      "{{\n  \"incident\": \"{}\",\n  \"title\": {},\n  \"severity\": {},\n  \"status\": \"{}\",\n"
      "  \"visibility\": \"{}\",\n  \"kind\": \"{}\",\n  \"impact\": {},\n  \"components\": [{}],\n  \"lead\": {},\n",
      to_string(i.id), json(i.title), json(i.severity), to_string(i.status), to_string(i.visibility), to_string(i.kind),
      json(i.impact), components, json(who(i.lead)));
  result += fmt::format(
      "  \"started\": {},\n  \"declared\": {},\n  \"declared_by\": {},\n  \"mitigated\": {},\n  \"resolved\": {},\n"
      "  \"status_page\": {},\n  \"postmortem\": {},\n  \"timeline\": [",
      time(i.started), time(i.declared.at), json(who(i.declared.by)), time(i.mitigated), time(i.resolved),
      json(i.page.link), json(i.postmortem));
  const auto* separator = "\n";
  for (const auto& event : events) {
    result += fmt::format("{}    {{\"number\": {}, \"at\": {}, \"by\": {}, \"what\": {}}}", separator, event.number,
                          time(event.at), json(who(event.by)), json(said(event, policy)));
    separator = ",\n";
  }
  return result + "\n  ]\n}\n";
}

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  // "export md INC-12" and "export INC-12 md"
  bool as_data = arguments.take_word("json");
  arguments.take_word("md");
  auto id = arguments.incident(Which::any);
  if (!id) return std::move(id.error());
  as_data = as_data || arguments.take_word("json");
  for (const auto* word : {"md", "markdown"}) arguments.take_word(word);
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  const auto name = to_string(*id);
  auto events = desk.history(name, most, false);
  std::erase_if(events, [](const playbooks::Recorded& event) { return !playbooks::belongs_in_timeline(event.event); });
  Document document{name + (as_data ? ".json" : ".md"), as_data ? as_json(*incident, events, desk.policy())
                                                                : as_markdown(*incident, events, desk.policy())};
  playbooks::Text text;
  text << playbooks::Bold{name} << fmt::format(", {} timeline entries, up to ", events.size())
       << playbooks::Moment{events.empty() ? incident->declared.at : events.back().at} << ":";
  Reply reply{std::move(text)};
  reply.parts.emplace_back(std::move(document));
  return reply;
}

}  // namespace

const Verb export_{.command = "incident",
                   .name = "export",
                   .aliases = aliases,
                   .usage = "export [INC-12] [md|json]",
                   .help = "The incident and its timeline as a document",
                   .example = "incident export INC-12 md",
                   .flags = {},
                   .free_text = false,
                   .run = run};

}  // namespace commands::incident
