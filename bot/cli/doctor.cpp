#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>

#include "bot/app.hpp"
#include "bot/cli/settings.hpp"
#include "bot/cli/subcommand.hpp"
#include "bot/control.hpp"
#include "bot/outside.hpp"
#include "integrations/http/curl.hpp"
#include "integrations/http/curl_mail.hpp"
#include "integrations/ports/log.hpp"
#include "integrations/ports/system_clock.hpp"
#include "integrations/slack/socket_open.hpp"
#include "storage/database.hpp"

namespace bot::cli {
namespace asio = boost::asio;
using integrations::Finding;

namespace {

int print(const std::vector<Finding>& findings) {
  int errors = 0;
  for (const auto& finding : findings) {
    const char* mark = finding.level == Finding::Level::ok        ? "ok     "
                       : finding.level == Finding::Level::warning ? "warning"
                                                                  : "ERROR  ";
    if (finding.level == Finding::Level::error) ++errors;
    std::printf("%s  %-24s %s\n", mark, finding.what.c_str(), finding.says.c_str());
  }
  return errors;
}

/// Whether the app token opens connections. Only asked while no sitrep runs: a running one knows it from experience.
asio::awaitable<Finding> check_connection(integrations::slack::Settings settings, integrations::Http& http,
                                          integrations::Clock& clock) {
  const auto response = co_await http.request(integrations::slack::open_request(settings));
  const auto answer = integrations::slack::read_open_answer(response, settings, clock.now());
  const auto* failed = std::get_if<integrations::slack::DialFailed>(&answer);
  if (failed == nullptr) co_return Finding{Finding::Level::ok, "Slack connection", "Slack offers one to the app token"};
  const bool fatal = failed->kind == integrations::slack::DialFailed::Kind::fatal;
  co_return Finding{fatal ? Finding::Level::error : Finding::Level::warning, "Slack connection", failed->why};
}

std::vector<Finding> look_outside(const Configuration& configuration, bool running) {
  asio::io_context context{1};
  integrations::SystemClock clock{context.get_executor()};
  integrations::Activity activity;
  const auto http = integrations::make_curl_http(context.get_executor(), activity);
  const auto mail = configuration.email
                        ? integrations::make_curl_mail(context.get_executor(), activity, configuration.email->server)
                        : nullptr;
  const auto outside = make_integrations(configuration, {*http, clock, activity, mail.get()});
  std::vector<Finding> findings;
  auto ask = [&](integrations::Integration& integration) -> asio::awaitable<void> {
    auto more = co_await integration.doctor();
    findings.insert(findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  const auto rethrow = [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  };
  for (const auto& each : outside) {
    context.restart();
    asio::co_spawn(context, ask(*each), rethrow);
    context.run();
  }
  if (!running && configuration.slack.app_token.starts_with("xapp-")) {
    auto connect = [&]() -> asio::awaitable<void> {
      findings.push_back(co_await check_connection(configuration.slack, *http, clock));
    };
    context.restart();
    asio::co_spawn(context, connect(), rethrow);
    context.run();
  }
  return findings;
}

Finding database_finding(const Configuration& configuration, bool running) {
  if (running)
    return {Finding::Level::ok, "Database", configuration.database.string() + ", held by the running sitrep"};
  if (auto hold = storage::Hold::take(configuration.database, "sitrep doctor"); !hold)
    return {Finding::Level::error, "Database", hold.error().message};
  if (auto prepared = storage::prepare(configuration.database); !prepared)
    return {Finding::Level::error, "Database", prepared.error().message};
  return {Finding::Level::ok, "Database", configuration.database.string() + ", writable; sitrep is not running"};
}

int run(const Invocation& invocation) {
  integrations::set_log("off");
  const auto configuration = load(invocation.config, config::Secrets::optional, Warnings::leave);
  if (!configuration) return 1;
  std::vector<Finding> findings{{Finding::Level::ok, "Configuration", invocation.config}};
  for (const auto& warning : configuration->warnings)  // missing tokens are spoken of where they are used
    if (warning.file != "environment")
      findings.push_back({Finding::Level::warning, "Configuration", config::to_string(warning)});
  if (!configuration->commands.empty())
    findings.push_back(
        {Finding::Level::ok, "Command names",
         "/status is reserved by Slack, so it is registered as " + configuration->commands.at("status")});
  const auto running = ask_running(configuration->database, "sitrep doctor", shell_user());
  findings.push_back(database_finding(*configuration, running.has_value()));
  for (auto& finding : look_outside(*configuration, running.has_value())) findings.push_back(std::move(finding));
  const int errors = print(findings);
  if (running) {
    std::puts("\nThe running sitrep says:");
    for (const auto& line : running->lines) std::puts(line.c_str());
  }
  if (errors == 0)
    std::puts("\nAll is well.");
  else
    std::printf("\n%d of these lines %s an ERROR: each says what mends it.\n", errors, errors == 1 ? "is" : "are");
  return errors == 0 ? 0 : 1;
}

}  // namespace

extern const Subcommand doctor;
const Subcommand doctor{"doctor", "Check configuration, tokens, scopes, channel, status page, database", "",
                        static_cast<unsigned>(Option::config), run};

}  // namespace bot::cli
