#pragma once
// A mail as a mail program shows it. Pure.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/time.hpp"

namespace integrations::simulator {

struct SunkMail {
  std::string from, to;                        // of the envelope
  std::string subject, body;                   // decoded; the body's lines end with \n
  std::map<std::string, std::string> headers;  // names in lower case, unfolded, not decoded
  std::string raw;                             // as it came, dots undoubled
  bool tls = false;                            // it came protected
  std::string login;                           // who had logged in; may be empty
  playbooks::Time at{};
};

/// Fills headers, subject and body from `raw`, and appends what RFC 5322 forbids or misses to `violations`.
void read_mail(SunkMail& mail, std::vector<std::string>& violations);

/// Standard base64; stops at what is none.
std::string base64_decoded(std::string_view text);

}  // namespace integrations::simulator
