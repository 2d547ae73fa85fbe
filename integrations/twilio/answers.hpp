#pragma once
// What an answer of Twilio means. Pure: from one HTTP response to a value the client acts on.
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "integrations/ports/http.hpp"
#include "playbooks/model/contact.hpp"
#include "playbooks/model/contact_test.hpp"

namespace integrations::twilio {

enum class Asks { reads, writes };  // GET, or a new message or call

struct Answer {
  enum class Kind {
    done,     // 2xx with JSON in `value`
    later,    // certainly not done; `at` when Twilio said when, else with back-off
    refused,  // will never work like this
    doubtful  // may have been done (only for writes)
  };
  Kind kind = Kind::doubtful;
  int status = 0;
  boost::json::value value;
  std::optional<playbooks::Time> at;
  std::string why;
};

/// `who` is the person who was to be reached, as people know them ("Ann Lee"); empty when it was about nobody.
Answer classify(const HttpResponse& response, Asks asks, std::string_view who, playbooks::Time now);

/// A message or a call at Twilio.
struct Sent {
  std::string sid, status, from, body;
  int error = 0;  // of a message that did not arrive
  std::optional<playbooks::Time> created;
};
/// Nothing when the shape is wrong (no sid).
std::optional<Sent> read_sent(const boost::json::value& value);
/// `list` is "messages" or "calls". Nothing when there is none.
std::optional<std::vector<Sent>> read_list(const boost::json::value& value, std::string_view list);

struct Fate {
  playbooks::PageState state = playbooks::PageState::sent;  // sent: nothing is known yet
  std::string why;
};
/// What became of it, in words when it failed: "the line was busy".
Fate fate_of(const Sent& sent, playbooks::Channel channel);

/// "Sat, 21 Nov 2026 14:05:09 +0000" (RFC 2822, which Twilio writes in UTC).
std::optional<playbooks::Time> read_time(const std::string& text);

}  // namespace integrations::twilio
