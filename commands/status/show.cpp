// status show: the components, worst first, and who says so.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "playbooks/rules.hpp"

namespace commands::status {
namespace {

using playbooks::ComponentStatus;
using playbooks::Text;

constexpr std::array<std::string_view, 5> aliases = {"list", "ls", "get", "components", "view"};

struct Shown {
  const playbooks::Component* component;
  ComponentStatus inside, outside;
};

Text who_says_so(const std::vector<playbooks::HeldClaim>& held, const playbooks::Policy& policy) {
  Text text;
  for (const auto& claim : held) {
    if (!text.empty()) text << "; ";
    text << (claim.holder == "manual" ? "set by hand" : claim.holder) << ": " << in_words(claim.status);
    if (!claim.by.id.empty()) text << ", by " << "@" + (claim.by.name.empty() ? claim.by.id : claim.by.name);
    text << " at " << playbooks::Moment{claim.since};
    if (!claim.message.empty()) text << " (" << claim.message << ")";
    if (!claim.because.empty()) text << ", because of " << component_name(claim.because, policy);
    if (claim.until) text << ", until " << playbooks::Moment{*claim.until};
    if (!claim.is_public) text << ", not public";
  }
  return text;
}

Reply table_of(const std::vector<Shown>& shown, const playbooks::State& state, const playbooks::Policy& policy) {
  Table table{{"Component", "Status", "Who says so"}, {}};
  for (const auto& entry : shown) {
    Text now{in_words(entry.inside)};
    if (entry.outside != entry.inside) now << ", public: " << in_words(entry.outside);
    const auto held = state.claims.find(entry.component->key);
    auto name = entry.component->name;
    if (entry.component->key != entry.component->name) name += " (" + entry.component->key + ")";
    table.rows.push_back(
        {Text{name}, std::move(now), held == state.claims.end() ? Text{} : who_says_so(held->second, policy)});
  }
  Reply reply;
  reply.parts.emplace_back(std::move(table));
  return reply;
}

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  const auto& state = desk.state();
  auto named = arguments.components();
  if (!named) return std::move(named.error());
  if (auto reply = arguments.leftover()) return std::move(*reply);
  if (policy.components.empty())
    return marked("No components are configured. Add them under `components` in the configuration file.");
  std::vector<Shown> shown;
  for (const auto& component : policy.components) {
    const auto is_it = [&](const NamedComponent& n) { return n.component == component.key; };
    if (!named->empty() && std::ranges::none_of(*named, is_it)) continue;
    shown.push_back({&component, playbooks::internal_status(state.claims, component.key),
                     playbooks::public_status(state.claims, component.key)});
  }
  std::ranges::sort(shown, [](const Shown& a, const Shown& b) {  // the configured order among equals
    return std::pair{b.inside, a.component} < std::pair{a.inside, b.component};
  });
  const auto bad =
      std::ranges::count_if(shown, [](const Shown& s) { return s.inside != ComponentStatus::operational; });
  if (named->empty() && bad == 0)
    return Text{fmt::format("All {} component{} operational.", shown.size(), shown.size() == 1 ? " is" : "s are")};
  auto reply = table_of(shown, state, policy);
  if (const auto fine = std::ranges::ssize(shown) - bad; named->empty() && fine > 5) {
    std::get<Table>(reply.parts[0]).rows.resize(static_cast<std::size_t>(bad));
    reply.parts.emplace_back(Text{fmt::format("The other {} are operational.", fine)});
  }
  return reply;
}

}  // namespace

const Verb show{.command = "status",
                .name = "show",
                .aliases = aliases,
                .usage = "show [api,db]",
                .help = "The components, worst first, and who says so",
                .example = "status show api",
                .flags = {},
                .free_text = false,
                .run = run};

}  // namespace commands::status
