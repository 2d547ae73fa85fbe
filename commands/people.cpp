#include "commands/people.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "commands/replies.hpp"
#include "commands/text.hpp"
#include "playbooks/escalating.hpp"

namespace commands {
namespace {

using playbooks::Policy;
using playbooks::Responder;
using playbooks::Schedule;

constexpr std::size_t most_named = 12;

std::string_view without_marks(std::string_view word) {
  if (word.starts_with('@')) word.remove_prefix(1);
  if (word.starts_with("mailto:")) word.remove_prefix(7);
  while (word.ends_with(',') || word.ends_with(':')) word.remove_suffix(1);
  return word;
}

bool is_word(const Token* token) {
  return token != nullptr && (token->kind == Token::Kind::word || token->kind == Token::Kind::quoted);
}

/// "There is no … “x”. Did you mean …?", else all that there are.
std::string unknown(std::string_view what, std::string_view typed, const std::vector<std::string_view>& known) {
  auto why = fmt::format("There is no {} “{}”.", what, shortened(typed, 40));
  std::vector<std::string> near;
  for (const auto name : nearest(without_marks(typed), known)) near.push_back(fmt::format("`{}`", name));
  if (!near.empty()) return why + fmt::format(" Did you mean {}?", either(near));
  std::string all;
  for (std::size_t i = 0; i < std::min(known.size(), most_named); ++i)
    all += (i == 0 ? "" : ", ") + std::string{known[i]};
  if (all.empty()) return why;
  return why + fmt::format(" There are: {}{}.", all, known.size() > most_named ? ", …" : "");
}

}  // namespace

Asked<const Responder*> oneself(const Request& request, const Arguments& arguments, const Policy& policy) {
  if (const auto named = arguments.value("as"); !named.empty()) {
    if (const auto* person = person_of(named, {}, policy)) return person;
    return std::unexpected(arguments.refuse_field("as", unknown_person(named, policy)));
  }
  if (const auto* person = playbooks::escalating::responder(policy, request.by)) return person;
  auto reply = Reply::refusal(marked(fmt::format(
      "I do not know which of the people you are. Put `slack: {}` under your name in `people` of the configuration "
      "file, or say it with --as, for example `--as {}`.",
      request.surface == Surface::command_line || request.by.id.empty() ? "U024BE7LH" : request.by.id,
      policy.people.empty() ? "ann" : policy.people.front().key)));
  return std::unexpected(std::move(reply));
}

const Responder* person_of(std::string_view text, std::string_view slack_id, const Policy& policy) {
  if (!slack_id.empty())
    if (const auto* person = policy.person(slack_id)) return person;
  const auto* person = policy.person(without_marks(text));
  // The name in a mention is what somebody calls themselves: it names only those whose Slack id is not known.
  return person != nullptr && !slack_id.empty() && !person->slack.empty() ? nullptr : person;
}

const Responder* take_person(Arguments& arguments, const Policy& policy) {
  const auto* first = arguments.next();
  if (first == nullptr) return nullptr;
  if (first->kind == Token::Kind::person || first->kind == Token::Kind::link) {
    const auto id = first->kind == Token::Kind::person ? std::string_view{first->id} : std::string_view{};
    const auto* person = person_of(first->text, id, policy);
    if (person != nullptr) arguments.take_next();
    return person;
  }
  if (!is_word(first)) return nullptr;
  if (const auto* second = arguments.next(1); is_word(second))
    if (const auto* person = person_of(first->text + " " + second->text, {}, policy)) {
      arguments.take_next();
      arguments.take_next();
      return person;
    }
  const auto* person = person_of(first->text, {}, policy);
  if (person != nullptr) arguments.take_next();
  return person;
}

const Schedule* take_schedule(Arguments& arguments, const Policy& policy) {
  const auto* first = arguments.next();
  if (!is_word(first)) return nullptr;
  const auto* second = arguments.next(1);
  if (is_word(second)) {
    const auto* schedule = policy.schedule(first->text + " " + second->text);
    if (schedule == nullptr && lower(first->text) == "schedule") schedule = policy.schedule(second->text);
    if (schedule != nullptr) {
      arguments.take_next();
      arguments.take_next();
      return schedule;
    }
  }
  const auto* schedule = policy.schedule(first->text);
  if (schedule != nullptr) arguments.take_next();
  return schedule;
}

std::string unknown_person(std::string_view typed, const Policy& policy) {
  std::vector<std::string_view> known;
  for (const auto& person : policy.people) known.push_back(person.key);
  if (known.empty())
    return "Nobody can be paged: `people` is empty in the configuration file. Add who can be, and how.";
  return unknown("person who can be paged", typed, known);
}

std::string unknown_schedule(std::string_view typed, const Policy& policy) {
  std::vector<std::string_view> known;
  for (const auto& schedule : policy.schedules) known.push_back(schedule.key);
  return unknown("schedule", typed, known);
}

std::string person_name(std::string_view key, const Policy& policy) {
  if (key.empty()) return "nobody";
  return playbooks::escalating::target_name({playbooks::Target::Kind::person, std::string{key}}, policy);
}

std::string schedule_name(std::string_view key, const Policy& policy) {
  const auto* schedule = policy.schedule(key);
  return schedule == nullptr || schedule->name.empty() ? std::string{key} : schedule->name;
}

std::vector<playbooks::ComponentClaim> owned_by(std::string_view word, const Policy& policy) {
  using playbooks::ComponentStatus;
  if (const auto* component = policy.component(word)) return {{component->key, ComponentStatus::operational}};
  std::vector<playbooks::ComponentClaim> claims;
  for (const auto& component : policy.components)
    if (!component.owner.empty() && lower(component.owner) == lower(word))
      claims.push_back({component.key, ComponentStatus::operational});
  return claims;
}

std::vector<playbooks::FormOption> person_options(const Policy& policy) {
  std::vector<playbooks::FormOption> options;
  for (const auto& person : policy.people)
    if (options.size() < 100) options.push_back({person.key, shortened(person_name(person.key, policy), 75)});
  return options;
}

std::vector<playbooks::FormOption> schedule_options(const Policy& policy) {
  std::vector<playbooks::FormOption> options;
  for (const auto& schedule : policy.schedules)
    if (options.size() < 100) options.push_back({schedule.key, shortened(schedule_name(schedule.key, policy), 75)});
  return options;
}

playbooks::Text no_schedules() {
  return marked(
      "No schedule is configured, so nobody is on call. Add `people` and `schedules` to the configuration file; whole "
      "files to begin with are in `docs/escalation-examples`.");
}

}  // namespace commands
