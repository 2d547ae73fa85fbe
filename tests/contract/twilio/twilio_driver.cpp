// The two ends of the Twilio contract tests: `serve` is the simulated Twilio (prints its address, ends with its
// standard input); `drive URL ACCOUNT TOKEN FROM` is the client, which makes every kind of call there is and prints the
// ids; `check URL ACCOUNT TOKEN FROM sms|voice SID` prints what the client learns of one.
#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "integrations/http/curl.hpp"
#include "integrations/ports/system_clock.hpp"
#include "integrations/simulator/twilio_simulator.hpp"
#include "integrations/twilio/twilio.hpp"
#include "tests/integrations/twilio_support.hpp"

namespace integrations::twilio {
namespace {

namespace asio = boost::asio;
using playbooks::Channel;

asio::awaitable<void> serve_until_input_ends(asio::any_io_executor executor, simulator::TwilioSimulator& twilio) {
  asio::posix::stream_descriptor input{executor, ::dup(STDIN_FILENO)};
  std::string ignored(256, '\0');
  boost::system::error_code error;
  while (!error)
    co_await input.async_read_some(asio::buffer(ignored), asio::redirect_error(asio::use_awaitable, error));
  co_await twilio.stop();
}

int serve() {
  asio::io_context io{1};
  SystemClock clock{io.get_executor()};
  Activity activity;
  simulator::TwilioSimulator twilio{io.get_executor(), clock, activity};
  fmt::print("{}\n", twilio.api_url());
  std::fflush(stdout);
  asio::co_spawn(io, serve_until_input_ends(io.get_executor(), twilio), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  io.run();
  for (const auto& violation : twilio.violations()) fmt::print(stderr, "{}\n", violation);
  return 0;
}

class Driver {
 public:
  explicit Driver(const std::vector<std::string>& arguments) {
    settings_.api_url = arguments.at(0);
    settings_.account_sid = arguments.at(1);
    settings_.auth_token = arguments.at(2);
    settings_.from = arguments.at(3);
    restart();
  }

  int story() {
    for (const auto& finding : run(client_->doctor()))
      if (finding.level != Finding::Level::ok) fail(finding.what + ": " + finding.says);
    for (const auto channel : {Channel::sms, Channel::voice}) {
      auto effect = page_effect(channel);
      effect.created = clock_.now();
      if (found(effect) != "") fail("something was found before anything was sent");
      const auto sid = delivered(effect);
      if (sid.empty()) continue;
      fmt::print("{} {}\n", playbooks::to_string(channel), sid);
      restart();  // a client that remembers nothing
      if (found(effect) != sid) fail(fmt::format("{} was not found again", sid));
      check(channel, sid);
    }
    return failed_ ? 1 : 0;
  }
  int check(Channel channel, const std::string& sid) {
    const auto outcome = run(client_->deliver(page_delivery(check_effect(channel, sid))));
    const auto* done = std::get_if<Delivered>(&outcome);
    if (done == nullptr) fail("no check: " + in_words(outcome));
    if (done == nullptr) return 1;
    const auto* note = done->news.empty() ? nullptr : std::get_if<playbooks::NotePage>(&done->news.front());
    const auto state = note == nullptr ? playbooks::PageState::sent : note->state;
    fmt::print("{} is {} {}\n", sid, playbooks::to_string(state), note == nullptr ? "" : note->why);
    return 0;
  }

 private:
  void restart() { client_ = make_twilio(settings_, policy_, *http_, clock_, activity_); }
  void fail(const std::string& why) {
    fmt::print(stderr, "FAILED: {}\n", why);
    failed_ = true;
  }
  template <class T>
  T run(asio::awaitable<T> task) {
    std::optional<T> result;
    asio::co_spawn(io_, std::move(task), [&](std::exception_ptr error, T value) {
      if (error) std::rethrow_exception(error);
      result = std::move(value);
    });
    io_.restart();
    while (!result) io_.run_one();
    return std::move(*result);
  }
  std::string delivered(const playbooks::Effect& effect) {
    const auto outcome = run(client_->deliver(page_delivery(effect)));
    if (receipt_id(outcome).empty()) fail(effect.key + " " + in_words(outcome));
    return receipt_id(outcome);
  }
  std::string found(const playbooks::Effect& effect) {
    const auto lookup = run(client_->find({page_delivery(effect)}));
    const auto* seen = std::get_if<Found>(&lookup);
    if (seen == nullptr) fail("no look-up: " + std::get<Retry>(lookup).why);
    return seen == nullptr || seen->receipts.empty() ? std::string{} : seen->receipts.begin()->second.id;
  }

  asio::io_context io_{1};
  SystemClock clock_{io_.get_executor()};
  Activity activity_;
  Settings settings_;
  playbooks::Policy policy_ = paging_policy();
  std::unique_ptr<Http> http_ = make_curl_http(io_.get_executor(), activity_);
  std::unique_ptr<Integration> client_;
  bool failed_ = false;
};

int run_driver(const std::vector<std::string>& arguments) {
  if (!arguments.empty() && arguments[0] == "serve") return serve();
  const std::vector<std::string> rest{arguments.begin() + (arguments.empty() ? 0 : 1), arguments.end()};
  if (rest.size() == 4 && arguments[0] == "drive") return Driver{rest}.story();
  if (rest.size() == 6 && arguments[0] == "check")
    return Driver{rest}.check(rest[4] == "sms" ? Channel::sms : Channel::voice, rest[5]);
  fmt::print(stderr, "usage: twilio_driver serve | drive URL ACCOUNT TOKEN FROM | check … sms|voice SID\n");
  return 2;
}

}  // namespace
}  // namespace integrations::twilio

int main(int count, char** arguments) {
  return integrations::twilio::run_driver({arguments + 1, arguments + count});
}
