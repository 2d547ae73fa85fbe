#include "playbooks/public_language.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace playbooks {
namespace {

struct Unit {
  std::int64_t seconds;
  std::string_view one, many;
};

/// The largest unit that fits, and the next smaller one where something is left. Days begin at two: “36 hours”.
std::string in_units(Duration length, const std::array<Unit, 4>& units) {
  const auto total = std::max<std::int64_t>(0, length.count() / 1000);
  std::size_t at = 0;
  if (total < 2 * units[0].seconds) at = 1;
  while (at + 1 < units.size() && total < units[at].seconds) ++at;
  const auto said = [](std::int64_t number, const Unit& unit) {
    return fmt::format("{} {}", number, number == 1 ? unit.one : unit.many);
  };
  auto text = said(total / units[at].seconds, units[at]);
  const bool seconds_left = at + 2 >= units.size();  // “12 minutes 8 seconds” is more than anybody asks for
  if (seconds_left) return text;
  if (const auto rest = total % units[at].seconds / units[at + 1].seconds; rest > 0)
    text += " " + said(rest, units[at + 1]);
  return text;
}

std::string list_of(const std::vector<std::string>& names, std::string_view and_word, std::string_view others) {
  constexpr std::size_t most = 4;
  const auto shown = names.size() > most ? most - 1 : names.size();
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == names.size();
    text += (i == 0 ? std::string{} : last ? fmt::format(" {} ", and_word) : std::string{", "}) + names[i];
  }
  if (shown < names.size()) text += fmt::format(" {} {} {}", and_word, names.size() - shown, others);
  return text;
}

std::string_view english_progress(Status status) {
  switch (status) {
    case Status::investigating:
      return "We are still investigating.";
    case Status::identified:
      return "We have found the cause and are working on a fix.";
    case Status::monitoring:
      return "A fix is in place, and we are watching the results.";
    case Status::resolved:
      return "The problem is resolved.";
    case Status::cancelled:
      return "This was a false alarm: the service was not affected.";
  }
  std::unreachable();
}

std::string_view german_progress(Status status) {
  switch (status) {
    case Status::investigating:
      return "Wir untersuchen die Störung weiter.";
    case Status::identified:
      return "Die Ursache ist gefunden, und wir arbeiten an der Behebung.";
    case Status::monitoring:
      return "Die Behebung ist erfolgt, und wir beobachten die Wirkung.";
    case Status::resolved:
      return "Die Störung ist behoben.";
    case Status::cancelled:
      return "Es war ein Fehlalarm: Der Dienst war nicht gestört.";
  }
  std::unreachable();
}

std::string_view german_status(ComponentStatus status) {
  switch (status) {
    case ComponentStatus::operational:
      return "in Betrieb";
    case ComponentStatus::under_maintenance:
      return "in Wartung";
    case ComponentStatus::degraded_performance:
      return "eingeschränkte Leistung";
    case ComponentStatus::partial_outage:
      return "teilweise gestört";
    case ComponentStatus::major_outage:
      return "nicht verfügbar";
  }
  std::unreachable();
}

std::string_view english_status(ComponentStatus status) {
  return in_words(status);
}

std::string english_list(const std::vector<std::string>& names) {
  return list_of(names, "and", "others");
}
std::string german_list(const std::vector<std::string>& names) {
  return list_of(names, "und", "weiteren");
}

std::string english_length(Duration length) {
  return in_units(
      length, {{{86400, "day", "days"}, {3600, "hour", "hours"}, {60, "minute", "minutes"}, {1, "second", "seconds"}}});
}
/// In the dative, as it stands behind “innerhalb von”.
std::string german_length(Duration length) {
  return in_units(
      length,
      {{{86400, "Tag", "Tagen"}, {3600, "Stunde", "Stunden"}, {60, "Minute", "Minuten"}, {1, "Sekunde", "Sekunden"}}});
}

constexpr std::array<PublicLanguage, 2> languages = {
    {{"en", english_status, english_progress, english_list, english_length,
      "The planned work on {{service}} ({{started}}) is cancelled.",
      "{{#next_update}}Next update within {{next_update}}.{{/next_update}}", "It lasted {{duration}}.",
      "Cause: {{cause}}", "We are sorry for the disruption, and thank you for your patience."},
     {"de", german_status, german_progress, german_list, german_length,
      "Die geplanten Arbeiten an {{service}} ({{started}}) entfallen.",
      "{{#next_update}}Nächste Meldung innerhalb von {{next_update}}.{{/next_update}}", "Behoben nach {{duration}}.",
      "Ursache: {{cause}}", "Bitte entschuldigen Sie die Störung, und vielen Dank für Ihre Geduld."}}};

}  // namespace

const PublicLanguage& public_language(std::string_view code) {
  const auto found = std::ranges::find(languages, code.substr(0, code.find('-')), &PublicLanguage::code);
  return found == languages.end() ? languages.front() : *found;
}

}  // namespace playbooks
