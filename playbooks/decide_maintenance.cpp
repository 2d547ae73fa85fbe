// What may be done with a maintenance, and what follows.
#include <fmt/format.h>

#include <algorithm>

#include "playbooks/decider.hpp"
#include "playbooks/escalation_story.hpp"
#include "playbooks/limits.hpp"
#include "playbooks/maintenance_plan.hpp"
#include "playbooks/maintenance_request.hpp"
#include "playbooks/model/words.hpp"
#include "playbooks/wording_maintenance.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

Result<const Maintenance*> known(const State& state, MaintenanceId id) {
  if (const auto* window = state.upkeep.find(id)) return window;
  return refuse(Errc::not_found,
                fmt::format("There is no {} planned or under way. See them with `/maintenance list`.", to_string(id)));
}

Result<const Maintenance*> still_open(const State& state, MaintenanceId id) {
  const auto found = known(state, id);
  if (!found || (*found)->open()) return found;
  const auto& window = **found;
  return refuse(Errc::conflict, fmt::format("{} is {}: done {}.", to_string(id), in_words(window.state),
                                            by_and_at(window.ended.value_or(window.updated))));
}

Result<const Maintenance*> in_progress(const State& state, MaintenanceId id) {
  const auto found = still_open(state, id);
  if (!found || (*found)->state == MaintenanceState::in_progress) return found;
  return refuse(Errc::conflict,
                fmt::format("{0} has not started: it is planned for {1}. Start it with `/maintenance start {0}`, or "
                            "call it off with `/maintenance cancel {0}`.",
                            to_string(id), utc_minute((*found)->starts)));
}

/// Those that waited for it are told now; whoever was paged meanwhile, or has it in hand, is not paged again.
void release(std::vector<Recorded>& events, MaintenanceId id, const State& state, const Context& context,
             const Policy& policy) {
  for (const auto& [number, incident] : state.incidents) {
    if (incident.held_by != id || !incident.open() || incident.kind != Kind::real ||
        incident.escalation.state != EscalationState::none)
      continue;
    EscalationStory story{incident, state, context, policy};
    story.start(to_string(id) + " is over");
    for (auto& event : story.take()) events.push_back(std::move(event));
  }
}

/// The window after this one, where it recurs.
std::optional<Maintenance> following(const Maintenance& window, const State& state, const Context& context,
                                     const Policy& policy) {
  auto next = windows::next(window, context.now, policy.zone);
  if (!next) return std::nullopt;
  Maintenance fresh;
  fresh.id = {state.upkeep.next_id};
  fresh.title = window.title;
  fresh.text = window.text;
  fresh.components = window.components;
  fresh.starts = next->starts;
  fresh.ends = next->starts + (window.ends - window.starts);
  fresh.start = window.start;
  fresh.recurrence = std::move(next->rule);
  fresh.channel = window.channel;
  fresh.scheduled = {context.by, context.now};
  fresh.steps = maintenance_request::steps(policy);
  return fresh;
}

std::optional<Time> update_due(const Policy& policy, Time now) {
  if (policy.publicity.maintenance_update_every <= Duration::zero()) return std::nullopt;
  return now + policy.publicity.maintenance_update_every;
}

/// Of an optional text: nothing when it is empty.
Result<std::string> optional_text(const std::string& text, std::string_view what) {
  return text.empty() ? Result<std::string>{std::string{}} : limited(text, what);
}

}  // namespace

Decision Decider::operator()(const ScheduleMaintenance& c) const {
  auto planned = maintenance_request::planned(c, state_, context_, policy_);
  if (!planned) return std::unexpected(std::move(planned.error()));
  return std::vector<Recorded>{of_maintenance(MaintenanceScheduled{std::move(*planned)})};
}

Decision Decider::operator()(const StartMaintenance& c) const {
  const auto found = still_open(state_, c.maintenance);
  if (!found) return std::unexpected(found.error());
  const auto& window = **found;
  if (window.state == MaintenanceState::in_progress)
    return refuse(Errc::conflict, fmt::format("{} is in progress already: started {}.", to_string(window.id),
                                              by_and_at(window.started.value_or(window.updated))));
  const auto text = optional_text(c.text, "update");
  if (!text) return std::unexpected(text.error());
  const auto due = update_due(policy_, context_.now);
  std::vector<Recorded> events{
      of_maintenance(MaintenanceStarted{window.id, std::max(context_.now - window.starts, Duration::zero()), due})};
  if (!text->empty()) events.push_back(of_maintenance(MaintenanceUpdated{window.id, *text, due}, 2));
  if (auto next = following(window, state_, context_, policy_))
    events.push_back(of_maintenance(MaintenanceScheduled{std::move(*next)}, static_cast<int>(events.size()) + 1));
  return events;
}

Decision Decider::operator()(const UpdateMaintenance& c) const {
  const auto found = in_progress(state_, c.maintenance);
  if (!found) return std::unexpected(found.error());
  const auto text = limited(c.text, "update");
  if (!text) return std::unexpected(text.error());
  const auto& window = **found;
  if (window.last_update == *text && context_.now - window.updated.at < 1min)
    return refuse(Errc::conflict,
                  fmt::format("Already posted {}: the same text. Nothing was sent again.", by_and_at(window.updated)));
  return std::vector<Recorded>{of_maintenance(MaintenanceUpdated{window.id, *text, update_due(policy_, context_.now)})};
}

Decision Decider::operator()(const ExtendMaintenance& c) const {
  const auto found = still_open(state_, c.maintenance);
  if (!found) return std::unexpected(found.error());
  const auto& window = **found;
  if (c.by <= Duration::zero())
    return refuse(Errc::invalid, fmt::format("Say by how much: `/maintenance extend {} 30m`.", to_string(window.id)));
  const auto reason = optional_text(c.reason, "reason");
  if (!reason) return std::unexpected(reason.error());
  // Past its planned end, "30m more" is counted from now.
  const auto from = std::max<Time>(window.ends, std::chrono::floor<std::chrono::minutes>(context_.now));
  auto changed = window;
  changed.ends = (window.state == MaintenanceState::in_progress ? from : window.ends) + c.by;
  if (changed.ends <= context_.now)
    return refuse(Errc::invalid, fmt::format("It would end at {}: that has passed.", utc_minute(changed.ends)));
  if (const auto doubt = maintenance_request::doubt(changed, state_, policy_); doubt && !c.anyway)
    return refuse(Errc::conflict, *doubt);
  return std::vector<Recorded>{of_maintenance(MaintenanceExtended{window.id, changed.ends, *reason})};
}

Decision Decider::operator()(const CompleteMaintenance& c) const {
  const auto found = in_progress(state_, c.maintenance);
  if (!found) return std::unexpected(found.error());
  const auto& window = **found;
  const auto text = optional_text(c.text, "text");
  if (!text) return std::unexpected(text.error());
  MaintenanceCompleted completed{window.id, *text, wording::claims_of_others(window, state_, policy_), std::nullopt};
  if (policy_.publicity.watch_for > Duration::zero())
    completed.watched_until = context_.now + policy_.publicity.watch_for;
  std::vector<Recorded> events{of_maintenance(std::move(completed))};
  release(events, window.id, state_, context_, policy_);
  return events;
}

Decision Decider::operator()(const CancelMaintenance& c) const {
  const auto found = still_open(state_, c.maintenance);
  if (!found) return std::unexpected(found.error());
  const auto& window = **found;
  const auto reason = optional_text(c.reason, "reason");
  if (!reason) return std::unexpected(reason.error());
  std::vector<Recorded> events{of_maintenance(MaintenanceCancelled{window.id, *reason})};
  const bool not_begun = window.state == MaintenanceState::scheduled;  // else the next one is planned already
  if (auto next = not_begun ? following(window, state_, context_, policy_) : std::nullopt)
    events.push_back(of_maintenance(MaintenanceScheduled{std::move(*next)}, 2));
  release(events, window.id, state_, context_, policy_);
  return events;
}

Decision Decider::operator()(const SetMaintenanceStep& c) const {
  const auto found = known(state_, c.maintenance);
  if (!found) return std::unexpected(found.error());
  const auto& window = **found;
  if (window.steps.empty()) return refuse(Errc::not_found, fmt::format("{} has no checklist.", to_string(window.id)));
  if (c.step < 1 || static_cast<std::size_t>(c.step) > window.steps.size())
    return refuse(Errc::not_found, fmt::format("{0} has steps 1 to {1}. See them with `/maintenance checklist {0}`.",
                                               to_string(window.id), window.steps.size()));
  const auto& step = window.steps[static_cast<std::size_t>(c.step) - 1];
  if (c.done && step.done)
    return refuse(Errc::conflict, fmt::format("Step {} is done already: {}.", c.step, by_and_at(*step.done)));
  if (!c.done && !step.done) return refuse(Errc::conflict, fmt::format("Step {} is not done.", c.step));
  return std::vector<Recorded>{of_maintenance(MaintenanceStepSet{window.id, c.step, c.done})};
}

Decision Decider::operator()(const AnnounceMaintenance& c) const {
  const auto found = still_open(state_, c.maintenance);
  if (!found) return std::unexpected(found.error());
  const auto& window = **found;
  if (window.state != MaintenanceState::scheduled || context_.now < window.starts - c.before ||
      std::ranges::find(window.announced, c.before) != window.announced.end() ||
      windows::superseded(window, c.before, policy_, context_.now))
    return refuse(Errc::conflict, "This announcement is not due.");
  return std::vector<Recorded>{of_maintenance(MaintenanceAnnounced{window.id, c.before})};
}

Decision Decider::operator()(const BeginMaintenance& c) const {
  const auto found = still_open(state_, c.maintenance);
  if (!found) return std::unexpected(found.error());
  const auto& window = **found;
  if (window.state != MaintenanceState::scheduled || context_.now < window.starts)
    return refuse(Errc::conflict, "It is not its time.");
  // Nobody wants to find the site under maintenance hours after the people have gone: then somebody is asked.
  if (window.start == MaintenanceStart::confirmed || windows::missed(window, context_.now))
    return std::vector<Recorded>{of_maintenance(MaintenanceStartAsked{window.id})};
  return (*this)(StartMaintenance{window.id, {}});
}

Decision Decider::operator()(const RemindMaintenanceUpdate& c) const {
  const auto found = in_progress(state_, c.maintenance);
  if (!found) return std::unexpected(found.error());
  const auto& window = **found;
  const bool over_time = window.ends <= context_.now;
  if (!over_time && (!window.update_due || *window.update_due > context_.now))
    return refuse(Errc::conflict, "An update was given in time.");
  auto gap = policy_.publicity.maintenance_update_every;
  if (gap <= Duration::zero()) gap = 30min;
  if (over_time) gap *= 1 << std::min(window.overdue_reminders, 3);  // a forgotten one keeps asking, but not for ever
  auto next = context_.now + gap;
  if (!over_time) next = std::min(next, window.ends);
  return std::vector<Recorded>{of_maintenance(MaintenanceUpdateOverdue{window.id, c.due, over_time, next})};
}

Decision Decider::operator()(const EndMaintenanceWatch& c) const {
  const auto found = known(state_, c.maintenance);
  if (!found) return std::unexpected(found.error());
  const auto& window = **found;
  if (!window.ended || !window.watched_until || context_.now < *window.watched_until)
    return refuse(Errc::conflict, "It is not its time.");
  return std::vector<Recorded>{of_maintenance(
      MaintenanceWatched{window.id, wording::claims_of_others(window, state_, policy_, window.ended->at)})};
}

Decision Decider::operator()(const NoteMaintenancePage& c) const {
  const auto found = known(state_, c.maintenance);
  if (!found) return std::unexpected(found.error());
  const auto& known = (*found)->page_on(c.page.page);
  if (known.id == c.page.id && known.link == c.page.link && known.shows == c.page.shows && known.trouble.empty())
    return refuse(Errc::conflict, "The page is known to show that.");
  auto page = c.page;
  page.at = context_.now;
  return std::vector<Recorded>{of_maintenance(MaintenancePageUpdated{c.maintenance, std::move(page)})};
}

Decision Decider::operator()(const NoteMaintenanceFailed& c) const {
  const auto found = known(state_, c.maintenance);
  if (!found) return std::unexpected(found.error());
  if ((*found)->page_on(c.page).trouble == c.why) return refuse(Errc::conflict, "That is known.");
  return std::vector<Recorded>{of_maintenance(MaintenanceDeliveryFailed{c.maintenance, c.page, c.why})};
}

}  // namespace playbooks
