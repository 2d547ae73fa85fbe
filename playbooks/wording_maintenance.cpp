#include "playbooks/wording_maintenance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "playbooks/event_kinds.hpp"
#include "playbooks/maintenance_plan.hpp"
#include "playbooks/maintenance_rule.hpp"
#include "playbooks/model/overloaded.hpp"

namespace playbooks::wording {
namespace {

constexpr Duration worth_telling = std::chrono::minutes{1};  // of lateness

/// In messages and the timeline people are named, not mentioned.
std::string named(const Actor& actor) {
  return "@" + (actor.name.empty() ? actor.id : actor.name);
}

/// ", says @ann"; nothing where Sitrep did it by itself.
std::string says(const Actor& by) {
  return by.id == "sitrep" ? std::string{} : ", says " + named(by);
}

std::string name(MaintenanceId id) {
  return to_string(id);
}

Code line(std::string_view verb, const Maintenance& window, std::string_view rest = {}) {
  return Code{fmt::format("/maintenance {} {}{}{}", verb, name(window.id), rest.empty() ? "" : " ", rest)};
}

Text head(const Maintenance& window) {
  return Text{} << Bold{name(window.id)} << " “" << window.title << "”";
}

Text with_reason(Text text, const std::string& reason) {
  if (!reason.empty()) text << ": " << reason;
  return text;
}

/// The same as a sentence of its own.
Text sentence_with(Text text, const std::string& reason) {
  const bool ended = !reason.empty() && std::string_view{".!?"}.find(reason.back()) != std::string_view::npos;
  return with_reason(std::move(text), reason) << (ended ? "" : ".");
}

/// The open steps that `belongs` takes, one line each, and how to tick them.
template <class Belongs>
void add_steps(Text& text, const Maintenance& window, const Belongs& belongs) {
  bool any = false;
  for (std::size_t i = 0; i < window.steps.size(); ++i) {
    const auto& step = window.steps[i];
    if (step.done || !belongs(step.phase)) continue;
    text << fmt::format("\n{}. {} ({})", i + 1, step.text, step.phase);
    any = true;
  }
  if (any) text << "\nTick one: " << line("done", window, "<number>");
}

bool is_at_the_end(std::string_view phase) {
  return phase.contains("end") || phase.contains("complet") || phase.contains("after");
}

Text listed(Text text, const std::vector<std::string>& lines) {
  for (const auto& each : lines) text << "\n• " << each;
  return text;
}

}  // namespace

Text maintenance_scheduled(const Maintenance& window, const Policy& policy) {
  auto text = head(window) << " is scheduled" << says(window.scheduled.by) << ": " << Moment{window.starts} << " to "
                           << Moment{window.ends} << " (" << spoken(window.ends - window.starts) << ") on "
                           << maintained(window.components, policy) << ".";
  if (!window.recurrence.empty()) text << " It comes again " << maintenance_rule::in_words(window.recurrence) << ".";
  return text << (window.start == MaintenanceStart::confirmed ? " You will be asked to start it."
                                                              : " It starts by itself.");
}

Text maintenance_announced(const Maintenance& window, const Policy& policy, Time now) {
  auto text = head(window) << " begins in " << spoken(window.starts - now) << ", at " << Moment{window.starts}
                           << ", and is planned to end at " << Moment{window.ends}
                           << ". Affected: " << maintained(window.components, policy) << ".";
  const auto ahead = window.announced.empty() ? window.starts - now : window.announced.back();
  add_steps(text, window, [&](std::string_view phase) {
    const auto before = windows::before_start(phase);
    return before && *before >= ahead;
  });
  return text;
}

Text maintenance_start_asked(const Maintenance& window, const Policy& policy, Time now) {
  auto text = head(window);
  if (windows::missed(window, now))
    return text << " was planned for " << Moment{window.starts} << " to " << Moment{window.ends}
                << " and was not started in that time. Start it now with " << line("start", window)
                << ", or call it off with " << line("cancel", window) << ".";
  text << " was planned to begin at " << Moment{window.starts};
  if (now - window.starts >= worth_telling) text << ", " << spoken(now - window.starts) << " ago";
  text << ". Begin now? " << maintained(window.components, policy)
       << " will be shown as under maintenance. To call it off: " << line("cancel", window) << ".";
  return text;
}

Text maintenance_started(const Maintenance& window, const MaintenanceStarted& event, const Policy& policy) {
  auto text = head(window) << " has started" << says(window.started.value_or(window.updated).by);
  if (event.late >= worth_telling)
    text << ", " << spoken(event.late) << " late: it was planned for " << Moment{window.starts};
  text << ". Planned to end at " << Moment{window.ends}
       << ". Under maintenance: " << maintained(window.components, policy) << ".";
  add_steps(text, window,
            [](std::string_view phase) { return !windows::before_start(phase) && !is_at_the_end(phase); });
  return text;
}

Text maintenance_updated(const Maintenance& window, const MaintenanceUpdated& event, const Actor& by) {
  return head(window) << ", " << named(by) << ": " << event.text;
}

Text maintenance_overdue(const Maintenance& window, const MaintenanceUpdateOverdue& event, Time now) {
  auto text = head(window);
  if (event.over_time) {
    text << ": planned to end at " << Moment{window.ends} << ", still in progress";
    if (now - window.ends >= worth_telling) text << " " << spoken(now - window.ends) << " later";
    return text << ". Extend it with " << line("extend", window, "30m <why>") << " or complete it with "
                << line("complete", window) << ".";
  }
  text << " is in progress and customers have heard nothing for " << spoken(now - window.updated.at)
       << ". Say how it goes: " << line("update", window, "<text>") << ".";
  return text;
}

Text maintenance_extended(const Maintenance& window, const MaintenanceExtended& event, const Actor& by) {
  auto text = head(window) << " is extended" << says(by) << ". It is planned to end at " << Moment{event.ends};
  return sentence_with(std::move(text), event.reason);
}

Text maintenance_completed(const Maintenance& window, const MaintenanceCompleted& event, const Actor& by) {
  auto text = head(window) << " is complete" << says(by);
  if (window.started && window.ended) text << ", after " << spoken(window.ended->at - window.started->at);
  text = sentence_with(std::move(text), event.text);
  if (event.still_red.empty())
    text << " Clean: nobody else says anything of its components.";
  else
    text = listed(std::move(text) << " Still red:", event.still_red);
  if (event.watched_until) text << "\nIts components are watched until " << Moment{*event.watched_until} << ".";
  add_steps(text, window, is_at_the_end);
  return text;
}

Text maintenance_cancelled(const Maintenance& window, const MaintenanceCancelled& event, const Actor& by) {
  auto text = head(window) << " is cancelled" << says(by);
  if (!window.started) text << "; it was planned for " << Moment{window.starts};
  return sentence_with(std::move(text), event.reason);
}

Text maintenance_watched(const Maintenance& window, const MaintenanceWatched& event) {
  auto text = head(window);
  const auto time = window.ended ? Text{} << " ended at " << Moment{window.ended->at} : Text{" is over"};
  if (event.troubles.empty()) return text << time << ". Nothing came up on its components since.";
  return listed(text << time << ". Since then came up on its components:", event.troubles);
}

Text maintenance_untold(const Maintenance& window, const MaintenanceDeliveryFailed& event) {
  return head(window) << ": the status page “" << event.page << "” could not be told. " << event.why;
}

Text maintenance_sentence(const Recorded& event, const Policy& policy) {
  Text who{named(event.by)};
  const auto of = [](MaintenanceId id) { return Bold{name(id)}; };
  return std::visit(
      Overloaded{[&](const MaintenanceScheduled& e) {
                   const auto& window = e.maintenance;
                   return who << " scheduled " << of(window.id) << " “" << window.title << "” for "
                              << Moment{window.starts} << " to " << Moment{window.ends} << " on "
                              << maintained(window.components, policy);
                 },
                 [&](const MaintenanceAnnounced& e) {
                   return Text{} << of(e.maintenance) << " was announced, " << spoken(e.before) << " before its start";
                 },
                 [&](const MaintenanceStartAsked& e) {
                   return Text{} << "Its channel was asked to start " << of(e.maintenance);
                 },
                 [&](const MaintenanceStarted& e) {
                   who << " started " << of(e.maintenance);
                   if (e.late >= worth_telling) who << ", " << spoken(e.late) << " late";
                   return who;
                 },
                 [&](const MaintenanceUpdated& e) { return who << " on " << of(e.maintenance) << ": " << e.text; },
                 [&](const MaintenanceUpdateOverdue& e) {
                   return Text{} << (e.over_time ? "The planned end passed of " : "No update was given on ")
                                 << of(e.maintenance);
                 },
                 [&](const MaintenanceExtended& e) {
                   return with_reason(who << " extended " << of(e.maintenance) << " to " << Moment{e.ends}, e.reason);
                 },
                 [&](const MaintenanceStepSet& e) {
                   return who << (e.done ? " did step " : " undid step ") << std::to_string(e.step) << " of "
                              << of(e.maintenance);
                 },
                 [&](const MaintenanceCompleted& e) {
                   who = with_reason(who << " completed " << of(e.maintenance), e.text);
                   if (!e.still_red.empty()) who << fmt::format(" ({} still red)", e.still_red.size());
                   return who;
                 },
                 [&](const MaintenanceCancelled& e) {
                   return with_reason(who << " cancelled " << of(e.maintenance), e.reason);
                 },
                 [&](const MaintenanceWatched& e) {
                   return Text{} << "The watch over " << of(e.maintenance) << " ended"
                                 << (e.troubles.empty() ? ": nothing came up"
                                                        : fmt::format(": {} came up", e.troubles.size()));
                 },
                 [&](const MaintenancePageUpdated& e) {
                   return Text{} << "The status page “" << e.page.page << "” shows " << of(e.maintenance) << " as "
                                 << e.page.shows;
                 },
                 [&](const MaintenanceDeliveryFailed& e) {
                   return Text{} << "The status page “" << e.page << "” could not be told of " << of(e.maintenance)
                                 << ": " << e.why;
                 },
                 [](const auto&) { return Text{}; }},
      event.event);
}

}  // namespace playbooks::wording
