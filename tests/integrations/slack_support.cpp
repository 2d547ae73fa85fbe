#include "slack_support.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "integrations/ports/log.hpp"

namespace slack_test {
namespace json = boost::json;
using namespace playbooks;
using namespace std::chrono_literals;
using integrations::HttpResponse;

FakeSlack::FakeSlack() {
  integrations::set_log("error");  // the failures here are wanted
}

boost::asio::awaitable<HttpResponse> FakeSlack::request(integrations::HttpRequest request) {
  Call call;
  call.method = request.url.substr(request.url.rfind('/') + 1);
  if (request.body.starts_with('{')) call.arguments = json::parse(request.body);
  call.request = std::move(request);
  auto& waiting = answers_[call.method];
  calls.push_back(std::move(call));
  if (waiting.empty()) co_return ok(R"({"ok":true})");
  auto response = std::move(waiting.front());
  waiting.pop_front();
  co_return response;
}

void FakeSlack::answer(const std::string& method, HttpResponse response) {
  answers_[method].push_back(std::move(response));
}

HttpResponse FakeSlack::status(int status, std::string body, std::map<std::string, std::string> headers) {
  HttpResponse response;
  response.outcome = HttpResponse::Outcome::answered;
  response.status = status;
  response.body = std::move(body);
  response.headers = std::move(headers);
  return response;
}
HttpResponse FakeSlack::ok(std::string body) {
  return status(200, std::move(body));
}
HttpResponse FakeSlack::failed(HttpResponse::Outcome outcome, std::string trouble) {
  HttpResponse response;
  response.outcome = outcome;
  response.trouble = std::move(trouble);
  return response;
}

std::vector<std::string> FakeSlack::methods() const {
  std::vector<std::string> result;
  for (const auto& call : calls) result.push_back(call.method);
  return result;
}

Policy policy() {
  Policy policy;
  policy.severities = default_severities();
  policy.default_severity = "P2";
  Component api;
  api.key = "api";
  api.name = "API";
  Component db;
  db.key = "db";
  db.name = "Database";
  policy.components = {api, db};
  policy.incident_channel = "#incident-response";
  policy.publicity.pages = {"statuspage"};
  return policy;
}

Incident incident() {
  const auto now = StillClock{}.now();
  Incident i;
  i.id = {12};
  i.version = 4;
  i.title = "Checkout is down";
  i.severity = "P1";
  i.status = Status::identified;
  i.visibility = Visibility::public_page;
  i.impact = "Nobody can pay";
  i.components = {{"api", ComponentStatus::partial_outage}, {"db", ComponentStatus::major_outage}};
  i.lead = {"U0ANN", "ann"};
  i.declared = {{"U0ANN", "ann"}, now - 10min};
  i.started = now - 12min;
  i.last_update = "The database is out of connections";
  i.updated = {{"U0BOB", "bob"}, now - 2min};
  i.status_set = i.updated;
  i.update_due = now + 28min;
  i.channel = "C0INC";
  i.card = {"C0INC", "1763733300.000100", "https://acme.slack.com/archives/C0INC/p1763733300000100"};
  i.page = {"abc123", "https://stspg.io/abc123", "identified", now - 1min, "", {}};
  return i;
}

Effect effect(std::string key, EffectBody body) {
  Effect effect;
  effect.key = std::move(key);
  effect.lane = "slack:C0INC";
  effect.created = StillClock{}.now();
  effect.body = std::move(body);
  return effect;
}

namespace {

/// One value a line, so that a difference can be read.
void pretty(std::ostream& out, const json::value& value, std::size_t depth) {
  const std::string indent(depth * 2, ' ');
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    out << "{\n";
    std::size_t left = object->size();
    for (const auto& member : *object) {
      out << indent << "  " << json::serialize(member.key()) << ": ";
      pretty(out, member.value(), depth + 1);
      out << (--left > 0 ? ",\n" : "\n");
    }
    out << indent << "}";
  } else if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
    out << "[\n";
    for (std::size_t i = 0; i < array->size(); ++i) {
      out << indent << "  ";
      pretty(out, (*array)[i], depth + 1);
      out << (i + 1 < array->size() ? ",\n" : "\n");
    }
    out << indent << "]";
  } else {
    out << json::serialize(value);
  }
}

}  // namespace

void expect_golden(const std::string& name, const std::string& text) {
  boost::system::error_code error;
  const auto value = json::parse(text, error);
  ASSERT_FALSE(error) << name << ": not JSON: " << text;
  std::ostringstream out;
  pretty(out, value, 0);
  out << "\n";
  const auto path = std::filesystem::path{SITREP_SOURCE_DIR} / "tests/integrations/golden" / name;
  const auto* update = std::getenv("UPDATE_GOLDEN");
  if (update != nullptr && std::string_view{update} == "1") {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path} << out.str();
    return;
  }
  std::ifstream file{path};
  const std::string wanted{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_EQ(out.str(), wanted) << name << " differs; if that is meant, run the test with UPDATE_GOLDEN=1";
}

}  // namespace slack_test
