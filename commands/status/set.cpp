// status set: a person's own word on components. "operational" takes that word back, and nothing else: what incidents
// say stays.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "playbooks/rules.hpp"
#include "playbooks/wording_public.hpp"

namespace commands::status {
namespace {

using playbooks::ComponentStatus;
using playbooks::Text;

constexpr std::array<std::string_view, 3> aliases = {"put", "mark", "change"};
constexpr std::array<Flag, 6> flags = {{
    {"on", "components", "api:partial,db", "which components; the same as the bare list", Flag::Takes::word},
    {"to", "status", "partial", "the status of those that have none in the list", Flag::Takes::word},
    {"message", "", "\"Slow logins\"", "what customers should know; the same as text at the end", Flag::Takes::text},
    {"for", "", "2h", "for how long; then it is taken back by itself", Flag::Takes::word},
    {"until", "", "18:00", "until when; then it is taken back by itself", Flag::Takes::text},
    {"because", "", "db", "whose failure it follows from, or which numbers say so", Flag::Takes::text},
}};

playbooks::Form form(const playbooks::Policy& policy, const NamedComponents& named) {
  auto components = choice("on", "Components", component_options(policy));
  components.kind = playbooks::FormField::Kind::choices;
  for (const auto& [key, status] : named) components.initial += (components.initial.empty() ? "" : ",") + key;
  return {"Set component status",
          "Set",
          "status set",
          {std::move(components), choice("to", "Status", component_status_options(), "degraded_performance"),
           line_field("message", "Message", "What customers should know", false)}};
}

std::string holders(const playbooks::State& state, const std::string& component) {
  std::string result;
  if (const auto held = state.claims.find(component); held != state.claims.end())
    for (const auto& claim : held->second)
      if (claim.holder != "manual" && claim.status != ComponentStatus::operational)
        result += fmt::format("{}{} ({})", result.empty() ? "" : ", ", claim.holder, in_words(claim.status));
  return result;
}

Text outcome(const playbooks::ComponentStatusSet& set, const Desk& desk) {
  const auto& state = desk.state();
  const auto now = playbooks::internal_status(state.claims, set.component);
  Text text;
  text << playbooks::Bold{component_name(set.component, desk.policy())};
  const auto others = holders(state, set.component);
  if (set.status == ComponentStatus::operational) {
    text << ": your setting is withdrawn. ";
    if (others.empty()) return text << "It is operational.";
    return text << "It stays " << in_words(now) << ", held by " << others << ".";
  }
  text << " is set to " << in_words(set.status) << ".";
  if (now != set.status) text << " It shows " << in_words(now) << ", because of " << others << ".";
  return text;
}

Asked<std::optional<playbooks::Time>> end_of_it(const Request& request, const Arguments& arguments, const Desk& desk) {
  if (const auto given = arguments.value("for"); !given.empty()) {
    const auto span = parse_duration(given);
    if (!span) return std::unexpected(arguments.refuse_field("for", span.error().message));
    return request.now + *span;
  }
  const auto given = arguments.value("until");
  if (given.empty()) return std::nullopt;
  const auto when = parse_when(given, {request.now, desk.policy().zone, Lean::future});
  if (!when) return std::unexpected(arguments.refuse_field("until", when.error().message));
  return when->at;
}

/// What the failure means for others, with one button that says it of all of them.
void offer_what_follows(Reply& reply, const std::vector<playbooks::ComponentClaim>& set, const Desk& desk) {
  const auto& policy = desk.policy();
  commands::offer_consequences(reply, set, desk, "status set", "--because");
  std::string back, names;
  for (const auto& claim : set) {
    if (claim.status != ComponentStatus::operational) continue;
    for (const auto& [component, held] : desk.state().claims)
      for (const auto& one : held)
        if (one.holder == "manual" && one.because == claim.component) {
          back += (back.empty() ? "" : ",") + component;
          names += (names.empty() ? "" : ", ") + component_name(component, policy);
        }
  }
  if (back.empty()) return;
  reply.parts.emplace_back(Text{"What was set because of it still stands: " + names + "."});
  reply.parts.emplace_back(Buttons{{{"Take it back too", fmt::format("status set {} operational", back)}}});
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto named = arguments.has("on") ? arguments.components_in("on") : arguments.components();
  if (!named) return std::move(named.error());
  std::optional<ComponentStatus> to;
  if (const auto given = arguments.value("to"); !given.empty()) {
    const auto status = playbooks::parse_component_status(given);
    if (!status) return arguments.refuse_field("to", status.error().message);
    to = *status;
  }
  const bool said = !named->empty() &&
                    (to || std::ranges::all_of(*named, [](const NamedComponent& n) { return n.status.has_value(); }));
  if (!said && !named->empty() && arguments.anything_left())
    return arguments.refuse(playbooks::parse_component_status(arguments.next()->text).error().message);
  if (!said) {
    if (desk.policy().components.empty())
      return Reply::refusal(marked("No components are configured. Add them under `components` in the configuration."));
    return arguments.ask(form(desk.policy(), *named),
                         named->empty() ? "Say which components." : "Say which status they have.");
  }
  auto message = arguments.value("message");
  if (message.empty()) message = arguments.text();
  const auto until = end_of_it(request, arguments, desk);
  if (!until) return until.error();
  auto because = arguments.value("because");
  if (const auto* cause = desk.policy().component(because); cause != nullptr) because = cause->key;
  const auto wanted = claims(*named, to.value_or(ComponentStatus::operational));
  const auto done = desk.execute(playbooks::SetComponentStatus{wanted, message, *until, because});
  if (!done) return declined(done.error());
  Text text;
  for (const auto& event : *done)
    if (const auto* set = std::get_if<playbooks::ComponentStatusSet>(&event.event)) {
      if (!text.empty()) text << "\n";
      text << outcome(*set, desk);
      if (set->until) text << " It is taken back at " << playbooks::Moment{*set->until} << ".";
    }
  Reply reply{std::move(text)};
  if (const auto complaint = playbooks::wording::complaint(message, desk.policy()); !complaint.empty())
    reply.parts.emplace_back(Text{"Customers may read the message. " + complaint});
  offer_what_follows(reply, wanted, desk);
  return reply;
}

}  // namespace

const Verb set{.command = "status",
               .name = "set",
               .aliases = aliases,
               .usage = "set <api:partial,db> <major> [message] [--for 2h]",
               .help = "Say how components are; operational takes it back",
               .example = "status set api,db degraded Logins are slow",
               .flags = flags,
               .free_text = true,
               .run = run};

}  // namespace commands::status
