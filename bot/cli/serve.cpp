#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <cstdio>

#include "bot/app.hpp"
#include "bot/cli/settings.hpp"
#include "bot/cli/subcommand.hpp"
#include "bot/control.hpp"
#include "bot/health_server.hpp"
#include "bot/memory.hpp"
#include "integrations/http/curl.hpp"
#include "integrations/http/curl_mail.hpp"
#include "integrations/ports/log.hpp"
#include "integrations/ports/system_clock.hpp"
#include "storage/database.hpp"

namespace bot::cli {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using integrations::log_error;
using integrations::log_info;
using integrations::log_warning;

namespace {

int failed(const std::string& why) {
  log_error("cannot start", {{"why", why}});
  return 1;
}

/// The running process: everything that lives as long as it does, in the order in which it is built.
class Process {
 public:
  explicit Process(Configuration configuration)
      : database_(configuration.database),
        listen_(configuration.listen),
        site_(configuration.local_page ? configuration.local_page->directory : std::filesystem::path{}),
        clock_(context_.get_executor()),
        http_(integrations::make_curl_http(context_.get_executor(), activity_)),
        journal_(database_),
        mail_(configuration.email
                  ? integrations::make_curl_mail(context_.get_executor(), activity_, configuration.email->server)
                  : nullptr),
        app_(std::move(configuration), {context_.get_executor(), clock_, *http_, activity_, journal_, mail_.get()}),
        tasks_(context_.get_executor(), [](std::string_view name, std::string_view what) {
          log_error("a task failed", {{"task", name}, {"why", what}});
        }) {}

  int run() {
    HealthServer health{context_.get_executor(), listen_,
                        [this] { return bot::health(app_, journal_, clock_.now(), clock_.jumped()); }, site_};
    ControlServer control{context_.get_executor(), database_, app_.engine(), tasks_};
    tasks_.keep_running("control", [&] { return control.run(); });
    tasks_.keep_running("pruning", [this] { return prune_daily(); });
    tasks_.start("memory", settle_memory());
    app_.start();
    asio::co_spawn(context_, serve_until_signal(health), [this](std::exception_ptr error) {
      if (error) trouble_ = error;
    });
    context_.run();
    if (trouble_) std::rethrow_exception(trouble_);
    return 0;
  }

 private:
  /// Old inputs and delivered effects go; events and receipts stay for ever.
  asio::awaitable<void> prune_daily() {
    co_await clock_.sleep_for(1min);
    for (;;) {
      journal_.prune(clock_.now(), [](const auto& result) {
        if (!result) log_warning("old inputs were not pruned", {{"why", result.error().message}});
      });
      co_await clock_.sleep_for(24h);
    }
  }

  asio::awaitable<void> settle_memory() {
    co_await clock_.sleep_for(1s);
    give_back_start_memory();
  }

  asio::awaitable<void> serve_until_signal(HealthServer& health) {
    asio::signal_set signals{context_, SIGTERM, SIGINT};
    co_await signals.async_wait(asio::use_awaitable);
    log_info("stopping");
    // Everything accepted is on disk; whoever is in a hurry, or a peer that never answers, ends it at once.
    signals.async_wait([](auto error, int) {
      if (!error) ::_exit(0);
    });
    asio::steady_timer limit{context_, 4500ms};
    limit.async_wait([](auto error) {
      if (error) return;
      log_warning("stopping took too long; ended as it was, nothing is lost");
      ::_exit(0);
    });
    tasks_.cancel();
    co_await tasks_.wait();
    co_await health.stop();
    co_await app_.stop();
    limit.cancel();
    signals.cancel();
  }

  std::filesystem::path database_;
  std::string listen_;
  std::filesystem::path site_;   // of our own status page; empty when there is none
  asio::io_context context_{1};  // first: everything below needs it while it is destroyed
  integrations::SystemClock clock_;
  integrations::Activity activity_;
  std::unique_ptr<integrations::Http> http_;
  storage::SqliteJournal journal_;
  std::unique_ptr<integrations::Mail> mail_;  // none where e-mail is not configured
  App app_;
  integrations::Tasks tasks_;
  std::exception_ptr trouble_;
};

int run(const Invocation& invocation) {
  auto configuration = load(invocation.config, config::Secrets::required, Warnings::print);
  if (!configuration) return 2;
  integrations::set_log(configuration->log_level);
  auto hold = storage::Hold::take(configuration->database, "sitrep serve");
  if (!hold) return failed(hold.error().message);
  if (auto prepared = storage::prepare(configuration->database); !prepared) return failed(prepared.error().message);
  Process process{std::move(*configuration)};
  return process.run();
}

}  // namespace

extern const Subcommand serve;
const Subcommand serve{"serve", "Run the bot until SIGTERM", "", static_cast<unsigned>(Option::config), run};

}  // namespace bot::cli
