// sitrep-simulator: the simulated Slack and Statuspage as a program of its own, for peers in other processes.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>
#include <exception>

#include "integrations/ports/activity.hpp"
#include "integrations/ports/system_clock.hpp"
#include "integrations/simulator/slack_simulator.hpp"
#include "integrations/simulator/statuspage_simulator.hpp"
#include "simulator_control.hpp"

namespace {

namespace asio = boost::asio;
using namespace integrations;

asio::awaitable<void> run_until_signal(simulator::SlackSimulator* slack, simulator::StatuspageSimulator* statuspage) {
  asio::signal_set signals{co_await asio::this_coro::executor, SIGINT, SIGTERM};
  co_await signals.async_wait(asio::use_awaitable);
  co_await slack->stop();
  co_await statuspage->stop();
}

int serve(const simulator::SlackOptions& slack_options, const simulator::StatuspageOptions& page_options) {
  asio::io_context io{1};
  SystemClock clock{io.get_executor()};
  Activity activity;
  simulator::SlackSimulator slack{io.get_executor(), clock, activity, slack_options};
  simulator::StatuspageSimulator statuspage{io.get_executor(), clock, activity, page_options};
  simulator::SimulatorControl control{slack, statuspage};
  fmt::print("slack {}\nstatuspage {}\n", slack.api_url(), statuspage.api_url());
  std::fflush(stdout);
  std::exception_ptr trouble;
  asio::co_spawn(io, run_until_signal(&slack, &statuspage), [&](std::exception_ptr error) { trouble = error; });
  io.run();
  if (trouble) std::rethrow_exception(trouble);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"A Slack and a Statuspage on loopback. Prints their addresses, runs until SIGTERM."};
  simulator::SlackOptions slack;
  simulator::StatuspageOptions statuspage;
  bool unlimited = false;
  app.add_option("--slack-port", slack.port, "Port of the simulated Slack; 0: any free one");
  app.add_option("--statuspage-port", statuspage.port, "Port of the simulated Statuspage; 0: any free one");
  app.add_flag("--no-rate-limits", unlimited, "Answer however many calls come");
  CLI11_PARSE(app, argc, argv);
  slack.rate_limits = statuspage.rate_limits = !unlimited;
  try {
    return serve(slack, statuspage);
  } catch (const std::exception& error) {
    fmt::print(stderr, "sitrep-simulator: {}\n", error.what());
    return 1;
  }
}
