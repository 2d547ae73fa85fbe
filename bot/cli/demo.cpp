#include <stdlib.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "bot/cli/subcommand.hpp"
#include "bot/demo/playground.hpp"
#include "bot/demo/script.hpp"
#include "bot/demo/terminal.hpp"
#include "integrations/ports/log.hpp"
#include "integrations/ports/system_clock.hpp"

namespace bot::cli {
namespace asio = boost::asio;

namespace {

/// A folder of its own that is gone when the demo ends.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "sitrep-demo-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder in " + name);
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;  // a left-over in the temporary folder harms nobody
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::filesystem::path database() const { return path_ / "demo.db"; }
  std::filesystem::path status_page() const { return path_ / "status-page"; }
  void remove() const {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

 private:
  std::filesystem::path path_;
};

int play(const std::string& file, const Scratch& scratch) {
  std::ifstream stream{file};
  if (!stream) {
    std::fprintf(stderr, "Cannot read %s.\n", file.c_str());
    return 2;
  }
  std::stringstream script;
  script << stream.rdbuf();
  ScriptOptions options;
  options.database = scratch.database();
  const auto outcome = play_script(script.str(), options);
  if (!outcome) {
    std::fprintf(stderr, "%s: %s\n", file.c_str(), outcome.error().c_str());
    return 1;
  }
  std::fputs(outcome->transcript.c_str(), stdout);
  std::fputs(outcome->violations.c_str(), stderr);
  return outcome->violations.empty() ? 0 : 1;
}

int run(const Invocation& invocation) {
  integrations::set_log("off");
  const Scratch scratch;
  if (!invocation.script.empty()) return play(invocation.script, scratch);
  asio::io_context context{1};
  integrations::SystemClock clock{context.get_executor(), invocation.speed};
  integrations::Activity activity;
  Playground playground{context.get_executor(),
                        clock,
                        activity,
                        {.database = scratch.database(),
                         .local_page = scratch.status_page(),
                         .speed = invocation.speed,
                         .settings = std::string{demo_settings}}};
  if (const auto trouble = playground.start_bot(); !trouble.empty()) {
    std::fprintf(stderr, "%s\n", trouble.c_str());
    return 1;
  }
  Terminal terminal{context.get_executor(), clock, activity, playground, invocation.speed};
  asio::signal_set signals{context, SIGINT, SIGTERM};
  signals.async_wait([&](const boost::system::error_code& error, int) {
    if (error) return;
    terminal.leave();
    scratch.remove();
    ::_exit(130);  // a demo has nothing to finish
  });
  auto all = [&]() -> asio::awaitable<void> {
    co_await terminal.run();
    co_await playground.stop();
    signals.cancel();
  };
  asio::co_spawn(context, all(), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  context.run();
  return 0;
}

}  // namespace

extern const Subcommand demo;
const Subcommand demo{"demo", "Try it: a simulated Slack and status page, no account needed", "",
                      Option::script | Option::speed, run};

}  // namespace bot::cli
