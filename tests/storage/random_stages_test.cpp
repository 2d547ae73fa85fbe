// Whatever is committed, in whatever pieces, with conflicts among it and restarts in between: what is read afterwards
// is exactly that, and the history proves it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>

#include "tests/storage/storage_support.hpp"

namespace storage::testing {
namespace {

using namespace playbooks;

unsigned seed() {
  const char* given = std::getenv("SITREP_TEST_SEED");  // to repeat a failure
  return given == nullptr ? std::random_device{}() : static_cast<unsigned>(std::strtoul(given, nullptr, 10));
}

/// What a perfect memory would hold.
struct Model {
  Teller teller;
  std::map<std::string, Timer> timers;
  std::vector<Effect> waiting;
  std::map<std::string, Receipt> receipts;
  std::map<std::string, std::string> replies;
  std::vector<Recorded> history;
};

class Chance {
 public:
  explicit Chance(unsigned seed) : random_(seed) {}
  int below(int limit) { return std::uniform_int_distribution{0, limit - 1}(random_); }
  bool one_in(int n) { return below(n) == 0; }
  ComponentStatus status() { return static_cast<ComponentStatus>(below(5)); }
  std::string text() {
    static const std::vector<std::string> texts = {
        "", "plain", "“quotes” \"\\", "line\nbreak", "ü ✓ 😀", std::string("nul \0 in", 8), std::string(5000, 'l')};
    return texts[static_cast<std::size_t>(below(static_cast<int>(texts.size())))];
  }

 private:
  std::mt19937 random_;
};

Event random_event(Chance& chance, const Incident* incident, Time when) {
  if (incident == nullptr)
    return IncidentDeclared{chance.text(),
                            "P1",
                            static_cast<Visibility>(chance.below(2)),
                            static_cast<Kind>(chance.below(2)),
                            chance.text(),
                            {{"api", chance.status()}, {"db", chance.status()}},
                            when,
                            {"U1", "ann"},
                            "C1",
                            std::nullopt};
  switch (chance.below(8)) {
    case 0:
      return StatusChanged{incident->status, static_cast<Status>(chance.below(3)), chance.text(), when};
    case 1:
      return ComponentsChanged{{{"api", chance.status()}, {"web", chance.status()}}};
    case 2:
      return NoteAdded{chance.text(), std::nullopt};
    case 3:
      return IncidentResolved{chance.text()};
    case 4:
      return IncidentReopened{chance.text(), when};
    case 5:
      return CardPosted{{"C1", chance.text(), {}}};
    case 6:
      return UpdateOverdue{when, std::nullopt};
    default:
      return UpdatePosted{chance.text(), when};
  }
}

Stage random_stage(Chance& chance, Model& model, int turn) {
  Stage stage;
  const auto when = at(turn);
  for (int i = chance.below(3); i > 0; --i) {
    auto row = input(fmt::format("in-{}-{}", turn, i), {fmt::format("k-{}-{}", turn, i)}, chance.text());
    model.replies[row.keys.front()] = row.reply;
    stage.inputs.push_back(std::move(row));
  }
  for (int i = chance.below(4); i > 0; --i) {
    if (chance.one_in(5)) {
      model.teller.tell(stage, "components", ComponentStatusSet{"db", chance.status(), chance.text()}, when);
      continue;
    }
    const IncidentId id{1 + chance.below(6)};
    const auto found = model.teller.state.incidents.find(id);
    const auto* incident = found == model.teller.state.incidents.end() ? nullptr : &found->second;
    model.teller.tell(stage, to_string(id), random_event(chance, incident, when), when);
  }
  model.history.insert(model.history.end(), stage.events.begin(), stage.events.end());
  const auto name = fmt::format("timer-{}", chance.below(4));
  if (chance.one_in(2)) {
    stage.timers_gone.push_back(name);
    model.timers.erase(name);
  }
  if (chance.one_in(2)) {
    const Timer timer{name, at(chance.below(100)), UpdateDue{{chance.below(9)}}};
    stage.timers_set.push_back(timer);
    model.timers[name] = timer;
  }
  if (chance.one_in(2)) {
    stage.effects.push_back(card(fmt::format("effect-{}", turn)));
    model.waiting.push_back(stage.effects.back());
  }
  if (!model.waiting.empty() && chance.one_in(3)) {
    const auto which = model.waiting.begin() + chance.below(static_cast<int>(model.waiting.size()));
    EffectDone done{
        which->key, static_cast<EffectEnd>(chance.below(4)), {chance.text(), "l", "d"}, chance.text(), when};
    if (done.end == EffectEnd::delivered) model.receipts[done.key] = done.receipt;
    stage.effects_done.push_back(std::move(done));
    model.waiting.erase(which);
  }
  return stage;
}

/// A stage that must fail (the history is not empty), and leave no trace of the rest of it.
Stage conflicting_stage(Chance& chance, const Model& model) {
  Stage stage;
  stage.timers_gone = {"timer-0", "timer-1"};
  stage.effects.push_back(card("never"));
  if (model.replies.empty() || chance.one_in(2))
    stage.events.push_back(
        model.history[static_cast<std::size_t>(chance.below(static_cast<int>(model.history.size())))]);
  else
    stage.inputs.push_back(input("in-never", {"new", model.replies.begin()->first}, "never"));
  return stage;
}

void expect_equal(const Model& model, const std::filesystem::path& database) {
  const Reader reader{database};
  const auto state = reader.load_state();
  auto open = model.teller.state.incidents;
  std::erase_if(open, [](const auto& each) { return !each.second.open(); });
  EXPECT_EQ(state.incidents, open);
  const auto sorted = [](Claims claims) {
    for (auto& [component, held] : claims) std::ranges::sort(held, {}, &HeldClaim::holder);
    return claims;
  };
  EXPECT_EQ(sorted(state.claims), sorted(model.teller.state.claims));
  EXPECT_EQ(state.next_incident, model.teller.state.next_incident);
  EXPECT_EQ(state.components_version, model.teller.state.components_version);
  for (const auto& [id, incident] : model.teller.state.incidents) EXPECT_EQ(reader.incident(id), incident);
  EXPECT_EQ(reader.history({.limit = -1}), model.history);
  EXPECT_EQ(reader.undelivered(), model.waiting);
  std::map<std::string, Timer> timers;
  for (auto& timer : reader.timers()) timers[timer.name] = timer;
  EXPECT_EQ(timers, model.timers);
  for (const auto& [key, receipt] : model.receipts) EXPECT_EQ(reader.receipt(key), receipt) << key;
  for (const auto& [key, reply] : model.replies) EXPECT_EQ(reader.reply_to(key), reply) << key;
  EXPECT_EQ(problems(reader.verify()), "");
  EXPECT_TRUE(reader.take_skipped().empty());
}

TEST(RandomStages, AreReadAsTheyWereCommitted) {
  const auto start = seed();
  SCOPED_TRACE(fmt::format("SITREP_TEST_SEED={}", start));
  Chance chance{start};
  const Prepared scratch;
  Model model;
  int turn = 0;
  for (int run = 0; run < 6; ++run) {
    {
      SqliteJournal journal{scratch.database()};
      for (int i = 0; i < 40; ++i) {
        const bool conflicts = !model.history.empty() && chance.one_in(6);
        auto stage = conflicts ? conflicting_stage(chance, model) : random_stage(chance, model, ++turn);
        journal.commit(std::move(stage), [conflicts, turn](const CommitResult& result) {
          EXPECT_EQ(result.has_value(), !conflicts) << "turn " << turn << (result ? "" : ": " + result.error().message);
        });
      }
    }
    ASSERT_TRUE(prepare(scratch.database()));
    expect_equal(model, scratch.database());
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace storage::testing
