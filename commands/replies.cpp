#include "commands/replies.hpp"

#include <fmt/format.h>

#include "commands/text.hpp"
#include "playbooks/cascade.hpp"

namespace commands {

using playbooks::FormField;
using playbooks::FormOption;
using playbooks::Text;

Text marked(std::string_view message) {
  Text text;
  while (!message.empty()) {
    const auto open = message.find('`');
    const auto close = open == std::string_view::npos ? open : message.find('`', open + 1);
    if (close == std::string_view::npos) {
      text << message;
      break;
    }
    text << message.substr(0, open);
    if (close > open + 1) text << playbooks::Code{std::string{message.substr(open + 1, close - open - 1)}};
    message.remove_prefix(close + 1);
  }
  return text;
}

Reply declined(const playbooks::Error& error) {
  auto text = marked(error.message);
  return error.code == playbooks::Errc::conflict ? Reply{std::move(text)} : Reply::refusal(std::move(text));
}

Text room(std::string_view channel) {
  if (channel.empty() || channel.starts_with('#')) return Text{channel};
  return Text{} << playbooks::Room{std::string{channel}};
}

Text due(const playbooks::Incident& incident) {
  if (!incident.update_due) return {};
  return Text{"; next update due "} << playbooks::Moment{*incident.update_due};
}

std::string button_label(const playbooks::Incident& incident) {
  return shortened(to_string(incident.id) + " " + incident.title, 40);
}

std::vector<const playbooks::Incident*> open_incidents(const playbooks::State& state) {
  std::vector<const playbooks::Incident*> result;
  for (const auto& [id, incident] : state.incidents)
    if (incident.open()) result.push_back(&incident);
  return result;
}

std::string component_name(std::string_view key, const playbooks::Policy& policy) {
  const auto* component = policy.component(key);
  return component == nullptr ? std::string{key} : component->name;
}

std::string component_words(const std::vector<playbooks::ComponentClaim>& claims, const playbooks::Policy& policy) {
  std::string result;
  for (const auto& claim : claims) {
    result += (result.empty() ? "" : ", ") + component_name(claim.component, policy) + " ";
    result += in_words(claim.status);
  }
  return result;
}

void offer_consequences(Reply& reply, const std::vector<playbooks::ComponentClaim>& claims, const Desk& desk,
                        std::string_view line, std::string_view behind) {
  const auto& policy = desk.policy();
  const auto following = playbooks::consequences(claims, desk.state().claims, policy);
  if (following.empty() || policy.publicity.cascade_at_once) return;
  playbooks::Text text{"What follows from it:"};
  std::string list;
  for (const auto& one : following) {
    text << "\n- " << component_name(one.component, policy) << ": " << in_words(one.status);
    if (!one.effect.empty()) text << " (" << one.effect << ")";
    list += fmt::format("{}{}:{}", list.empty() ? "" : ",", one.component, to_string(one.status));
  }
  reply.parts.emplace_back(std::move(text));
  auto whole = fmt::format("{} {}", line, list);
  if (!behind.empty()) whole += fmt::format(" {} {}", behind, following.front().because);
  reply.parts.emplace_back(Buttons{
      {{following.size() == 1 ? "Set it too" : fmt::format("Set all {}", following.size()), std::move(whole)}}});
}

playbooks::ComponentStatus presumed_status(std::string_view severity, const playbooks::Policy& policy) {
  const auto* found = policy.severity(severity);
  if (found != nullptr && found->impact == "critical") return playbooks::ComponentStatus::major_outage;
  if (found != nullptr && found->impact == "major") return playbooks::ComponentStatus::partial_outage;
  return playbooks::ComponentStatus::degraded_performance;
}

FormField paragraph(std::string_view name, std::string_view label, std::string_view hint, bool required) {
  return {std::string{name}, std::string{label}, std::string{hint}, FormField::Kind::paragraph, required, {}, {}};
}

FormField line_field(std::string_view name, std::string_view label, std::string_view hint, bool required) {
  return {std::string{name}, std::string{label}, std::string{hint}, FormField::Kind::line, required, {}, {}};
}

FormField choice(std::string_view name, std::string_view label, std::vector<FormOption> options,
                 std::string_view initial) {
  return {std::string{name},    std::string{label}, {}, FormField::Kind::choice, true,
          std::string{initial}, std::move(options)};
}

std::vector<FormOption> severity_options(const playbooks::Policy& policy) {
  std::vector<FormOption> options;
  for (const auto& severity : policy.severities)
    options.push_back({severity.name, shortened(severity.name + ": " + severity.means, 75)});
  return options;
}

std::vector<FormOption> component_options(const playbooks::Policy& policy) {
  std::vector<FormOption> options;
  for (const auto& component : policy.components)
    if (options.size() < 100) options.push_back({component.key, shortened(component.name, 75)});
  return options;
}

std::vector<FormOption> component_status_options() {
  using enum playbooks::ComponentStatus;
  std::vector<FormOption> options;
  for (const auto status : {operational, degraded_performance, partial_outage, major_outage, under_maintenance})
    options.push_back({std::string{to_string(status)}, std::string{in_words(status)}});
  return options;
}

}  // namespace commands
