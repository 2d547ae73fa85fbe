#include "integrations/paging/answer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "integrations/http/json.hpp"
#include "integrations/http/retry.hpp"
#include "integrations/paging/alert.hpp"
#include "integrations/ports/log.hpp"

namespace integrations {

namespace json = boost::json;
using Kind = ServiceAnswer::Kind;

namespace {

/// {"message": …, "errors": […]} as it comes, or within "error" (PagerDuty's REST API); "error" may be a text.
std::string words_of(const json::value& body) {
  const auto* inner = object_at(body, "error");
  const json::value from = inner == nullptr ? body : json::value(*inner);
  std::string words{text_at(from, "message")};
  if (words.empty()) words = text_at(from, "error");
  if (const auto* list = array_at(from, "errors"))
    for (const auto& one : *list)
      if (const auto text = text_at(one, ""); !text.empty())
        words += fmt::format("{}{}", words.empty() ? "" : "; ", text);
  return words;
}

}  // namespace

std::string complaint(const HttpResponse& response) {
  constexpr std::size_t longest = 300;
  const auto value = response.truncated ? std::nullopt : parse_json(response.body);
  auto words = value ? words_of(*value) : std::string{};
  if (words.empty()) words = response.body.empty() ? "an empty answer" : response.body.substr(0, 4 * longest);
  std::ranges::replace_if(words, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return redact(cut_text(words, longest));
}

ServiceAnswer read_answer(const HttpResponse& response, ServiceAsks asks, const ServiceWords& words,
                          playbooks::Time now) {
  const auto judgement = judge(response, now);
  const auto unsure = asks == ServiceAsks::writes ? Kind::doubtful : Kind::later;
  ServiceAnswer answer{Kind::done, response.status, {}, {}, {}};
  const auto other_than_done = [&](Kind kind, std::string why) {
    answer.kind = kind;
    answer.why = std::move(why);
    return answer;
  };
  if (judgement.wait > playbooks::Duration{}) answer.at = now + judgement.wait;
  switch (judgement.verdict) {
    case Verdict::done: {
      auto value = response.truncated ? std::nullopt : parse_json(response.body);
      if (value) answer.value = std::move(*value);
      if (!value && words.answers_json)
        return other_than_done(unsure, fmt::format("{} answered {} without JSON", words.name, response.status));
      return answer;
    }
    case Verdict::retry:
      if (response.outcome == HttpResponse::Outcome::not_sent)
        return other_than_done(Kind::later, fmt::format("{} cannot be reached: {}", words.name, redact(judgement.why)));
      return other_than_done(Kind::later, fmt::format("{}: {}", words.name, judgement.why));
    case Verdict::ambiguous:
      return other_than_done(unsure, fmt::format("no clear answer from {}: {}", words.name, redact(judgement.why)));
    case Verdict::refused:
      break;
  }
  return other_than_done(Kind::refused, words.refusal(response.status, complaint(response)));
}

Outcome outcome_of(ServiceAnswer answer, PageBackOff& back_off, const std::string& lane, playbooks::Time now) {
  if (answer.kind == Kind::refused) return Refused{std::move(answer.why)};
  const auto at = back_off.failed(lane, now);
  if (answer.kind == Kind::later) return Retry{std::max(at, answer.at.value_or(at)), std::move(answer.why)};
  return Unknown{std::move(answer.why)};
}

}  // namespace integrations
