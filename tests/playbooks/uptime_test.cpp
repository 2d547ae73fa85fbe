#include "playbooks/uptime.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "playbooks/rules.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;
using enum ComponentStatus;

const Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}};
const Actor ann{"U1", "ann"};
const std::vector<std::string> api{"api"};

/// A history told event by event.
struct Story {
  std::vector<Recorded> history;
  std::map<std::string, int> numbers;

  void tell(Duration after, const std::string& stream, Event event) {
    history.push_back({stream, ++numbers[stream], start + after, ann, "in", std::move(event)});
  }
  void declare(Duration after, int number, std::vector<ComponentClaim> components,
               Visibility visibility = Visibility::public_page, Kind kind = Kind::real) {
    IncidentDeclared e;
    e.title = "trouble";
    e.severity = "P1";
    e.visibility = visibility;
    e.kind = kind;
    e.components = std::move(components);
    tell(after, to_string(IncidentId{number}), e);
  }
  void resolve(Duration after, int number) { tell(after, to_string(IncidentId{number}), IncidentResolved{"done"}); }
  void set(Duration after, std::string component, ComponentStatus status) {
    tell(after, "components", ComponentStatusSet{std::move(component), status, {}});
  }
  ComponentUptime of_api(Duration from, Duration to) const { return uptime(history, api, start + from, start + to)[0]; }
};

TEST(Uptime, NothingRecordedIsAllUp) {
  const auto one = Story{}.of_api(0h, 24h);
  EXPECT_EQ(one.up, 24h);
  EXPECT_EQ(one.percent, 100);
  EXPECT_EQ(Story{}.of_api(24h, 24h).percent, 100) << "no time at all";
}

TEST(Uptime, CountsFromTheMomentThatThePageChanged) {
  Story s;
  s.declare(2h, 1, {{"api", major_outage}, {"db", degraded_performance}});
  s.tell(3h, "INC-1", ComponentsChanged{{{"api", partial_outage}}});
  s.resolve(5h, 1);
  const auto one = s.of_api(0h, 100h);
  EXPECT_EQ(one.major, 1h);
  EXPECT_EQ(one.partial, 2h);
  EXPECT_EQ(one.up, 97h);
  EXPECT_DOUBLE_EQ(one.percent, 97);
  EXPECT_EQ(public_spans(s.history, start, start + 100h),
            (std::vector<StatusSpan>{{"api", major_outage, start + 2h, start + 3h},
                                     {"api", partial_outage, start + 3h, start + 5h},
                                     {"db", degraded_performance, start + 2h, start + 3h}}));
}

TEST(Uptime, IsCutToThePeriod) {
  Story s;
  s.declare(1h, 1, {{"api", major_outage}});
  EXPECT_EQ(s.of_api(2h, 4h).major, 2h) << "began before, and goes on";
  EXPECT_EQ(s.of_api(0h, 1h).major, 0h) << "begins where the period ends";
  s.resolve(3h, 1);
  EXPECT_EQ(s.of_api(2h, 4h).major, 1h);
  EXPECT_EQ(s.of_api(3h, 4h).major, 0h);
  s.tell(5h, "INC-1", IncidentReopened{"again", {}});
  EXPECT_EQ(s.of_api(4h, 6h).major, 1h);
}

TEST(Uptime, TheWorstPublicClaimCounts) {
  Story s;
  s.declare(0h, 1, {{"api", degraded_performance}});
  s.declare(1h, 2, {{"api", major_outage}});
  s.declare(1h, 3, {{"api", major_outage}}, Visibility::internal);
  s.declare(1h, 4, {{"api", major_outage}}, Visibility::public_page, Kind::drill);
  s.resolve(2h, 2);
  s.set(3h, "api", partial_outage);
  s.set(4h, "api", operational);
  const auto one = s.of_api(0h, 10h);
  EXPECT_EQ(one.major, 1h) << "neither the internal one nor the drill";
  EXPECT_EQ(one.partial, 1h);
  EXPECT_EQ(one.degraded, 8h);
  EXPECT_DOUBLE_EQ(one.percent, 80) << "degraded counts as up";
}

TEST(Uptime, MaintenanceCountsNeitherWay) {
  Story s;
  MaintenanceScheduled scheduled;
  scheduled.maintenance.id = {1};
  scheduled.maintenance.title = "Work";
  scheduled.maintenance.components = {"api"};
  scheduled.maintenance.starts = start + 10h;
  scheduled.maintenance.ends = start + 20h;
  s.tell(0h, "maintenance", scheduled);
  s.tell(10h, "maintenance", MaintenanceStarted{{1}, {}, {}});
  s.declare(15h, 1, {{"api", major_outage}});
  s.resolve(16h, 1);
  s.tell(20h, "maintenance", MaintenanceCompleted{{1}, "done", {}, {}});
  const auto one = s.of_api(0h, 20h);
  EXPECT_EQ(one.maintenance, 9h);
  EXPECT_EQ(one.major, 1h) << "an outage in the middle of it is one";
  EXPECT_DOUBLE_EQ(one.percent, 100.0 * 10 / 11);
  EXPECT_EQ(s.of_api(10h, 15h).percent, 100) << "nothing but maintenance";
}

TEST(Uptime, AClockThatIsSetBackTakesNothingBack) {
  Story s;
  s.declare(5h, 1, {{"api", major_outage}});
  s.resolve(4h, 1);
  EXPECT_EQ(s.of_api(0h, 10h).down(), 0h);
  EXPECT_EQ(s.of_api(0h, 10h).up, 10h);
}

TEST(Credit, IsThatOfTheLowestTier) {
  const std::vector<CreditTier> tiers = {{95, 50}, {99, 25}, {99.9, 10}};
  EXPECT_EQ(credit(100, tiers), 0);
  EXPECT_EQ(credit(99.9, tiers), 0) << "below, not at";
  EXPECT_EQ(credit(99.89, tiers), 10);
  EXPECT_EQ(credit(98, tiers), 25);
  EXPECT_EQ(credit(0, tiers), 50);
  const std::vector<CreditTier> reversed = {{99.9, 10}, {99, 25}, {95, 50}};
  EXPECT_EQ(credit(98, reversed), 25) << "whatever their order";
  EXPECT_EQ(credit(0, {}), 0);
}

/// The second reading: every minute by itself, from nothing but who claims what in it.
struct Minutes {
  using Claim = std::pair<int, int>;  // holder, component
  std::map<Claim, ComponentStatus> claims;
  std::map<int, std::map<ComponentStatus, int>> spent;  // component -> minutes in each status

  void pass(int minutes, int components) {
    for (int minute = 0; minute < minutes; ++minute)
      for (int component = 0; component < components; ++component) {
        auto worst = operational;
        for (const auto& [claim, status] : claims)
          if (claim.second == component) worst = std::max(worst, status);
        ++spent[component][worst];
      }
  }
};

TEST(Uptime, AgreesWithAReadingMinuteByMinute) {
  std::mt19937 random{2026};
  const auto below = [&](int limit) { return std::uniform_int_distribution<int>{0, limit - 1}(random); };
  const std::vector<std::string> names = {"api", "db", "web"};
  constexpr ComponentStatus statuses[] = {operational, under_maintenance, degraded_performance, partial_outage,
                                          major_outage};
  for (int run = 0; run < 200; ++run) {
    Story story;
    Minutes second;
    int minute = 0, next_incident = 1;
    const int from = below(200);
    const auto pass = [&](int minutes) {
      const int before = std::clamp(from - minute, 0, minutes);
      second.pass(minutes - before, 3);
      minute += minutes;
    };
    std::map<int, bool> open;
    for (int step = 0; step < 40; ++step) {
      pass(below(30));
      const auto at = std::chrono::minutes{minute};
      const int component = below(3);
      const auto status = statuses[below(5)];
      switch (below(4)) {
        case 0: {
          const bool shown = below(4) > 0;
          story.declare(at, next_incident, {{names[static_cast<std::size_t>(component)], status}},
                        shown ? Visibility::public_page : Visibility::internal);
          if (shown) second.claims[{next_incident, component}] = status;
          open[next_incident++] = shown;
          break;
        }
        case 1: {
          if (open.empty()) break;
          const auto id = std::next(open.begin(), below(static_cast<int>(open.size())))->first;
          story.resolve(at, id);
          std::erase_if(second.claims, [&](const auto& claim) { return claim.first.first == id; });
          open.erase(id);
          break;
        }
        case 2:
          story.set(at, names[static_cast<std::size_t>(component)], status);
          second.claims[{0, component}] = status;
          break;
        default: {
          if (open.empty()) break;
          const auto [id, shown] = *std::next(open.begin(), below(static_cast<int>(open.size())));
          story.tell(at, to_string(IncidentId{id}),
                     ComponentsChanged{{{names[static_cast<std::size_t>(component)], status}}});
          std::erase_if(second.claims, [&, which = id](const auto& claim) { return claim.first.first == which; });
          if (shown) second.claims[{id, component}] = status;
        }
      }
    }
    pass(300);
    const auto all =
        uptime(story.history, names, start + std::chrono::minutes{from}, start + std::chrono::minutes{minute});
    for (int component = 0; component < 3; ++component) {
      const auto& one = all[static_cast<std::size_t>(component)];
      auto& spent = second.spent[component];
      EXPECT_EQ(one.up, std::chrono::minutes{spent[operational]});
      EXPECT_EQ(one.degraded, std::chrono::minutes{spent[degraded_performance]});
      EXPECT_EQ(one.partial, std::chrono::minutes{spent[partial_outage]});
      EXPECT_EQ(one.major, std::chrono::minutes{spent[major_outage]});
      EXPECT_EQ(one.maintenance, std::chrono::minutes{spent[under_maintenance]});
      const int counted = minute - from - spent[under_maintenance];
      const int down = spent[partial_outage] + spent[major_outage];
      if (counted > 0) EXPECT_NEAR(one.percent, 100.0 * (counted - down) / counted, 1e-9);
      if (::testing::Test::HasFailure()) FAIL() << "run " << run;
    }
  }
}

}  // namespace
}  // namespace playbooks
