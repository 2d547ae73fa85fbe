#pragma once
// What Twilio says to a request: the part of the simulator without sockets. Rules and numbers are those of its API
// description (twilio-oai, api_v2010) and of https://www.twilio.com/docs/api/errors.
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "integrations/http/server.hpp"
#include "integrations/simulator/twilio_simulator.hpp"

namespace integrations::simulator {

class TwilioRules {
 public:
  explicit TwilioRules(TwilioOptions options) : options_(std::move(options)) {}

  HttpServerReply answer(const HttpServerRequest& request, playbooks::Time now);
  std::vector<TwilioPage> pages(playbooks::Time now) const;
  const std::vector<std::string>& violations() const { return violations_; }

  struct Fate {
    std::string status;
    int error = 0;
  };
  std::map<std::string, Fate> fates;  // by number
  std::set<std::string> none;         // numbers that are none
  std::function<void(const std::string&)> told;

 private:
  using Form = std::map<std::string, std::string>;
  HttpServerReply create(const HttpServerRequest& request, bool call, playbooks::Time now);
  HttpServerReply list(const HttpServerRequest& request, bool call, playbooks::Time now) const;
  HttpServerReply wrong(int status, int code, const std::string& message);
  /// The answer to a field that will not do; nothing to say when all are right.
  std::optional<HttpServerReply> check_sms(const Form& form);
  std::optional<HttpServerReply> check_call(const Form& form);
  bool authorised(const HttpServerRequest& request) const;
  TwilioPage as_of(TwilioPage page, playbooks::Time now) const;
  std::string json_of(const TwilioPage& page) const;

  TwilioOptions options_;
  std::vector<TwilioPage> pages_;
  std::map<std::string, Fate> settled_;  // by sid: what becomes of it
  std::vector<std::string> violations_;
};

}  // namespace integrations::simulator
