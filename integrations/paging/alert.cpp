#include "integrations/paging/alert.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "playbooks/paging.hpp"

namespace integrations {

using playbooks::SendPage;
using playbooks::Target;

namespace {

std::string name_of(const Target& to, const playbooks::Policy& policy) {
  if (to.kind != Target::Kind::person) return playbooks::to_string(to);
  const auto* person = policy.person(to.name);
  return person == nullptr || person->name.empty() ? to.name : person->name;
}

/// Of an unknown severity (the configuration has changed): as the worst, because somebody is paged for it.
std::size_t rank_of(const std::string& severity, const playbooks::Policy& policy) {
  const auto found = std::ranges::find(policy.severities, severity, &playbooks::Severity::name);
  return found == policy.severities.end() ? 0 : static_cast<std::size_t>(found - policy.severities.begin());
}

/// A link goes into fields that a service refuses whole when they are no address.
std::string address_or_nothing(const std::string& link) {
  return link.starts_with("https://") || link.starts_with("http://") ? link : std::string{};
}

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

}  // namespace

PageAlert page_alert(const Delivery& delivery, const playbooks::Policy& policy) {
  const auto& page = std::get<SendPage>(delivery.effect.body);
  PageAlert alert;
  alert.person = name_of(page.to, policy);
  if (page.incident.number == 0) {
    alert.trial = true;
    alert.rank = policy.severities.size();
    if (!delivery.test) {
      alert.problem = "This trial is not known any more.";
      return alert;
    }
    alert.key = fmt::format("sitrep:trial-{}:{}", delivery.test->id, playbooks::to_string(page.to));
    alert.summary = playbooks::paging::trial_text(*delivery.test, policy);
    alert.text = alert.summary;
    return alert;
  }
  const auto* made = delivery.incident ? playbooks::find_page(delivery.incident->escalation, page.page) : nullptr;
  if (made == nullptr) {
    alert.problem = fmt::format("Page {} of {} is not known any more.", page.page, playbooks::to_string(page.incident));
    return alert;
  }
  const auto& incident = *delivery.incident;
  alert.key = playbooks::paging::dedup_key(incident, page.to);
  alert.summary = playbooks::paging::short_text(incident, *made, policy);
  alert.text = playbooks::paging::long_text(incident, *made, policy);
  alert.link = address_or_nothing(incident.card.permalink);
  alert.rank = rank_of(incident.severity, policy);
  return alert;
}

std::string alert_key(const Delivery& delivery, const Target& to) {
  return delivery.incident ? playbooks::paging::dedup_key(*delivery.incident, to) : std::string{};
}

std::string cut_text(std::string_view text, std::size_t most) {
  std::size_t count = 0, last = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!begins_character(text[at])) continue;
    if (++count == most) last = at;
    if (count > most) return std::string{text.substr(0, last)} + "…";
  }
  return std::string{text};
}

std::string url_encoded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view{"-._~"}.contains(c);
    if (plain)
      result += c;
    else
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

}  // namespace integrations
