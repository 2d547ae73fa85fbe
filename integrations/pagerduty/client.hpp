#pragma once
// The coroutines around the pure parts: one event for each page and each end, one question for each check.
#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "integrations/calendar/imported.hpp"
#include "integrations/pagerduty/pagerduty.hpp"
#include "integrations/pagerduty/reading.hpp"
#include "integrations/paging/answer.hpp"
#include "integrations/paging/far_side.hpp"

namespace integrations::pagerduty {

class Client final : public Integration {
 public:
  Client(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock, Activity& activity);
  std::string_view name() const override { return "pagerduty"; }
  bool takes(const playbooks::Effect& effect) const override;
  boost::asio::awaitable<Outcome> deliver(Delivery delivery) override;
  boost::asio::awaitable<Lookup> find(std::vector<Delivery> deliveries) override;
  boost::asio::awaitable<std::vector<Finding>> doctor() override;

 private:
  /// A schedule as PagerDuty has it, in our people's keys.
  struct Rota {
    ServiceAnswer answer;  // `done`, or why there is nothing else
    std::vector<playbooks::Shift> shifts;
    std::vector<std::string> strangers;  // names of those who are nobody here, each once
  };

  boost::asio::awaitable<ServiceAnswer> enqueue(std::string event);
  boost::asio::awaitable<ServiceAnswer> ask(std::string path);
  boost::asio::awaitable<ServiceAnswer> call(HttpRequest request, ServiceAsks asks, ServiceWords words);

  boost::asio::awaitable<Outcome> send(Delivery delivery);
  boost::asio::awaitable<Outcome> end(Delivery delivery);
  boost::asio::awaitable<Outcome> check(Delivery delivery);

  boost::asio::awaitable<Outcome> fetch(Delivery delivery);
  boost::asio::awaitable<Rota> read_rota(std::string schedule_id);
  /// Reads the e-mail addresses of users whose name says nothing here.
  boost::asio::awaitable<ServiceAnswer> learn_emails(std::vector<Turn> turns);
  const playbooks::Responder* who(const Turn& turn) const;

  Settings settings_;
  const playbooks::Policy& policy_;
  Http& http_;
  Clock& clock_;
  Activity& activity_;
  PageBackOff back_off_;
  FarSide far_side_{"PagerDuty"};
  calendar::Imported imported_;
  std::map<std::string, std::string> emails_;  // PagerDuty's user id -> address; empty when there is no such user
};

}  // namespace integrations::pagerduty
