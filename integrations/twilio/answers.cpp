#include "integrations/twilio/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>

#include "integrations/http/json.hpp"
#include "integrations/http/retry.hpp"
#include "integrations/ports/log.hpp"

namespace integrations::twilio {

namespace json = boost::json;
using playbooks::Channel;
using playbooks::PageState;
using playbooks::Time;
using Kind = Answer::Kind;

namespace {

/// What Twilio's error numbers ask of a person (https://www.twilio.com/docs/api/errors). "{}" is who should have been
/// reached.
struct Advice {
  std::int64_t code = 0;
  std::string_view says;
};
constexpr std::string_view bad_number =
    "Twilio takes the number of {} for none that can be reached like this. Correct `people[].phone`, with country "
    "code: "
    "+15551234567.";
constexpr std::string_view bad_sender =
    "Twilio does not let this account send to {} from the configured number. Set `twilio.from` (or "
    "`twilio.messaging_service_sid`) to one of the account's own that can do SMS and calls.";
constexpr std::string_view bad_country =
    "Twilio may not reach the country of {}. Allow it in Twilio's console under Geo permissions.";
constexpr std::string_view trial_account =
    "The Twilio account is a trial one, which reaches verified numbers only. Verify the number of {} in Twilio's "
    "console, "
    "or upgrade the account.";
constexpr std::array<Advice, 17> advice = {{
    {21201, bad_number},
    {21211, bad_number},
    {21214, bad_number},
    {21217, bad_number},
    {21614, bad_number},
    {21210, bad_sender},
    {21212, bad_sender},
    {21603, bad_sender},
    {21606, bad_sender},
    {21612, bad_sender},
    {21215, bad_country},
    {21216, bad_country},
    {21408, bad_country},
    {21608, trial_account},
    {21219, trial_account},
    {21610, "The number of {} has unsubscribed by answering STOP. They can send START to the configured number."},
    {21705, bad_sender},
}};

/// Why a message did not arrive (same source).
constexpr std::array<Advice, 11> failures = {{
    {30001, "too many messages were waiting at Twilio"},
    {30002, "the Twilio account is suspended"},
    {30003, "the phone is switched off or out of reach"},
    {30004, "the phone or its network blocks such messages"},
    {30005, "the number is not in use"},
    {30006, "the number is a landline or its network takes no SMS"},
    {30007, "the phone's network took it for spam"},
    {30008, "the phone's network does not say why"},
    {30034, "the sender's number is not registered for this country"},
    {30036, "the phone could not be reached for 30 min"},
    {30410, "the phone's network did not answer"},
}};

std::string text(const json::value& value, std::string_view path) {
  return std::string{text_at(value, path)};
}

/// Twilio's own words, else how the body begins.
std::string complaint(const HttpResponse& response, const std::optional<json::value>& value) {
  auto words = value ? text(*value, "message") : std::string{};
  if (words.empty()) words = response.body.empty() ? "an empty answer" : response.body;
  std::ranges::replace_if(words, [](unsigned char c) { return c < 0x20 || c >= 0x7f; }, ' ');
  constexpr std::size_t longest = 200;
  return redact(std::string_view{words}.substr(0, longest));
}

std::string refusal(const HttpResponse& response, std::string_view who) {
  const auto value = parse_json(response.body);
  const auto code = value ? number_at(*value, "code").value_or(0) : 0;
  const auto says = complaint(response, value);
  const auto numbered = code == 0 ? fmt::format("HTTP {}", response.status) : fmt::format("error {}", code);
  if (response.status == 401 || code == 20003)
    return "Twilio refused the account SID or its token. Set `twilio.account_sid` and SITREP_TWILIO_AUTH_TOKEN as "
           "Twilio's "
           "console shows them, and restart Sitrep.";
  if (response.status >= 300 && response.status < 400)
    return fmt::format("Twilio sends us elsewhere ({}). Check `twilio.api_url` in the configuration.", numbered);
  const auto known = std::ranges::find(advice, code, &Advice::code);
  if (known != advice.end())
    return fmt::format("{} (Twilio: {})", fmt::format(fmt::runtime(known->says), who.empty() ? "this person" : who),
                       numbered);
  return fmt::format("Twilio refused the request ({}): {}", numbered, says);
}

}  // namespace

Answer classify(const HttpResponse& response, Asks asks, std::string_view who, Time now) {
  const auto judgement = judge(response, now);
  Answer answer{Kind::done, response.status, {}, {}, {}};
  const auto unsure = asks == Asks::writes ? Kind::doubtful : Kind::later;
  const auto other_than_done = [&](Kind kind, std::string why) {
    answer.kind = kind;
    answer.why = std::move(why);
    return answer;
  };
  switch (judgement.verdict) {
    case Verdict::done: {
      auto value = response.truncated ? std::nullopt : parse_json(response.body);
      if (!value) return other_than_done(unsure, fmt::format("Twilio answered {} without JSON", response.status));
      answer.value = std::move(*value);
      return answer;
    }
    case Verdict::retry:
      if (judgement.wait > playbooks::Duration{}) answer.at = now + judgement.wait;
      if (response.outcome == HttpResponse::Outcome::not_sent)
        return other_than_done(Kind::later, fmt::format("Twilio cannot be reached: {}", redact(judgement.why)));
      return other_than_done(Kind::later, fmt::format("Twilio: {}", judgement.why));
    case Verdict::ambiguous:
      return other_than_done(unsure, fmt::format("no clear answer from Twilio: {}", redact(judgement.why)));
    case Verdict::refused:
      break;
  }
  return other_than_done(Kind::refused, refusal(response, who));
}

std::optional<Sent> read_sent(const json::value& value) {
  Sent sent{text(value, "sid"),
            text(value, "status"),
            text(value, "from"),
            text(value, "body"),
            static_cast<int>(number_at(value, "error_code").value_or(0)),
            read_time(text(value, "date_created"))};
  if (sent.sid.empty()) return std::nullopt;
  return sent;
}

std::optional<std::vector<Sent>> read_list(const json::value& value, std::string_view list) {
  const auto* items = array_at(value, list);
  if (items == nullptr) return std::nullopt;
  std::vector<Sent> result;
  for (const auto& item : *items)
    if (auto sent = read_sent(item)) result.push_back(std::move(*sent));
  return result;
}

Fate fate_of(const Sent& sent, Channel channel) {
  const auto& status = sent.status;
  if (channel == Channel::voice) {
    if (status == "completed" || status == "in-progress") return {PageState::delivered, {}};
    if (status == "busy") return {PageState::failed, "the line was busy"};
    if (status == "no-answer") return {PageState::failed, "nobody took the call"};
    if (status == "failed") return {PageState::failed, "the number could not be called"};
    if (status == "canceled") return {PageState::failed, "the call was taken back at Twilio"};
    return {};
  }
  if (status == "delivered" || status == "read") return {PageState::delivered, {}};
  if (status == "canceled") return {PageState::failed, "the SMS was taken back at Twilio"};
  if (status != "failed" && status != "undelivered") return {};
  const auto known = std::ranges::find(failures, sent.error, &Advice::code);
  if (known != failures.end()) return {PageState::failed, std::string{known->says}};
  return {PageState::failed, sent.error == 0
                                 ? std::string{"the SMS could not be delivered"}
                                 : fmt::format("the SMS could not be delivered (Twilio: error {})", sent.error)};
}

std::optional<Time> read_time(const std::string& text) {
  std::tm parts{};
  std::istringstream in{text};
  in.imbue(std::locale::classic());
  in >> std::get_time(&parts, "%a, %d %b %Y %H:%M:%S");
  std::string zone;
  in >> zone;
  if (in.fail() || (zone != "+0000" && zone != "GMT" && zone != "UTC")) return std::nullopt;
  const auto day = std::chrono::year{parts.tm_year + 1900} /
                   std::chrono::month{static_cast<unsigned>(parts.tm_mon) + 1} /
                   std::chrono::day{static_cast<unsigned>(parts.tm_mday)};
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days{day} + std::chrono::hours{parts.tm_hour} + std::chrono::minutes{parts.tm_min} +
         std::chrono::seconds{parts.tm_sec};
}

}  // namespace integrations::twilio
