#include "playbooks/wording_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "playbooks/wording_check_parts.hpp"

namespace playbooks {
namespace wording_check {
namespace {

constexpr std::size_t longest_gap = 4;       // words that “~” stands for
constexpr std::size_t looked_at_before = 2;  // words around a match in which an “unless” is looked for
constexpr std::size_t looked_at_after = 4;

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(at), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// One place of a pattern: any of some words, a number, a status code, or a gap.
struct Element {
  std::vector<std::string_view> words;
  bool number = false, code = false, gap = false;
  bool party = false;  // another company: not where our own component is called so
};

void add_words(Element& element, std::string_view alternatives) {
  for (const auto word : split(alternatives, '|')) {
    element.number |= word == "<number>";
    element.code |= word == "<code>";
    element.party |= word == "<party>";
    if (const auto list = std::ranges::find(lists(), word, &WordList::name); list != lists().end())
      add_words(element, list->words);
    else if (!word.starts_with('<'))
      element.words.push_back(word);
  }
}

struct Compiled {
  const Rule* rule = nullptr;
  std::vector<Element> elements;
  std::vector<std::string_view> unless;
};

struct Rules {
  std::vector<Compiled> all;
  std::map<std::string_view, std::vector<const Compiled*>> by_first_word;
  std::vector<const Compiled*> by_number;  // those that begin with one
};

Rules compiled() {
  Rules result;
  for (const auto& rule : rules()) {
    Compiled one{&rule, {}, split(rule.unless, '|')};
    for (const auto part : split(rule.pattern, ' ')) {
      Element element;
      element.gap = part == "~";
      if (!element.gap) add_words(element, part);
      one.elements.push_back(std::move(element));
    }
    result.all.push_back(std::move(one));
  }
  for (const auto& one : result.all) {
    for (const auto word : one.elements.front().words) result.by_first_word[word].push_back(&one);
    if (one.elements.front().number || one.elements.front().code) result.by_number.push_back(&one);
  }
  return result;
}

const Rules& compiled_rules() {
  static const Rules rules = compiled();
  return rules;
}

/// “provider's” is “provider” too.
std::string_view without_possession(std::string_view word) {
  return word.ends_with("'s") ? word.substr(0, word.size() - 2) : word;
}

bool is_number(std::string_view word) {
  static constexpr std::array<std::string_view, 12> spelled = {"one",   "two",   "three", "four", "five", "six",
                                                               "seven", "eight", "nine",  "ten",  "few",  "couple"};
  return is_digit(word.front()) || std::ranges::find(spelled, word) != spelled.end();
}

/// 4xx and 5xx, as HTTP answers.
bool is_status_code(std::string_view word) {
  if (word == "4xx" || word == "5xx") return true;
  return word.size() == 3 && (word[0] == '4' || word[0] == '5') && word[1] >= '0' && word[1] <= '3' &&
         is_digit(word[2]);
}

bool fits(const Element& element, const Word& word) {
  if (element.party && word.named) return false;
  if ((element.number && is_number(word.text)) || (element.code && is_status_code(word.text))) return true;
  const auto is = [&](std::string_view wanted) {
    return std::ranges::find(element.words, wanted) != element.words.end();
  };
  if (is(word.text) || is(without_possession(word.text))) return true;
  const auto letters = word.text.find_first_not_of("0123456789");  // “5min”
  return letters != std::string::npos && letters > 0 && is(std::string_view{word.text}.substr(letters));
}

/// Where the match ends that begins at `at` with the element `next`: one behind its last word.
std::optional<std::size_t> match_end(std::span<const Word> words, std::size_t at, std::span<const Element> elements,
                                     bool first) {
  if (elements.empty()) return at;
  if (elements.front().gap) {
    for (std::size_t skipped = 0; skipped <= longest_gap; ++skipped) {
      if (const auto end = match_end(words, at + skipped, elements.subspan(1), false)) return end;
      if (at + skipped >= words.size() || !words[at + skipped].joined) break;
    }
    return std::nullopt;
  }
  if (at >= words.size() || (!first && !words[at].joined) || !fits(elements.front(), words[at])) return std::nullopt;
  return match_end(words, at + 1, elements.subspan(1), false);
}

bool is_excepted(const Compiled& one, std::span<const Word> words, std::size_t begin, std::size_t end) {
  if (one.unless.empty()) return false;
  for (std::size_t i = 0; i < looked_at_before && begin > 0 && words[begin].joined; ++i) --begin;
  for (std::size_t i = 0; i < looked_at_after && end < words.size() && words[end].joined; ++i) ++end;
  return std::ranges::any_of(words.subspan(begin, end - begin), [&](const Word& word) {
    return std::ranges::find(one.unless, word.text) != one.unless.end();
  });
}

std::vector<Place> matches_of_rules(std::span<const Word> words) {
  std::vector<Place> places;
  const auto& rules = compiled_rules();
  const auto look = [&](const Compiled& one, std::size_t at) {
    const auto end = match_end(words, at, one.elements, true);
    if (!end || is_excepted(one, words, at, *end)) return;
    places.push_back({words[at].begin, words[*end - 1].end, one.rule->kind, one.rule->instead});
  };
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string_view whole = words[at].text, bare = without_possession(whole);
    for (const auto word : {whole, bare}) {
      if (const auto found = rules.by_first_word.find(word); found != rules.by_first_word.end())
        for (const auto* one : found->second) look(*one, at);
      if (whole == bare) break;
    }
    for (const auto* one : rules.by_number) look(*one, at);
  }
  return places;
}

/// Where all words of a name stand one after the other, as ranges of word numbers.
std::vector<std::pair<std::size_t, std::size_t>> occurrences(std::string_view name, std::span<const Word> words) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  const auto wanted = words_of(name);
  if (wanted.empty()) return found;
  const auto same = [](const Word& word, const Word& want) {
    return word.text == want.text || without_possession(word.text) == want.text;
  };
  for (std::size_t at = 0; at + wanted.size() <= words.size(); ++at)
    if (std::ranges::equal(words.subspan(at, wanted.size()), wanted, same)) found.emplace_back(at, at + wanted.size());
  return found;
}

void add_names(std::vector<Place>& places, const std::vector<std::string>& names, std::span<const Word> words,
               std::string_view kind, std::string_view instead) {
  for (const auto& name : names)
    for (const auto& [from, to] : occurrences(name, words))
      places.push_back({words[from].begin, words[to - 1].end, kind, instead});
}

/// The names that customers know. Marks their words, and gives back where they stand.
std::vector<Place> known_names(std::vector<Word>& words, const Policy& policy) {
  std::vector<Place> places;
  const auto mark = [&](std::string_view name) {
    for (const auto& [from, to] : occurrences(name, words)) {
      for (auto at = from; at < to; ++at) words[at].named = true;
      places.push_back({words[from].begin, words[to - 1].end, {}, {}});
    }
  };
  mark(policy.organisation);
  for (const auto& component : policy.components) mark(component.name);
  return places;
}

bool within(const Place& inner, const Place& outer) {
  return inner.begin >= outer.begin && inner.end <= outer.end;
}

/// What stands inside of a longer finding of its kind, of a host name or a key, or of a name that customers know, is
/// none.
std::vector<Place> without_repetitions(std::vector<Place> places, const std::vector<Place>& known) {
  const auto hides = [](const Place& outer, const Place& inner) {
    if (&outer == &inner) return false;
    if (outer.whole) {
      const bool looked_for = outer.kind.empty() && inner.kind != wording_kind::jargon;  // customers' names in links
      return !inner.whole && !looked_for && inner.begin < outer.end && inner.end > outer.begin;
    }
    if (outer.kind != inner.kind || inner.begin >= outer.end || inner.end <= outer.begin) return false;
    const auto longer = outer.end - outer.begin, length = inner.end - inner.begin;
    return longer > length || (longer == length && &outer < &inner);
  };
  std::vector<Place> kept;
  for (const auto& place : places) {
    const bool hidden = std::ranges::any_of(places, [&](const Place& outer) { return hides(outer, place); });
    const bool named = place.kind != wording_kind::secret && place.kind != wording_kind::slack &&
                       std::ranges::any_of(known, [&](const Place& name) { return within(place, name); });
    if (!hidden && !named && !place.kind.empty()) kept.push_back(place);
  }
  std::ranges::sort(kept, {}, [](const Place& place) { return std::pair{place.begin, place.end}; });
  return kept;
}

std::string shown(std::string_view text, const Place& place) {
  const auto found = text.substr(place.begin, place.end - place.begin);
  if (place.kind == wording_kind::secret) {
    const auto ascii = std::ranges::find_if_not(found, [](char c) { return c > ' ' && c < 127; });
    return std::string{found.substr(0, std::min<std::size_t>(4, static_cast<std::size_t>(ascii - found.begin())))} +
           "…";
  }
  std::string line{found};
  std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return line;
}

}  // namespace
}  // namespace wording_check

std::vector<WordingFinding> check_wording(std::string_view text, const Policy& policy) {
  using namespace wording_check;
  auto words = words_of(text);
  const auto known = known_names(words, policy);
  auto places = shapes(text, policy);
  std::ranges::copy(matches_of_rules(words), std::back_inserter(places));
  add_names(places, policy.publicity.customers, words, wording_kind::customer, "write “some customers”");
  add_names(places, policy.publicity.internal_names, words, wording_kind::internal_name,
            "use the name that customers know");
  std::vector<WordingFinding> findings;
  std::set<std::pair<std::string, std::string_view>> told;
  for (const auto& place : without_repetitions(std::move(places), known)) {
    auto found = shown(text, place);
    if (!told.emplace(lowered(found), place.kind).second) continue;
    findings.push_back({std::move(found), std::string{place.kind}, std::string{place.instead}});
  }
  return findings;
}

std::string in_words(const WordingFinding& finding) {
  return fmt::format("“{}” ({}): {}.", finding.found, finding.kind, finding.instead);
}

}  // namespace playbooks
