// The rows of the table of settings that are about the public.
#include <chrono>

#include "bot/configuration_public.hpp"
#include "config/checks.hpp"
#include "config/scalar.hpp"

namespace bot {
namespace {

using config::Table;
using config::Type;

constexpr std::int64_t minute = std::chrono::milliseconds{std::chrono::minutes{1}}.count();
constexpr std::int64_t day = 24 * 60 * minute;

Table pages() {
  return {
      {.path = "status_page", .type = Type::section, .help = "What holds for every status page that is kept."},
      {.path = "status_page.publish",
       .type = Type::word,
       .help = "automatically: what responders post of a public incident goes out by itself. confirmed: it becomes a "
               "draft that somebody publishes. two_persons: somebody other than its writer.",
       .fallback = "automatically",
       .words = {"automatically", "confirmed", "two_persons"}},
      {.path = "status_page.consequences",
       .type = Type::word,
       .help = "What a failing component does to its dependents: ask offers to set it, apply sets it at once.",
       .fallback = "ask",
       .words = {"ask", "apply"}},
      {.path = "status_page.numbers",
       .type = Type::word,
       .help = "When numbers say that a component is not well: ask proposes its status, apply sets it.",
       .fallback = "ask",
       .words = {"ask", "apply"}},
      {.path = "status_page.ask_before",
       .type = Type::duration,
       .help = "How long before the public is owed words somebody is asked for them.",
       .fallback = "3m",
       .max = 60 * minute},
      {.path = "status_page.set_by_hand_ages",
       .type = Type::duration,
       .help = "When somebody is asked whether what was set by hand is still true. 0: never.",
       .fallback = "1d",
       .max = 90 * day},
      {.path = "status_page.read_every",
       .type = Type::duration,
       .help = "How often a page is read to find what was changed there by hand. 0: never.",
       .fallback = "5m",
       .max = day},
      {.path = "status_page.language",
       .help = "Of the templates. English (en) and German (de) come with Sitrep.",
       .fallback = "en",
       .max = 12},
      {.path = "status_page.customers",
       .type = Type::texts,
       .help = "Names of customers: the wording check finds them in public words.",
       .example = "[Globex, Initech]",
       .max = 500},
      {.path = "status_page.internal_names",
       .type = Type::texts,
       .help = "Hosts and code names that customers do not know: the wording check finds them.",
       .example = "[bluebird, db-prod-1]",
       .max = 500},
  };
}

Table rules_and_words() {
  return {
      {.path = "status_page.rules",
       .type = Type::objects,
       .help =
           "From which numbers on a component is not well. What stands here replaces the built-in rules: error_rate "
           "from 1 % and p95 from 2 s degraded, above 5 % or 5 s a partial outage.",
       .max = 100},
      {.path = "status_page.rules[].metric",
       .help = "The number's name: error_rate in percent, p95 in seconds, or one of your own.",
       .required = true,
       .max = 60,
       .check = config::word_trouble},
      {.path = "status_page.rules[].from",
       .help = "From this number on.",
       .expected = "a number, such as 2.5",
       .required = true,
       .max = 20,
       .pattern = "^[0-9]+([.][0-9]+)?$",
       .check =
           [](const std::string& text) {
             return text.find_first_not_of("0123456789.") == std::string::npos ? "" : "not a number";
           }},
      {.path = "status_page.rules[].above",
       .type = Type::flag,
       .help = "Only above it, not at it.",
       .fallback = "false"},
      {.path = "status_page.rules[].status",
       .type = Type::word,
       .help = "What the component is in then.",
       .fallback = "degraded_performance",
       .words = {"degraded_performance", "partial_outage", "major_outage"}},
      {.path = "status_page.templates",
       .type = Type::objects,
       .help = "Words for the public. One with the key and language of a built-in template replaces it: degradation, "
               "outage, partial_outage, investigation, maintenance, resolution.",
       .max = 100},
      {.path = "status_page.templates[].key",
       .help = "When it is used.",
       .required = true,
       .max = 40,
       .check = config::word_trouble},
      {.path = "status_page.templates[].language", .help = "Its language.", .fallback = "en", .max = 12},
      {.path = "status_page.templates[].title", .help = "The title, with {{places}} such as {{service}}.", .max = 255},
      {.path = "status_page.templates[].first", .help = "The first words.", .max = 5000},
      {.path = "status_page.templates[].update", .help = "While it lasts.", .max = 5000},
      {.path = "status_page.templates[].resolved", .help = "When it is over.", .max = 5000},
      {.path = "status_page.credits",
       .type = Type::objects,
       .help = "What is given back when a component was up for less of a month than was promised.",
       .max = 10},
      {.path = "status_page.credits[].below",
       .help = "Percent of uptime.",
       .expected = "a number, such as 99.9",
       .required = true,
       .max = 8,
       .pattern = "^[0-9]+([.][0-9]+)?$"},
      {.path = "status_page.credits[].credit",
       .type = Type::number,
       .help = "Percent of the fee that is given back then.",
       .fallback = "0",
       .min = 0,
       .max = 100},
  };
}

Table maintenance() {
  return {
      {.path = "maintenance", .type = Type::section, .help = "Planned work: how it is announced and watched."},
      {.path = "maintenance.announce",
       .type = Type::texts,
       .help = "How long before its start it is announced. Default: [1w, 72h, 24h, 1h].",
       .example = "[1w, 24h, 1h]",
       .expected = "a list of durations, such as [1w, 24h, 1h]",
       .max = 10,
       .check = [](const std::string& text) { return config::parse_duration(text) ? "" : "not a duration"; }},
      {.path = "maintenance.update_every",
       .type = Type::duration,
       .help = "How often an update is asked for while it is in progress. 0: never.",
       .fallback = "30m",
       .max = day},
      {.path = "maintenance.watch_for",
       .type = Type::duration,
       .help = "How long its components are watched afterwards.",
       .fallback = "1h",
       .max = 7 * day},
      {.path = "maintenance.start",
       .type = Type::word,
       .help = "automatic: it starts when its time has come. confirmed: somebody is asked, and starts it.",
       .fallback = "automatic",
       .words = {"automatic", "confirmed"}},
      {.path = "maintenance.checklists",
       .type = Type::objects,
       .help = "What is to be done in each phase. What stands here replaces the built-in lists.",
       .max = 20},
      {.path = "maintenance.checklists[].phase", .help = "When: “24 h before”, “during”.", .required = true, .max = 60},
      {.path = "maintenance.checklists[].steps", .type = Type::texts, .help = "What.", .max = 30},
  };
}

}  // namespace

Table public_fields() {
  Table all;
  for (const auto& part : {pages(), rules_and_words(), maintenance()}) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace bot
