#include "bot/configuration_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

#include "bot/configuration_public.hpp"
#include "config/checks.hpp"
#include "config/scalar.hpp"
#include "integrations/slack/settings.hpp"
#include "playbooks/model/policy.hpp"

namespace bot {
namespace {

using config::Field;
using config::Table;
using config::Type;

constexpr std::int64_t minute = 60 * 1000, day = 24 * 60 * minute;

std::string channel(const std::string& value) {
  return integrations::slack::channel_trouble(value);
}

/// A reminder every few seconds is a mistake; none at all is a choice.
std::string cadence(const std::string& value) {
  const auto every = config::parse_duration(value);
  return every && every->count() > 0 && every->count() < minute ? "shorter than a minute; 0 means never" : "";
}

/// The built-in severities, in the words of the file.
std::string severities_as_yaml() {
  std::string yaml;
  for (const auto& each : playbooks::default_severities()) {
    yaml += fmt::format(
        "- name: {}\n  means: \"{}\"\n  aliases: [{}]\n  respond_within: {}\n  update_every: {}\n"
        "  public_at_once: {}\n  impact: {}\n  first_public_within: {}\n  public_every: {}\n",
        each.name, each.means, fmt::join(each.aliases, ", "), config::spelled(each.respond_within),
        config::spelled(each.update_every), each.public_at_once, each.impact, config::spelled(each.first_public_within),
        config::spelled(each.public_every));
  }
  return yaml;
}

constexpr std::string_view example_components = R"(- key: db
  name: Database
  group: Platform
  owner: storage
  aliases: [postgres, database]
  dependents:
    - component: api
      effect: every request that writes fails
      status: partial_outage
- key: api
  name: API
  group: Platform
  owner: backend
  dependents:
    - component: checkout
      effect: customers cannot pay
- key: checkout
  name: Checkout
  group: Shop
  owner: payments
  aliases: [pay]
  statuspage_id: b13yz5g2cw10
)";

Table places() {
  return {
      {.path = "organisation", .help = "Your name, as people know it.", .fallback = "Sitrep", .max = 80},
      {.path = "channels", .type = Type::section, .help = "Where Sitrep speaks. Invite it there: /invite @sitrep."},
      {.path = "channels.incidents",
       .help = "Each incident's card and its updates.",
       .example = "\"#incident-response\"",
       .expected = "a channel: \"#name\" in quotes, or its id (C0123ABCD)",
       .required = true,
       .check = channel},
      {.path = "channels.launch",
       .help = "Updates about launches.",
       .example = "\"#product-launch\"",
       .expected = "a channel: \"#name\" in quotes, or its id (C0123ABCD)",
       .shown = true,
       .check = channel},
      {.path = "timezone",
       .help = "Clock times that people type (“started 14:05”) are read in this zone.",
       .fallback = "UTC",
       .expected = "a time zone such as Europe/Berlin",
       .max = 80,
       .check = config::zone_trouble},
      {.path = "duplicate_window",
       .type = Type::duration,
       .help = "The same title declared again within this time points at the first incident. 0 allows duplicates.",
       .fallback = "10m",
       .max = day},
  };
}

Table severities() {
  return {
      {.path = "severities",
       .type = Type::objects,
       .help = "How bad an incident can be, the worst first. What stands here replaces the whole list.",
       .fallback = severities_as_yaml(),
       .min = 1,
       .max = 10},
      {.path = "severities[].name",
       .help = "What people type and see.",
       .expected = "one word, such as P0 or critical",
       .required = true,
       .max = 20,
       .check = config::word_trouble,
       .names = "severity"},
      {.path = "severities[].means", .help = "What counts as one, in one line.", .max = 150},
      {.path = "severities[].aliases",
       .type = Type::texts,
       .help = "Other words that people may type for it.",
       .expected = "a list of words, such as [sev0, critical]",
       .max = 20,
       .check = config::word_trouble,
       .names = "severity"},
      {.path = "severities[].respond_within",
       .type = Type::duration,
       .help = "How soon somebody must be on it.",
       .fallback = "1h",
       .max = 30 * day},
      {.path = "severities[].update_every",
       .type = Type::duration,
       .help = "How often people are owed an update; Sitrep reminds. 0: never.",
       .fallback = "1h",
       .max = 7 * day,
       .check = cadence},
      {.path = "severities[].public_at_once",
       .type = Type::flag,
       .help = "Whether the status page shows it as soon as it is declared, unless --internal is given.",
       .fallback = "false"},
      {.path = "severities[].impact",
       .type = Type::word,
       .help = "The impact that the status page shows.",
       .fallback = "minor",
       .words = {"none", "minor", "major", "critical"}},
      {.path = "severities[].first_public_within",
       .type = Type::duration,
       .help = "How soon the public is owed the first words, where somebody must publish them. 0: no matter when.",
       .fallback = "0",
       .max = 7 * day,
       .check = cadence},
      {.path = "severities[].public_every",
       .type = Type::duration,
       .help = "How often the public is owed more words. Sitrep asks shortly before. 0: no matter when.",
       .fallback = "0",
       .max = 7 * day,
       .check = cadence},
      {.path = "default_severity",
       .help =
           "For an incident declared without one. Default: P2; of a list of your own the third, or the last of fewer.",
       .example = "P2",
       .expected = "the name of a severity",
       .max = 20,
       .refers = "severity"},
  };
}

Table components() {
  return {
      {.path = "components",
       .type = Type::objects,
       .help = "What can break. The status page must have a component of the same name for each.",
       .example = std::string{example_components},
       .max = 500},
      {.path = "components[].key",
       .help = "What people type: on api,db.",
       .expected = "one word, such as api",
       .required = true,
       .max = 40,
       .check = config::word_trouble,
       .names = "component"},
      {.path = "components[].name",
       .help = "What the status page calls it.",
       .required = true,
       .max = 255,
       .names = "component"},
      {.path = "components[].group", .help = "Components of one group are shown together.", .max = 255},
      {.path = "components[].description", .help = "What it is, for whoever reads the status page.", .max = 500},
      {.path = "components[].owner", .help = "The team that looks after it.", .max = 80},
      {.path = "components[].aliases",
       .type = Type::texts,
       .help = "Other words that people may type for it.",
       .expected = "a list of words, such as [postgres, database]",
       .max = 20,
       .check = config::word_trouble,
       .names = "component"},
      {.path = "components[].dependents",
       .type = Type::objects,
       .help = "What suffers when this one fails.",
       .max = 100},
      {.path = "components[].dependents[].component",
       .help = "Which component suffers.",
       .expected = "the key of another component",
       .required = true,
       .max = 255,
       .refers = "component"},
      {.path = "components[].dependents[].effect", .help = "What its users notice then, in words.", .max = 200},
      {.path = "components[].dependents[].status",
       .type = Type::word,
       .help = "What it is in then. Sitrep offers to set it, or sets it: see status_page.consequences.",
       .fallback = "operational",
       .words = {"operational", "degraded_performance", "partial_outage", "major_outage"}},
      {.path = "components[].dependents[].from",
       .type = Type::word,
       .help = "How bad the failure must be for that.",
       .fallback = "major_outage",
       .words = {"degraded_performance", "partial_outage", "major_outage"}},
  };
}

Table names_of_commands() {
  Table table{{.path = "commands",
               .type = Type::section,
               .help =
                   "The slash commands that Slack registers for each of Sitrep's commands. The manifest follows: run "
                   "`sitrep manifest` again after a change."}};
  for (const auto& command : own_commands()) {
    // Slack keeps /status for itself.
    const auto registered = command == "status" ? "/statuspage" : "/" + command;
    table.push_back({.path = "commands." + command,
                     .help = fmt::format("For `{}`.", command),
                     .fallback = registered,
                     .expected = "a slash command such as " + registered,
                     .max = 32,
                     .pattern = "^/[a-z0-9_-]{1,31}$",
                     .check = integrations::slack::command_trouble,
                     .names = "slash command"});
  }
  return table;
}

Table process() {
  return {
      {.path = "database",
       .help = "The file that holds everything. A relative path starts at the folder of this file.",
       .fallback = "sitrep.db",
       .expected = "the path of a file",
       .max = 1000},
      {.path = "listen",
       .help = "Where GET /api/health answers. Only this machine can reach it.",
       .fallback = "127.0.0.1:8321",
       .expected = "an address of this machine, such as 127.0.0.1:8321",
       .max = 80,
       .check = config::loopback_trouble},
      {.path = "log_level",
       .type = Type::word,
       .help = "How much is logged, to standard error.",
       .fallback = "info",
       .words = {"debug", "info", "warning", "error", "off"}},
  };
}

}  // namespace

const std::vector<std::string>& own_commands() {
  static const std::vector<std::string> names{"incident", "status", "maintenance", "oncall", "sitrep"};
  return names;
}

Table own_fields() {
  Table all;
  for (const auto& part : {places(), severities(), components(), public_fields(), names_of_commands(), process()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace bot
