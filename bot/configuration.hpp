#pragma once
// The settings of the whole program: the tables of all folders merged, loaded, and turned into what each part takes.
#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/load.hpp"
#include "integrations/better_stack/settings.hpp"
#include "integrations/cachet/settings.hpp"
#include "integrations/dead_man/settings.hpp"
#include "integrations/email/settings.hpp"
#include "integrations/instatus/settings.hpp"
#include "integrations/local_page/settings.hpp"
#include "integrations/opsgenie/settings.hpp"
#include "integrations/pagerduty/settings.hpp"
#include "integrations/slack/settings.hpp"
#include "integrations/statuspage/settings.hpp"
#include "integrations/twilio/settings.hpp"
#include "integrations/webhook/settings.hpp"
#include "playbooks/model/policy.hpp"

namespace bot {

struct Configuration {
  playbooks::Policy policy;
  integrations::slack::Settings slack;
  std::optional<integrations::statuspage::Settings> statuspage;  // none: nothing is mirrored
  std::optional<integrations::local_page::Settings> local_page;  // our own page; none: not written
  std::optional<integrations::twilio::Settings> twilio;          // none: nobody is paged by SMS or call
  std::optional<integrations::email::Settings> email;            // none: no mail is sent
  std::optional<integrations::pagerduty::Settings> pagerduty;    // none: neither pages nor schedules there
  std::optional<integrations::opsgenie::Settings> opsgenie;      // none: no pages there
  std::optional<integrations::webhook::Settings> webhook;        // none: no pages by webhook
  std::optional<integrations::dead_man::Settings> dead_man;      // none: nobody outside hears of clean audits
  std::map<std::string, std::string> commands;                   // ours -> registered: "status" -> "/statuspage"
  std::filesystem::path database;                                // a relative one was taken from the file's folder
  std::string listen;                                            // "127.0.0.1:8321"; always loopback
  std::string log_level;                                         // debug, info, warning, error, off
  std::vector<config::Problem> warnings;                         // worth a line in the log; nothing prevents starting

  // Further status pages; none: nothing is published there.
  std::optional<integrations::instatus::Settings> instatus;
  std::optional<integrations::better_stack::Settings> better_stack;
  std::optional<integrations::cachet::Settings> cachet;
};

/// The whole table: this program's own rows and those of every integration.
const config::Table& table();

/// Either a configuration that is sound as a whole, or everything that is wrong with it (warnings included).
/// With Secrets::optional a missing token is a warning: for `check-config` where the tokens are not. `now` (UTC) is for
/// the warning about rotations that have not begun; without it there is none.
/// Mistakes of single values are reported first; what one means to another is checked once all are read.
std::expected<Configuration, std::vector<config::Problem>> load_configuration(
    const std::filesystem::path& path, const config::Environment& environment,
    config::Secrets secrets = config::Secrets::required, std::optional<playbooks::Time> now = std::nullopt);
/// The same from text; `file` names it in messages, and relative paths start at its folder.
std::expected<Configuration, std::vector<config::Problem>> parse_configuration(
    std::string_view text, const std::filesystem::path& file, const config::Environment& environment,
    config::Secrets secrets = config::Secrets::required, std::optional<playbooks::Time> now = std::nullopt);

/// The settings of a file that names nothing but its incident channel, without tokens: for demo and tests.
Configuration default_configuration(const std::string& incident_channel = "#incident-response",
                                    const std::string& launch_channel = "#product-launch");

/// Generated from the table: docs/sitrep.example.yaml, docs/configuration.md, docs/sitrep.schema.json.
std::string configuration_example();
std::string configuration_reference();
std::string configuration_schema();

}  // namespace bot
