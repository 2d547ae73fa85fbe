#include "integrations/local_page/changes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "integrations/slack/utf8.hpp"
#include "playbooks/wording.hpp"

namespace integrations::local_page {
namespace {

using playbooks::ComponentStatus;
using playbooks::MaintenanceState;
using playbooks::PublishComponent;
using playbooks::PublishIncident;
using playbooks::PublishMaintenance;
using playbooks::PublishPostmortem;
using playbooks::Receipt;
using playbooks::Status;
using playbooks::Time;

constexpr std::size_t keys_kept = 300;

std::unexpected<std::string> refused(std::string why) {
  return std::unexpected(std::move(why));
}

Receipt receipt(const Story& story, std::string_view url) {
  return {story.id, link_of(story, url), story.status};
}

bool has(const Story& story, std::string_view key) {
  return std::ranges::find(story.keys, key) != story.keys.end();
}

void remember(Story& story, const std::string& key) {
  if (has(story, key)) return;
  if (story.keys.size() == keys_kept) story.keys.erase(story.keys.begin());
  story.keys.push_back(key);
}

/// The story of that name, made anew where there is none.
Story& story_of(std::vector<Story>& list, std::string_view kind, const std::string& ours, Time at) {
  const auto found = std::ranges::find(list, ours, &Story::ours);
  if (found != list.end()) return *found;
  Story story;
  story.ours = ours;
  story.id = page_id(kind, ours);
  story.started = story.created = story.changed = at;
  return list.emplace_back(std::move(story));
}

Time said_at(Time at, const playbooks::Effect& effect, Time now) {
  if (at == Time{}) at = effect.created;
  return std::min(at, now);
}

/// One more thing said; what adds neither words nor a new status is only remembered.
void say(Story& story, Update update, std::vector<Affected> affected) {
  const bool nothing_new = update.body.empty() && !story.updates.empty() && story.status == update.status;
  if (has(story, update.key)) return;
  remember(story, update.key);
  if (nothing_new) return;
  if (!story.updates.empty()) update.at = std::max(update.at, story.updates.back().at);
  update.affected = std::move(affected);
  story.status = update.status;
  story.changed = update.at;
  story.updates.push_back(std::move(update));
}

void add_components(Story& story, const std::vector<std::string>& components) {
  for (const auto& component : components)
    if (std::ranges::find(story.components, component) == story.components.end()) story.components.push_back(component);
}

std::vector<std::string> claimed(const playbooks::Incident& incident) {
  std::vector<std::string> result;
  for (const auto& claim : incident.components) result.push_back(claim.component);
  return result;
}

/// How the components of a story stood before this delivery, and stand after it.
std::vector<Affected> moves(const Document& before, const Document& after, const std::vector<std::string>& components) {
  std::vector<Affected> result;
  for (const auto& key : components) result.push_back({key, before.status_of(key), after.status_of(key)});
  return result;
}

std::string incident_words(const PublishIncident& what) {
  if (what.body.empty() && what.status == Status::cancelled)
    return "This was a false alarm: the service was not affected.";
  return clean(what.body);
}

/// Statuspage knows no "cancelled" incident, and neither do those who read its API.
std::string incident_status(Status status) {
  return std::string{playbooks::to_string(status == Status::cancelled ? Status::resolved : status)};
}

void tell(Story& story, const playbooks::Effect& effect, Time now, std::vector<Affected> affected) {
  if (has(story, effect.key)) return;
  const auto& what = std::get<PublishIncident>(effect.body);
  Update update{effect.key, incident_status(what.status), incident_words(what), said_at(what.at, effect, now), {}};
  if (update.status == "resolved" && !story.resolved) story.resolved = update.at;
  if (update.status != "resolved") story.resolved.reset();
  if (update.status == "monitoring" && !story.monitoring) story.monitoring = update.at;
  say(story, std::move(update), std::move(affected));
}

std::expected<Receipt, std::string> publish(Document& document, const Document& before, const Delivery& delivery,
                                            const playbooks::Policy& policy, std::string_view url) {
  const auto& what = std::get<PublishIncident>(delivery.effect.body);
  const auto id = playbooks::to_string(what.incident);
  if (!delivery.incident) return refused(fmt::format("{} is unknown, so nothing was published.", id));
  const auto& incident = *delivery.incident;
  if (!incident.shown_publicly())
    return refused(fmt::format("{} is internal or a drill, so nothing was published.", id));
  const bool first = document.incident(id) == nullptr;
  auto& story = story_of(document.incidents, "incident", id, said_at(what.at, delivery.effect, delivery.now));
  if (!first && has(story, delivery.effect.key)) return receipt(story, url);
  if (first && incident.started != Time{}) story.started = std::min(incident.started, story.created);
  story.title = clean_line(incident.public_title.empty() ? incident.title : incident.public_title);
  const auto* severity = policy.severity(incident.severity);
  story.impact = severity == nullptr || severity->impact.empty() ? "minor" : severity->impact;
  add_components(story, claimed(incident));
  for (const auto& older : delivery.merged)
    if (std::holds_alternative<PublishIncident>(older.body)) tell(story, older, delivery.now, {});
  tell(story, delivery.effect, delivery.now, moves(before, document, story.components));
  return receipt(story, url);
}

std::expected<Receipt, std::string> publish_postmortem(Document& document, const Delivery& delivery,
                                                       std::string_view url) {
  const auto id = playbooks::to_string(std::get<PublishPostmortem>(delivery.effect.body).incident);
  if (!delivery.incident || delivery.incident->postmortem.empty())
    return refused(fmt::format("{} has no post-mortem, so none was published.", id));
  if (!delivery.incident->shown_publicly())
    return refused(fmt::format("{} is internal or a drill, so its post-mortem was not published.", id));
  if (delivery.incident->status != Status::resolved)
    return refused(fmt::format("{} is {}: its post-mortem is published once it is resolved.", id,
                               playbooks::to_string(delivery.incident->status)));
  if (document.incident(id) == nullptr)
    return refused(fmt::format("{} is not on the status page, so its post-mortem was not published.", id));
  auto& story = story_of(document.incidents, "incident", id, delivery.now);
  story.postmortem = clean_line(delivery.incident->postmortem);
  Update update{delivery.effect.key,
                "postmortem",
                playbooks::wording::public_postmortem(*delivery.incident),
                said_at({}, delivery.effect, delivery.now),
                {}};
  update.body = clean(update.body);
  say(story, std::move(update), {});
  return receipt(story, url);
}

void tell_maintenance(Story& story, const playbooks::Effect& effect, Time now, std::vector<Affected> affected) {
  if (has(story, effect.key)) return;
  const auto& what = std::get<PublishMaintenance>(effect.body);
  const auto at = said_at(what.at, effect, now);
  const bool over = what.state == MaintenanceState::completed || what.state == MaintenanceState::cancelled;
  if (over && !story.resolved) story.resolved = at;
  if (what.state == MaintenanceState::in_progress && story.status != "in_progress") story.started = at;
  say(story, {effect.key, std::string{playbooks::to_string(what.state)}, clean(what.body), at, {}},
      std::move(affected));
}

std::expected<Receipt, std::string> publish_maintenance(Document& document, const Document& before,
                                                        const Delivery& delivery, std::string_view url) {
  const auto& what = std::get<PublishMaintenance>(delivery.effect.body);
  const auto id = playbooks::to_string(what.maintenance);
  const bool first = document.maintenance(id) == nullptr;
  // One that is over may be known to the page alone.
  if (!delivery.maintenance && first) return refused(fmt::format("{} is unknown, so nothing was published.", id));
  auto& story = story_of(document.maintenances, "maintenance", id, said_at(what.at, delivery.effect, delivery.now));
  if (!first && has(story, delivery.effect.key)) return receipt(story, url);
  story.impact = "maintenance";
  if (const auto& now = delivery.maintenance) {
    story.title = clean_line(now->title);
    story.scheduled_for = now->starts;
    story.scheduled_until = now->ends;
    story.components = now->components;
    if (first) story.started = now->starts;
  }
  for (const auto& older : delivery.merged)
    if (std::holds_alternative<PublishMaintenance>(older.body)) tell_maintenance(story, older, delivery.now, {});
  tell_maintenance(story, delivery.effect, delivery.now, moves(before, document, story.components));
  return receipt(story, url);
}

/// What this delivery tells of has changed when it was said, everything else is noticed now.
Time since(const Delivery& delivery) {
  return std::min(delivery.effect.created == Time{} ? delivery.now : delivery.effect.created, delivery.now);
}

}  // namespace

std::expected<Changed, std::string> changed(Document before, const Delivery& delivery, const playbooks::Policy& policy,
                                            std::string_view url) {
  Changed result{before, {}};
  auto& document = result.document;
  bring_level(document, delivery.public_components, policy, since(delivery));
  std::expected<Receipt, std::string> done = Receipt{};
  if (std::holds_alternative<PublishIncident>(delivery.effect.body))
    done = publish(document, before, delivery, policy, url);
  else if (std::holds_alternative<PublishPostmortem>(delivery.effect.body))
    done = publish_postmortem(document, delivery, url);
  else if (std::holds_alternative<PublishMaintenance>(delivery.effect.body))
    done = publish_maintenance(document, before, delivery, url);
  else if (const auto* what = std::get_if<PublishComponent>(&delivery.effect.body)) {
    const auto* component = policy.component(what->component);
    if (component == nullptr)
      return refused(
          fmt::format("The configuration has no component \"{}\", so the page shows none.", what->component));
    done = Receipt{page_id("component", component->key), std::string{url},
                   std::string{playbooks::to_string(document.status_of(component->key))}};
  }
  if (!done) return std::unexpected(std::move(done.error()));
  prune(document, delivery.now);
  if (document != before) document.changed = delivery.now;
  result.receipt = std::move(*done);
  return result;
}

std::optional<Receipt> taken_in(const Document& document, const Delivery& delivery, std::string_view url) {
  const auto& effect = delivery.effect;
  const Story* story = nullptr;
  if (const auto* what = std::get_if<PublishIncident>(&effect.body))
    story = document.incident(playbooks::to_string(what->incident));
  else if (const auto* link = std::get_if<PublishPostmortem>(&effect.body))
    story = document.incident(playbooks::to_string(link->incident));
  else if (const auto* window = std::get_if<PublishMaintenance>(&effect.body))
    story = document.maintenance(playbooks::to_string(window->maintenance));
  if (story != nullptr && has(*story, effect.key)) return receipt(*story, url);
  const auto* component = std::get_if<PublishComponent>(&effect.body);
  if (component == nullptr || document.component(component->component) == nullptr) return std::nullopt;
  const auto worst = delivery.public_components.find(component->component);
  const auto wanted = worst == delivery.public_components.end() ? ComponentStatus::operational : worst->second;
  if (document.status_of(component->component) != wanted) return std::nullopt;
  return Receipt{page_id("component", component->component), std::string{url},
                 std::string{playbooks::to_string(wanted)}};
}

void bring_level(Document& document, const PublicComponents& worst, const playbooks::Policy& policy, Time at) {
  for (const auto& component : policy.components) {
    const auto claim = worst.find(component.key);
    const auto status = claim == worst.end() ? ComponentStatus::operational : claim->second;
    const auto record = std::ranges::find(document.components, component.key, &ComponentRecord::key);
    if (record == document.components.end()) {
      document.components.push_back({component.key, {{at, status}}});
      continue;
    }
    if (record->status() == status) continue;
    record->changes.push_back({std::max(at, record->changes.back().at), status});
  }
}

void prune(Document& document, Time now) {
  constexpr std::size_t most = 500;
  constexpr auto year = std::chrono::days{365}, drawn = std::chrono::days{100};
  for (auto* list : {&document.incidents, &document.maintenances}) {
    std::erase_if(*list, [&](const Story& story) { return story.resolved && *story.resolved + year < now; });
    auto over = static_cast<std::ptrdiff_t>(std::ranges::count_if(*list, [](const Story& s) { return !s.open(); })) -
                static_cast<std::ptrdiff_t>(most);
    std::erase_if(*list, [&](const Story& story) { return !story.open() && over-- > 0; });
  }
  for (auto& record : document.components) {
    // The last change before the days that are drawn says how the first of them began.
    auto first = std::ranges::find_if(record.changes, [&](const auto& change) { return change.at + drawn > now; });
    if (first != record.changes.begin()) record.changes.erase(record.changes.begin(), first - 1);
  }
}

std::string clean(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto code_point = slack::cleaned(slack::next_code_point(text, at));
    if (code_point != 0) slack::append_code_point(result, code_point);
  }
  return result;
}

std::string clean_line(std::string_view text) {
  auto result = clean(text);
  std::ranges::replace(result, '\n', ' ');
  return result;
}

std::string path_of(const Story& story) {
  return fmt::format("{}/{}.html", story.ours.starts_with("MNT-") ? "maintenances" : "incidents", story.id);
}

std::string link_of(const Story& story, std::string_view url) {
  return fmt::format("{}/{}", url, path_of(story));
}

}  // namespace integrations::local_page
