// incident components: what it affects, and how much.
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::incident {
namespace {

constexpr std::array<std::string_view, 4> aliases = {"component", "comp", "affects", "affected"};
constexpr std::array<Flag, 2> flags = {{
    {"on", "components", "api:partial,db", "what is affected; the same as the bare list", Flag::Takes::word},
    {"to", "", "partial", "the status of those that have none in the list", Flag::Takes::word},
}};

playbooks::Form form(const std::string& incident, const playbooks::Policy& policy, std::string_view initial) {
  auto components = choice("on", "Components", component_options(policy));
  components.kind = playbooks::FormField::Kind::choices;
  return {"Components of " + incident,
          "Set",
          "incident components " + incident,
          {std::move(components), choice("to", "Their status", component_status_options(), initial)}};
}

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  auto id = arguments.incident();
  if (!id) return std::move(id.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  arguments.take_word("on");
  auto named = arguments.has("on") ? arguments.components_in("on") : arguments.components();
  if (!named) return std::move(named.error());
  if (auto reply = arguments.leftover()) return std::move(*reply);
  auto otherwise = presumed_status(incident->severity, policy);
  if (named->empty()) {
    if (policy.components.empty())
      return Reply::refusal("No components are configured. Add them to the configuration.");
    return arguments.ask(form(to_string(*id), policy, to_string(otherwise)), "Say which components are affected.");
  }
  if (const auto to = arguments.value("to"); !to.empty()) {
    const auto status = playbooks::parse_component_status(to);
    if (!status) return arguments.refuse_field("to", status.error().message);
    otherwise = *status;
  }
  const auto done = desk.execute(playbooks::SetComponents{*id, claims(*named, otherwise)});
  if (!done) return declined(done.error());
  const auto after = desk.find(*id);
  if (!after) return declined(after.error());
  playbooks::Text text;
  text << playbooks::Bold{to_string(*id)} << " now says: " << component_words(after->components, policy) << ".";
  if (after->shown_publicly()) text << " The status page follows.";
  Reply reply{std::move(text)};
  offer_consequences(reply, after->components, desk, "incident components " + to_string(*id));
  return reply;
}

}  // namespace

const Verb components{.command = "incident",
                      .name = "components",
                      .aliases = aliases,
                      .usage = "components [INC-12] <api:partial,db:major>",
                      .help = "Say what is affected and how much; api:operational when it is well",
                      .example = "incident components INC-12 api:partial,db:major",
                      .flags = flags,
                      .free_text = false,
                      .run = run};

}  // namespace commands::incident
