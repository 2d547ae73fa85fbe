#include <fmt/format.h>
#include <libical/ical.h>

#include <cstdlib>
#include <memory>

#include "playbooks/calendar.hpp"

namespace playbooks::calendar {
namespace {

struct Free {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  void operator()(char* text) const { std::free(text); }  // NOLINT: libical's own
};

/// RFC 5545 allows no control characters in texts; libical takes care of everything else.
std::string printable(std::string_view text) {
  std::string result{text};
  for (char& c : result)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return result;
}

icaltimetype utc(Time at) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(at);
  const auto day = std::chrono::floor<std::chrono::days>(whole);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{whole - day};
  auto result = icaltime_null_time();
  result.year = static_cast<int>(date.year());
  result.month = static_cast<int>(static_cast<unsigned>(date.month()));
  result.day = static_cast<int>(static_cast<unsigned>(date.day()));
  result.hour = static_cast<int>(clock.hours().count());
  result.minute = static_cast<int>(clock.minutes().count());
  result.second = static_cast<int>(clock.seconds().count());
  result.zone = icaltimezone_get_utc_timezone();
  return result;
}

/// The name of the calendar, as RFC 7986 has it and as most programs read it. libical does not escape the second, which
/// therefore goes without the characters that need it.
void add_name(icalcomponent* calendar, const std::string& name) {
  icalcomponent_add_property(calendar, icalproperty_new_name(name.c_str()));
  auto plain = name;
  std::erase_if(plain, [](char c) { return std::string_view{";,\\"}.contains(c); });
  auto* property = icalproperty_new_x(plain.c_str());
  icalproperty_set_x_name(property, "X-WR-CALNAME");
  icalcomponent_add_property(calendar, property);
}

/// "Ann Lee (ann)": the key makes it certain who is meant where two have the same name.
std::string summary(const std::string& key, const Responder* person) {
  if (person == nullptr || person->name.empty() || person->name == key) return printable(key);
  return printable(fmt::format("{} ({})", person->name, key));
}

icalcomponent* event(const Schedule& schedule, const Shift& shift, const Policy& policy, Time now) {
  const auto* person = policy.person(shift.person);
  auto* result = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  const auto from = std::chrono::floor<std::chrono::seconds>(shift.from).time_since_epoch().count();
  const auto uid = printable(fmt::format("{}-{}-{}@sitrep", schedule.key, shift.person, from));
  icalcomponent_add_property(result, icalproperty_new_uid(uid.c_str()));
  icalcomponent_add_property(result, icalproperty_new_dtstamp(utc(now)));
  icalcomponent_add_property(result, icalproperty_new_dtstart(utc(shift.from)));
  icalcomponent_add_property(result, icalproperty_new_dtend(utc(shift.to)));
  icalcomponent_add_property(result, icalproperty_new_summary(summary(shift.person, person).c_str()));
  // Being on call does not make somebody busy.
  icalcomponent_add_property(result, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
  if (person != nullptr && !person->email.empty()) {
    auto* attendee = icalproperty_new_attendee(("mailto:" + printable(person->email)).c_str());
    icalproperty_add_parameter(attendee, icalparameter_new_cn(printable(person->name).c_str()));
    icalcomponent_add_property(result, attendee);
  }
  return result;
}

}  // namespace

std::string write(const Schedule& schedule, const std::vector<Shift>& shifts, const Policy& policy, Time now) {
  const std::unique_ptr<icalcomponent, Free> calendar{icalcomponent_new(ICAL_VCALENDAR_COMPONENT)};
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Sitrep//On-call//EN"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_calscale("GREGORIAN"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_method(ICAL_METHOD_PUBLISH));
  add_name(calendar.get(), printable(schedule.name.empty() ? schedule.key : schedule.name));
  for (const auto& shift : shifts)  // less than a second is no event
    if (std::chrono::floor<std::chrono::seconds>(shift.from) < std::chrono::floor<std::chrono::seconds>(shift.to))
      icalcomponent_add_component(calendar.get(), event(schedule, shift, policy, now));
  const std::unique_ptr<char, Free> text{icalcomponent_as_ical_string_r(calendar.get())};
  return text ? std::string{text.get()} : std::string{};
}

}  // namespace playbooks::calendar
