#include <fmt/format.h>
#include <gtest/gtest.h>

#include "playbooks/rules.hpp"
#include "storage/reader.hpp"
#include "tests/storage/storage_support.hpp"

namespace storage::testing {
namespace {

using namespace playbooks;

// What uptime is counted from leaves out the bulk of the history, and still tells every claim.
TEST(ClaimHistory, TellsEveryClaimWithoutTheTalk) {
  const Prepared scratch;
  Teller teller;
  SqliteJournal journal{scratch.database()};
  Stage stage = teller.declare(1, "Down", at(1));
  teller.tell(stage, "INC-1", UpdatePosted{"words", at(30)}, at(2));
  teller.tell(stage, "INC-1", NoteAdded{"more words", {}}, at(3));
  teller.tell(stage, "INC-1", ComponentsChanged{{{"db", ComponentStatus::major_outage}}}, at(4));
  teller.tell(stage, "components", ComponentStatusSet{"api", ComponentStatus::partial_outage, {}}, at(5));
  teller.tell(stage, "page", PageRead{}, at(6));
  teller.tell(stage, "INC-1", IncidentResolved{"done"}, at(7));
  ASSERT_TRUE(commit(journal, stage));
  const Reader reader{scratch.database()};
  const auto claims = reader.history({.to = at(7), .limit = -1, .claims_only = true});
  std::string streams;
  State state;
  for (const auto& event : claims) {
    streams += fmt::format("{}/{} ", event.stream, event.number);
    evolve(state, event);
  }
  EXPECT_EQ(streams, "INC-1/1 INC-1/4 components/1 ");
  EXPECT_EQ(public_status(state.claims, "api"), ComponentStatus::partial_outage);
  EXPECT_EQ(internal_status(state.claims, "db"), ComponentStatus::major_outage);
  State whole;
  for (const auto& event : reader.history({.limit = -1})) evolve(whole, event);
  State claimed;
  for (const auto& event : reader.history({.limit = -1, .claims_only = true})) evolve(claimed, event);
  EXPECT_EQ(claimed.claims, whole.claims);
}

}  // namespace
}  // namespace storage::testing
