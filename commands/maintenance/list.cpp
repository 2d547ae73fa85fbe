// maintenance list: what is planned, under way and watched.
#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/maintenance/which.hpp"
#include "commands/periods.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"
#include "playbooks/maintenance_rule.hpp"
#include "playbooks/wording_maintenance.hpp"

namespace commands::maintenance {
namespace {

using playbooks::Maintenance;
using playbooks::Text;

constexpr std::array<std::string_view, 3> aliases = {"ls", "all", "planned"};
constexpr std::array<Flag, 1> flags = {{{"all", "closed", "", "those of the last week too", Flag::Takes::nothing}}};
constexpr std::size_t most = 30;

Text state_of(const Maintenance& window, const Request& request, const playbooks::Policy& policy) {
  Text text{in_words(window.state)};
  if (window.watched_until) text << ", watched until " << shown(*window.watched_until, request, policy);
  if (window.state == playbooks::MaintenanceState::scheduled && window.start_asked) text << ", waits to be started";
  if (window.state == playbooks::MaintenanceState::in_progress && window.ends <= request.now)
    text << ", " << playbooks::spoken(request.now - window.ends) << " over its time";
  return text;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const bool all = arguments.has("all") || arguments.typed() == "all" || arguments.take_word("all");
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto& policy = desk.policy();
  std::vector<const Maintenance*> windows;
  for (const auto& window : desk.state().upkeep.windows)
    if (all || window.open() || window.watched_until) windows.push_back(&window);
  if (windows.empty())
    return Text{"No maintenance is planned. Plan one: "}
           << playbooks::Code{arguments.as_typed("maintenance schedule \"<title>\" \"sun 02:00\" 2h on <components>")};
  std::ranges::sort(windows, {}, [](const Maintenance* window) { return std::pair{window->starts, window->id}; });
  Table table{{"Id", "Title", "When", "On", "State"}, {}};
  for (std::size_t i = 0; i < windows.size() && i < most; ++i) {
    const auto& window = *windows[i];
    auto when = shown(Period{window.starts, window.ends}, request, policy);
    if (!window.recurrence.empty()) when << ", " << playbooks::maintenance_rule::in_words(window.recurrence);
    table.rows.push_back({Text{} << playbooks::Bold{to_string(window.id)}, Text{shortened(window.title, 60)},
                          std::move(when), Text{playbooks::wording::maintained(window.components, policy)},
                          state_of(window, request, policy)});
  }
  Reply reply;
  reply.parts.emplace_back(std::move(table));
  if (windows.size() > most)
    reply.parts.emplace_back(Text{"… and more. Name one: "}
                             << playbooks::Code{arguments.as_typed("maintenance show MNT-3")});
  return reply;
}

}  // namespace

const Verb list{.command = "maintenance",
                .name = "list",
                .aliases = aliases,
                .usage = "list [--all]",
                .help = "What is planned, under way and watched",
                .example = "maintenance list",
                .flags = flags,
                .free_text = false,
                .run = run};

}  // namespace commands::maintenance
