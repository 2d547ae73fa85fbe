// status set: a person's own word on components. "operational" takes that word back, and nothing else: what incidents
// say stays.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "playbooks/rules.hpp"

namespace commands::status {
namespace {

using playbooks::ComponentStatus;
using playbooks::Text;

constexpr std::array<std::string_view, 3> aliases = {"put", "mark", "change"};
constexpr std::array<Flag, 3> flags = {{
    {"on", "components", "api:partial,db", "which components; the same as the bare list", Flag::Takes::word},
    {"to", "status", "partial", "the status of those that have none in the list", Flag::Takes::word},
    {"message", "", "\"Slow logins\"", "what customers should know; the same as text at the end", Flag::Takes::text},
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

Reply run(const Request&, Arguments& arguments, Desk& desk) {
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
  const auto done =
      desk.execute(playbooks::SetComponentStatus{claims(*named, to.value_or(ComponentStatus::operational)), message});
  if (!done) return declined(done.error());
  Text text;
  for (const auto& event : *done)
    if (const auto* set = std::get_if<playbooks::ComponentStatusSet>(&event.event)) {
      if (!text.empty()) text << "\n";
      text << outcome(*set, desk);
    }
  return text;
}

}  // namespace

const Verb set{.command = "status",
               .name = "set",
               .aliases = aliases,
               .usage = "set <api:partial,db> <major> [message]",
               .help = "Say how components are; operational takes it back",
               .example = "status set api,db degraded Logins are slow",
               .flags = flags,
               .free_text = true,
               .run = run};

}  // namespace commands::status
