#include "commands/periods.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "commands/text.hpp"

namespace commands {
namespace {
using namespace std::chrono_literals;
using playbooks::Duration;
using playbooks::Time;

constexpr std::size_t longest_time = 6;  // words
constexpr std::size_t longest_period = 16;

struct Word {
  std::string text;
  std::size_t tokens = 0;  // how many are used up with it
};
using Words = std::vector<Word>;

Words words_in_front(const Arguments& arguments) {
  Words words;
  for (std::size_t i = 0; words.size() < longest_period; ++i) {
    const auto* token = arguments.next(i);
    if (token == nullptr || (token->kind != Token::Kind::word && token->kind != Token::Kind::quoted)) break;
    words.push_back({token->text, i + 1});
  }
  return words;
}

void take(Arguments& arguments, std::size_t tokens) {
  for (std::size_t i = 0; i < tokens; ++i) arguments.take_next();
}

/// "18:00-22:00" as three words. Alone "-22:00" would be read as an offset from UTC.
void part_ranges(Words& words) {
  for (std::size_t i = 0; i < words.size(); ++i)
    for (const std::string_view dash : {"-", "–", "—"}) {
      const auto at = words[i].text.find(dash);
      if (at == std::string::npos || at == 0) continue;
      auto left = words[i].text.substr(0, at), right = words[i].text.substr(at + dash.size());
      const bool clocks = left.contains(':') && right.contains(':');
      if (!clocks) continue;
      const auto tokens = words[i].tokens;
      words[i].text = std::move(left);
      words.insert(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, {{"to", tokens}, {std::move(right), tokens}});
      break;
    }
}

bool is_one_of(const Word& word, std::span<const std::string_view> list) {
  return std::ranges::find(list, lower(word.text)) != list.end();
}
constexpr std::array<std::string_view, 6> separators = {"to", "until", "till", "-", "–", "—"};
constexpr std::array<std::string_view, 2> durations_follow = {"for", "during"};
constexpr std::array<std::string_view, 3> counted_from_now = {"today", "tomorrow", "yesterday"};

template <class T>
struct Read {
  T value{};
  std::size_t words = 0;
};

std::optional<Read<Duration>> duration_at(const Words& words, std::size_t from) {
  std::optional<Read<Duration>> best;
  std::string text;
  for (auto at = from; at < words.size() && at < from + 4; ++at) {
    text += (text.empty() ? "" : " ") + words[at].text;
    if (const auto duration = parse_duration(text)) best = {*duration, at + 1 - from};
  }
  return best;
}

/// The longest run of words that is a time. An error: one that does not exist.
playbooks::Result<std::optional<Read<When>>> moment_at(const Words& words, std::size_t from,
                                                       const TimeReading& reading) {
  std::optional<Read<When>> best;
  std::optional<playbooks::Error> trouble;
  std::string text;
  for (auto at = from; at < words.size() && at < from + longest_time; ++at) {
    if (is_one_of(words[at], separators)) break;
    text += (text.empty() ? "" : " ") + words[at].text;
    const auto when = parse_when(text, reading);
    if (when) {
      best = {*when, at + 1 - from};
      trouble.reset();
    } else if (when.error().code == playbooks::Errc::not_found) {
      trouble = when.error();
    }
  }
  if (trouble) return std::unexpected(std::move(*trouble));
  return best;
}

/// Where the day ends that begins then.
Time end_of_day(Time begin, std::string_view zone) {
  const auto next = parse_when("tomorrow", {begin, zone, Lean::future});
  return next ? next->at : begin + 24h;
}

using Periods = playbooks::Result<std::optional<Read<Period>>>;

/// What stands behind the beginning: the end, or how long it lasts.
Periods ended(const Words& words, std::size_t at, const When& from, Time now, std::string_view zone) {
  Period period{from.at, from.whole_day ? end_of_day(from.at, zone) : from.at};
  auto begin = at;
  const bool lasts = begin < words.size() && is_one_of(words[begin], durations_follow);
  const bool ends = begin < words.size() && is_one_of(words[begin], separators);
  if (lasts || ends) ++begin;
  if (const auto duration = duration_at(words, begin)) {
    period.to = period.from + duration->value;
    return Read<Period>{period, begin + duration->words};
  }
  if (!lasts) {
    const bool from_now = begin < words.size() && is_one_of(words[begin], counted_from_now);
    const auto to = moment_at(words, begin, {from_now ? now : from.at, zone, Lean::future});
    if (!to) return std::unexpected(to.error());
    if (*to) {
      period.to = (*to)->value.whole_day ? end_of_day((*to)->value.at, zone) : (*to)->value.at;
      return Read<Period>{period, begin + (*to)->words};
    }
  }
  if (from.whole_day && !lasts && !ends) return Read<Period>{period, at};
  return playbooks::refuse(playbooks::Errc::invalid,
                           begin < words.size()
                               ? fmt::format("“{}” is no end. Say until when, like 22:00, “fri 9:00” or 4h.",
                                             shortened(words[begin].text, 40))
                               : "Say until when: 22:00, “fri 9:00” or 4h.");
}

/// The beginning of a stretch that is under way: its clock time has passed today and its end is still to come.
std::optional<When> under_way(const Words& words, std::size_t begin, const Read<When>& from, Time now,
                              std::string_view zone) {
  if (from.value.whole_day || from.value.at - now <= 12h) return std::nullopt;
  std::string text;
  for (std::size_t i = 0; i < from.words; ++i) text += (i == 0 ? "" : " ") + words[begin + i].text;
  const auto earlier = parse_when(text, {now, zone, Lean::past});
  if (!earlier || earlier->at > now || from.value.at - earlier->at > 25h) return std::nullopt;  // it names its day
  const auto period = ended(words, begin + from.words, *earlier, now, zone);
  if (!period || !*period || (*period)->value.to <= now) return std::nullopt;
  return *earlier;
}

/// A date stands before its clock time: in "18:00 mon 9:00" Monday belongs to the end, although "18:00 mon" is a time
/// too. Where a separator or a duration follows, it is plain what belongs together.
Read<When> beginning(const Words& words, std::size_t begin, const Read<When>& longest, const TimeReading& reading) {
  const auto behind = begin + longest.words;
  if (behind < words.size() && is_one_of(words[behind], separators)) return longest;
  std::string text;
  for (std::size_t count = 1; count < longest.words; ++count) {
    text += (text.empty() ? "" : " ") + words[begin + count - 1].text;
    const auto when = parse_when(text, reading);
    if (!when || when->whole_day) continue;
    const auto end = moment_at(words, begin + count, {when->at, reading.zone, Lean::future});
    if (end && *end && !(*end)->value.whole_day) return {*when, count};
  }
  return longest;
}

Periods period_of(const Words& words, Time now, std::string_view zone) {
  std::size_t begin = 0;
  if (!words.empty() && lower(words[0].text) == "from") begin = 1;
  if (begin >= words.size()) return std::nullopt;
  const bool from_now = is_one_of(words[begin], separators) || is_one_of(words[begin], durations_follow);
  if (from_now || duration_at(words, begin)) return ended(words, begin, {now, false}, now, zone);
  const auto longest = moment_at(words, begin, {now, zone, Lean::future});
  if (!longest) return std::unexpected(longest.error());
  if (!*longest) return std::nullopt;
  const auto from = beginning(words, begin, **longest, {now, zone, Lean::future});
  const auto when = under_way(words, begin, from, now, zone).value_or(from.value);
  return ended(words, begin + from.words, when, now, zone);
}

Words split(std::string_view text) {
  Words words;
  for (auto rest = trimmed(text); !rest.empty();) {
    const auto end = std::min(rest.find(' '), rest.size());
    words.push_back({std::string{rest.substr(0, end)}, 0});
    rest = trimmed(rest.substr(end));
  }
  return words;
}

}  // namespace

std::optional<Duration> take_duration(Arguments& arguments) {
  const auto words = words_in_front(arguments);
  const std::size_t begin = !words.empty() && lower(words[0].text) == "for" ? 1 : 0;
  const auto found = duration_at(words, begin);
  if (!found) return std::nullopt;
  take(arguments, words[begin + found->words - 1].tokens);
  return found->value;
}

Asked<std::optional<When>> take_moment(Arguments& arguments, Time now, std::string_view zone) {
  const auto words = words_in_front(arguments);
  const auto found = moment_at(words, 0, {now, zone, Lean::future});
  if (!found) return std::unexpected(arguments.refuse(found.error().message));
  if (!*found) return std::nullopt;
  take(arguments, words[(*found)->words - 1].tokens);
  return (*found)->value;
}

Asked<std::optional<Period>> take_period(Arguments& arguments, Time now, std::string_view zone) {
  const auto from = arguments.value("from"), to = arguments.value("to");
  const bool flags = !from.empty() || !to.empty();
  auto words = flags ? split(from.empty() ? "now" : from) : words_in_front(arguments);
  if (flags && !to.empty()) {
    words.push_back({"to", 0});
    const auto end = split(to);
    words.insert(words.end(), end.begin(), end.end());
  }
  part_ranges(words);
  const auto found = period_of(words, now, zone);
  if (!found) return std::unexpected(arguments.refuse_field(to.empty() ? "from" : "to", found.error().message));
  if (flags && (!*found || (*found)->words < words.size()))
    return std::unexpected(
        arguments.refuse_field("from", fmt::format("“{}” is not a stretch of time. Write it like 18:00 and 22:00.",
                                                   shortened(from + (to.empty() ? "" : " to ") + to, 60))));
  if (!*found) return std::nullopt;
  if (!flags) take(arguments, words[(*found)->words - 1].tokens);
  return (*found)->value;
}

playbooks::Text shown(Time at, const Request& request, const playbooks::Policy& policy) {
  if (request.surface == Surface::command_line) return playbooks::Text{in_zone(at, policy.zone)};
  return playbooks::Text{} << playbooks::Moment{at};
}

playbooks::Text shown(const Period& period, const Request& request, const playbooks::Policy& policy) {
  return shown(period.from, request, policy)
         << " to " << shown(period.to, request, policy) << " (" << playbooks::spoken(period.to - period.from) << ")";
}

}  // namespace commands
