#pragma once
// One call of Slack's Web API: the method's limits kept, the request made, the answer understood. The token goes into a
// header and nowhere else.
#include <boost/asio/awaitable.hpp>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"
#include "integrations/slack/answer.hpp"
#include "integrations/slack/rate_lanes.hpp"

namespace integrations::slack {

/// The arguments of a method in order. Methods that only read, and changes of user groups, are called with a form, the
/// others with JSON.
class Arguments {
 public:
  Arguments& text(std::string_view name, std::string_view value);
  Arguments& flag(std::string_view name, bool value);
  Arguments& json(std::string_view name, std::string value);  // finished JSON
  std::string as_json() const;
  std::string as_form() const;
  /// "" when there is none.
  std::string_view value(std::string_view name) const;

 private:
  struct Argument {
    std::string name, value;
    bool is_json;
  };
  std::vector<Argument> arguments_;
};

class WebApi {
 public:
  WebApi(std::string api_url, std::string token, Http& http, Clock& clock)
      : api_url_(std::move(api_url)), token_(std::move(token)), http_(http), clock_(clock) {}

  struct Failure {
    Trouble trouble;
    playbooks::Time at{};  // for retry: when
  };
  using Result = std::expected<Answer, Failure>;

  /// Asks for a later try instead of calling when a limit says so, without having called.
  boost::asio::awaitable<Result> call(std::string method, Arguments arguments);

 private:
  HttpRequest request(const std::string& method, const Arguments& arguments) const;
  Failure failed(const std::string& method, Trouble trouble);

  std::string api_url_, token_;
  Http& http_;
  Clock& clock_;
  RateLanes lanes_;
  std::map<std::string, int> failures_;  // one after the other, by method: for the back-off
};

}  // namespace integrations::slack
