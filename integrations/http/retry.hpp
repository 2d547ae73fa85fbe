#pragma once
// What a service's answer means for the one who asked, as far as HTTP says it, and how long to wait. No I/O, no clock.
#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "integrations/ports/http.hpp"

namespace integrations {

enum class Verdict {
  done,       // 2xx: read the body
  retry,      // certainly not done; again after `wait`
  ambiguous,  // may have been done: look before asking again
  refused     // will not work however often it is asked
};

struct Judgement {
  Verdict verdict = Verdict::ambiguous;
  playbooks::Duration wait{};  // at least that long; 0: the caller's own back-off decides
  std::string why;             // "HTTP 502", "rate limited for 30 s", "Connection refused"
};

/// 429 and Statuspage's 420 are `retry` with Retry-After (30 s without one). 408 and 5xx are `ambiguous`, except 503
/// with a Retry-After, which servers send before they look at a request. Redirects and other 4xx are `refused`.
Judgement judge(const HttpResponse& response, playbooks::Time now);

/// Retry-After in seconds or as an HTTP date; at most an hour, never negative.
std::optional<playbooks::Duration> retry_after(const HttpResponse& response, playbooks::Time now);

/// Exponential back-off with full jitter: uniformly between 0 and min(cap, base * 2^attempt), attempt from 0.
playbooks::Duration backoff(int attempt, playbooks::Duration base, playbooks::Duration cap, std::mt19937_64& random);

}  // namespace integrations
