#include "tests/storage/storage_support.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <future>

namespace storage::testing {

using namespace playbooks;

Scratch::Scratch() {
  auto name = (std::filesystem::temp_directory_path() / "sitrep-storage-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  directory_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

Prepared::Prepared() {
  if (const auto ready = prepare(database()); !ready) throw std::runtime_error(ready.error().message);
}

Time at(int minute) {
  return Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}} + std::chrono::hours{14} +
         std::chrono::minutes{minute};
}

CommitResult commit(Journal& journal, Stage stage) {
  std::promise<CommitResult> promise;
  auto future = promise.get_future();
  journal.commit(std::move(stage), [&promise](CommitResult result) { promise.set_value(std::move(result)); });
  return future.get();
}

CommitFailure::Cause cause_of(const CommitResult& result) {
  EXPECT_FALSE(result.has_value()) << "the commit succeeded";
  return result ? CommitFailure::Cause::stopped : result.error().cause;
}

InputRow input(const std::string& id, std::vector<std::string> keys, const std::string& reply) {
  return {id, "slash", at(0), std::move(keys), "{\"text\":\"declare\"}", reply};
}

Effect card(const std::string& key, IncidentId id) {
  Effect effect;
  effect.key = key;
  effect.lane = "slack/C1";
  effect.priority = Priority::card;
  effect.group = "INC-1/card";
  effect.created = at(0);
  effect.input = "in-1";
  effect.body = DrawCard{id};
  return effect;
}

void Teller::tell(Stage& stage, const std::string& stream, Event event, Time when) {
  const auto id = parse_incident_id(stream);
  int number = state.components_version + 1;
  if (id) {
    const auto found = state.incidents.find(*id);
    number = found == state.incidents.end() ? 1 : found->second.version + 1;
  }
  const auto before = state.claims;
  const Recorded recorded{stream, number, when, {"U1", "ann"}, "in-1", std::move(event)};
  evolve(state, recorded);
  stage.events.push_back(recorded);
  if (id) {
    std::erase_if(stage.incidents, [&](const Incident& each) { return each.id == *id; });
    stage.incidents.push_back(state.incidents.at(*id));
  }
  for (const auto& [component, claims] : before)
    for (const auto& claim : claims) stage.claims_dropped.emplace_back(component, claim.holder);
  stage.claims_set.clear();
  for (const auto& [component, claims] : state.claims)
    stage.claims_set.insert(stage.claims_set.end(), claims.begin(), claims.end());
}

Stage Teller::declare(int number, const std::string& title, Time when) {
  Stage stage;
  IncidentDeclared declared;
  declared.title = title;
  declared.severity = "P1";
  declared.visibility = Visibility::public_page;
  declared.components = {{"api", ComponentStatus::partial_outage}};
  declared.started = when;
  declared.lead = {"U1", "ann"};
  declared.channel = "C1";
  tell(stage, fmt::format("INC-{}", number), declared, when);
  return stage;
}

void tamper(const std::filesystem::path& database, const std::string& sql) {
  const Connection connection{database, Connection::Mode::write, std::chrono::milliseconds{1000}};
  connection.exec(sql);
}

void tamper_create(const std::filesystem::path& database, const std::string& sql) {
  const Connection connection{database, Connection::Mode::create, std::chrono::milliseconds{1000}};
  connection.exec(sql);
}

std::string problems(const VerifyReport& report) {
  return fmt::format("{}", fmt::join(report.problems, "\n"));
}

}  // namespace storage::testing
