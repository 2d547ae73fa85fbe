#include "integrations/pages/publication.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "integrations/statuspage/payload.hpp"
#include "playbooks/wording.hpp"

namespace integrations::pages {

using playbooks::ComponentStatus;
using playbooks::MaintenanceState;
using playbooks::PublishIncident;
using playbooks::PublishMaintenance;
using playbooks::PublishPostmortem;
using playbooks::Status;

namespace {

/// Characters of a text that is looked for on the page: enough to know it, short enough to survive being cut there.
constexpr std::size_t recognised = 2000;

Phase phase_of(Status status) {
  switch (status) {
    case Status::investigating:
      return Phase::investigating;
    case Status::identified:
      return Phase::identified;
    case Status::monitoring:
      return Phase::monitoring;
    case Status::resolved:
    case Status::cancelled:
      return Phase::resolved;
  }
  std::unreachable();
}

Phase phase_of(MaintenanceState state) {
  switch (state) {
    case MaintenanceState::scheduled:
      return Phase::scheduled;
    case MaintenanceState::in_progress:
      return Phase::in_progress;
    case MaintenanceState::completed:
      return Phase::completed;
    case MaintenanceState::cancelled:
      return Phase::cancelled;
  }
  std::unreachable();
}

/// Used where nobody wrote any words.
std::string plain_words(const playbooks::Maintenance& maintenance, MaintenanceState state) {
  switch (state) {
    case MaintenanceState::scheduled:
      return fmt::format("Maintenance is planned from {} to {}.", playbooks::utc_minute(maintenance.starts),
                         playbooks::utc_minute(maintenance.ends));
    case MaintenanceState::in_progress:
      return fmt::format("The maintenance has begun. It is planned to end at {}.",
                         playbooks::utc_minute(maintenance.ends));
    case MaintenanceState::completed:
      return "The maintenance is completed.";
    case MaintenanceState::cancelled:
      return "The maintenance was cancelled.";
  }
  std::unreachable();
}

/// Words that had to wait and the newest, oldest first, each with its time when there is more than one.
std::string joined(const Delivery& delivery, const PublishMaintenance& newest) {
  std::vector<statuspage::Said> said;
  for (const auto& older : delivery.merged)
    if (const auto* one = std::get_if<PublishMaintenance>(&older.body); one != nullptr && !one->body.empty())
      said.push_back({one->at, one->body});
  if (!newest.body.empty()) said.push_back({newest.at, newest.body});
  if (said.empty()) return plain_words(*delivery.maintenance, newest.state);
  if (said.size() == 1) return statuspage::cut(said.front().text, statuspage::body_limit);
  return statuspage::joined(said, delivery.now);
}

/// Whether subscribers hear of it: one of the texts that go out together asks for it. `unless_said` is for those that
/// do not say.
bool told(const Delivery& delivery, const PublishIncident& newest, bool wordless, bool unless_said) {
  if (wordless) return newest.notify.value_or(unless_said);
  const auto asks = [&](const PublishIncident& one) { return one.notify.value_or(unless_said); };
  const bool speaks = !newest.body.empty() || newest.status == Status::cancelled;
  return (speaks && asks(newest)) || std::ranges::any_of(delivery.merged, [&](const playbooks::Effect& older) {
           const auto* one = std::get_if<PublishIncident>(&older.body);
           return one != nullptr && !one->body.empty() && asks(*one);
         });
}

void say_incident(Publication& made, const Delivery& delivery, const PublishIncident& what, bool notify) {
  const auto& incident = *delivery.incident;
  made.phase = phase_of(what.status);
  made.said = what.at;
  made.text = statuspage::joined_body(delivery, what);
  // Whoever never heard of a false alarm is not told of it now.
  const bool unheard = made.first() && (what.status == Status::cancelled || incident.status == Status::cancelled);
  const bool wordless = made.text.empty();
  made.notify = !unheard && (made.first() || !wordless) && told(delivery, what, wordless, notify);
  if (made.first() && wordless) made.text = playbooks::wording::public_status(what.status);
}

void say_postmortem(Publication& made, const playbooks::Incident& incident, playbooks::Time now) {
  made.phase = Phase::resolved;
  made.said = now;
  made.text = playbooks::wording::public_postmortem(incident);
}

void say_maintenance(Publication& made, const Delivery& delivery, const PublishMaintenance& what) {
  const auto& maintenance = *delivery.maintenance;
  made.kind = Kind::maintenance;
  made.title = maintenance.title;
  made.phase = phase_of(what.state);
  made.said = what.at;
  made.text = joined(delivery, what);
  const bool asked = what.notify || std::ranges::any_of(delivery.merged, [](const playbooks::Effect& older) {
                       const auto* one = std::get_if<PublishMaintenance>(&older.body);
                       return one != nullptr && one->notify;
                     });
  made.notify = asked;
  made.begins = maintenance.started ? maintenance.started->at : maintenance.starts;
  made.ends = maintenance.ends;
  if (made.phase != Phase::completed && made.phase != Phase::cancelled) return;
  made.ends = maintenance.ended ? maintenance.ended->at : what.at;
  // Cancelled before it began: a window that is over, because providers know a window by its times.
  if (made.begins >= made.ends) made.begins = made.ends - std::chrono::minutes{1};
}

}  // namespace

std::string_view in_words(Phase phase) {
  switch (phase) {
    case Phase::investigating:
      return "Investigating";
    case Phase::identified:
      return "Identified";
    case Phase::monitoring:
      return "Monitoring";
    case Phase::resolved:
      return "Resolved";
    case Phase::scheduled:
      return "Scheduled";
    case Phase::in_progress:
      return "In progress";
    case Phase::completed:
      return "Completed";
    case Phase::cancelled:
      return "Cancelled";
  }
  std::unreachable();
}

std::optional<Subject> subject_of(const playbooks::Effect& effect) {
  if (const auto* one = std::get_if<PublishIncident>(&effect.body))
    return Subject{Kind::incident, playbooks::to_string(one->incident)};
  if (const auto* one = std::get_if<PublishPostmortem>(&effect.body))
    return Subject{Kind::incident, playbooks::to_string(one->incident)};
  if (const auto* one = std::get_if<PublishMaintenance>(&effect.body))
    return Subject{Kind::maintenance, playbooks::to_string(one->maintenance)};
  return std::nullopt;
}

std::vector<std::string> components_of(const Delivery& delivery) {
  if (std::holds_alternative<PublishMaintenance>(delivery.effect.body))
    return delivery.maintenance ? delivery.maintenance->components : std::vector<std::string>{};
  std::vector<std::string> keys;
  if (delivery.incident)
    for (const auto& claim : delivery.incident->components) keys.push_back(claim.component);
  return keys;
}

std::string why_not(const Delivery& delivery, std::string_view provider) {
  const auto subject = subject_of(delivery.effect);
  if (!subject) return fmt::format("{} does not deliver this kind of effect.", provider);
  const auto& id = subject->owner;
  const bool known = subject->kind == Kind::incident ? delivery.incident.has_value() : delivery.maintenance.has_value();
  if (!known) return fmt::format("{} is unknown, so nothing was published.", id);
  if (subject->kind == Kind::maintenance) return {};
  const auto& incident = *delivery.incident;
  if (!incident.shown_publicly()) return fmt::format("{} is internal or a drill, so nothing was published.", id);
  if (!std::holds_alternative<PublishPostmortem>(delivery.effect.body)) return {};
  if (incident.postmortem.empty()) return fmt::format("{} has no post-mortem, so none was published.", id);
  if (incident.status != Status::resolved)
    return fmt::format("{} is {}: its post-mortem is published once it is resolved.", id,
                       playbooks::to_string(incident.status));
  return {};
}

ComponentStatus worst_claim(const Delivery& delivery, const std::string& component) {
  const auto worst = delivery.public_components.find(component);
  return worst == delivery.public_components.end() ? ComponentStatus::operational : worst->second;
}

Publication publication_of(const Delivery& delivery, const playbooks::Policy& policy, const ComponentIds& ids,
                           std::string page_id, bool notify) {
  Publication made;
  made.owner = subject_of(delivery.effect).value_or(Subject{}).owner;
  made.page_id = std::move(page_id);
  if (delivery.incident) {
    const auto& incident = *delivery.incident;
    made.title = incident.public_title.empty() ? incident.title : incident.public_title;
    made.begins = incident.started;
  }
  if (const auto* incident = std::get_if<PublishIncident>(&delivery.effect.body))
    say_incident(made, delivery, *incident, notify);
  else if (const auto* maintenance = std::get_if<PublishMaintenance>(&delivery.effect.body))
    say_maintenance(made, delivery, *maintenance);
  else
    say_postmortem(made, *delivery.incident, delivery.now);
  made.title = statuspage::cut(made.title, title_limit);
  for (const auto& key : components_of(delivery)) {
    std::string problem;
    auto id = ids(key, problem);
    if (!id) {
      made.gaps.push_back(std::move(problem));
      continue;
    }
    if (std::ranges::find(made.parts, *id, &Part::id) != made.parts.end()) continue;
    const auto* component = policy.component(key);
    made.parts.push_back({std::move(*id), component == nullptr ? key : component->name, worst_claim(delivery, key)});
  }
  return made;
}

std::string one_line(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space)
      result += c;
    else if (!result.empty() && result.back() != ' ')
      result += ' ';
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

std::string words_of(const Delivery& delivery) {
  Delivery alone = delivery;
  alone.merged.clear();
  const auto nothing = [](const std::string&, std::string&) { return std::optional<std::string>{}; };
  if (!why_not(alone, "").empty()) return {};
  const auto made = publication_of(alone, playbooks::Policy{}, nothing, "known", false);
  auto words = one_line(made.text);
  // Cut at a character, without the mark that cut() leaves.
  auto size = std::min(words.size(), recognised);
  while (size < words.size() && size > 0 && (static_cast<unsigned char>(words[size]) & 0xC0) == 0x80) --size;
  words.resize(size);
  return words;
}

}  // namespace integrations::pages
