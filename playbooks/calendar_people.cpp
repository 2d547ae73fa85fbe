#include "playbooks/calendar_people.hpp"

#include <algorithm>

#include "playbooks/model/words.hpp"

namespace playbooks::calendar {
namespace {

/// Letters, digits, and every part of a character beyond ASCII.
bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80) != 0;
}

/// `text` and `word` are folded.
bool says(std::string_view text, std::string_view word) {
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto end = at + word.size();
    if ((at == 0 || !in_word(text[at - 1])) && (end == text.size() || !in_word(text[end]))) return true;
  }
  return false;
}

}  // namespace

People::People(const Policy& policy) {
  for (const auto& person : policy.people) {
    if (!person.email.empty()) addresses_.emplace(folded(person.email), person.key);
    Known known{person.key, {}};
    for (const auto* word : {&person.key, &person.name, &person.slack}) {
      auto wanted = folded(*word);
      if (!wanted.empty() && std::ranges::find(known.words, wanted) == known.words.end())
        known.words.push_back(std::move(wanted));
    }
    people_.push_back(std::move(known));
  }
}

std::string People::by_address(std::string_view address) const {
  auto wanted = folded(address);
  if (constexpr std::string_view scheme = "mailto:"; wanted.starts_with(scheme)) wanted.erase(0, scheme.size());
  const auto found = addresses_.find(wanted);
  return found == addresses_.end() ? std::string{} : found->second;
}

const std::string& People::in_summary(const std::string& summary) {
  const auto known = found_.find(summary);
  return known != found_.end() ? known->second : found_.emplace(summary, find(summary)).first->second;
}

std::string People::find(std::string_view summary) const {
  constexpr std::size_t most = 500;  // bytes; nobody's name comes later
  const auto text = folded(summary.substr(0, most));
  std::size_t best = 0;
  std::string result;
  for (const auto& person : people_) {
    std::size_t said = 0;
    for (const auto& word : person.words)
      if (says(text, word)) said += word.size();
    if (said == 0 || said < best) continue;
    result = said == best ? std::string{} : person.key;
    best = said;
  }
  return result;
}

}  // namespace playbooks::calendar
