#include "playbooks/public_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "playbooks/limits.hpp"
#include "playbooks/public_language.hpp"

namespace playbooks {
namespace {

/// At most so many characters; what was cut is shown by "…".
std::string cut(std::string text, std::size_t most) {
  if (characters(text) <= most) return text;
  std::size_t at = 0;
  for (std::size_t count = 0; count + 1 < most && at < text.size(); ++count) do
      ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
  text.resize(at);
  while (text.ends_with(' ')) text.pop_back();
  return text + "…";
}

std::string as_sentence(std::string text) {
  if (!text.empty() && !std::string_view{".!?"}.contains(text.back())) text += '.';
  return text;
}

std::string name_of(std::string_view key, const Policy& policy) {
  const auto* component = policy.component(key);
  return component == nullptr ? std::string{key} : component->name;
}

ComponentStatus worst_of(const Incident& incident) {
  auto worst = ComponentStatus::operational;
  for (const auto& claim : incident.components) worst = std::max(worst, claim.status);
  return worst;
}

PublicPlaces places_of(const Incident& incident, const Policy& policy, Time now) {
  const auto& language = public_language(policy.publicity.language);
  const auto worst = worst_of(incident);
  PublicPlaces places;
  std::vector<std::string> services;
  for (const auto& claim : incident.components) {
    if (claim.status == ComponentStatus::operational && worst != ComponentStatus::operational) continue;
    const auto name = name_of(claim.component, policy);
    // “cannot be used” is said of those that cannot: what is less affected stands among the components.
    if (claim.status == worst || !incident.open()) services.push_back(name);
    if (claim.status == ComponentStatus::operational) continue;
    auto& list = places["components"];
    list += fmt::format("{}{} ({})", list.empty() ? "" : ", ", name, language.in_words(claim.status));
  }
  places["title"] = incident.public_title;
  places["service"] = services.empty() ? policy.organisation : language.listed(services);
  places["status"] = language.in_words(worst);
  places["impact"] = as_sentence(incident.impact);
  places["progress"] = language.progress(incident.status);
  places["started"] = utc_minute(incident.started);
  if (incident.resolved) places["ends"] = utc_minute(*incident.resolved);
  places["duration"] = language.spoken(incident.resolved.value_or(now) - incident.started);
  const auto* severity = policy.severity(incident.severity);
  if (severity != nullptr && severity->public_every > Duration::zero() && incident.open())
    places["next_update"] = language.spoken(severity->public_every);
  places["link"] = incident.postmortem;
  places["organisation"] = policy.organisation;
  return places;
}

/// The text of the configuration, or where that cannot be filled the one that comes with Sitrep.
std::string filled(const PublicTemplate& words, std::string PublicTemplate::* part, const PublicPlaces& places) {
  if (auto text = fill(words.*part, places); text && !text->empty()) return std::move(*text);
  return fill(public_template({}, words.key).*part, places).value_or(std::string{});
}

PublicWords words_from(const PublicTemplate& words, std::string PublicTemplate::* part, const PublicPlaces& places) {
  auto title = filled(words, &PublicTemplate::title, places);
  std::ranges::replace(title, '\n', ' ');
  return {cut(std::move(title), title_limit), cut(filled(words, part, places), text_limit), words.key};
}

/// Where on the web the incident is shown to the public.
std::string page_link(const Incident& incident) {
  if (!incident.page.link.empty()) return incident.page.link;
  for (const auto& page : incident.other_pages)
    if (!page.link.empty()) return page.link;
  return {};
}

}  // namespace

PublicTemplate public_template(const Policy& policy, std::string_view key) {
  const auto defaults = default_templates();
  const auto short_name = policy.publicity.language.substr(0, policy.publicity.language.find('-'));
  for (const std::string_view language :
       {std::string_view{policy.publicity.language}, std::string_view{short_name}, std::string_view{"en"}})
    for (const auto* list :
         std::initializer_list<const std::vector<PublicTemplate>*>{&policy.publicity.templates, &defaults}) {
      const auto found = std::ranges::find_if(
          *list, [&](const PublicTemplate& words) { return words.key == key && words.language == language; });
      if (found != list->end()) return *found;
    }
  return defaults.front();
}

std::string_view template_key(const Incident& incident) {
  switch (worst_of(incident)) {
    case ComponentStatus::major_outage:
      return "outage";
    case ComponentStatus::partial_outage:
      return "partial_outage";
    case ComponentStatus::degraded_performance:
    case ComponentStatus::under_maintenance:
      return "degradation";
    case ComponentStatus::operational:
      return "investigation";
  }
  std::unreachable();
}

PublicWords first_words(const Incident& incident, const Policy& policy, Time now) {
  return words_from(public_template(policy, template_key(incident)), &PublicTemplate::first,
                    places_of(incident, policy, now));
}

PublicWords update_words(const Incident& incident, const Policy& policy, Time now) {
  return words_from(public_template(policy, template_key(incident)), &PublicTemplate::update,
                    places_of(incident, policy, now));
}

PublicWords resolved_words(const Incident& incident, const Policy& policy, Time now, std::string_view cause) {
  auto places = places_of(incident, policy, now);
  places["cause"] = as_sentence(std::string{cause});
  const auto resolution = public_template(policy, "resolution");
  const auto own = public_template(policy, template_key(incident));
  auto words = words_from(resolution, &PublicTemplate::resolved, places);
  if (!own.resolved.empty()) words.text = words_from(own, &PublicTemplate::resolved, places).text;
  return words;
}

PublicWords maintenance_words(const Maintenance& maintenance, const Policy& policy, Time now) {
  const auto& language = public_language(policy.publicity.language);
  std::vector<std::string> services;
  for (const auto& component : maintenance.components) services.push_back(name_of(component, policy));
  PublicPlaces places;
  places["title"] = maintenance.title;
  places["service"] = services.empty() ? policy.organisation : language.listed(services);
  places["components"] = fmt::format("{}", fmt::join(services, ", "));
  places["status"] = language.in_words(ComponentStatus::under_maintenance);
  places["impact"] = as_sentence(maintenance.text);
  places["started"] = utc_minute(maintenance.starts);
  if (maintenance.state != MaintenanceState::in_progress || now < maintenance.ends)
    places["ends"] = utc_minute(maintenance.ends);
  places["duration"] = language.spoken(maintenance.ends - maintenance.starts);
  places["organisation"] = policy.organisation;
  const auto words = public_template(policy, "maintenance");
  switch (maintenance.state) {
    case MaintenanceState::scheduled:
      return words_from(words, &PublicTemplate::first, places);
    case MaintenanceState::in_progress:
      return words_from(words, &PublicTemplate::update, places);
    case MaintenanceState::completed:
      return words_from(words, &PublicTemplate::resolved, places);
    case MaintenanceState::cancelled: {
      auto cancelled = words_from(words, &PublicTemplate::resolved, places);
      cancelled.text = fill(language.maintenance_cancelled, places).value_or(std::string{});
      return cancelled;
    }
  }
  std::unreachable();
}

std::string social_text(const Incident& incident, const Policy& policy, Time now, std::string_view cause) {
  const auto& language = public_language(policy.publicity.language);
  auto places = places_of(incident, policy, now);
  places["link"] = page_link(incident);
  const auto key = incident.open() ? template_key(incident) : "resolution";
  const auto title = incident.open() && !incident.public_title.empty()
                         ? incident.public_title
                         : filled(public_template(policy, key), &PublicTemplate::title, places);
  // In the order of reading; what counts least goes first when it is too long.
  struct Part {
    std::string text;
    int counts;
  };
  std::vector<Part> parts = {{as_sentence((incident.open() ? "" : "✓ ") + title), 9}};
  const auto add = [&](std::string_view words, int counts) {
    parts.push_back({fill(words, places).value_or(std::string{}), counts});
  };
  if (incident.open()) {
    add("{{progress}}", 5);
    add(language.social_next, 4);
  } else {
    places["cause"] = as_sentence(std::string{cause});
    add(language.social_lasted, 6);
    if (!cause.empty()) add(language.social_cause, 4);
    add(language.social_thanks, 5);
  }
  parts.push_back({places["link"], 8});
  const auto joined = [&] {
    std::string text;
    for (const auto& part : parts)
      if (!part.text.empty()) text += (text.empty() ? "" : " ") + part.text;
    return text;
  };
  while (characters(joined()) > social_limit && parts.size() > 1)
    parts.erase(std::ranges::min_element(parts, {}, &Part::counts));
  return cut(joined(), social_limit);
}

}  // namespace playbooks
