// maintenance schedule: a window in which components are taken down on purpose, once or again and again.
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/maintenance/which.hpp"
#include "commands/maintenance/windows.hpp"
#include "commands/periods.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"
#include "playbooks/maintenance_plan.hpp"
#include "playbooks/maintenance_rule.hpp"

namespace commands::maintenance {
namespace {

using playbooks::Text;

constexpr std::array<std::string_view, 6> aliases = {"plan", "add", "new", "create", "sched", "declare"};
constexpr std::array<Flag, 9> flags = {
    {{"on", "components", "db,api", "what is worked on; the same as the list behind “on”", Flag::Takes::word},
     {"when", "", "\"first sun 02:00\"", "when it begins; the same as the bare time", Flag::Takes::word},
     {"for", "", "2h", "how long it takes; the same as the bare duration", Flag::Takes::word},
     {"every", "", "\"first sun\"", "again: daily, weekly, “2 weeks”, sun, “first sun”, monthly", Flag::Takes::word},
     {"rrule", "", "\"FREQ=MONTHLY;BYDAY=1SU\"", "again, by a rule of RFC 5545", Flag::Takes::word},
     {"text", "", "\"The database moves\"", "what customers should know", Flag::Takes::text},
     {"confirmed", "confirm", "", "its channel is asked to start it", Flag::Takes::nothing},
     {"automatic", "auto", "", "it starts by itself", Flag::Takes::nothing},
     {"anyway", "", "", "although it overlaps another, or is longer than a day", Flag::Takes::nothing}}};

playbooks::Form form(const playbooks::Policy& policy) {
  playbooks::Form result{"Schedule maintenance",
                         "Schedule",
                         "maintenance schedule",
                         {line_field("", "Title", "Database upgrade", true),
                          line_field("when", "When does it begin?",
                                     "first sun 02:00, tomorrow 22:00, 2026-12-06 02:00; " + policy.zone, true),
                          line_field("for", "How long does it take?", "2h, 90m", true)}};
  auto components = choice("on", "Components", component_options(policy));
  components.kind = playbooks::FormField::Kind::choices;
  result.fields.push_back(std::move(components));
  result.fields.push_back(line_field("every", "Again", "weekly, first sun, monthly; empty: once", false));
  result.fields.push_back(paragraph("text", "What should customers know?", "", false));
  return result;
}

/// Everything that is left says when.
std::string taken(Arguments& arguments) {
  std::string text;
  for (const auto* token = arguments.next(); token != nullptr; token = arguments.next()) {
    text += (text.empty() ? "" : " ") + token->text;
    arguments.take_next();
  }
  return text;
}

Asked<std::optional<playbooks::MaintenanceStart>> start_of(const Arguments& arguments) {
  const bool confirmed = arguments.has("confirmed"), automatic = arguments.has("automatic");
  if (confirmed && automatic) return std::unexpected(arguments.refuse("--confirmed or --automatic? Only one of them."));
  if (confirmed) return playbooks::MaintenanceStart::confirmed;
  if (automatic) return playbooks::MaintenanceStart::automatic;
  return std::nullopt;
}

Asked<std::string> recurrence_of(const Arguments& arguments) {
  const auto every = arguments.value("every"), rule = arguments.value("rrule");
  if (!every.empty() && !rule.empty())
    return std::unexpected(arguments.refuse("--every or --rrule? Only one of them."));
  if (every.empty()) return rule;
  auto read = read_recurrence(every);
  if (!read) return std::unexpected(arguments.refuse_field("every", read.error().message));
  return *read;
}

Text scheduled(const playbooks::Maintenance& window, const Request& request, const Arguments& arguments,
               const playbooks::Policy& policy) {
  auto text = Text{"Scheduled "} << headed(window) << ": " << shown(Period{window.starts, window.ends}, request, policy)
                                 << " on ";
  for (std::size_t i = 0; i < window.components.size(); ++i)
    text << (i == 0 ? "" : ", ") << component_name(window.components[i], policy);
  text << ".";
  if (!window.recurrence.empty()) {
    text << " Again " << playbooks::maintenance_rule::in_words(window.recurrence);
    if (const auto next = playbooks::windows::next(window, request.now, policy.zone))
      text << ", the next time " << shown(next->starts, request, policy);
    text << ".";
  }
  std::string ahead;
  for (const auto before : playbooks::windows::announcements(window, policy, request.now))
    ahead += (ahead.empty() ? "" : ", ") + playbooks::spoken(before);
  if (!ahead.empty()) text << " Announced " << ahead << " before.";
  text << (window.start == playbooks::MaintenanceStart::confirmed ? " You will be asked to start it."
                                                                  : " It starts by itself.");
  return text << page_follows(policy) << " To call it off: "
              << playbooks::Code{arguments.as_typed("maintenance cancel " + to_string(window.id))} << ".";
}

/// The title, or the reply that asks for one.
Asked<std::string> title_of(const Request& request, Arguments& arguments, const playbooks::Policy& policy) {
  const bool titled = arguments.quoted_left() || request.fields.contains("");
  auto title = titled ? arguments.title() : std::string{};
  if (title.empty())
    return std::unexpected(
        arguments.ask(form(policy), "Put the title in quotes, then when, for how long and on what."));
  if (!request.fields.contains("") && is_time(title, request.now, policy.zone))
    return std::unexpected(
        arguments.refuse(fmt::format("“{}” says when. Put a title in quotes before it.", shortened(title, 40))));
  return title;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  const auto& policy = desk.policy();
  auto title = title_of(request, arguments, policy);
  if (!title) return std::move(title.error());
  auto start = start_of(arguments);
  if (!start) return std::move(start.error());
  auto recurrence = recurrence_of(arguments);
  if (!recurrence) return std::move(recurrence.error());
  auto components = arguments.components_on(false);
  if (components && components->empty()) {  // "on sun 02:00 … on api": the list is the last one
    std::vector<const Token*> rest;
    for (std::size_t i = 0; arguments.next(i) != nullptr; ++i) rest.push_back(arguments.next(i));
    const bool listed = rest.size() >= 2 && lower(rest[rest.size() - 2]->text) == "on";
    if (listed && !is_time(rest.back()->text, request.now, policy.zone)) components = arguments.components_on(true);
  }
  if (!components) return std::move(components.error());
  auto when = arguments.value("when");
  const bool flagged = !when.empty();
  if (!flagged) when = taken(arguments);
  if (const auto length = arguments.value("for"); !length.empty()) when += " for " + length;
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto window = read_window(when, request.now, policy.zone);
  if (!window && when.empty()) return arguments.ask(form(policy), window.error().message);
  if (!window) return arguments.refuse_field("when", window.error().message);

  playbooks::ScheduleMaintenance command;
  command.title = *title;
  command.text = arguments.value("text");
  for (const auto& named : *components) command.components.push_back(named.component);
  command.starts = window->starts;
  command.ends = window->ends;
  command.start = *start;
  command.recurrence = *recurrence;
  command.channel = policy.incident_channel.empty() ? request.channel : policy.incident_channel;
  command.anyway = arguments.has("anyway");
  const auto events = desk.execute(std::move(command));
  if (!events) return declined_or_asked(request, events.error(), "Schedule it anyway");
  for (const auto& event : *events)
    if (const auto* made = std::get_if<playbooks::MaintenanceScheduled>(&event.event))
      return scheduled(made->maintenance, request, arguments, policy);
  return Reply::refusal("Nothing was recorded.");
}

}  // namespace

const Verb schedule{.command = "maintenance",
                    .name = "schedule",
                    .aliases = aliases,
                    .usage = "schedule \"<title>\" <when> <2h> on <db,api> [--every \"first sun\"]",
                    .help = "Plan a maintenance, once or again and again",
                    .example = "maintenance schedule \"Database upgrade\" \"first sun 02:00\" 2h on db,api",
                    .flags = flags,
                    .free_text = false,
                    .run = run};

}  // namespace commands::maintenance
