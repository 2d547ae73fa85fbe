// incident declare: everything in one line, or a form.
#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/escalation_words.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands::incident {
namespace {

using playbooks::Moment;
using playbooks::Person;
using playbooks::Text;

constexpr std::array<std::string_view, 4> aliases = {"new", "create", "open", "report"};
constexpr std::array<Flag, 10> flags = {{
    {"severity", "sev", "P1", "how bad it is; the same as the bare word P1", Flag::Takes::word},
    {"on", "components", "api:partial,db", "what is affected; the same as: on api:partial,db", Flag::Takes::word},
    {"impact", "", "\"Nobody can pay\"", "what customers notice", Flag::Takes::text},
    {"public", "", "", "show it on the status page", Flag::Takes::nothing},
    {"internal", "private", "", "keep it off the status page", Flag::Takes::nothing},
    {"visibility", "", "public", "public or internal, for forms", Flag::Takes::word},
    {"drill", "test", "", "an exercise: never public, in no figures", Flag::Takes::nothing},
    {"started", "since", "14:05", "when it began: 14:05, 15m ago, yesterday 23:50", Flag::Takes::moment},
    {"lead", "ic", "@ann", "who leads; else you do", Flag::Takes::word},
    {"anyway", "", "", "although one with the same title is open", Flag::Takes::nothing},
}};

playbooks::Form form(const playbooks::Policy& policy, std::string_view severity) {
  playbooks::Form result{"Declare an incident", "Declare", "incident declare", {}};
  result.fields.push_back(line_field("", "What is broken?", "A few words: Checkout is down", true));
  result.fields.push_back(
      choice("severity", "Severity", severity_options(policy), severity.empty() ? policy.default_severity : severity));
  if (!policy.components.empty()) {
    auto components = choice("on", "Affected components", component_options(policy));
    components.kind = playbooks::FormField::Kind::choices;
    components.required = false;
    result.fields.push_back(std::move(components));
  }
  result.fields.push_back(paragraph("impact", "Impact", "What do customers notice?", false));
  if (policy.publishes()) {
    auto visibility = choice("visibility", "Status page", {{"public", "Public"}, {"internal", "Internal"}});
    visibility.required = false;
    visibility.hint = "As the severity says when left empty";
    result.fields.push_back(std::move(visibility));
  }
  auto drill = choice("drill", "Drill", {{"yes", "This is a drill"}});
  drill.kind = playbooks::FormField::Kind::choices;
  drill.required = false;
  result.fields.push_back(std::move(drill));
  return result;
}

/// A title of dashes and dots is a slip of the hand.
bool says_something(std::string_view title) {
  return std::ranges::any_of(title, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80U;
  });
}

Asked<std::optional<playbooks::Visibility>> visibility(const Arguments& arguments) {
  const auto word = lower(arguments.value("visibility"));
  const bool open = arguments.has("public") || word == "public";
  const bool closed = arguments.has("internal") || word == "internal";
  if (open && closed) return std::unexpected(arguments.refuse("--public or --internal? Only one of them."));
  if (!word.empty() && !open && !closed)
    return std::unexpected(arguments.refuse_field("visibility", "The visibility is public or internal."));
  if (open) return playbooks::Visibility::public_page;
  if (closed) return playbooks::Visibility::internal;
  return std::nullopt;
}

Reply declared(const Request& request, const std::vector<playbooks::Recorded>& events,
               const playbooks::Incident& incident, const playbooks::Policy& policy) {
  Text text{"Declared "};
  text << playbooks::Bold{to_string(incident.id)} << " (" << incident.severity << ", "
       << to_string(incident.visibility);
  if (incident.kind == playbooks::Kind::drill) text << ", drill";
  text << "): " << incident.title << ". ";
  if (!incident.components.empty()) text << "Affected: " << component_words(incident.components, policy) << ". ";
  if (request.now - incident.started >= std::chrono::minutes{1})
    text << "Started " << Moment{incident.started} << ", " << playbooks::spoken(request.now - incident.started)
         << " ago. ";
  text << "Lead: " << Person{incident.lead} << ". ";
  if (!incident.channel.empty() && incident.channel == request.channel)
    text << "The card is in this channel";
  else if (!incident.channel.empty())
    text << "The card is in " << room(incident.channel);
  else
    text << "No channel is configured for its card";
  text << due(incident) << "." << who_is_paged(events, incident, policy);
  if (incident.held_by.number > 0)
    text << " Nobody is paged before " << to_string(incident.held_by) << " is over: it covers all of its components.";
  return text;
}

/// One with the same title is open: who really means another one has a button.
Reply already_there(const Request& request, const playbooks::Error& error) {
  auto reply = declined(error);
  const auto line = request.line + " --anyway";
  if (error.code == playbooks::Errc::conflict && request.fields.empty() && line.size() <= longest_button_line)
    reply.parts.emplace_back(Buttons{{{"Declare another one", line, Button::Style::plain}}});
  return reply;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  const bool quoted = arguments.quoted_left();
  auto components = arguments.components_on(quoted);
  if (!components) return std::move(components.error());
  auto severity = arguments.severity(quoted);
  if (!severity) return std::move(severity.error());
  auto shown = visibility(arguments);
  if (!shown) return std::move(shown.error());
  auto started = arguments.moment("started");
  if (!started) return std::move(started.error());
  auto lead = arguments.person("lead");
  if (!lead) return std::move(lead.error());
  const auto title = arguments.title();
  if (auto reply = arguments.leftover()) return std::move(*reply);
  if (!says_something(title)) return arguments.ask(form(policy, *severity), "Say in a few words what is broken.");

  playbooks::DeclareIncident command;
  command.title = title;
  command.severity = *severity;
  command.components = claims(*components, playbooks::ComponentStatus::operational);  // the rules presume the rest
  command.impact = arguments.value("impact");
  command.visibility = *shown;
  command.kind = arguments.has("drill") ? playbooks::Kind::drill : playbooks::Kind::real;
  command.started = *started;
  command.lead = lead->value_or(playbooks::Actor{});
  command.channel = policy.incident_channel.empty() ? request.channel : policy.incident_channel;
  command.anyway = arguments.has("anyway");

  const auto events = desk.execute(std::move(command));
  if (!events) return already_there(request, events.error());
  const auto id = events->empty() ? playbooks::refuse(playbooks::Errc::unavailable, "Nothing was recorded.")
                                  : playbooks::parse_incident_id(events->front().stream);
  if (!id) return declined(id.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  auto reply = declared(request, *events, *incident, policy);
  offer_consequences(reply, incident->components, desk, "incident components " + to_string(*id));
  return reply;
}

}  // namespace

const Verb declare{.command = "incident",
                   .name = "declare",
                   .aliases = aliases,
                   .usage = "declare [P1] \"<title>\" [on api:partial,db] [--drill]",
                   .help = "Declare an incident; without a title a form opens",
                   .example = "incident declare P1 \"Checkout is down\" on api:major,payments",
                   .flags = flags,
                   .free_text = false,
                   .run = run};

}  // namespace commands::incident
