#include "playbooks/calendar_text.hpp"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "playbooks/calendar.hpp"

namespace playbooks::calendar {
namespace {

constexpr std::size_t deepest = 5;                        // a calendar, an event, an alarm; a zone, its parts
constexpr std::size_t most_components = 4 * most_events;  // alarms and parts of zones included

std::string upper(std::string_view word) {
  std::string result{word};
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return result;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto begin = text.find_first_not_of(blank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

/// A line that begins with a space or a tab goes on with the one before it.
std::string unfolded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto line_end = text.substr(i).starts_with("\r\n") ? 2U : text[i] == '\n' || text[i] == '\r' ? 1U : 0U;
    if (line_end == 0) {
      result += text[i];
      continue;
    }
    i += line_end - 1;
    if (i + 1 < text.size() && (text[i + 1] == ' ' || text[i + 1] == '\t'))
      ++i;
    else
      result += '\n';
  }
  return result;
}

std::unexpected<Error> broken(std::string_view why) {
  return refuse(Errc::invalid,
                fmt::format("The calendar is broken: {}. Export it again, or look whether the download was cut.", why));
}

/// Components open and close in pairs, one calendar around everything.
class Nesting {
 public:
  /// A reason when it cannot be.
  std::optional<Error> take(std::string_view line) {
    const auto name = upper(trimmed(line.substr(0, line.find_first_of(":;"))));
    if (name != "BEGIN" && name != "END") {
      if (!name.empty() && open_.empty())
        return broken("there is text outside of BEGIN:VCALENDAR and END:VCALENDAR").error();
      return std::nullopt;
    }
    const auto colon = line.find_last_of(':');
    auto component = upper(colon == std::string_view::npos ? std::string_view{} : trimmed(line.substr(colon + 1)));
    return name == "BEGIN" ? begin(std::move(component)) : end(component);
  }
  std::optional<Error> finish() const {
    if (!open_.empty()) return broken(fmt::format("it ends before END:{}", clipped(open_.back(), 30))).error();
    if (calendars_ == 0) return broken("it has no BEGIN:VCALENDAR").error();
    return std::nullopt;
  }

 private:
  std::optional<Error> begin(std::string component) {
    if (open_.empty() && component != "VCALENDAR") return broken("it does not begin with BEGIN:VCALENDAR").error();
    if (open_.empty() && ++calendars_ > 1)
      return refuse(Errc::invalid, "There is more than one calendar in the feed. Give the address of one.").error();
    if (open_.size() == deepest) return broken("its parts are nested too deeply").error();
    if (component == "VEVENT") ++events_;
    if (events_ > most_events || ++components_ > most_components)
      return refuse(Errc::invalid, fmt::format("The calendar has more than {} events. Give the address of one that "
                                               "holds the rota alone.",
                                               most_events))
          .error();
    open_.push_back(std::move(component));
    return std::nullopt;
  }
  std::optional<Error> end(const std::string& component) {
    if (open_.empty() || open_.back() != component)
      return broken(fmt::format("END:{} stands where nothing of that kind has begun", clipped(component, 30))).error();
    open_.pop_back();
    return std::nullopt;
  }

  std::vector<std::string> open_;
  std::size_t calendars_ = 0, events_ = 0, components_ = 0;
};

}  // namespace

std::string clipped(std::string_view text, std::size_t most) {
  std::string result;
  for (const char c : trimmed(text.substr(0, 4 * most))) {
    const auto byte = static_cast<unsigned char>(c);
    result += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  if (result.size() <= most) return result;
  auto end = most;
  while (end > 0 && (static_cast<unsigned char>(result[end]) & 0xc0) == 0x80) --end;
  return result.substr(0, end) + "…";
}

Result<std::string> checked(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // byte order mark
  if (text.size() > most_bytes)
    return refuse(Errc::invalid, fmt::format("The calendar is longer than {} MiB. Give the address of one that holds "
                                             "the rota alone.",
                                             most_bytes / (1024 * 1024)));
  const auto body = trimmed(text);
  if (body.empty())
    return refuse(Errc::invalid, "The calendar is empty. Look whether its address is right and still shared.");
  if (body.front() == '<')
    return refuse(Errc::invalid,
                  "This is a web page, not a calendar. Give the address of the iCalendar feed itself, "
                  "which mostly ends in .ics; where a login is needed, use the calendar's private feed "
                  "address.");
  if (body.contains('\0')) return broken("it holds a zero byte");
  auto result = unfolded(body);
  Nesting nesting;
  for (std::string_view rest = result; !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    if (auto error = nesting.take(line)) return std::unexpected(std::move(*error));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  }
  if (auto error = nesting.finish()) return std::unexpected(std::move(*error));
  return result;
}

}  // namespace playbooks::calendar
