#include "integrations/simulator/slack/api.hpp"

#include <fmt/core.h>
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "integrations/simulator/slack/answers.hpp"

namespace integrations::simulator::slack {
namespace {

using Kind = SlackFault::Kind;
using Act = HttpServerReply::Act;

HttpServerReply json_reply(const json::object& body) {
  HttpServerReply reply;
  reply.body = json::serialize(body);
  return reply;
}

HttpServerReply too_many(int seconds) {
  auto reply = json_reply(refusal("ratelimited"));
  reply.status = 429;
  reply.headers.emplace_back("Retry-After", std::to_string(seconds));
  return reply;
}

HttpServerReply bare(int status, std::string body = {}, std::string type = {}) {
  HttpServerReply reply;
  reply.status = status;
  reply.body = std::move(body);
  reply.content_type = std::move(type);
  return reply;
}

HttpServerReply silent(Act act) {
  HttpServerReply reply;
  reply.act = act;
  reply.status = 0;
  return reply;
}

bool takes_effect(Kind kind) {
  return kind == Kind::done_unanswered || kind == Kind::done_then_error || kind == Kind::half_json;
}

}  // namespace

HttpServerReply Api::answer(const HttpServerRequest& request) {
  const bool api = request.path.starts_with("/api/");
  SlackCall record;
  record.method = api ? request.path.substr(5) : "response_url";
  record.at = world_.now();
  const auto* method = api ? find_method(record.method) : nullptr;
  Arguments arguments;
  if (method != nullptr) {
    arguments = read(request, *method);
    record.arguments = json::serialize(arguments.values);
  } else {
    record.arguments = request.body;
  }
  if (!Record::tell(record_, record_.before, record)) return silent(Act::close);
  const auto fault = faults_.take(record.method, record.at);
  HttpServerReply reply;
  if (!fault || takes_effect(fault->kind)) {
    reply = api ? perform(request, method, std::move(arguments)) : respond(request);
  }
  if (fault) reply = with_fault(*fault, std::move(reply));
  return finish(std::move(record), std::move(reply));
}

HttpServerReply Api::finish(SlackCall call, HttpServerReply reply) {
  call.answer = reply.body;
  call.status = reply.act == Act::answer ? reply.status : 0;
  record_.calls.push_back(call);
  if (!Record::tell(record_, record_.answering, call)) return silent(Act::close);
  return reply;
}

HttpServerReply Api::with_fault(const SlackFault& fault, HttpServerReply done) {
  switch (fault.kind) {
    case Kind::rate_limited:
      return too_many(fault.seconds);
    case Kind::http_error:
      return bare(fault.code);
    case Kind::slack_error:
      return json_reply(refusal(fault.text));
    case Kind::html:
      return bare(502, "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", "text/html");
    case Kind::half_json:
      done.body.resize(done.body.size() / 2);
      return done;
    case Kind::empty:
      return bare(200);
    case Kind::refuse:
    case Kind::done_unanswered:
      return silent(Act::close);
    case Kind::swallow:
      return silent(Act::never);
    case Kind::done_then_error:
      return bare(500);
  }
  return done;
}

HttpServerReply Api::perform(const HttpServerRequest& request, const Method* method, Arguments arguments) {
  if (method == nullptr) {
    auto unknown = refusal("unknown_method");
    unknown["req_method"] = request.path.substr(5);
    return json_reply(unknown);
  }
  const auto error = check_token(request, *method, arguments);
  if (error.empty()) {
    if (const auto wait = over_limit(*method, arguments.values)) return too_many(*wait);
  }
  auto body = error.empty() ? call(request, *method, arguments) : refusal(error);
  if (!arguments.charset) body["warning"] = "missing_charset";
  auto reply = json_reply(body);
  if (error.empty())
    reply.headers.emplace_back("X-OAuth-Scopes", fmt::format("{}", fmt::join(world_.options().scopes, ",")));
  return reply;
}

/// A bot token may also be an argument of a form, as the official clients send it at times; an app token may not.
std::string Api::check_token(const HttpServerRequest& request, const Method& method, const Arguments& arguments) {
  const auto& options = world_.options();
  const auto header = request.header("authorization");
  const auto token = header.starts_with("Bearer ") ? header.substr(7) : method.app_token ? "" : arguments.token;
  if (token.empty()) return "not_authed";
  const auto& right = method.app_token ? options.app_token : options.bot_token;
  const auto& other = method.app_token ? options.bot_token : options.app_token;
  if (token == other) return "not_allowed_token_type";
  return token == right ? "" : "invalid_auth";
}

json::object Api::call(const HttpServerRequest& request, const Method& method, const Arguments& arguments) {
  if (request.method != "POST" && method.app_token) return refusal("insecure_request");
  const auto& scopes = world_.options().scopes;
  if (!method.scope.empty() && std::find(scopes.begin(), scopes.end(), method.scope) == scopes.end()) {
    auto missing = refusal("missing_scope");
    missing["needed"] = method.scope;
    missing["provided"] = fmt::format("{}", fmt::join(scopes, ","));
    return missing;
  }
  if (!arguments.error.empty()) return refusal(arguments.error);
  auto problems = arguments.problems;
  for (const auto& argument : method.arguments) {
    if (argument.required && !arguments.values.contains(argument.name)) {
      problems.push_back(fmt::format("missing required field: {}", argument.name));
    }
  }
  if (!problems.empty()) return refusal("invalid_arguments", problems);
  return method.run(desk_, arguments.values);
}

std::optional<int> Api::over_limit(const Method& method, const json::object& arguments) {
  if (!world_.options().rate_limits) return std::nullopt;
  const auto now = world_.now();
  if (const auto wait = limits_.method(std::string{method.name}, method.per_minute, now)) return wait;
  if (method.name != "chat.postMessage") return std::nullopt;
  const auto channel = text_of(arguments, "channel");
  const auto* user = world_.user(channel);  // a message to a person is one in the direct conversation with them
  return limits_.message(user == nullptr ? channel : world_.direct(*user).id, now);
}

/// A POST to a response_url: no token, JSON only.
HttpServerReply Api::respond(const HttpServerRequest& request) {
  boost::system::error_code error;
  const auto body = json::parse(request.body, error);
  if (error || !body.is_object()) return bare(400, R"({"ok":false,"error":"invalid_payload"})", "application/json");
  const auto refused = use_response_url(world_, record_, request.path, body.get_object());
  if (refused.empty()) return bare(200, "ok", "text/plain");
  auto reply = json_reply(refusal(refused));
  reply.status = refused.ends_with("_url") ? 404 : 400;
  return reply;
}

}  // namespace integrations::simulator::slack
