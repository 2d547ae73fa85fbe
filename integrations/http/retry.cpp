#include "integrations/http/retry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>

namespace integrations {
using playbooks::Duration;
using namespace std::chrono_literals;

namespace {

/// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that servers may still write.
std::optional<std::chrono::sys_seconds> http_date(const std::string& text) {
  std::tm parts{};
  std::istringstream in{text};
  in.imbue(std::locale::classic());
  in >> std::get_time(&parts, "%a, %d %b %Y %H:%M:%S GMT");
  if (in.fail()) return std::nullopt;
  const auto day = std::chrono::year{parts.tm_year + 1900} /
                   std::chrono::month{static_cast<unsigned>(parts.tm_mon) + 1} /
                   std::chrono::day{static_cast<unsigned>(parts.tm_mday)};
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days{day} + std::chrono::hours{parts.tm_hour} + std::chrono::minutes{parts.tm_min} +
         std::chrono::seconds{parts.tm_sec};
}

}  // namespace

std::optional<Duration> retry_after(const HttpResponse& response, playbooks::Time now) {
  constexpr Duration longest = 1h;
  const auto header = response.headers.find("retry-after");
  if (header == response.headers.end() || header->second.empty()) return std::nullopt;
  const std::string& text = header->second;
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error == std::errc{} && end == text.data() + text.size()) {
    if (!(seconds > 0)) return Duration{};
    return std::chrono::ceil<Duration>(
        std::min(std::chrono::duration<double>{seconds}, std::chrono::duration<double>{longest}));
  }
  const auto date = http_date(text);
  if (!date) return std::nullopt;
  return std::clamp(std::chrono::duration_cast<Duration>(*date - now), Duration{}, longest);
}

Judgement judge(const HttpResponse& response, playbooks::Time now) {
  using Outcome = HttpResponse::Outcome;
  if (response.outcome == Outcome::not_sent) return {Verdict::retry, {}, response.trouble};
  if (response.outcome == Outcome::unknown) return {Verdict::ambiguous, {}, response.trouble};
  const int status = response.status;
  const auto asked = retry_after(response, now);
  if (status >= 200 && status < 300) return {Verdict::done, {}, {}};
  if (status == 429 || status == 420) {
    const auto wait = asked.value_or(30s);
    return {Verdict::retry, wait, fmt::format("rate limited for {}", playbooks::spoken(wait))};
  }
  const auto why = fmt::format("HTTP {}", status);
  if (status == 503 && asked) return {Verdict::retry, *asked, why};
  if (status == 408 || status >= 500) return {Verdict::ambiguous, asked.value_or(0s), why};
  if (status >= 300 && status < 400)
    return {Verdict::refused, {}, why + ": a redirect, which is not followed; check the address"};
  return {Verdict::refused, {}, why};
}

Duration backoff(int attempt, Duration base, Duration cap, std::mt19937_64& random) {
  const auto doublings = std::clamp(attempt, 0, 30);
  const auto most = std::min(cap, base * (std::int64_t{1} << doublings));
  return Duration{std::uniform_int_distribution<Duration::rep>{0, most.count()}(random)};
}

}  // namespace integrations
