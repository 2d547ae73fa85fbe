// What a script can break about the ways by which people are paged.
#include <functional>
#include <string>
#include <vector>

#include "bot/demo/fault_words.hpp"
#include "bot/demo/faults.hpp"
#include "bot/demo/script_lines.hpp"

namespace bot {
namespace {
using integrations::simulator::SmtpFault;
using integrations::simulator::TwilioFault;

/// "x3" anywhere; 1 otherwise.
int times(const std::vector<std::string>& words) {
  for (const auto& word : words)
    if (word.starts_with('x'))
      if (const auto count = number(std::string_view{word}.substr(1))) return *count;
  return 1;
}

std::string upper(std::string text) {
  for (auto& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

int seconds(const std::vector<std::string>& words) {
  for (const auto& word : words)
    if (const auto span = read_span(word))
      return static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(*span).count());
  return 30;
}

}  // namespace

std::string break_twilio(std::string_view text, integrations::simulator::TwilioSimulator& twilio,
                         const std::function<std::string(const std::string&)>& phone_of) {
  const auto words = words_of(text);
  const auto first = words.empty() ? std::string{} : words.front();
  if (first == "down") return twilio.down(true), "";
  if (first == "up") return twilio.down(false), "";
  if (first == "mends") return twilio.clear_faults(), "";
  if (first == "fail" && words.size() >= 3) return twilio.fail(phone_of(words[1]), words[2]), "";
  if (first == "no_such_number" && words.size() >= 2) return twilio.no_such_number(phone_of(words[1])), "";
  TwilioFault fault;
  fault.times = times(words);
  fault.seconds = seconds(words);
  if (first == "refuse")
    fault.kind = TwilioFault::Kind::refuse;
  else if (first == "done_unanswered")
    fault.kind = TwilioFault::Kind::done_unanswered;
  else if (first == "done_then_error")
    fault.kind = TwilioFault::Kind::done_then_error;
  else if (first == "429")
    fault.kind = TwilioFault::Kind::rate_limited;
  else if (const auto code = number(first); code && *code >= 400)
    fault.code = *code;
  else
    return "expected down, up, mends, fail NAME STATUS, no_such_number NAME, refuse, done_unanswered, done_then_error, "
           "429 or 503 with [30s] [x3]";
  twilio.fault(fault);
  return {};
}

std::string break_mail(std::string_view text, integrations::simulator::SmtpSink& mail,
                       const std::function<std::string(const std::string&)>& address_of) {
  const auto words = words_of(text);
  const auto first = words.empty() ? std::string{} : words.front();
  if (first == "down") return mail.down(true), "";
  if (first == "up") return mail.down(false), "";
  if (first == "mends") return mail.clear_faults(), "";
  SmtpFault fault;
  fault.times = times(words);
  for (std::size_t i = 1; i < words.size(); ++i)
    if (!words[i].starts_with('x')) fault.to = address_of(words[i]);
  if (first == "drop") {
    fault.kind = SmtpFault::Kind::drop;
  } else if (first == "drop_taken") {
    fault.kind = SmtpFault::Kind::drop_taken;
    fault.stage = SmtpFault::Stage::end;
  } else if (const auto code = number(first); code && *code >= 400) {
    fault.code = *code;
    fault.text = *code < 500 ? "try again later" : "no such user here";
  } else {
    return "expected down, up, mends, drop, drop_taken, 450 or 550 with [NAME] [x3]";
  }
  mail.fault(fault);
  return {};
}

std::string break_pagerduty(std::string_view text, integrations::simulator::PagerDutySimulator& pagerduty) {
  using integrations::simulator::ServiceFault;
  const auto words = words_of(text);
  const auto first = words.empty() ? std::string{} : words.front();
  if (first == "down") return pagerduty.down(true), "";
  if (first == "up") return pagerduty.down(false), "";
  if (first == "mends") return pagerduty.clear_faults(), "";
  if (words.size() >= 3 && (words[1] == "acknowledges" || words[1] == "resolves")) {
    const auto user = "PU0" + upper(first);
    const auto key = "sitrep:" + words[2] + ":" + (words.size() >= 5 ? words[4] : first);
    const bool done = words[1] == "resolves" ? pagerduty.resolve(key, user) : pagerduty.acknowledge(key, user);
    return done ? "" : "there is no open alert of that key: " + key;
  }
  ServiceFault fault;
  fault.times = times(words);
  fault.seconds = seconds(words);
  if (first == "429")
    fault.kind = ServiceFault::Kind::rate_limited;
  else if (first == "refuse")
    fault.kind = ServiceFault::Kind::refuse;
  else if (first == "done_unanswered")
    fault.kind = ServiceFault::Kind::done_unanswered;
  else if (const auto code = number(first); code && *code >= 400)
    fault.code = *code;
  else
    return "expected down, up, mends, NAME acknowledges INC-1 [for NAME], NAME resolves INC-1, refuse, "
           "done_unanswered, 429 or 503 with [30s] [x3]";
  pagerduty.fault(fault);
  return {};
}

}  // namespace bot
