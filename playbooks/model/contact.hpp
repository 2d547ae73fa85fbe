#pragma once
// People who can be paged, and how each is reached.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/ids.hpp"
#include "playbooks/model/result.hpp"
#include "playbooks/model/time.hpp"

namespace playbooks {

/// How a page reaches somebody: a direct message on Slack, a mention in the incident's channel, and so on.
enum class Channel { slack, mention, sms, voice, email, pagerduty, opsgenie, webhook };
std::string_view to_string(Channel channel);  // "sms"
std::string_view in_words(Channel channel);   // "SMS", "phone call", "Slack message"
Result<Channel> parse_channel(std::string_view word);
/// Wakes people up: an SMS or a call.
bool is_loud(Channel channel);

/// One way to reach somebody, in an ordered list. Taken when the one before it failed and, where `after` is not zero,
/// also when so much time has passed since the page without an acknowledgement.
struct ContactStep {
  Channel channel = Channel::slack;
  Duration after{};
  bool operator==(const ContactStep&) const = default;
};
/// "sms" or "voice after 5m".
std::string to_string(const ContactStep& step);
Result<ContactStep> parse_contact_step(std::string_view text);

/// In the person's own zone; from 22:00 to 07:00 goes over midnight. The worst severity ignores it.
struct QuietHours {
  std::chrono::minutes from{}, to{};  // since midnight
  bool operator==(const QuietHours&) const = default;
};

/// Somebody who can be paged.
struct Responder {
  std::string key;    // "ann": what people type and what schedules refer to
  std::string name;   // "Ann Lee"
  std::string slack;  // Slack user id; empty when unknown
  std::string email;
  std::string phone;                // E.164: "+4915112345678"
  std::string zone;                 // IANA name; empty: the policy's
  std::vector<ContactStep> notify;  // in order; never empty after loading
  std::optional<QuietHours> quiet;
  bool operator==(const Responder&) const = default;
};

}  // namespace playbooks
