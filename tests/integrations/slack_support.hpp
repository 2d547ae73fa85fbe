#pragma once
// A Slack that answers from a table, for tests of what is sent to it and of what is made of its answers.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/value.hpp>
#include <deque>
#include <exception>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"

namespace slack_test {

/// Time that stands still until a test moves it. Nobody sleeps here.
class StillClock : public integrations::Clock {
 public:
  playbooks::Time now() const override { return now_; }
  boost::asio::awaitable<void> sleep_until(playbooks::Time when) override {
    now_ = std::max(now_, when);
    co_return;
  }
  void advance(playbooks::Duration span) { now_ += span; }

 private:
  playbooks::Time now_ = playbooks::from_millis(1'763'733'900'000);  // 2025-11-21 14:05 UTC
};

struct Call {
  std::string method;
  integrations::HttpRequest request;
  boost::json::value arguments;  // of JSON calls
};

class FakeSlack : public integrations::Http {
 public:
  FakeSlack();
  boost::asio::awaitable<integrations::HttpResponse> request(integrations::HttpRequest request) override;

  /// The next call of `method` is answered so; without any, with {"ok":true}.
  void answer(const std::string& method, integrations::HttpResponse response);
  void answer(const std::string& method, std::string json) { answer(method, ok(std::move(json))); }

  static integrations::HttpResponse ok(std::string json);
  static integrations::HttpResponse status(int status, std::string body,
                                           std::map<std::string, std::string> headers = {});
  static integrations::HttpResponse failed(integrations::HttpResponse::Outcome outcome, std::string trouble);

  std::vector<Call> calls;
  std::vector<std::string> methods() const;

 private:
  std::map<std::string, std::deque<integrations::HttpResponse>> answers_;
};

/// Runs one coroutine to its end and gives back its value.
template <class T>
T run(boost::asio::awaitable<T> task) {
  boost::asio::io_context io;
  std::optional<T> result;
  std::exception_ptr failure;
  boost::asio::co_spawn(io, std::move(task), [&](std::exception_ptr error, T value) {
    failure = error;
    if (!error) result.emplace(std::move(value));
  });
  io.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

playbooks::Policy policy();
/// INC-12 "Checkout is down", P1, identified, started 12 min before StillClock's time.
playbooks::Incident incident();
playbooks::Effect effect(std::string key, playbooks::EffectBody body);

/// Compares with tests/integrations/golden/<name>; with UPDATE_GOLDEN=1 in the environment writes the file instead.
void expect_golden(const std::string& name, const std::string& json);

}  // namespace slack_test
