#pragma once
// The coroutines around the pure parts: one request for each page, every answer turned into an outcome.
#include <boost/asio/awaitable.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "integrations/paging/throttle.hpp"
#include "integrations/twilio/answers.hpp"
#include "integrations/twilio/requests.hpp"
#include "integrations/twilio/twilio.hpp"

namespace integrations::twilio {

class Client final : public Integration {
 public:
  Client(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock, Activity& activity);
  std::string_view name() const override { return "twilio"; }
  bool takes(const playbooks::Effect& effect) const override;
  boost::asio::awaitable<Outcome> deliver(Delivery delivery) override;
  boost::asio::awaitable<Lookup> find(std::vector<Delivery> deliveries) override;
  boost::asio::awaitable<std::vector<Finding>> doctor() override;

 private:
  /// Whom a page reaches and what it says; or why it cannot be sent.
  struct Addressed {
    std::string person, name, phone, text;
    std::string problem;
  };
  using Lists = std::map<std::string, std::vector<Sent>>;  // by what was asked for

  boost::asio::awaitable<Answer> call(std::string method, std::string path, Form form, std::string who);
  std::string account_path() const { return "/2010-04-01/Accounts/" + settings_.account_sid; }
  Addressed addressed(const Delivery& delivery) const;

  boost::asio::awaitable<Outcome> send(Delivery delivery);
  boost::asio::awaitable<Outcome> check(Delivery delivery);
  Outcome outcome(Answer answer, const std::string& lane);

  std::string list_path(playbooks::Channel channel, const std::string& phone) const;
  const Sent* match(const Delivery& delivery, const Addressed& to, const std::vector<Sent>& list) const;
  bool is_of_another_page(const Delivery& delivery, const std::string& sid) const;
  void remember(const std::string& sid, const std::string& key);

  struct Owner {
    std::string key;
    playbooks::Time at{};
  };
  Settings settings_;
  const playbooks::Policy& policy_;
  Http& http_;
  Clock& clock_;
  Activity& activity_;
  PageThrottle throttle_;
  PageBackOff back_off_;
  std::map<std::string, playbooks::Time> attempts_;  // effect key -> when its last request left, until it is settled
  std::map<std::string, Owner> owners_;              // sid -> whose it is, of the last day
};

}  // namespace integrations::twilio
