#include "playbooks/model/escalation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "playbooks/model/words.hpp"

namespace playbooks {
namespace {

bool is_group_id(std::string_view text) {
  return text.size() > 2 && text.front() == 'S' &&
         std::ranges::all_of(text.substr(1), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

}  // namespace

std::string to_string(const Target& target) {
  switch (target.kind) {
    case Target::Kind::person:
      return target.name;
    case Target::Kind::schedule:
      return "schedule " + target.name;
    case Target::Kind::user_group:
      return "group " + target.name;
    case Target::Kind::channel:
      return "channel " + target.name;
  }
  std::unreachable();
}

Result<Target> parse_target(std::string_view text) {
  const auto space = text.find(' ');
  const auto first = text.substr(0, space);
  const auto rest = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
  if (rest.empty() && !first.empty()) {
    if (first.starts_with('#')) return Target{Target::Kind::channel, std::string{first}};
    return Target{Target::Kind::person, std::string{first}};
  }
  const auto word = folded(first);
  if (!rest.empty() && rest.find(' ') == std::string_view::npos) {
    if (word == "person") return Target{Target::Kind::person, std::string{rest}};
    if (word == "schedule") return Target{Target::Kind::schedule, std::string{rest}};
    if (word == "channel") return Target{Target::Kind::channel, std::string{rest}};
    if (word == "group" && is_group_id(rest)) return Target{Target::Kind::user_group, std::string{rest}};
  }
  return refuse(Errc::invalid, fmt::format("“{}” is no target. Write the key of a person, “schedule primary”, “group "
                                           "S0614TZR7” (a Slack user group's id) or “channel #name”.",
                                           text));
}

std::string_view to_string(EscalationState state) {
  switch (state) {
    case EscalationState::none:
      return "none";
    case EscalationState::triggered:
      return "triggered";
    case EscalationState::acknowledged:
      return "acknowledged";
    case EscalationState::snoozed:
      return "snoozed";
    case EscalationState::exhausted:
      return "exhausted";
  }
  std::unreachable();
}

const Page* find_page(const Escalation& escalation, int number) {
  const auto found = std::ranges::find(escalation.pages, number, &Page::number);
  return found == escalation.pages.end() ? nullptr : &*found;
}

const PageAttempt* find_attempt(const Page& page, Channel channel) {
  for (auto attempt = page.attempts.rbegin(); attempt != page.attempts.rend(); ++attempt)
    if (attempt->channel == channel) return &*attempt;
  return nullptr;
}

}  // namespace playbooks
