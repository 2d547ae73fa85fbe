#pragma once
// One HTTP request and what came of it. Implemented with libcurl in http/curl; tests may put a fake behind it.
#include <boost/asio/awaitable.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "playbooks/model/time.hpp"

namespace integrations {

struct HttpRequest {
  std::string method = "POST";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;                                        // an empty body is sent as Content-Length: 0
  playbooks::Duration timeout = std::chrono::seconds{15};  // real time, whole request
};

struct HttpResponse {
  enum class Outcome {
    answered,  // a status and a body came back, whatever they say
    not_sent,  // name, connection or TLS failed before the request left: safe to repeat
    unknown    // sent, no whole answer: the other side may have acted
  };
  Outcome outcome = Outcome::unknown;
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;                            // cut at 4 MiB; `truncated` says so
  bool truncated = false;
  std::string trouble;  // for the two failures: what went wrong, without secrets
};

class Http {
 public:
  virtual ~Http() = default;
  /// Never throws for what the network does; throws operation_aborted when the coroutine is cancelled.
  virtual boost::asio::awaitable<HttpResponse> request(HttpRequest request) = 0;
};

}  // namespace integrations
