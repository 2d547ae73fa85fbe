// maintenance show: everything that is known of one.
#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/maintenance/which.hpp"
#include "commands/periods.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "playbooks/maintenance_plan.hpp"
#include "playbooks/maintenance_rule.hpp"
#include "playbooks/wording_maintenance.hpp"

namespace commands::maintenance {
namespace {

using playbooks::Maintenance;
using playbooks::MaintenanceState;
using playbooks::Person;
using playbooks::Text;

constexpr std::array<std::string_view, 5> aliases = {"view", "get", "details", "info", "status"};

Text on_pages(const Maintenance& window, const playbooks::Policy& policy) {
  Text text;
  for (const auto& name : policy.publicity.pages) {
    const auto& page = window.page_on(name);
    if (!text.empty()) text << "; ";
    auto shows = page.id.empty() ? std::string{"not there yet"} : page.shows;
    std::ranges::replace(shows, '_', ' ');  // "in_progress", as pages say it
    text << name << ": " << shows;
    if (!page.link.empty()) text << ", " << playbooks::Link{page.link, page.link};
    if (!page.trouble.empty()) text << ". Trouble: " << page.trouble;
  }
  return text;
}

void times(Table& table, const Maintenance& window, const Request& request, const playbooks::Policy& policy) {
  auto& rows = table.rows;
  rows.push_back({"Window", shown(Period{window.starts, window.ends}, request, policy)});
  if (!window.recurrence.empty()) {
    Text again{playbooks::maintenance_rule::in_words(window.recurrence)};
    if (const auto next = playbooks::windows::next(window, request.now, policy.zone); next && window.open())
      again << ", the next one " << shown(next->starts, request, policy);
    rows.push_back({"Again", std::move(again)});
  }
  if (window.state == MaintenanceState::scheduled)
    rows.push_back(
        {"Start", window.start == playbooks::MaintenanceStart::confirmed ? "when somebody confirms it" : "by itself"});
  rows.push_back(
      {"Scheduled", Text{} << shown(window.scheduled.at, request, policy) << " by " << Person{window.scheduled.by}});
  if (window.started)
    rows.push_back(
        {"Started", Text{} << shown(window.started->at, request, policy) << " by " << Person{window.started->by}});
  if (window.ended)
    rows.push_back({window.state == MaintenanceState::cancelled ? "Cancelled" : "Completed",
                    Text{} << shown(window.ended->at, request, policy) << " by " << Person{window.ended->by}});
  if (window.watched_until) rows.push_back({"Watched until", shown(*window.watched_until, request, policy)});
  if (window.update_due) rows.push_back({"Next update due", shown(*window.update_due, request, policy)});
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto found = which(arguments, desk, "show", Among::open, Bare::names);
  if (!found) return std::move(found.error());
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto& window = *found;
  const auto& policy = desk.policy();
  Table table{{"What", "Now"}, {}};
  auto& rows = table.rows;
  rows.push_back({"State", Text{in_words(window.state)}});
  times(table, window, request, policy);
  rows.push_back({"Components", Text{playbooks::wording::maintained(window.components, policy)}});
  if (!window.text.empty()) rows.push_back({"Customers read", Text{window.text}});
  if (!window.last_update.empty()) rows.push_back({"Last update", Text{window.last_update}});
  if (!policy.publicity.pages.empty()) rows.push_back({"Status pages", on_pages(window, policy)});
  Reply reply{headed(window)};
  reply.parts.emplace_back(std::move(table));
  if (!window.steps.empty())
    reply.parts.emplace_back(Text{"Its checklist: "}
                             << playbooks::Code{arguments.as_typed("maintenance checklist " + to_string(window.id))}
                             << ".");
  return reply;
}

}  // namespace

const Verb show{.command = "maintenance",
                .name = "show",
                .aliases = aliases,
                .usage = "show [MNT-3]",
                .help = "Everything that is known of one",
                .example = "maintenance show MNT-3",
                .flags = {},
                .free_text = false,
                .run = run};

}  // namespace commands::maintenance
