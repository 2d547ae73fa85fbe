#include "integrations/slack/web_api.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "integrations/ports/log.hpp"
#include "integrations/slack/views/json.hpp"

namespace integrations::slack {
namespace {
using namespace std::chrono_literals;
using playbooks::Duration;

constexpr Duration first_pause = 1s, longest_pause = 60s;

void append_percent(std::string& out, std::string_view text) {
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
}

}  // namespace

Arguments& Arguments::text(std::string_view name, std::string_view value) {
  arguments_.push_back({std::string{name}, std::string{value}, false});
  return *this;
}
Arguments& Arguments::flag(std::string_view name, bool value) {
  return json(name, value ? "true" : "false");
}
Arguments& Arguments::json(std::string_view name, std::string value) {
  arguments_.push_back({std::string{name}, std::move(value), true});
  return *this;
}

std::string Arguments::as_json() const {
  std::string out;
  {
    JsonObject object{out};
    for (const auto& argument : arguments_)
      argument.is_json ? object.raw(argument.name, argument.value) : object.text(argument.name, argument.value);
  }
  return out;
}

std::string Arguments::as_form() const {
  std::string out;
  for (const auto& argument : arguments_) {
    if (!out.empty()) out += '&';
    append_percent(out, argument.name);
    out += '=';
    append_percent(out, argument.value);
  }
  return out;
}

std::string_view Arguments::value(std::string_view name) const {
  const auto found = std::ranges::find(arguments_, name, &Argument::name);
  return found == arguments_.end() ? std::string_view{} : found->value;
}

HttpRequest WebApi::request(const std::string& method, const Arguments& arguments) const {
  HttpRequest request;
  request.url = api_url_ + method;
  // A list of members is text in a form and an array in JSON; Slack's own clients send the form.
  const bool form = is_read(method) || method == "usergroups.users.update";
  request.headers = {{"Authorization", "Bearer " + token_},
                     {"Content-Type", form ? "application/x-www-form-urlencoded" : "application/json; charset=utf-8"}};
  request.body = form ? arguments.as_form() : arguments.as_json();
  return request;
}

WebApi::Failure WebApi::failed(const std::string& method, Trouble trouble) {
  const auto now = clock_.now();
  const int times = std::min(++failures_[method], 10);
  const auto pause = std::min(first_pause * (1 << (times - 1)), longest_pause);
  const auto wait = std::max(trouble.wait, trouble.rate_limited ? Duration{1s} : Duration{pause});
  if (trouble.rate_limited) {
    lanes_.limited(method, wait, now);
    trouble.why = lanes_.when(method, {}, now).why;
  }
  log_warning("slack call failed", {{"method", method}, {"error", trouble.error}, {"why", trouble.why}});
  return {std::move(trouble), now + wait};
}

boost::asio::awaitable<WebApi::Result> WebApi::call(std::string method, Arguments arguments) {
  const auto now = clock_.now();
  const auto channel = arguments.value("channel");
  if (auto turn = lanes_.when(method, channel, now); turn.at > now) {
    Trouble trouble{Trouble::Kind::retry, {}, std::move(turn.why), turn.at - now, true};
    co_return std::unexpected(Failure{std::move(trouble), turn.at});
  }
  lanes_.sent(method, channel, now);
  auto prepared = request(method, arguments);
  const auto response = co_await http_.request(std::move(prepared));
  auto answer = read_answer(method, response, clock_.now());
  if (!answer) co_return std::unexpected(failed(method, std::move(answer.error())));
  failures_.erase(method);
  co_return std::move(*answer);
}

}  // namespace integrations::slack
