#include "playbooks/calendar.hpp"

#include <fmt/format.h>
#include <libical/ical.h>

#include <algorithm>
#include <memory>
#include <queue>

#include "playbooks/calendar_event.hpp"
#include "playbooks/calendar_people.hpp"
#include "playbooks/calendar_text.hpp"

namespace playbooks::calendar {
namespace {

struct Free {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, Free>;

/// By default libical aborts the program at some bad input.
void calm_libical() {
  [[maybe_unused]] static const bool once = [] {
    icalerror_set_errors_are_fatal(0);
    return true;
  }();
}

/// One turn, cut to the window, and when it began uncut.
struct Turn {
  Shift shift;
  Time began{};
};

/// Whoever's turn began last is on, in the order of the feed where two began together; when that turn ends, the one
/// before goes on.
std::vector<Shift> settled(std::vector<Turn> turns) {
  std::vector<std::pair<Time, std::size_t>> order;  // when a turn enters the window
  std::vector<Time> limits;
  for (std::size_t i = 0; i < turns.size(); ++i) {
    order.emplace_back(turns[i].shift.from, i);
    limits.push_back(turns[i].shift.from);
    limits.push_back(turns[i].shift.to);
  }
  std::ranges::sort(order);
  std::ranges::sort(limits);
  limits.erase(std::ranges::unique(limits).begin(), limits.end());
  std::priority_queue<std::pair<Time, std::size_t>> now;  // the one that began last stands first
  std::vector<Shift> result;
  auto next = order.begin();
  for (std::size_t i = 0; i + 1 < limits.size(); ++i) {
    for (; next != order.end() && next->first <= limits[i]; ++next)
      now.emplace(turns[next->second].began, next->second);
    while (!now.empty() && turns[now.top().second].shift.to <= limits[i]) now.pop();
    if (now.empty()) continue;
    const auto& person = turns[now.top().second].shift.person;
    if (!result.empty() && result.back().to == limits[i] && result.back().person == person)
      result.back().to = limits[i + 1];
    else
      result.push_back({limits[i], limits[i + 1], person});
  }
  return result;
}

std::string person_of(icalcomponent* event, const std::string& summary, People& people) {
  for (auto* attendee = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY); attendee != nullptr;
       attendee = icalcomponent_get_next_property(event, ICAL_ATTENDEE_PROPERTY)) {
    auto* answer = icalproperty_get_first_parameter(attendee, ICAL_PARTSTAT_PARAMETER);
    const auto* address = icalproperty_get_attendee(attendee);
    if (address == nullptr || (answer != nullptr && icalparameter_get_partstat(answer) == ICAL_PARTSTAT_DECLINED))
      continue;
    if (auto person = people.by_address(address); !person.empty()) return person;
  }
  // Whoever only entered the rota is its organizer; so a name in the summary says more.
  if (auto person = people.in_summary(summary); !person.empty()) return person;
  auto* organizer = icalcomponent_get_first_property(event, ICAL_ORGANIZER_PROPERTY);
  const auto* address = organizer == nullptr ? nullptr : icalproperty_get_organizer(organizer);
  return address == nullptr ? std::string{} : people.by_address(address);
}

class Reader {
 public:
  Reader(icalcomponent* calendar, const Policy& policy, Time from, Time to)
      : calendar_{calendar}, dates_{calendar, policy.zone, from, to}, people_{policy}, from_{from}, to_{to} {}

  Result<Reading> read() {
    std::vector<icalcomponent*> events;
    for (auto* event = icalcomponent_get_first_component(calendar_, ICAL_VEVENT_COMPONENT); event != nullptr;
         event = icalcomponent_get_next_component(calendar_, ICAL_VEVENT_COMPONENT))
      events.push_back(event);
    for (auto* event : events)
      if (auto done = dates_.note_moved(event); !done) return std::unexpected(done.error());
    for (auto* event : events) {
      if (icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED) continue;
      const auto spans = dates_.spans(event);
      if (!spans) return std::unexpected(spans.error());
      take(event, *spans);
      if (turns_.size() > most_events)
        return refuse(Errc::invalid, fmt::format("The calendar has more than {} turns in the time that is looked at. "
                                                 "Give the address of one that holds the rota alone.",
                                                 most_events));
    }
    return Reading{settled(std::move(turns_)), std::move(unmatched_)};
  }

 private:
  void take(icalcomponent* event, const std::vector<Span>& spans) {
    const auto summary = summary_of(event);
    const auto person = person_of(event, summary, people_);
    for (const auto& span : spans) {
      const auto from = std::max(span.from, from_), to = std::min(span.to, to_);
      if (from >= to) continue;
      if (person.empty()) return note_unmatched(summary);
      turns_.push_back({{from, to, person}, span.from});
    }
  }
  void note_unmatched(const std::string& summary) {
    constexpr std::size_t most = 10;
    auto words = clipped(summary);
    if (unmatched_.size() < most && std::ranges::find(unmatched_, words) == unmatched_.end())
      unmatched_.push_back(std::move(words));
  }

  icalcomponent* calendar_;
  Dates dates_;
  People people_;
  Time from_, to_;
  std::vector<Turn> turns_;
  std::vector<std::string> unmatched_;
};

}  // namespace

Result<Reading> read(std::string_view text, const Policy& policy, Time from, Time to) {
  const auto whole = checked(text);
  if (!whole) return std::unexpected(whole.error());
  calm_libical();
  const Component calendar{icalparser_parse_string(whole->c_str())};
  if (!calendar || icalcomponent_isa(calendar.get()) != ICAL_VCALENDAR_COMPONENT)
    return refuse(Errc::invalid,
                  "The calendar cannot be read. Look whether the address gives an iCalendar feed (.ics).");
  return Reader{calendar.get(), policy, from, to}.read();
}

}  // namespace playbooks::calendar
