#include "world_support.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <fstream>
#include <stdexcept>

namespace e2e {
namespace json = boost::json;

namespace {

constexpr std::string_view channel = "C0INCIDENT", page = "simulatedpage", page_key = "simulated-key";

std::string program(const char* variable, const char* built) {
  const char* chosen = std::getenv(variable);
  return chosen == nullptr ? built : chosen;
}
std::string sitrep() {
  return program("SITREP_PROGRAM", SITREP_PROGRAM);
}

std::filesystem::path new_folder() {
  auto name = (std::filesystem::temp_directory_path() / "sitrep-e2e-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  return name;
}

}  // namespace

World::World() : folder_(new_folder()), slack_port_(free_port()), page_port_(free_port()), health_port_(free_port()) {
  write("sitrep.yaml", fmt::format(R"(organisation: Acme
channels:
  incidents: "#incident-response"
components:
  - key: api
    name: API
  - key: checkout
    name: Checkout
listen: "127.0.0.1:{}"
statuspage:
  page_id: {}
)",
                                   health_port_, page));
  start_simulator();
}

World::~World() {
  bot_.reset();
  simulator_.reset();
  if (!testing::Test::HasFailure()) {
    std::error_code ignored;  // a left-over in the temporary folder harms nobody
    std::filesystem::remove_all(folder_, ignored);
  } else {
    fmt::print("What was there is kept in {}\n", folder_.string());
  }
}

void World::write(std::string_view name, std::string_view content) const {
  std::ofstream{path(name)} << content;
}

void World::start_simulator() {
  simulator_ = std::make_unique<Process>(
      Arguments{program("SITREP_SIMULATOR", SITREP_SIMULATOR), "--slack-port", std::to_string(slack_port_),
                "--statuspage-port", std::to_string(page_port_), "--no-rate-limits"},
      Environment{}, path("simulator" + std::to_string(runs_++)));
  if (!eventually([&] { return count(simulator_->out(), "statuspage ") > 0; }))
    throw std::runtime_error("the simulator did not start: " + simulator_->err());
  act("user", {{"id", "U0ANN"}, {"name", "ann"}});
  act("channel", {{"id", channel}, {"name", "incident-response"}});
  act("channel", {{"id", "C0LAUNCH"}, {"name", "product-launch"}});
  act("page_component", {{"name", "API"}});
  act("page_component", {{"name", "Checkout"}});
}

void World::stop_simulator() {
  simulator_->signal(SIGTERM);
  simulator_->wait(Seconds{10});
  simulator_.reset();
}

json::object World::act(const std::string& name, const json::object& with) const {
  const auto answer = http("POST", slack_port_, "/_control/" + name, json::serialize(with));
  if (answer.status != 200) throw std::runtime_error(fmt::format("{}: {} {}", name, answer.status, answer.body));
  return json::parse(answer.body).as_object();
}

void World::slash(const std::string& user, const std::string& line) const {
  const auto space = line.find(' ');
  act("slash", {{"user", user},
                {"channel", channel},
                {"command", "/" + line.substr(0, space)},
                {"text", space == std::string::npos ? "" : line.substr(space + 1)}});
}

json::object World::state() const {
  return json::parse(http("GET", slack_port_, "/_control/state").body).as_object();
}

std::vector<json::object> World::messages(std::string_view part) const {
  std::vector<json::object> result;
  const auto all = state();
  for (const auto& message : all.at("messages").at(channel).as_array())
    if (count(at(message, "text"), part) > 0) result.push_back(message.as_object());
  return result;
}

bool World::answered(std::string_view user, std::string_view part) const {
  const auto all = state();
  for (const auto& sight : all.at("sights").as_array())
    if (at(sight, "kind") == "ephemeral" && at(sight, "to") == user &&
        (part.empty() || count(json::serialize(sight), part) > 0))
      return true;
  return false;
}

bool World::timed_out(std::string_view user) const {
  const auto all = state();
  for (const auto& sight : all.at("sights").as_array())
    if (at(sight, "kind") == "timeout" && at(sight, "to") == user) return true;
  return false;
}

json::array World::page_incidents() const {
  const auto answer = http("GET", page_port_, fmt::format("/v1/pages/{}/incidents", page), {},
                           {fmt::format("Authorization: OAuth {}", page_key)});
  if (answer.status != 200) throw std::runtime_error("the page answers " + std::to_string(answer.status));
  return json::parse(answer.body).as_array();
}

Environment World::tokens() const {
  return {{"SITREP_SLACK_APP_TOKEN", "xapp-1-SIMULATED"},
          {"SITREP_SLACK_BOT_TOKEN", "xoxb-SIMULATED"},
          {"SITREP_STATUSPAGE_API_KEY", std::string{page_key}},
          {"SITREP_SLACK_API_URL", fmt::format("http://127.0.0.1:{}/api/", slack_port_)},
          {"SITREP_STATUSPAGE_API_URL", fmt::format("http://127.0.0.1:{}/v1", page_port_)}};
}

void World::start_unwatched() {
  bot_.reset();
  bot_ = std::make_unique<Process>(Arguments{sitrep(), "serve", "--config", config()}, tokens(),
                                   path("bot" + std::to_string(runs_++)));
}

void World::start() {
  start_unwatched();
  if (!eventually([&] { return health_word() == "ok"; }))
    throw std::runtime_error("not connected: " + health().body + bot_->err());
}

int World::stop() {
  bot_->signal(SIGTERM);
  return bot_->wait(Seconds{10}).value_or(-1);
}

void World::kill() {
  bot_->signal(SIGKILL);
  bot_->wait(Seconds{10});
}

HttpAnswer World::health() const {
  return http("GET", health_port_, "/api/health");
}

std::string World::health_word() const {
  const auto answer = health();
  return answer.status == 0 ? "" : at(json::parse(answer.body), "status");
}

bool World::all_delivered() const {
  const auto answer = health();
  return answer.status != 0 && json::parse(answer.body).at("checks").at("deliveries").at("waiting") == 0;
}

Answer World::run(const Arguments& words, const Environment& more) const {
  auto environment = tokens();
  environment["SITREP_CONFIG"] = config();
  for (const auto& [name, value] : more) environment[name] = value;
  return run_bare(words, environment);
}

Answer World::run_bare(const Arguments& words, const Environment& environment) const {
  Arguments command{sitrep()};
  command.insert(command.end(), words.begin(), words.end());
  Process process{command, environment, path("run" + std::to_string(runs_++))};
  const auto code = process.wait(Seconds{30}).value_or(-1);
  return {code, process.out(), process.err()};
}

std::string at(const json::value& value, std::string_view path) {
  const json::value* here = &value;
  while (!path.empty()) {
    const auto end = std::min(path.find('.'), path.size());
    if (!here->is_object()) return {};
    here = here->get_object().if_contains(path.substr(0, end));
    if (here == nullptr) return {};
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return here->is_string() ? std::string{here->get_string()} : std::string{};
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

}  // namespace e2e
