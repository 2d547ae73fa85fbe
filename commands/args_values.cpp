// Severities, components, people and times.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands {
namespace {

using playbooks::ComponentStatus;
using playbooks::Policy;

bool has_digit(std::string_view word) {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string_view> component_words_of(const Policy& policy) {
  std::vector<std::string_view> words;
  for (const auto& component : policy.components) {
    words.push_back(component.key);
    words.push_back(component.name);
    words.insert(words.end(), component.aliases.begin(), component.aliases.end());
  }
  return words;
}

std::string unknown_component(std::string_view word, const Policy& policy) {
  auto why = fmt::format("There is no component “{}”.", shortened(word, 40));
  std::vector<std::string> near;
  for (const auto name : nearest(word, component_words_of(policy), 6)) {
    auto key = fmt::format("`{}`", policy.component(name)->key);
    if (std::ranges::find(near, key) == near.end() && near.size() < 3) near.push_back(std::move(key));
  }
  if (!near.empty()) return why + fmt::format(" Did you mean {}?", either(near));
  if (policy.components.empty()) return why + " None are configured.";
  std::string all;
  for (std::size_t i = 0; i < policy.components.size() && i < 20; ++i)
    all += (i == 0 ? "" : ", ") + policy.components[i].key;
  return why + fmt::format(" Components: {}{}.", all, policy.components.size() > 20 ? ", …" : "");
}

/// "api:partial" → api, partial.
std::pair<std::string_view, std::string_view> parted(std::string_view item) {
  const auto colon = item.rfind(':');
  if (colon == std::string_view::npos) return {item, {}};
  return {trimmed(item.substr(0, colon)), trimmed(item.substr(colon + 1))};
}

bool near_component(std::string_view item, const Policy& policy) {
  const auto [name, status] = parted(item);
  if (policy.component(name) != nullptr) return true;
  return name.size() >= 3 && !nearest(name, component_words_of(policy), 1).empty();
}

}  // namespace

std::vector<playbooks::ComponentClaim> claims(const NamedComponents& components, ComponentStatus otherwise) {
  std::vector<playbooks::ComponentClaim> result;
  for (const auto& named : components) result.push_back({named.component, named.status.value_or(otherwise)});
  return result;
}

Asked<std::string> Arguments::severity(bool quoted_text) {
  const auto& policy = desk_->policy();
  const auto severities = [&] {
    std::string names;
    for (const auto& severity : policy.severities) names += (names.empty() ? "" : ", ") + severity.name;
    return names;
  };
  if (const auto given = value("severity"); !given.empty()) {
    if (const auto* found = policy.severity(given)) return found->name;
    return std::unexpected(refuse_field(
        "severity", fmt::format("“{}” is not a severity. Use one of {}.", shortened(given, 40), severities())));
  }
  const auto first = next_free(first_);
  auto last = first;
  for (auto at = first; at < used_.size(); at = next_free(at + 1)) last = at;
  const playbooks::Severity* result = nullptr;
  for (auto at = first; at < used_.size(); at = next_free(at + 1)) {
    const auto& token = line_->tokens[at];
    const auto* found = token.kind == Token::Kind::word ? policy.severity(token.text) : nullptr;
    if (found == nullptr) continue;
    // P1 and sev1 are unmistakable. A plain word ("major") in a title without quotes is one of the title's, unless it
    // is a severity's own name and stands first or last.
    const bool at_the_edge = (at == first || at == last) && lower(token.text) == lower(found->name);
    if (!quoted_text && !has_digit(token.text) && !at_the_edge) continue;
    if (result != nullptr && result != found)
      return std::unexpected(refuse(fmt::format("{} or {}? Put the title in quotes, and one severity outside of them.",
                                                result->name, found->name)));
    result = found;
    used_[at] = true;
  }
  return result == nullptr ? std::string{} : result->name;
}

Asked<NamedComponents> Arguments::named_in(std::string_view text) const {
  NamedComponents result;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    const auto item = trimmed(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
    if (item.empty()) continue;
    const auto [name, word] = parted(item);
    const auto* component = desk_->policy().component(name);
    if (component == nullptr) return std::unexpected(refuse(unknown_component(name, desk_->policy())));
    NamedComponent named{component->key, {}};
    if (!word.empty() || item.ends_with(':')) {
      const auto status = playbooks::parse_component_status(word);
      if (!status) return std::unexpected(refuse(status.error().message));
      named.status = *status;
    }
    std::erase_if(result, [&](const NamedComponent& earlier) { return earlier.component == named.component; });
    result.push_back(std::move(named));
  }
  return result;
}

/// The list that begins at a token: "api,db", "api, db:major", "api and db", "\"payment gateway:major\"".
Asked<Arguments::List> Arguments::list_at(std::size_t from) const {
  const auto& tokens = line_->tokens;
  std::string text;
  auto end = from;
  while (end < tokens.size() && !used_[end] && tokens[end].kind != Token::Kind::flag) {
    const auto& word = tokens[end].text;
    const bool joined = text.empty() || text.ends_with(',') || word.starts_with(',');
    const bool and_more = !joined && (lower(word) == "and" || word == "&") && end + 1 < tokens.size() &&
                          !used_[end + 1] && desk_->policy().component(parted(tokens[end + 1].text).first) != nullptr;
    if (!joined && !and_more) break;
    text += and_more ? "," : word;
    ++end;
  }
  auto named = named_in(text);
  if (!named) return std::unexpected(std::move(named.error()));
  return List{std::move(*named), end};
}

/// A status behind a list ("partial", "major outage") is for those without one.
void Arguments::take_status(NamedComponents& components, std::size_t from, bool only_at_the_end) {
  if (std::ranges::none_of(components, [](const NamedComponent& c) { return !c.status; })) return;
  const auto& tokens = line_->tokens;
  const auto word_at = [&](std::size_t at) {
    return at < tokens.size() && !used_[at] && tokens[at].kind == Token::Kind::word;
  };
  for (const std::size_t words : {2U, 1U}) {
    if (!word_at(from) || (words == 2 && !word_at(from + 1))) continue;
    if (only_at_the_end && next_free(from + words) < used_.size()) continue;
    const auto text = words == 2 ? tokens[from].text + " " + tokens[from + 1].text : tokens[from].text;
    const auto status = playbooks::parse_component_status(text);
    if (!status) continue;
    for (auto at = from; at < from + words; ++at) used_[at] = true;
    for (auto& component : components)
      if (!component.status) component.status = *status;
    return;
  }
}

Asked<NamedComponents> Arguments::components() {
  const auto from = next_free(first_);
  if (from == used_.size()) return NamedComponents{};
  auto list = list_at(from);
  if (!list) return std::unexpected(std::move(list.error()));
  for (auto at = from; at < list->end; ++at) used_[at] = true;
  take_status(list->components, list->end, false);
  return std::move(list->components);
}

Asked<NamedComponents> Arguments::components_in(std::string_view flag) const {
  const auto given = value(flag);
  auto named = named_in(given);
  if (!named && request_->fields.contains(std::string{flag})) {
    named.error().field_errors[std::string{flag}] = playbooks::plain(std::get<playbooks::Text>(named.error().parts[0]));
  }
  return named;
}

Asked<NamedComponents> Arguments::components_on(bool quoted_text) {
  if (has("on")) return components_in("on");
  const auto& tokens = line_->tokens;
  for (auto at = next_free(first_); at < used_.size(); at = next_free(at + 1)) {
    const auto item = at + 1;
    if (tokens[at].kind != Token::Kind::word || lower(tokens[at].text) != "on" || item >= used_.size() || used_[item])
      continue;
    const auto& next = tokens[item].text;
    const auto first = std::string_view{next}.substr(0, next.find(','));
    if (!quoted_text && !near_component(first, desk_->policy())) continue;
    auto list = list_at(item);
    if (!list) return std::unexpected(std::move(list.error()));
    for (auto i = at; i < list->end; ++i) used_[i] = true;
    take_status(list->components, list->end, !quoted_text);
    return std::move(list->components);
  }
  return NamedComponents{};
}

Asked<std::optional<playbooks::Actor>> Arguments::person(std::string_view flag) const {
  const auto found = values_.find(flag);
  if (found == values_.end()) return std::nullopt;
  const auto& [text, id] = found->second;
  const auto name = std::string_view{text}.substr(text.starts_with('@') ? 1 : 0);
  if ((id.starts_with('U') || id.starts_with('W')) && text.starts_with('@'))
    return playbooks::Actor{id, name == id ? std::string{} : std::string{name}};
  const bool slack_id = name.size() >= 8 && (name[0] == 'U' || name[0] == 'W') && std::ranges::all_of(name, [](char c) {
                          return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                        });
  if (slack_id) return playbooks::Actor{std::string{name}, {}};
  if (request_->surface == Surface::command_line && !name.empty())
    return playbooks::Actor{"cli:" + std::string{name}, std::string{name}};
  return std::unexpected(refuse_field(
      flag,
      fmt::format("I cannot tell who “{}” is. Type @ and pick the person from Slack's list.", shortened(text, 40))));
}

Asked<std::optional<playbooks::Time>> Arguments::moment(std::string_view flag) const {
  const auto given = value(flag);
  if (given.empty()) return std::nullopt;
  const auto when = parse_when(given, {request_->now, desk_->policy().zone});
  if (!when) return std::unexpected(refuse_field(flag, when.error().message));
  return when->at;
}

Asked<std::optional<playbooks::Time>> Arguments::trailing_moment() {
  const auto& tokens = line_->tokens;
  auto at = used_.size();
  for (auto i = next_free(first_); i < used_.size(); i = next_free(i + 1))
    if (tokens[i].kind == Token::Kind::word && lower(tokens[i].text) == "at") at = i;
  if (at + 1 >= used_.size() || at == next_free(first_)) return std::nullopt;
  std::string text;
  for (auto i = at + 1; i < used_.size(); ++i) {
    if (used_[i] || tokens[i].kind != Token::Kind::word || i > at + 6) return std::nullopt;
    text += (text.empty() ? "" : " ") + tokens[i].text;
  }
  const auto when = parse_when(text, {request_->now, desk_->policy().zone, Lean::past, true});
  if (!when && when.error().code == playbooks::Errc::not_found) return std::unexpected(refuse(when.error().message));
  if (!when) return std::nullopt;
  std::fill(used_.begin() + static_cast<std::ptrdiff_t>(at), used_.end(), true);
  return when->at;
}

}  // namespace commands
