// The templates that come with Sitrep. Every one passes the wording check (public_words_test.cpp).
#include "playbooks/public_words.hpp"

namespace playbooks {
namespace {

constexpr std::string_view english_more =
    "{{#impact}} {{impact}}{{/impact}} Started: {{started}}."
    "{{#next_update}} We will post the next update within {{next_update}}.{{/next_update}}";
constexpr std::string_view english_update =
    "{{progress}}{{#components}} Affected: {{components}}.{{/components}}{{#impact}} {{impact}}{{/impact}}"
    "{{#next_update}} We will post the next update within {{next_update}}.{{/next_update}}"
    " Thank you for your patience.";
constexpr std::string_view german_more =
    "{{#impact}} {{impact}}{{/impact}} Beginn: {{started}}."
    "{{#next_update}} Die nächste Meldung folgt innerhalb von {{next_update}}.{{/next_update}}";
constexpr std::string_view german_update =
    "{{progress}}{{#components}} Betroffen: {{components}}.{{/components}}{{#impact}} {{impact}}{{/impact}}"
    "{{#next_update}} Die nächste Meldung folgt innerhalb von {{next_update}}.{{/next_update}}"
    " Vielen Dank für Ihre Geduld.";

PublicTemplate incident_template(std::string_view key, std::string_view language, std::string_view title,
                                 std::string_view first) {
  const bool german = language == "de";
  PublicTemplate words;
  words.key = key;
  words.language = language;
  words.title = title;
  words.first = std::string{first} + std::string{german ? german_more : english_more};
  words.update = german ? german_update : english_update;
  return words;
}

void add_english(std::vector<PublicTemplate>& all) {
  all.push_back(incident_template("degradation", "en", "{{service}}: slow responses",
                                  "We are investigating slower responses than usual from {{service}}."
                                  " Everything can be used, but may take longer."));
  all.push_back(
      incident_template("outage", "en", "{{service}}: unavailable",
                        "We know that {{service}} cannot be used at the moment, and we are working to restore "
                        "service. We are sorry for the disruption."));
  all.push_back(
      incident_template("partial_outage", "en", "{{service}}: unavailable for some users",
                        "Some users cannot use {{service}}, or see errors. We are investigating. We are sorry "
                        "for the disruption."));
  all.push_back(
      incident_template("investigation", "en", "We are investigating a problem", "We are investigating a problem."));
  all.push_back({"maintenance", "en", "{{title}}",
                 "We have planned work on {{service}}: from {{started}} to {{ends}} ({{duration}})."
                 "{{#impact}} {{impact}}{{/impact}}{{^impact}} During this time {{service}} may be unavailable."
                 "{{/impact}} Thank you for your patience.",
                 "The planned work on {{service}} is in progress.{{#impact}} {{impact}}{{/impact}}"
                 "{{#ends}} It is planned to end at {{ends}}.{{/ends}}{{^ends}} It takes longer than planned.{{/ends}}",
                 "The planned work on {{service}} is complete. Thank you for your patience."});
  all.push_back(
      {"resolution", "en", "{{service}}: resolved", "", "",
       "The problem with {{service}} is resolved. It lasted {{duration}}, from {{started}}."
       "{{#cause}} Cause: {{cause}}{{/cause}} We are sorry for the disruption, and thank you for your patience."
       "{{#link}} What happened, in detail: {{link}}{{/link}}"});
}

void add_german(std::vector<PublicTemplate>& all) {
  all.push_back(incident_template("degradation", "de", "{{service}}: langsame Antworten",
                                  "Wir untersuchen längere Antwortzeiten als gewohnt bei {{service}}."
                                  " Alles ist nutzbar, kann aber länger dauern."));
  all.push_back(incident_template("outage", "de", "{{service}}: nicht verfügbar",
                                  "Bei {{service}} ist zurzeit keine Nutzung möglich. Wir arbeiten daran. Bitte "
                                  "entschuldigen Sie die Störung."));
  all.push_back(incident_template("partial_outage", "de", "{{service}}: für einige nicht verfügbar",
                                  "Bei {{service}} treten für einige Nutzer Fehler auf. Wir untersuchen das. Bitte "
                                  "entschuldigen Sie die Störung."));
  all.push_back(
      incident_template("investigation", "de", "Wir untersuchen eine Störung", "Wir untersuchen eine Störung."));
  all.push_back({"maintenance", "de", "{{title}}",
                 "Geplante Arbeiten an {{service}}: von {{started}} bis {{ends}} ({{duration}})."
                 "{{#impact}} {{impact}}{{/impact}}{{^impact}} In dieser Zeit kann es zu Unterbrechungen kommen."
                 "{{/impact}} Vielen Dank für Ihre Geduld.",
                 "Die geplanten Arbeiten an {{service}} laufen.{{#impact}} {{impact}}{{/impact}}"
                 "{{#ends}} Geplantes Ende: {{ends}}.{{/ends}}{{^ends}} Sie dauern länger als geplant.{{/ends}}",
                 "Die geplanten Arbeiten an {{service}} sind abgeschlossen. Vielen Dank für Ihre Geduld."});
  all.push_back(
      {"resolution", "de", "{{service}}: behoben", "", "",
       "Die Störung bei {{service}} ist behoben, nach {{duration}} (Beginn: {{started}})."
       "{{#cause}} Ursache: {{cause}}{{/cause}} Bitte entschuldigen Sie die Störung, und vielen Dank für Ihre "
       "Geduld.{{#link}} Was geschehen ist: {{link}}{{/link}}"});
}

}  // namespace

std::vector<PublicTemplate> default_templates() {
  std::vector<PublicTemplate> all;
  add_english(all);
  add_german(all);
  return all;
}

}  // namespace playbooks
