#pragma once
// What an alerting service's answer means to whoever sent a page. Pure: from one HTTP response to a value, and from
// that to an outcome.
#include <boost/json/value.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "integrations/integration.hpp"
#include "integrations/paging/throttle.hpp"
#include "integrations/ports/http.hpp"

namespace integrations {

struct ServiceAnswer {
  enum class Kind {
    done,     // 2xx; with JSON in `value` where there is some
    later,    // certainly not done; `at` when the service said when, else with back-off
    refused,  // will never work like this
    doubtful  // may have been done (only for writes)
  };
  Kind kind = Kind::doubtful;
  int status = 0;
  boost::json::value value;
  std::optional<playbooks::Time> at;
  std::string why;
};

/// How one service is spoken of.
struct ServiceWords {
  std::string name;  // "PagerDuty"
  /// The sentence for a 3xx or 4xx: what is wrong and what to do. `says` are the service's own words.
  std::function<std::string(int status, const std::string& says)> refusal;
  bool answers_json = true;  // a 2xx without JSON is then no answer
};

enum class ServiceAsks { reads, writes };

ServiceAnswer read_answer(const HttpResponse& response, ServiceAsks asks, const ServiceWords& words,
                          playbooks::Time now);

/// Of an answer that is not `done`. Counts a failure of the lane.
Outcome outcome_of(ServiceAnswer answer, PageBackOff& back_off, const std::string& lane, playbooks::Time now);

/// What a service complains of: "message" or "error" with its "errors", else how the body begins; one line of at most
/// 300 characters.
std::string complaint(const HttpResponse& response);

}  // namespace integrations
