#pragma once
// The Web API's front: reads a request, checks token, scope, arguments and limits, calls the method, and lets faults
// and hooks have their way. Every call is recorded.
#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "integrations/http/server.hpp"
#include "integrations/simulator/slack/faults.hpp"
#include "integrations/simulator/slack/method.hpp"

namespace integrations::simulator::slack {

class Api {
 public:
  Api(World& world, Record& record, Faults& faults, Desk desk)
      : world_(world), record_(record), faults_(faults), desk_(std::move(desk)) {}

  /// For "/api/..." and for response_urls.
  HttpServerReply answer(const HttpServerRequest& request);

 private:
  struct Arguments {
    boost::json::object values;
    std::string error;  // "invalid_json" and the like
    std::vector<std::string> problems;
    std::string token;  // given as a form argument
    bool charset = true;
  };
  Arguments read(const HttpServerRequest& request, const Method& method);
  void put(Arguments& into, const Method& method, const std::string& name, const boost::json::value& value);
  std::string check_token(const HttpServerRequest& request, const Method& method, const Arguments& arguments);
  HttpServerReply perform(const HttpServerRequest& request, const Method* method, Arguments arguments);
  boost::json::object call(const HttpServerRequest& request, const Method& method, const Arguments& arguments);
  std::optional<int> over_limit(const Method& method, const boost::json::object& arguments);
  HttpServerReply respond(const HttpServerRequest& request);
  HttpServerReply with_fault(const SlackFault& fault, HttpServerReply done);
  HttpServerReply finish(SlackCall call, HttpServerReply reply);

  World& world_;
  Record& record_;
  Faults& faults_;
  Desk desk_;
  RateLimits limits_;
};

}  // namespace integrations::simulator::slack
