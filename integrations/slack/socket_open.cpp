#include "integrations/slack/socket_open.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "integrations/http/json.hpp"
#include "integrations/http/retry.hpp"
#include "integrations/ports/log.hpp"

namespace integrations::slack {
using namespace std::chrono_literals;

namespace {

struct Fatal {
  std::string_view error, advice;
};

constexpr std::string_view new_token =
    "Make an app-level token with the scope connections:write at api.slack.com/apps, Basic Information, App-Level "
    "Tokens, put it into SITREP_SLACK_APP_TOKEN and start Sitrep again.";
constexpr std::string_view ask_admin = "An administrator of the workspace must allow the app again.";

constexpr std::array<Fatal, 14> fatal_errors = {{{"invalid_auth", new_token},
                                                 {"not_authed", new_token},
                                                 {"token_revoked", new_token},
                                                 {"token_expired", new_token},
                                                 {"missing_scope", new_token},
                                                 {"missing_args", new_token},
                                                 {"not_allowed_token_type", new_token},
                                                 {"no_permission", new_token},
                                                 {"account_inactive", ask_admin},
                                                 {"user_removed_from_team", ask_admin},
                                                 {"team_disabled", ask_admin},
                                                 {"forbidden_team", ask_admin},
                                                 {"access_denied", ask_admin},
                                                 {"org_login_required", ask_admin}}};

DialFailed transient(std::string why, playbooks::Duration wait = {}) {
  return {0, DialFailed::Kind::transient, wait, std::move(why)};
}

DialFailed failed(std::string_view error, const HttpResponse& response, playbooks::Time now) {
  const auto known = std::ranges::find(fatal_errors, error, &Fatal::error);
  if (known != fatal_errors.end())
    return {0, DialFailed::Kind::fatal, {}, fmt::format("Slack refuses the app token ({}). {}", error, known->advice)};
  const bool limited = error == "ratelimited" || error == "rate_limited";
  const auto wait = retry_after(response, now).value_or(limited ? 30s : 0s);
  return transient(fmt::format("apps.connections.open: {}", error.empty() ? "no error named" : redact(error)), wait);
}

}  // namespace

HttpRequest open_request(const Settings& settings) {
  HttpRequest request;
  request.url = settings.api_url + "apps.connections.open";
  request.headers = {{"Authorization", "Bearer " + settings.app_token},
                     {"Content-Type", "application/x-www-form-urlencoded"}};
  return request;
}

std::variant<std::string, DialFailed> read_open_answer(const HttpResponse& response, const Settings& settings,
                                                       playbooks::Time now) {
  if (response.outcome == HttpResponse::Outcome::answered && response.status == 404)
    return DialFailed{0,
                      DialFailed::Kind::fatal,
                      {},
                      "There is no Slack at the configured address (HTTP 404). Check slack.api_url and "
                      "SITREP_SLACK_API_URL."};
  const auto judgement = judge(response, now);
  if (judgement.verdict != Verdict::done) return transient("apps.connections.open: " + judgement.why, judgement.wait);
  const auto answer = parse_json(response.body);
  if (!answer || !answer->is_object())
    return transient(fmt::format("apps.connections.open: the answer is not JSON ({} bytes)", response.body.size()));
  if (!flag_at(*answer, "ok").value_or(false)) return failed(text_at(*answer, "error"), response, now);
  std::string url{text_at(*answer, "url")};
  if (url.empty()) return transient("apps.connections.open: the answer has no url");
  if (settings.debug_reconnects) url += url.contains('?') ? "&debug_reconnects=true" : "?debug_reconnects=true";
  return url;
}

}  // namespace integrations::slack
