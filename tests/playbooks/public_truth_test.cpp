// What customers read is true, whatever happens in whatever order: ten thousand random lives of incidents,
// maintenances, people's own words and changes by hand, with outages of the pages, crashes and restarts between.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>

#include "playbooks/cascade.hpp"
#include "tests/playbooks/public_truth_support.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

constexpr std::uint64_t first_seed = 20261121;

class Life {
 public:
  explicit Life(std::uint64_t seed) : random_(seed), world_(policy()) {
    for (const auto& timer : standing_timers(world_.rules, world_.now))
      if (timer.name != "page/local/read") world_.timers[timer.name] = timer;
  }

  /// Lives it to its quiet end; what was wrong, or nothing.
  std::string run(int steps) {
    for (int step = 0; step < steps && world_.problem.empty(); ++step) act();
    if (world_.problem.empty()) rest();
    if (world_.problem.empty()) return {};
    std::string says = world_.problem + "\n";
    for (const auto& line : world_.story) says += "  " + line + "\n";
    return says;
  }
  int decisions() const { return world_.done; }

 private:
  int below(int limit) { return static_cast<int>(random_() % static_cast<std::uint64_t>(limit)); }
  bool one_in(int of) { return below(of) == 0; }
  template <class T>
  const T& any(const std::vector<T>& list) {
    return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
  }

  Policy policy();
  std::string component() { return any(world_.rules.components).key; }
  ComponentStatus status() { return static_cast<ComponentStatus>(below(5)); }
  ComponentStatus trouble() { return static_cast<ComponentStatus>(2 + below(3)); }
  std::vector<ComponentClaim> claims(int most);
  Actor person() { return any(std::vector<Actor>{{"U1", "ann"}, {"U2", "bob"}, {"U3", "carol"}}); }
  std::string page() { return any(world_.rules.publicity.pages); }
  IncidentId incident() {
    return {1 + below(static_cast<int>(std::max<std::int64_t>(1, world_.state.next_incident - 1)))};
  }
  MaintenanceId window() {
    return {1 + below(static_cast<int>(std::max<std::int64_t>(1, world_.state.upkeep.next_id - 1)))};
  }
  /// Words that nobody has said before.
  std::string words() { return fmt::format("<{}>", ++said_); }
  /// Words about an incident, which are private unless they go out by themselves.
  std::string words_of(IncidentId id);

  bool run(const Command& command, const std::string& what) {
    const auto by = person();
    const bool done = world_.run(command, by);
    world_.story.push_back(fmt::format("{} @{} {}{}", utc_minute(world_.now), by.name, what, done ? "" : " (refused)"));
    return done;
  }

  void act();
  void of_incident();
  void merge(IncidentId into, IncidentId other);
  void of_public();
  void of_component();
  void of_maintenance();
  void of_page();
  void declare();
  void time_passes();
  void deliver();
  void rest();
  void publish_all();
  void mend_by_hand();
  void check_end();
  void check_incident(const Incident& incident, const FakePage& page);
  void check_windows(const FakePage& page);

  std::mt19937_64 random_;
  int said_ = 0;
  PublicWorld world_;
};

Policy Life::policy() {
  using enum ComponentStatus;
  Policy p;
  p.severities = default_severities();
  p.default_severity = "P2";
  p.incident_channel = "C1";
  p.components = {{"db",
                   "Database",
                   "",
                   "",
                   {},
                   {},
                   {{"api", "slow", degraded_performance, partial_outage}, {"web", "", major_outage}}},
                  {"api", "API", "", "", {}, {}, {{"web", "", partial_outage, degraded_performance}}},
                  {"web", "Web", "", "", {}, {}, {}},
                  {"auth", "Login", "", "", {}, {}, {{"api", "", major_outage}, {"web", "", degraded_performance}}}};
  p.publicity.pages = {"statuspage", "local"};
  p.publicity.confirm = one_in(3);
  p.publicity.two_persons = p.publicity.confirm && one_in(2);
  p.publicity.cascade_at_once = one_in(2);
  p.publicity.maintenance_start = one_in(3) ? MaintenanceStart::confirmed : MaintenanceStart::automatic;
  p.publicity.announce = {24h, 1h};
  p.publicity.read_every = 12h;
  p.publicity.claim_ages = one_in(4) ? 0h : 24h;
  p.publicity.checklists.clear();
  return p;
}

std::vector<ComponentClaim> Life::claims(int most) {
  std::vector<ComponentClaim> result;
  for (int i = below(most + 1); i > 0; --i) {
    auto key = component();
    if (std::ranges::find(result, key, &ComponentClaim::component) == result.end())
      result.push_back({std::move(key), one_in(4) ? status() : trouble()});
  }
  return result;
}

std::string Life::words_of(IncidentId id) {
  auto text = words();
  const auto found = world_.state.incidents.find(id);
  const bool out = found != world_.state.incidents.end() && found->second.shown_publicly();
  if (!out || world_.rules.publicity.confirm) world_.private_words.insert(text);
  return text;
}

void Life::declare() {
  DeclareIncident c;
  c.title = "Trouble " + std::to_string(world_.state.next_incident);
  c.severity = any(std::vector<std::string>{"P0", "P1", "P2", "P3"});
  c.components = claims(3);
  if (one_in(5)) c.kind = Kind::drill;
  if (c.kind == Kind::real && one_in(2)) c.visibility = one_in(3) ? Visibility::internal : Visibility::public_page;
  run(c, "declare " + c.title);
}

/// As `/incident merge` does it: what the other claims goes over, then it is closed.
void Life::merge(IncidentId into, IncidentId other) {
  const auto found = world_.state.incidents.find(other);
  if (into == other || found == world_.state.incidents.end() || !found->second.open()) return;
  const auto open = world_.state.incidents.find(into);
  if (open == world_.state.incidents.end() || !open->second.open()) return;
  const auto name = to_string(other) + " into " + to_string(into);
  const auto components = found->second.components;
  if (!components.empty()) run(SetComponents{into, components}, "take over " + name);
  if (world_.problem.empty()) run(CancelIncident{other, words_of(other)}, "merge " + name);
}

void Life::of_incident() {
  const auto id = incident();
  const auto name = to_string(id);
  switch (below(10)) {
    case 9:
      return merge(id, incident());
    case 0:
      return void(run(SetSeverity{id, any(std::vector<std::string>{"P0", "P1", "P2", "P3"}), ""}, "severity " + name));
    case 1:
      return void(run(SetStatus{id, static_cast<Status>(below(3)), one_in(2) ? words_of(id) : ""}, "status " + name));
    case 2:
    case 3:
      return void(run(PostUpdate{id, words_of(id)}, "update " + name));
    case 4:
      return void(run(ResolveIncident{id, words_of(id)}, "resolve " + name));
    case 5:
      return void(run(ReopenIncident{id, one_in(2) ? words_of(id) : ""}, "reopen " + name));
    case 6:
      return void(run(CancelIncident{id, one_in(2) ? words_of(id) : ""}, "cancel " + name));
    case 7:
      if (one_in(3)) return void(run(SetPostmortem{id, "https://pm/" + words()}, "postmortem " + name));
      return void(run(ResolveIncident{id, words_of(id)}, "resolve " + name));
    default: {
      auto list = claims(2);
      std::string shown;
      for (const auto& claim : list) shown += fmt::format(" {}:{}", claim.component, to_string(claim.status));
      return void(run(SetComponents{id, std::move(list)}, "components " + name + shown));
    }
  }
}

void Life::of_public() {
  const auto id = incident();
  const auto name = to_string(id);
  if (one_in(3)) {
    auto text = words();
    world_.private_words.insert(text);
    run(DraftPublicText{id, std::move(text), "", one_in(3) ? "Title" : ""}, "draft " + name);
  } else {
    run(PublishPublicText{id, one_in(2) ? words() : "", "", one_in(2), true}, "publish " + name);
  }
}

void Life::of_component() {
  SetComponentStatus c;
  c.claims = claims(2);
  if (c.claims.empty() || one_in(3)) c.claims = {{component(), ComponentStatus::operational}};
  if (one_in(3)) c.until = world_.now + std::chrono::minutes{1 + below(600)};
  std::string shown;
  for (const auto& claim : c.claims) shown += fmt::format(" {}:{}", claim.component, to_string(claim.status));
  if (!run(c, "set" + shown) || world_.rules.publicity.cascade_at_once || one_in(2)) return;
  // The button that applies what follows.
  for (const auto& consequence : consequences(c.claims, world_.state.claims, world_.rules)) {
    if (!world_.problem.empty()) return;
    run(SetComponentStatus{{{consequence.component, consequence.status}}, "", {}, consequence.because},
        "apply " + consequence.component + " because of " + consequence.because);
  }
}

void Life::of_maintenance() {
  const auto id = window();
  const auto name = to_string(id);
  switch (below(8)) {
    case 0:
    case 1: {
      ScheduleMaintenance c;
      c.title = "Work " + std::to_string(world_.state.upkeep.next_id);
      for (int i = 1 + below(2); i > 0; --i) c.components.push_back(component());
      c.starts = world_.now + std::chrono::minutes{below(one_in(2) ? 60 : 3000)};
      c.ends = c.starts + std::chrono::minutes{10 + below(200)};
      c.anyway = true;
      if (one_in(5)) c.recurrence = "FREQ=DAILY;COUNT=3";
      return void(run(c, "schedule " + c.title));
    }
    case 2:
      return void(run(StartMaintenance{id, one_in(3) ? words() : ""}, "start " + name));
    case 3:
      return void(run(UpdateMaintenance{id, words()}, "update " + name));
    case 4:
      return void(run(ExtendMaintenance{id, std::chrono::minutes{1 + below(90)}, "", true}, "extend " + name));
    case 5:
    case 6:
      return void(run(CompleteMaintenance{id, ""}, "complete " + name));
    default:
      return void(run(CancelMaintenance{id, ""}, "cancel " + name));
  }
}

/// People who change things on the page itself, and what is made of it here.
void Life::of_page() {
  auto& there = world_.pages.at("statuspage");
  switch (below(7)) {
    case 0: {
      const auto key = component();
      there.components[key] = status();
      there.by_hand.insert(key);
      return world_.story.push_back(fmt::format("by hand {}:{}", key, to_string(there.shown(key))));
    }
    case 1: {
      const auto status = any(std::vector<std::string>{"investigating", "identified", "monitoring"});
      there.incidents.push_back({fmt::format("x{}", ++there.made), "", status, {}, false});
      return world_.story.push_back("opened by hand " + there.incidents.back().id);
    }
    case 2:
    case 3:
      world_.story.push_back("read");
      if (world_.lanes.at("statuspage").waiting.empty() && !there.down) world_.read("statuspage");
      return;
    case 4: {
      const auto& strangers = world_.state.pages.strangers;
      if (strangers.empty()) return;
      const auto id = any(strangers).id;
      run(AdoptIncident{id, "", ""}, "adopt " + id);
      if (one_in(3)) run(AdoptIncident{id, "", ""}, "adopt again " + id);
      return;
    }
    default:
      return void(run(SettleDrift{one_in(2) ? "" : component(), static_cast<DriftAnswer>(below(3))}, "settle"));
  }
}

void Life::time_passes() {
  static const std::vector<Duration> spans{0s, 1s, 3s, 10s, 1min, 5min, 20min, 2h, 9h, 26h, 24h * 8};
  const auto span = any(spans);
  const bool down = span > 48h || one_in(4);
  world_.story.push_back(fmt::format("{} pass{}", spoken(span), down ? " without Sitrep" : ""));
  if (down) world_.restart();
  world_.wait(span, down);
}

void Life::deliver() {
  const auto name = page();
  auto& there = world_.pages.at(name);
  if (one_in(12)) {
    there.down = !there.down;
    world_.story.push_back(name + (there.down ? " is down" : " is up"));
  }
  if (there.down) return;
  if (world_.lanes.at(name).in_flight)
    return world_.end(name, one_in(8) ? Sent::failed : one_in(8) ? Sent::arrived_unheard : Sent::arrived);
  if (one_in(3)) return world_.deliver_all(name);
  if (world_.begin(name)) world_.story.push_back("sends " + world_.lanes.at(name).in_flight->effect.key);
}

void Life::act() {
  const auto what = below(100);
  if (what < 8) return declare();
  if (what < 30) return of_incident();
  if (what < 38) return of_public();
  if (what < 48) return of_component();
  if (what < 60) return of_maintenance();
  if (what < 68) return of_page();
  if (what < 80) return time_passes();
  return deliver();
}

/// Everything is delivered, what was changed by hand is settled, and what waits for a person is published.
void Life::rest() {
  world_.story.emplace_back("the quiet end");
  world_.restart();
  for (const auto& [name, there] : world_.pages) world_.deliver_all(name);
  publish_all();
  for (const auto& [name, there] : world_.pages) world_.deliver_all(name);
  mend_by_hand();
  for (const auto& [name, there] : world_.pages) world_.deliver_all(name);
  if (world_.problem.empty()) check_end();
}

void Life::publish_all() {
  if (!world_.rules.publicity.confirm) return;
  const Actor writer{"U8", "hana"}, publisher{"U9", "ivo"};
  for (const auto& [id, incident] : std::map{world_.state.incidents}) {
    if (!incident.shown_publicly() || incident.status == Status::cancelled) continue;
    world_.run(DraftPublicText{id, words(), "", ""}, writer);
    if (!world_.run(PublishPublicText{id, "", "", false, true}, publisher))
      world_.fail(to_string(id) + " cannot be published");
  }
}

void Life::mend_by_hand() {
  for (int reading = 0; reading < 2; ++reading) {
    world_.wait(1min);
    world_.deliver_all("statuspage");
    world_.read("statuspage");
  }
  world_.deliver_all("statuspage");
  world_.run(SettleDrift{"", DriftAnswer::overwritten}, {"U1", "ann"});
}

void Life::check_end() {
  for (const auto& [name, there] : world_.pages) {
    for (const auto& component : world_.rules.components) {
      const Drift left{name, component.key, there.shown(component.key),
                       public_status(world_.state.claims, component.key)};
      const auto& ignored = world_.state.pages.ignored;
      if (left.there != left.ours && std::ranges::find(ignored, left) == ignored.end())
        world_.fail(fmt::format("{} says {} of {}, which is {}", name, to_string(left.there), component.key,
                                to_string(left.ours)));
    }
    for (const auto& [id, incident] : world_.state.incidents) check_incident(incident, there);
    check_windows(there);
    for (const auto& key : world_.owed[name]) world_.fail(name + " never told subscribers of " + key);
  }
}

void Life::check_incident(const Incident& incident, const FakePage& there) {
  const auto name = to_string(incident.id);
  const auto* shown = there.owned(there.incidents, name);
  if (shown == nullptr)
    shown = [&]() -> const Shown* {
      const auto id = incident.page_on(there.name).id;
      const auto found = std::ranges::find(there.incidents, id, &Shown::id);
      return found == there.incidents.end() || id.empty() ? nullptr : &*found;
    }();
  if (!incident.shown_publicly()) {
    if (shown != nullptr) world_.fail(name + " is internal and on " + there.name);
    return;
  }
  const bool adopted = std::ranges::any_of(world_.history, [&](const Recorded& event) {
    return event.stream == name && std::holds_alternative<PublicPageAdopted>(event.event);
  });
  if (shown == nullptr) {
    if (!adopted && incident.public_posts > 0) world_.fail(name + " is not on " + there.name);
    return;
  }
  const auto ours = to_string(incident.status == Status::cancelled ? Status::resolved : incident.status);
  if (shown->status != ours)
    world_.fail(fmt::format("{} says {} of {}, which is {}", there.name, shown->status, name, ours));
  if (incident.status == Status::resolved && !incident.postmortem.empty() && !shown->postmortem)
    world_.fail(fmt::format("{} does not link the post-mortem of {}", there.name, name));
}

void Life::check_windows(const FakePage& there) {
  for (const auto& shown : there.maintenances) {
    const auto* window = world_.state.upkeep.find(parse_maintenance_id(shown.owner).value());
    auto ours = window == nullptr ? MaintenanceState::completed : window->state;
    if (ours == MaintenanceState::cancelled) ours = MaintenanceState::completed;
    if (shown.status != to_string(ours))
      world_.fail(fmt::format("{} says {} of {}, which is {}", there.name, shown.status, shown.owner, to_string(ours)));
  }
}

// What the lives have found, one by one.

Policy small(bool confirm, bool two_persons = false) {
  Policy p;
  p.severities = default_severities();
  p.default_severity = "P2";
  p.incident_channel = "C1";
  p.components = {{"db", "Database", "", "", {}, {}, {{"api", "slow", ComponentStatus::partial_outage}}},
                  {"auth", "Login", "", "", {}, {}, {{"api", "", ComponentStatus::major_outage}}},
                  {"api", "API", "", "", {}, {}, {}}};
  p.publicity.pages = {"statuspage", "local"};
  p.publicity.confirm = confirm;
  p.publicity.two_persons = two_persons;
  p.publicity.cascade_at_once = true;
  return p;
}

const Actor ann{"U1", "ann"}, bob{"U2", "bob"};

DeclareIncident declared(Visibility visibility, std::vector<ComponentClaim> components = {}) {
  DeclareIncident c;
  c.title = "Checkout is down";
  c.severity = "P1";
  c.visibility = visibility;
  c.components = std::move(components);
  return c;
}

TEST(PublicTruthFound, TheReasonOfACancellationIsNotPublishedByItselfWhereSomebodyMustPublish) {
  PublicWorld w{small(true)};
  ASSERT_TRUE(w.run(declared(Visibility::public_page), ann));
  ASSERT_TRUE(w.run(PublishPublicText{{1}, "We look into it.", "", false, true}, bob));
  w.deliver_all("statuspage");
  ASSERT_TRUE(w.run(CancelIncident{{1}, "db-7 was only rebooted by Kim"}, ann));
  w.deliver_all("statuspage");
  const auto& shown = w.pages.at("statuspage").incidents.at(0);
  EXPECT_EQ(shown.status, "resolved");
  EXPECT_EQ(shown.texts.back(), "This was a false alarm: the service was not affected.");
}

TEST(PublicTruthFound, AStatusThatNobodyHasPublishedDoesNotSlipOutWithAComponent) {
  PublicWorld w{small(true)};
  ASSERT_TRUE(w.run(declared(Visibility::public_page), ann));
  ASSERT_TRUE(w.run(PublishPublicText{{1}, "We look into it.", "", false, true}, bob));
  ASSERT_TRUE(w.run(SetStatus{{1}, Status::monitoring, ""}, ann));
  ASSERT_TRUE(w.run(SetComponents{{1}, {{"api", ComponentStatus::major_outage}}}, ann));
  w.deliver_all("local");
  EXPECT_EQ(w.pages.at("local").incidents.at(0).status, "investigating");
  EXPECT_EQ(w.pages.at("local").shown("api"), ComponentStatus::major_outage);
}

TEST(PublicTruthFound, ATitleNeedsTwoPersonsLikeTheText) {
  PublicWorld w{small(true, true)};
  ASSERT_TRUE(w.run(declared(Visibility::public_page), ann));
  ASSERT_TRUE(w.run(DraftPublicText{{1}, "We look into it.", "", "Slow logins"}, ann));
  EXPECT_FALSE(w.run(PublishPublicText{{1}, "", "Data loss", false, true}, bob));
  EXPECT_TRUE(w.run(PublishPublicText{{1}, "", "Slow logins", false, true}, bob));
}

TEST(PublicTruthFound, APostmortemWaitsForThePublishedResolution) {
  PublicWorld w{small(true)};
  ASSERT_TRUE(w.run(declared(Visibility::public_page), ann));
  ASSERT_TRUE(w.run(PublishPublicText{{1}, "We look into it.", "", false, true}, bob));
  ASSERT_TRUE(w.run(ResolveIncident{{1}, "It works again."}, ann));
  ASSERT_TRUE(w.run(SetPostmortem{{1}, "https://pm/1"}, ann));
  w.deliver_all("statuspage");
  EXPECT_FALSE(w.pages.at("statuspage").incidents.at(0).postmortem);
  ASSERT_TRUE(w.run(PublishPublicText{{1}, "", "", false, true}, bob));
  w.deliver_all("statuspage");
  EXPECT_TRUE(w.pages.at("statuspage").incidents.at(0).postmortem);
  EXPECT_EQ(w.problem, "");
}

TEST(PublicTruthFound, ReopeningWithdrawsThePostmortemFromEveryPage) {
  PublicWorld w{small(false)};
  ASSERT_TRUE(w.run(declared(Visibility::public_page), ann));
  ASSERT_TRUE(w.run(ResolveIncident{{1}, "It works again."}, ann));
  ASSERT_TRUE(w.run(SetPostmortem{{1}, "https://pm/1"}, ann));
  ASSERT_TRUE(w.run(ReopenIncident{{1}, ""}, ann));
  for (const auto& page : w.rules.publicity.pages) w.deliver_all(page);
  EXPECT_EQ(w.problem, "");
}

TEST(PublicTruthFound, AClaimThatLosesItsEndIsNotAskedAboutForEver) {
  auto policy = small(false);
  policy.publicity.claim_ages = 0h;
  PublicWorld w{policy};
  ASSERT_TRUE(w.run(SetComponentStatus{{{"api", ComponentStatus::major_outage}}, "", w.now + 1h}, ann));
  ASSERT_TRUE(w.run(SetComponentStatus{{{"api", ComponentStatus::major_outage}}, "", {}}, ann));
  w.wait(3h);
  EXPECT_EQ(w.problem, "");
  EXPECT_EQ(w.done, 2) << "nobody is asked";
}

TEST(PublicTruthFound, WhatFollowsNeverMakesAnIncidentsOwnWordSmaller) {
  PublicWorld w{small(false)};
  ASSERT_TRUE(w.run(declared(Visibility::public_page, {{"api", ComponentStatus::major_outage}}), ann));
  ASSERT_TRUE(w.run(SetComponents{{1}, {{"db", ComponentStatus::major_outage}}}, ann));
  EXPECT_EQ(public_status(w.state.claims, "api"), ComponentStatus::major_outage);
}

TEST(PublicTruthFound, AComponentThatFollowsFromAnotherOneIsNotFreedWithTheFirst) {
  using enum ComponentStatus;
  PublicWorld w{small(false)};
  ASSERT_TRUE(w.run(SetComponentStatus{{{"db", major_outage}}, ""}, ann));
  EXPECT_EQ(public_status(w.state.claims, "api"), partial_outage);
  ASSERT_TRUE(w.run(SetComponentStatus{{{"db", operational}, {"auth", major_outage}}, ""}, ann));
  EXPECT_EQ(public_status(w.state.claims, "api"), major_outage);
  ASSERT_TRUE(w.run(SetComponentStatus{{{"auth", operational}}, ""}, ann));
  EXPECT_EQ(public_status(w.state.claims, "api"), operational);
}

TEST(PublicTruthFound, AStrangerIsAdoptedOnceAndGoesOnWhereItStood) {
  PublicWorld w{small(false)};
  w.pages.at("statuspage").incidents.push_back({"x1", "", "monitoring", {}, false});
  w.read("statuspage");
  ASSERT_TRUE(w.run(AdoptIncident{"x1", "", ""}, ann));
  EXPECT_EQ(w.state.incidents.at({1}).status, Status::monitoring);
  EXPECT_FALSE(w.run(AdoptIncident{"x1", "", ""}, bob));
  ASSERT_TRUE(w.run(CancelIncident{{1}, ""}, ann));
  w.deliver_all("statuspage");
  EXPECT_EQ(w.pages.at("statuspage").incidents.at(0).status, "resolved");
}

TEST(PublicTruthFound, AnAdoptedOneThatIsCancelledIsClosedThereAlsoWhereSomebodyMustPublish) {
  PublicWorld w{small(true)};
  w.pages.at("statuspage").incidents.push_back({"x1", "", "investigating", {}, false});
  w.read("statuspage");
  ASSERT_TRUE(w.run(AdoptIncident{"x1", "", ""}, ann));
  ASSERT_TRUE(w.run(CancelIncident{{1}, ""}, ann));
  w.deliver_all("statuspage");
  EXPECT_EQ(w.pages.at("statuspage").incidents.at(0).status, "resolved");
}

TEST(PublicTruthFound, WhatIsInternalDoesNotForbidToAdoptWhatThePageSays) {
  using enum ComponentStatus;
  PublicWorld w{small(false)};
  ASSERT_TRUE(w.run(declared(Visibility::internal, {{"api", major_outage}}), ann));
  ASSERT_TRUE(w.run(SetComponentStatus{{{"api", partial_outage}}, ""}, ann));
  w.deliver_all("statuspage");
  w.pages.at("statuspage").components["api"] = operational;
  w.pages.at("statuspage").by_hand.insert("api");
  w.read("statuspage");
  w.read("statuspage");
  EXPECT_TRUE(w.run(SettleDrift{"api", DriftAnswer::adopted}, ann));
  EXPECT_EQ(public_status(w.state.claims, "api"), operational);
}

/// The same trouble in other words: without numbers, times and names of components.
std::string kind_of(const std::string& wrong) {
  std::string kind;
  for (const char c : wrong.substr(0, wrong.find('\n')))
    if (c < '0' || c > '9') kind += c;
  return kind;
}

/// Ten thousand lives in four parts, each life its own seed. Each kind of trouble is told once, whole.
void live(int part) {
  constexpr int lives = 2500, steps = 40;
  const auto from = first_seed + static_cast<std::uint64_t>(part * lives);
  long decisions = 0;
  std::map<std::string, int> kinds;
  for (auto seed = from; seed < from + lives; ++seed) {
    Life life{seed};
    const auto wrong = life.run(steps);
    decisions += life.decisions();
    if (!wrong.empty() && ++kinds[kind_of(wrong)] == 1) ADD_FAILURE() << "life " << seed << ": " << wrong;
  }
  for (const auto& [kind, times] : kinds) std::cout << times << " times: " << kind << "\n";
  std::cout << lives << " lives with " << decisions << " decisions, from seed " << from << "\n";
}

TEST(PublicTruth, PagesShowTheWorstClaimWhateverHappensFirstPart) {
  live(0);
}
TEST(PublicTruth, PagesShowTheWorstClaimWhateverHappensSecondPart) {
  live(1);
}
TEST(PublicTruth, PagesShowTheWorstClaimWhateverHappensThirdPart) {
  live(2);
}
TEST(PublicTruth, PagesShowTheWorstClaimWhateverHappensFourthPart) {
  live(3);
}

}  // namespace
}  // namespace playbooks
