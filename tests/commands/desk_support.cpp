#include "tests/commands/desk_support.hpp"

#include <fmt/format.h>
#include <tuple>

#include <algorithm>

#include "playbooks/model/overloaded.hpp"
#include "playbooks/rules.hpp"

namespace commands::testing {
namespace {

using namespace playbooks;

std::string described(const std::vector<ComponentClaim>& claims) {
  std::string result;
  for (const auto& claim : claims)
    result += fmt::format("{}{}:{}", result.empty() ? "" : ",", claim.component, to_string(claim.status));
  return result;
}

std::string when(const std::optional<Time>& at) {
  return at ? utc_minute(*at) : std::string{};
}

std::string number(const std::optional<int>& value) {
  return value ? std::to_string(*value) : std::string{};
}

class Line {
 public:
  explicit Line(std::string_view what) : text_{what} {}
  Line& operator()(std::string_view name, std::string_view value) {
    if (!value.empty()) text_ += fmt::format(" {}={}", name, value);
    return *this;
  }
  Line& operator()(IncidentId id) {
    text_ += " " + to_string(id);
    return *this;
  }
  operator std::string() const { return text_; }

 private:
  std::string text_;
};

}  // namespace

std::string described(const Command& command) {
  return std::visit(
      Overloaded{
          [](const DeclareIncident& c) -> std::string {
            return Line{"declare"}("title", c.title)("severity", c.severity)("on", described(c.components))(
                "impact", c.impact)("visibility", c.visibility ? to_string(*c.visibility) : std::string_view{})(
                "kind", c.kind == Kind::drill ? "drill" : "")("started", when(c.started))(
                "lead", c.lead.id.empty() ? "" : c.lead.id + "/" + c.lead.name)("anyway", c.anyway ? "yes" : "");
          },
          [](const PostUpdate& c) -> std::string { return Line{"update"}(c.incident)("text", c.text); },
          [](const SetStatus& c) -> std::string {
            return Line{"status"}(c.incident)("to", to_string(c.status))("text", c.text);
          },
          [](const SetSeverity& c) -> std::string {
            return Line{"severity"}(c.incident)("to", c.severity)("reason", c.reason);
          },
          [](const SetComponents& c) -> std::string {
            return Line{"components"}(c.incident)("claims", described(c.claims));
          },
          [](const AddNote& c) -> std::string { return Line{"note"}(c.incident)("text", c.text)("at", when(c.at)); },
          [](const ResolveIncident& c) -> std::string { return Line{"resolve"}(c.incident)("text", c.text); },
          [](const ReopenIncident& c) -> std::string { return Line{"reopen"}(c.incident)("reason", c.reason); },
          [](const CancelIncident& c) -> std::string { return Line{"cancel"}(c.incident)("reason", c.reason); },
          [](const SetPostmortem& c) -> std::string { return Line{"postmortem"}(c.incident)("url", c.url); },
          [](const SetComponentStatus& c) -> std::string {
            return Line{"set"}("claims", described(c.claims))("message", c.message);
          },
          [](const AcknowledgeIncident& c) -> std::string { return Line{"ack"}(c.incident)("note", c.note); },
          [](const UnacknowledgeIncident& c) -> std::string { return Line{"unack"}(c.incident)("reason", c.reason); },
          [](const EscalateIncident& c) -> std::string {
            return Line{"escalate"}(c.incident)("tier", number(c.tier))("reason", c.reason)("as_of", number(c.as_of));
          },
          [](const PagePeople& c) -> std::string {
            std::string to;
            for (const auto& target : c.to) to += (to.empty() ? "" : ", ") + to_string(target);
            return Line{"page"}(c.incident)("to", to)("text", c.text);
          },
          [](const SnoozeEscalation& c) -> std::string {
            return Line{"snooze"}(c.incident)("until", utc_minute(c.until))("reason", c.reason);
          },
          [](const DeclinePage& c) -> std::string { return Line{"decline"}(c.incident); },
          [](const HandOffLead& c) -> std::string {
            return Line{"handoff"}(c.incident)("to", c.to.id + "/" + c.to.name)("summary", c.summary);
          },
          [](const ApplyEscalationPolicy& c) -> std::string { return Line{"apply"}(c.incident); },
          [](const AddOverride& c) -> std::string {
            const auto& o = c.override_;
            return Line{"override"}("in", o.schedule)("person", o.person)("instead_of", o.instead_of)(
                "from", utc_minute(o.from))("to", utc_minute(o.to))("reason", o.reason);
          },
          [](const RemoveOverride& c) -> std::string { return Line{"remove"}("id", number(c.id)); },
          [](const TestContact& c) -> std::string {
            return Line{"test"}("person", c.person)("drill", c.drill ? "yes" : "");
          },
          [](const AnswerContactTest& c) -> std::string { return Line{"answer"}("id", number(c.test)); },
          [](const auto&) -> std::string { return "not a verb's"; }},
      command);
}

FakeDesk::FakeDesk() {
  policy_.severities = default_severities();
  policy_.default_severity = "P2";
  policy_.components = {{"api", "API", "", "", {}, {"backend"}, {}},
                        {"db", "Database", "", "", {}, {}, {}},
                        {"payments", "Payments", "", "", {}, {"checkout"}, {}}};
  policy_.incident_channel = "C_INC";
  policy_.publicity.pages = {"statuspage"};
}

Incident& FakeDesk::add(std::int64_t number, std::string title) {
  Incident incident;
  incident.id = {number};
  incident.version = 1;
  incident.title = std::move(title);
  incident.severity = "P1";
  incident.lead = {"U1", "ann"};
  incident.started = now - std::chrono::minutes{42};
  incident.declared = incident.updated = incident.status_set = {{"U1", "ann"}, incident.started};
  incident.update_due = now + std::chrono::minutes{30};
  incident.channel = "C_INC";
  incident.card = {"C_INC", fmt::format("{}.000", number), {}};
  return state_.incidents[incident.id] = std::move(incident);
}

Incident& FakeDesk::add_closed(std::int64_t number, std::string title) {
  auto incident = add(number, std::move(title));
  state_.incidents.erase(incident.id);
  incident.status = Status::resolved;
  incident.resolved = now;
  incident.update_due.reset();
  return closed[incident.id] = std::move(incident);
}

Result<Incident> FakeDesk::find(IncidentId id) {
  if (const auto found = state_.incidents.find(id); found != state_.incidents.end()) return found->second;
  if (const auto found = closed.find(id); found != closed.end()) return found->second;
  return refuse(Errc::not_found, "There is no " + to_string(id) + ".");
}

std::vector<IncidentLine> FakeDesk::list(bool open_only, int limit) const {
  std::vector<IncidentLine> lines;
  const auto add_all = [&](const auto& incidents) {
    for (const auto& [id, i] : incidents)
      lines.push_back({id, i.title, i.severity, std::string{to_string(i.status)}, std::string{to_string(i.kind)},
                       std::string{to_string(i.visibility)}, i.declared.at, i.resolved});
  };
  add_all(state_.incidents);
  if (!open_only) add_all(closed);
  std::ranges::sort(lines, std::ranges::greater{}, &IncidentLine::id);
  lines.resize(std::min(lines.size(), static_cast<std::size_t>(limit)));
  return lines;
}

std::vector<Recorded> FakeDesk::history(const std::string& stream, int limit, bool newest_first) const {
  const auto found = streams.find(stream);
  if (found == streams.end()) return {};
  auto events = found->second;
  if (newest_first) std::ranges::reverse(events);
  events.resize(std::min(events.size(), static_cast<std::size_t>(limit)));
  return events;
}

std::vector<Recorded> FakeDesk::claim_history(Time until) const {
  std::vector<Recorded> events;
  for (const auto& [name, stream] : streams) events.insert(events.end(), stream.begin(), stream.end());
  std::erase_if(events, [&](const Recorded& event) { return event.at >= until; });
  std::ranges::sort(events, [](const Recorded& a, const Recorded& b) {
    return std::tie(a.at, a.stream, a.number) < std::tie(b.at, b.stream, b.number);
  });
  return events;
}

Result<std::vector<Recorded>> FakeDesk::execute(Command command) {
  if (refuse_with) return std::unexpected(*refuse_with);
  commands.push_back(command);
  const auto recorded = [](IncidentId id, Event event) {
    return std::vector{Recorded{to_string(id), 2, now, {"U1", "ann"}, "in-1", std::move(event)}};
  };
  const auto at = [&](IncidentId id) -> Incident& {
    return state_.incidents.contains(id) ? state_.incidents.at(id) : closed.at(id);
  };
  using Decided = Result<std::vector<Recorded>>;
  return std::visit(
      Overloaded{[&](const DeclareIncident& c) -> Decided {
                   auto& incident = add(state_.next_incident++, c.title);
                   incident.started = c.started.value_or(now);
                   incident.declared.at = now;
                   if (!c.severity.empty()) incident.severity = c.severity;
                   incident.components = c.components;
                   incident.kind = c.kind;
                   incident.visibility = c.visibility.value_or(Visibility::public_page);
                   incident.channel = c.channel;
                   if (!c.lead.id.empty()) incident.lead = c.lead;
                   return recorded(incident.id, IncidentDeclared{});
                 },
                 [&](const PostUpdate& c) -> Decided { return recorded(c.incident, UpdatePosted{}); },
                 [&](const SetStatus& c) -> Decided {
                   const auto from = std::exchange(at(c.incident).status, c.status);
                   return recorded(c.incident, StatusChanged{from, c.status, c.text, {}});
                 },
                 [&](const SetSeverity& c) -> Decided {
                   at(c.incident).severity = c.severity;
                   return recorded(c.incident, SeverityChanged{});
                 },
                 [&](const SetComponents& c) -> Decided {
                   at(c.incident).components = c.claims;
                   return recorded(c.incident, ComponentsChanged{});
                 },
                 [&](const AddNote& c) -> Decided { return recorded(c.incident, NoteAdded{}); },
                 [&](const ResolveIncident& c) -> Decided {
                   at(c.incident).status = Status::resolved;
                   return recorded(c.incident, IncidentResolved{});
                 },
                 [&](const ReopenIncident& c) -> Decided {
                   at(c.incident).status = Status::investigating;
                   return recorded(c.incident, IncidentReopened{});
                 },
                 [&](const CancelIncident& c) -> Decided {
                   at(c.incident).status = Status::cancelled;
                   return recorded(c.incident, IncidentCancelled{});
                 },
                 [&](const SetPostmortem& c) -> Decided {
                   at(c.incident).postmortem = c.url;
                   return recorded(c.incident, PostmortemLinked{c.url});
                 },
                 [&](const SetComponentStatus& c) -> Decided {
                   std::vector<Recorded> events;
                   for (const auto& claim : c.claims) {
                     auto& held = state_.claims[claim.component];
                     std::erase_if(held, [](const HeldClaim& h) { return h.holder == "manual"; });
                     if (claim.status != ComponentStatus::operational)
                       held.push_back({claim.component, "manual", claim.status, true, now, {"U1", "ann"}, c.message});
                     events.push_back({"components",
                                       static_cast<int>(events.size()) + 1,
                                       now,
                                       {"U1", "ann"},
                                       "in-1",
                                       ComponentStatusSet{claim.component, claim.status, c.message}});
                   }
                   return events;
                 },
                 [&](const auto& c) -> Decided { return by_the_rules(c); }},
      command);
}

Result<std::vector<Recorded>> FakeDesk::by_the_rules(const Command& command, Time at) {
  auto events = decide(state_, command, {by, at, "in-1"}, policy_);
  if (events)
    for (const auto& event : *events) evolve(state_, event);
  return events;
}

void FakeDesk::staff() {
  using namespace std::chrono_literals;
  policy_.people = {
      {"ann", "Ann Lee", "U1", "ann@example.com", "+4915112345678", {}, {{Channel::slack, 0s}}, {}},
      {"bob", "Bob Day", "U7", {}, "+4915112345679", {}, {{Channel::slack, 0s}, {Channel::sms, 2min}}, {}},
      {"carol", "Carol Fox", {}, "carol@example.com", {}, {}, {{Channel::email, 0s}}, {}}};
  const auto rotation = [](std::vector<std::string> members) {
    Rotation weekly;
    weekly.name = "weekly";
    weekly.members = std::move(members);
    weekly.start = std::chrono::local_days{std::chrono::year{2026} / 11 / 16} + 9h;
    return weekly;
  };
  Schedule primary;
  primary.key = "primary";
  primary.name = "Primary on-call";
  primary.zone = "UTC";
  primary.rotations = {rotation({"ann", "bob"})};
  auto secondary = primary;
  secondary.key = secondary.name = "secondary";
  secondary.rotations = {rotation({"carol"})};
  policy_.schedules = {primary, secondary};
  EscalationPolicy standard;
  standard.key = "default";
  standard.name = "Default";
  standard.tiers = {{"On-call engineer", {{Target::Kind::schedule, "primary"}}, {}, 15min, {}},
                    {"Engineering lead", {{Target::Kind::person, "bob"}}, {}, 30min, {"P0"}}};
  standard.ack_timeout = 30min;
  standard.fallback = {Target::Kind::person, "carol"};
  policy_.escalation_policies = {standard};
  policy_.escalation_routes = {{{}, {}, {}, "default"}};
  policy_.components[2].owner = "shop";
}

Request typed(std::string line) {
  Request request;
  request.by = {"U1", "ann"};
  request.channel = "C_INC";
  request.line = std::move(line);
  request.now = now;
  return request;
}

Reply say(FakeDesk& desk, const Request& request) {
  desk.by = request.by;
  return dispatch(request, {{"statuspage", "status"}}, desk);
}

Reply say(FakeDesk& desk, std::string line) {
  return say(desk, typed(std::move(line)));
}

std::string words(const Reply& reply) {
  std::string result;
  const auto add = [&](const std::string& line) { result += (result.empty() ? "" : "\n") + line; };
  const auto row = [&](const auto& cells, const auto& text) {
    std::string line;
    for (const auto& cell : cells) line += (line.empty() ? "" : " | ") + text(cell);
    add(line);
  };
  for (const auto& part : reply.parts)
    std::visit(Overloaded{[&](const Text& text) { add(plain(text)); },
                          [&](const Table& table) {
                            row(table.header, [](const std::string& s) { return s; });
                            for (const auto& cells : table.rows) row(cells, [](const Text& t) { return plain(t); });
                          },
                          [&](const Buttons& buttons) {
                            for (const auto& b : buttons.buttons) add(fmt::format("[{}: {}]", b.label, b.line));
                          },
                          [&](const Document& d) { add(fmt::format("<{}>\n{}", d.name, d.content)); }},
               part);
  return result;
}

std::vector<std::string> button_lines(const Reply& reply) {
  std::vector<std::string> lines;
  for (const auto& part : reply.parts)
    if (const auto* buttons = std::get_if<Buttons>(&part))
      for (const auto& button : buttons->buttons) lines.push_back(button.line);
  return lines;
}

Document document(const Reply& reply) {
  for (const auto& part : reply.parts)
    if (const auto* found = std::get_if<Document>(&part)) return *found;
  return {};
}

std::string understood(FakeDesk& desk, std::string line) {
  desk.commands.clear();
  const auto reply = say(desk, std::move(line));
  if (desk.commands.size() == 1) return described(desk.commands.front());
  if (!desk.commands.empty()) return fmt::format("{} commands", desk.commands.size());
  if (reply.form) return "form: " + reply.form->command;
  return (reply.refused ? "refused: " : "reply: ") + words(reply);
}

}  // namespace commands::testing
