// status uptime: for how long each component was up, and what of the fee is given back.
#include "playbooks/uptime.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "commands/args.hpp"
#include "commands/past_periods.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands::status {
namespace {

using playbooks::ComponentUptime;
using playbooks::Duration;
using playbooks::Text;

constexpr std::array<std::string_view, 4> aliases = {"availability", "sla", "credits", "credit"};
constexpr std::size_t most = 40;
constexpr std::string_view how_to_say =
    "Say of when, like “last month”, 2026-10, 30d, “2026-10-01 to 2026-10-15”; nothing means this month.";

/// Never rounded up: 100 % means that nothing was down.
std::string percent(double value) {
  return fmt::format("{:.3f} %", std::floor(value * 1000 + 1e-6) / 1000);
}

Text length(Duration duration) {
  return duration > Duration::zero() ? Text{playbooks::spoken(duration)} : Text{"–"};
}

bool names_components(const Arguments& arguments, const playbooks::Policy& policy) {
  const auto* token = arguments.next();
  if (token == nullptr) return false;
  const auto name = std::string_view{token->text}.substr(0, token->text.find_first_of(",:"));
  return policy.component(name) != nullptr || policy.component(token->text) != nullptr;
}

/// What is left of the line as a stretch of the past, up to now.
Asked<Period> period_asked(Arguments& arguments, const Request& request, const playbooks::Policy& policy) {
  const auto text = arguments.text();
  auto period = past_period(text, request.now, policy.zone);
  if (!period) return std::unexpected(arguments.refuse(period.error().message));
  if (!*period) {
    if (auto components = arguments.components(); !components) return std::unexpected(std::move(components.error()));
    return std::unexpected(
        arguments.refuse(fmt::format("“{}” is no stretch of time. {}", shortened(one_line(text), 40), how_to_say)));
  }
  if ((*period)->from >= request.now)
    return std::unexpected(
        arguments.refuse(fmt::format("“{}” lies ahead. {}", shortened(one_line(text), 40), how_to_say)));
  while (arguments.anything_left()) arguments.take_next();
  (*period)->to = std::min((*period)->to, request.now);
  return **period;
}

std::vector<std::string> keys_of(const NamedComponents& named, const playbooks::Policy& policy) {
  std::vector<std::string> keys;
  for (const auto& one : named) keys.push_back(one.component);
  if (!named.empty()) return keys;
  for (const auto& component : policy.components) keys.push_back(component.key);
  return keys;
}

Table table_of(const std::vector<ComponentUptime>& all, const playbooks::Policy& policy) {
  Table table{{"Component", "Uptime", "Down", "Degraded", "Maintenance"}, {}};
  const auto& tiers = policy.publicity.credits;
  if (!tiers.empty()) table.header.emplace_back("Credit");
  for (const auto& one : all) {
    if (table.rows.size() == most) break;
    std::vector<Text> row{Text{component_name(one.component, policy)}, Text{percent(one.percent)}, length(one.down()),
                          length(one.degraded), length(one.maintenance)};
    if (!tiers.empty()) {
      const auto back = playbooks::credit(one.percent, tiers);
      row.emplace_back(back > 0 ? fmt::format("{:g} % of the fee", back) : "none");
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  if (policy.components.empty())
    return marked("No components are configured. Add them under `components` in the configuration file.");
  NamedComponents named;
  if (names_components(arguments, policy)) {
    auto asked = arguments.components();
    if (!asked) return std::move(asked.error());
    named = std::move(*asked);
  }
  const auto period = period_asked(arguments, request, policy);
  if (!period) return period.error();
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto history = desk.claim_history(period->to);
  auto all = playbooks::uptime(history, keys_of(named, policy), period->from, period->to);
  std::ranges::sort(all, [&](const ComponentUptime& a,
                             const ComponentUptime& b) {  // in the configured order among equals
    return std::pair{a.percent, policy.component(a.component)} < std::pair{b.percent, policy.component(b.component)};
  });
  Text heading;
  // In the configured zone, whoever reads it: a calendar month is one of the organisation's.
  heading << fmt::format("Uptime, {} to {} ({}):", in_zone(period->from, policy.zone), in_zone(period->to, policy.zone),
                         playbooks::spoken(period->to - period->from));
  Reply reply{std::move(heading)};
  reply.parts.emplace_back(table_of(all, policy));
  Text notes{"As the status page showed it. Degraded counts as up, maintenance neither way."};
  if (all.size() > most) notes << fmt::format(" The other {} were up at least as long.", all.size() - most);
  if (history.empty())
    notes << " Nothing has been recorded yet.";
  else if (history.front().at > period->from)
    notes << fmt::format(" Records begin {}: what was before counts as up.", in_zone(history.front().at, policy.zone));
  reply.parts.emplace_back(std::move(notes));
  return reply;
}

}  // namespace

const Verb uptime{.command = "status",
                  .name = "uptime",
                  .aliases = aliases,
                  .usage = "uptime [api,db] [last month|2026-10|30d|<from> to <to>]",
                  .help = "For how long each component was up, and the credit for the rest",
                  .example = "status uptime api last month",
                  .flags = {},
                  .free_text = false,
                  .run = run};

}  // namespace commands::status
