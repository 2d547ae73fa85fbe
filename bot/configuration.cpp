#include "bot/configuration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "bot/configuration_fields.hpp"
#include "bot/configuration_oncall.hpp"
#include "bot/configuration_public.hpp"
#include "config/documents.hpp"

namespace bot {
namespace {

using config::Problem;
using config::Values;

/// Every integration's rows; a new one is one line here.
config::Table merged() {
  auto all = own_fields();
  for (const auto& part :
       {oncall_fields(), escalation_fields(), integrations::slack::fields(), integrations::statuspage::fields(),
        integrations::local_page::fields(), integrations::instatus::fields(), integrations::better_stack::fields(),
        integrations::cachet::fields(), integrations::twilio::fields(), integrations::email::fields(),
        integrations::pagerduty::fields(), integrations::opsgenie::fields(), integrations::webhook::fields(),
        integrations::dead_man::fields()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

std::vector<playbooks::Severity> severities(const Values& values) {
  std::vector<playbooks::Severity> result;
  for (const auto& item : values.items("severities")) {
    result.push_back({.name = item.text("name"),
                      .means = item.text("means"),
                      .aliases = item.texts("aliases"),
                      .respond_within = item.duration("respond_within"),
                      .update_every = item.duration("update_every"),
                      .public_at_once = item.flag("public_at_once"),
                      .impact = item.text("impact"),
                      .first_public_within = item.duration("first_public_within"),
                      .public_every = item.duration("public_every")});
  }
  return result;
}

std::vector<playbooks::Component> components(const Values& values) {
  std::vector<playbooks::Component> result;
  for (const auto& item : values.items("components")) {
    auto& component = result.emplace_back();
    component.key = item.text("key");
    component.name = item.text("name");
    component.group = item.text("group");
    component.description = item.text("description");
    component.owner = item.text("owner");
    component.aliases = item.texts("aliases");
    for (const auto& dependent : item.items("dependents")) {
      const auto status = [&](std::string_view field) {
        return *playbooks::parse_component_status(dependent.text(field));
      };
      component.dependents.push_back(
          {dependent.text("component"), dependent.text("effect"), status("status"), status("from")});
    }
  }
  return result;
}

playbooks::Policy policy(const Values& values) {
  playbooks::Policy result;
  result.organisation = values.text("organisation");
  result.zone = values.text("timezone");
  result.severities = severities(values);
  result.components = components(values);
  for (auto& component : result.components) {  // by key, whatever name the file used
    for (auto& dependent : component.dependents) dependent.component = result.component(dependent.component)->key;
  }
  const auto& chosen = values.text("default_severity");
  const auto* named = result.severity(chosen.empty() ? "P2" : chosen);
  const auto third = std::min<std::size_t>(2, result.severities.size() - 1);
  result.default_severity = named != nullptr ? named->name : result.severities[third].name;
  result.incident_channel = integrations::slack::spelled_channel(values.text("channels.incidents"));
  const auto& launch = values.text("channels.launch");
  if (!launch.empty()) result.launch_channel = integrations::slack::spelled_channel(launch);
  for (const auto* page : {"statuspage", "instatus", "better_stack", "cachet"})
    if (values.given(page)) result.publicity.pages.emplace_back(page);
  result.duplicate_window = values.duration("duplicate_window");
  return result;
}

/// What the table cannot say: one setting makes no sense without another.
void warn(const Values& values, const std::string& file, std::vector<Problem>& problems) {
  const auto report = [&](config::Place place, std::string path, std::string says) {
    problems.push_back({Problem::Level::warning, file, place, std::move(path), std::move(says)});
  };
  const bool page = values.given("statuspage");
  if (!page && values.given("statuspage.api_key")) {
    report({}, "statuspage",
           "SITREP_STATUSPAGE_API_KEY is set, but there is no “statuspage:” with a page_id; nothing will be published");
  }
  if (page && values.items("components").empty()) {
    report(values.place("statuspage"), "statuspage",
           "there are no components; incidents will be published without any");
  }
  if (values.given("operations.dead_man_url") && values.duration("operations.audit_every").count() == 0) {
    report(values.place("operations.audit_every"), "operations.audit_every",
           "SITREP_DEAD_MAN_URL is set, but without audits it never hears anything and will raise its alarm");
  }
  std::ranges::move(integrations::email::problems(values, file), std::back_inserter(problems));
}

/// Schedules that are kept in PagerDuty are read with a token that its other uses do without.
void check_token(const Values& values, const std::string& file, config::Secrets secrets,
                 const playbooks::Policy& policy, std::vector<Problem>& problems) {
  const auto kept_there =
      std::ranges::find(policy.schedules, playbooks::Schedule::Source::pagerduty, &playbooks::Schedule::source);
  if (kept_there == policy.schedules.end() || !values.given("pagerduty") || values.given("pagerduty.api_token")) return;
  const auto level = secrets == config::Secrets::required ? Problem::Level::error : Problem::Level::warning;
  problems.push_back({level, file, values.place("pagerduty"), "pagerduty.api_token",
                      fmt::format("missing; schedule {} is kept in PagerDuty and nobody would be on call in it: set "
                                  "SITREP_PAGERDUTY_API_TOKEN to a read-only REST API key",
                                  kept_there->key)});
}

/// People, schedules and escalation, checked against each other.
void add_oncall(const Values& values, const std::string& file, std::optional<playbooks::Time> now,
                playbooks::Policy& policy, std::vector<Problem>& problems) {
  Findings findings{file, problems};
  const auto configured = configured_channels(values, table());
  read_people(values, configured, policy, findings);
  read_schedules(values, now, policy, findings);
  read_escalation(values, policy, findings);
  read_routes(values, policy, findings);
  read_operations(values, table(), policy);
  for (auto& problem : unreachable_channels(policy, configured)) {
    problem.file = file;
    problems.push_back(std::move(problem));
  }
}

std::expected<Configuration, std::vector<Problem>> assemble(config::Loaded loaded, const std::filesystem::path& file,
                                                            config::Secrets secrets,
                                                            std::optional<playbooks::Time> now) {
  if (config::failed(loaded.problems)) return std::unexpected(std::move(loaded.problems));
  const auto& values = loaded.values;
  Configuration result;
  result.policy = policy(values);
  add_oncall(values, file.string(), now, result.policy, loaded.problems);
  read_public(values, file.string(), result.policy, loaded.problems);
  check_token(values, file.string(), secrets, result.policy, loaded.problems);
  warn(values, file.string(), loaded.problems);
  config::sort(loaded.problems);
  if (config::failed(loaded.problems)) return std::unexpected(std::move(loaded.problems));
  result.slack = integrations::slack::settings(values);
  result.slack.incident_channel = result.policy.incident_channel;
  result.statuspage = integrations::statuspage::settings(values);
  result.local_page = integrations::local_page::settings(values, result.policy.publishes(), file.parent_path());
  if (result.local_page) result.policy.publicity.pages.emplace_back("local");
  result.instatus = integrations::instatus::settings(values);
  result.better_stack = integrations::better_stack::settings(values);
  result.cachet = integrations::cachet::settings(values);
  result.twilio = integrations::twilio::settings(values);
  result.email = integrations::email::settings(values);
  result.pagerduty = integrations::pagerduty::settings(values);
  result.opsgenie = integrations::opsgenie::settings(values);
  result.webhook = integrations::webhook::settings(values);
  result.dead_man = integrations::dead_man::settings(values);
  for (const auto& command : own_commands()) result.commands.emplace(command, values.text("commands." + command));
  result.database = file.parent_path() / values.text("database");
  result.listen = values.text("listen");
  result.log_level = values.text("log_level");
  result.warnings = std::move(loaded.problems);
  return result;
}

}  // namespace

const config::Table& table() {
  static const config::Table all = merged();
  return all;
}

std::expected<Configuration, std::vector<Problem>> load_configuration(const std::filesystem::path& path,
                                                                      const config::Environment& environment,
                                                                      config::Secrets secrets,
                                                                      std::optional<playbooks::Time> now) {
  return assemble(config::load_file(path, table(), environment, secrets), path, secrets, now);
}

std::expected<Configuration, std::vector<Problem>> parse_configuration(std::string_view text,
                                                                       const std::filesystem::path& file,
                                                                       const config::Environment& environment,
                                                                       config::Secrets secrets,
                                                                       std::optional<playbooks::Time> now) {
  return assemble(config::load(text, file.string(), table(), environment, secrets), file, secrets, now);
}

Configuration default_configuration(const std::string& incident_channel, const std::string& launch_channel) {
  const auto text = fmt::format("channels: {{incidents: \"{}\", launch: \"{}\"}}", incident_channel, launch_channel);
  auto loaded = parse_configuration(text, "", {}, config::Secrets::optional);
  if (!loaded) throw std::invalid_argument(config::to_string(loaded.error().front()));
  loaded->warnings.clear();
  return std::move(*loaded);
}

std::string configuration_example() {
  return config::example_yaml(table(), "sitrep.schema.json");
}

std::string configuration_reference() {
  return config::reference_markdown(table());
}

std::string configuration_schema() {
  return config::json_schema(table());
}

}  // namespace bot
