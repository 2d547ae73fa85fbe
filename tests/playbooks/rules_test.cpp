#include "playbooks/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace playbooks {
namespace {
using namespace std::chrono_literals;

const Time noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + 12h};
const Actor ann{"U1", "ann"}, bob{"U2", "bob"};

Policy policy() {
  Policy p;
  p.severities = default_severities();
  p.default_severity = "P2";
  p.components = {{"api", "API", "", "", {}, {}, {}}, {"db", "Database", "", "", {}, {"database"}, {}}};
  p.incident_channel = "C1";
  p.publicity.pages = {"statuspage"};
  return p;
}

/// The rules with a memory: does what the engine does, without any of its machinery.
struct World {
  Policy rules = policy();
  State state;
  Time now = noon;
  std::vector<Recorded> history;
  std::vector<Effect> effects;
  TimerChange timers;

  Result<std::vector<Recorded>> run(const Command& command, const Actor& by = ann) {
    auto events = decide(state, command, {by, now, "in-1"}, rules);
    if (!events) return events;
    effects.clear();
    timers = {};
    for (const auto& event : *events) {
      evolve(state, event);
      history.push_back(event);
      auto reaction = react(state, event, rules);
      effects.insert(effects.end(), reaction.effects.begin(), reaction.effects.end());
      timers.set.insert(timers.set.end(), reaction.timers.set.begin(), reaction.timers.set.end());
      timers.cancel.insert(timers.cancel.end(), reaction.timers.cancel.begin(), reaction.timers.cancel.end());
    }
    return events;
  }
  std::string refusal(const Command& command, const Actor& by = ann) {
    const auto result = run(command, by);
    return result ? "it was allowed" : result.error().message;
  }
  Errc code(const Command& command) { return run(command).error().code; }
  const Incident& incident(std::int64_t number = 1) const { return state.incidents.at({number}); }
  IncidentId declare(std::string title, std::string severity = "P1", std::vector<ComponentClaim> components = {}) {
    DeclareIncident c;
    c.title = std::move(title);
    c.severity = std::move(severity);
    c.components = std::move(components);
    EXPECT_TRUE(run(c)) << refusal(c);
    return {state.next_incident - 1};
  }
  std::vector<std::string> effect_keys() const {
    std::vector<std::string> keys;
    for (const auto& effect : effects) keys.push_back(effect.key);
    return keys;
  }
};

TEST(Declare, FillsInWhatWasNotSaid) {
  World w;
  w.declare("Checkout is down", "", {{"database", ComponentStatus::operational}});
  const auto& i = w.incident();
  EXPECT_EQ(i.severity, "P2");
  EXPECT_EQ(i.status, Status::investigating);
  EXPECT_EQ(i.visibility, Visibility::internal) << "P2 is not public at once";
  EXPECT_EQ(i.components, (std::vector<ComponentClaim>{{"db", ComponentStatus::degraded_performance}}));
  EXPECT_EQ(i.lead, ann);
  EXPECT_EQ(i.started, noon);
  EXPECT_EQ(i.update_due, noon + 1h);
  EXPECT_EQ(i.channel, "C1");
}

TEST(Declare, RefusesWithWhatToTypeInstead) {
  World w;
  DeclareIncident c;
  EXPECT_EQ(w.refusal(c), "An incident needs a title: what is broken, in a few words.");
  c.title = "x";
  c.severity = "P9";
  EXPECT_EQ(w.refusal(c), "“P9” is not a severity. Use one of: P0, P1, P2, P3.");
  c.severity = "sev1";
  c.components = {{"web", ComponentStatus::operational}};
  EXPECT_EQ(w.refusal(c), "There is no component “web”. Components: api, db.");
  c.components.clear();
  c.started = noon + 2h;
  EXPECT_NE(w.refusal(c).find("2026-03-02 14:00 UTC"), std::string::npos);
  c.started.reset();
  c.kind = Kind::drill;
  c.visibility = Visibility::public_page;
  EXPECT_NE(w.refusal(c).find("never published"), std::string::npos);
  EXPECT_TRUE(w.history.empty());
}

TEST(Declare, TwoPeopleInTheSameSecondGetOneIncident) {
  World w;
  w.declare("Checkout is down");
  DeclareIncident again;
  again.title = "checkout IS down";
  again.severity = "P1";
  EXPECT_EQ(
      w.refusal(again, bob),
      "Already declared: INC-1 “Checkout is down”, by @ann at 12:00 UTC. Nothing was added. If this is another one, "
      "add --anyway.");
  again.anyway = true;
  EXPECT_TRUE(w.run(again, bob));
  EXPECT_EQ(w.state.incidents.size(), 2U);
}

TEST(Declare, NothingPublicForDrillsOrInternalIncidents) {
  World w;
  DeclareIncident drill;
  drill.title = "Fire drill";
  drill.severity = "P0";
  drill.kind = Kind::drill;
  drill.components = {{"api", ComponentStatus::major_outage}};
  ASSERT_TRUE(w.run(drill));
  EXPECT_EQ(w.effect_keys(), (std::vector<std::string>{"INC-1/1/card", "INC-1/1/thread"}));
  EXPECT_EQ(public_status(w.state.claims, "api"), ComponentStatus::operational);
  EXPECT_EQ(internal_status(w.state.claims, "api"), ComponentStatus::major_outage);
}

TEST(Lifecycle, EveryTransitionIsAllowedOrRefusedWithWhatIsLegal) {
  for (const auto from :
       {Status::investigating, Status::identified, Status::monitoring, Status::resolved, Status::cancelled})
    for (const auto to :
         {Status::investigating, Status::identified, Status::monitoring, Status::resolved, Status::cancelled}) {
      World w;
      w.declare("x");
      if (from != Status::investigating) {
        ASSERT_TRUE(w.run(SetStatus{{1}, from, "because"}));
      }
      const auto result = w.run(SetStatus{{1}, to, from == to ? "" : "because"}, bob);
      const bool closed = from == Status::resolved || from == Status::cancelled;
      SCOPED_TRACE(std::string{to_string(from)} + " -> " + std::string{to_string(to)});
      if (from == to) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, Errc::conflict);
        EXPECT_NE(result.error().message.find("@ann"), std::string::npos) << result.error().message;
      } else if (closed) {
        ASSERT_FALSE(result);
        EXPECT_NE(result.error().message.find("/incident reopen INC-1"), std::string::npos) << result.error().message;
      } else {
        ASSERT_TRUE(result);
        EXPECT_EQ(w.incident().status, to);
      }
    }
}

TEST(Lifecycle, ResolvingTwiceIsOneResolutionAndOneFriendlyWord) {
  World w;
  w.declare("x");
  ASSERT_TRUE(w.run(ResolveIncident{{1}, "rolled back"}));
  EXPECT_EQ(w.refusal(ResolveIncident{{1}, "fixed"}, bob), "INC-1 is already resolved: done by @ann at 12:00 UTC.");
  ASSERT_TRUE(w.run(ReopenIncident{{1}, "came back"}, bob));
  EXPECT_EQ(w.incident().status, Status::investigating);
  EXPECT_FALSE(w.incident().resolved);
  EXPECT_NE(w.refusal(ReopenIncident{{1}, ""}).find("open already"), std::string::npos);
}

TEST(Lifecycle, TheSameUpdateWithinAMinuteIsOneUpdate) {
  World w;
  w.declare("x");
  ASSERT_TRUE(w.run(PostUpdate{{1}, "looking"}));
  EXPECT_EQ(w.code(PostUpdate{{1}, " looking "}), Errc::conflict);
  w.now += 2min;
  EXPECT_TRUE(w.run(PostUpdate{{1}, "looking"}));
}

TEST(Lifecycle, NotesAreWelcomeAfterTheEnd) {
  World w;
  w.declare("x");
  ASSERT_TRUE(w.run(ResolveIncident{{1}, "done"}));
  EXPECT_TRUE(w.run(AddNote{{1}, "cause: disk", noon - 1h}));
  EXPECT_EQ(w.code(AddNote{{1}, "tomorrow", noon + 24h}), Errc::invalid);
  EXPECT_EQ(w.code(AddNote{{7}, "x", {}}), Errc::not_found);
}

TEST(Limits, TooLongIsRefusedWithNumbers) {
  World w;
  w.declare("x");
  EXPECT_EQ(w.refusal(PostUpdate{{1}, std::string(10001, 'x')}),
            "The update has 10001 characters; 10000 fit. Nothing was sent. Shorten it.");
  EXPECT_TRUE(w.run(PostUpdate{{1},
                               [] {
                                 std::string s;
                                 for (int i = 0; i < 10000; ++i) s += "é";
                                 return s;
                               }()}))
      << "characters are counted, not bytes";
}

TEST(Cadence, RemindersComeWhenDueAndAnUpdateEndsThem) {
  World w;
  w.declare("x", "P1");
  ASSERT_EQ(w.timers.set.size(), 3U) << "the update, the public word, the age on the card";
  const auto timer = w.timers.set[0];
  EXPECT_EQ(timer, (Timer{"INC-1/update-due", noon + 30min, UpdateDue{{1}}}));
  EXPECT_TRUE(on_timer(w.state, timer, noon + 29min, w.rules).commands.empty()) << "not due yet";
  w.now = noon + 31min;
  const auto outcome = on_timer(w.state, timer, w.now, w.rules);
  ASSERT_EQ(outcome.commands.size(), 1u);
  ASSERT_TRUE(w.run(outcome.commands.front(), {"sitrep", "sitrep"}));
  EXPECT_EQ(w.incident().overdue_reminders, 1);
  EXPECT_EQ(w.timers.set.front().due, noon + 61min);
  ASSERT_TRUE(w.run(PostUpdate{{1}, "still looking"}));
  EXPECT_EQ(w.incident().overdue_reminders, 0);
  EXPECT_TRUE(on_timer(w.state, timer, w.now, w.rules).commands.empty()) << "an update was given";
  ASSERT_TRUE(w.run(ResolveIncident{{1}, "done"}));
  EXPECT_NE(std::ranges::find(w.timers.cancel, "INC-1/update-due"), w.timers.cancel.end());
  EXPECT_TRUE(on_timer(w.state, timer, noon + 5h, w.rules).commands.empty());
}

TEST(Severity, ARaiseIsNoticedALoweringIsNot) {
  World w;
  w.declare("x", "P2");
  ASSERT_TRUE(w.run(SetSeverity{{1}, "p0", "everyone is affected"}));
  EXPECT_EQ(std::ranges::count(w.effect_keys(), "INC-1/2/notice"), 1);
  EXPECT_EQ(w.incident().update_due, noon + 15min);
  ASSERT_TRUE(w.run(SetSeverity{{1}, "P3", ""}));
  EXPECT_EQ(std::ranges::count(w.effect_keys(), "INC-1/3/notice"), 0);
  EXPECT_EQ(w.incident().update_due, std::nullopt);
  EXPECT_EQ(w.code(SetSeverity{{1}, "P3", ""}), Errc::conflict);
}

TEST(Components, OnePersonsWordAndAnIncidentsAreSeparateClaims) {
  World w;
  w.declare("x", "P1", {{"api", ComponentStatus::partial_outage}});
  ASSERT_TRUE(w.run(SetComponentStatus{
      {{"api", ComponentStatus::major_outage}, {"db", ComponentStatus::degraded_performance}}, "seen it"}));
  EXPECT_EQ(public_status(w.state.claims, "api"), ComponentStatus::major_outage);
  ASSERT_TRUE(w.run(SetComponentStatus{{{"api", ComponentStatus::operational}}, ""}));
  EXPECT_EQ(public_status(w.state.claims, "api"), ComponentStatus::partial_outage) << "the incident's claim stands";
  EXPECT_NE(w.refusal(SetComponentStatus{{{"api", ComponentStatus::operational}}, ""})
                .find("/incident components INC-1 api:operational"),
            std::string::npos);
  EXPECT_NE(w.refusal(SetComponentStatus{{{"db", ComponentStatus::degraded_performance}}, ""}).find("already set"),
            std::string::npos);
}

TEST(Components, ResolvingOneIncidentNeverClearsAnothersClaim) {
  for (const bool first_first : {true, false}) {
    World w;
    w.declare("one", "P1", {{"api", ComponentStatus::partial_outage}});
    w.declare("two", "P1", {{"api", ComponentStatus::major_outage}});
    ASSERT_TRUE(w.run(ResolveIncident{{first_first ? 1 : 2}, "done"}));
    EXPECT_EQ(public_status(w.state.claims, "api"),
              first_first ? ComponentStatus::major_outage : ComponentStatus::partial_outage);
    ASSERT_TRUE(w.run(ResolveIncident{{first_first ? 2 : 1}, "done"}));
    EXPECT_EQ(public_status(w.state.claims, "api"), ComponentStatus::operational);
    EXPECT_TRUE(w.state.claims.empty());
  }
}

/// What the page must show, worked out the slow way.
ComponentStatus expected_status(const World& w, const std::string& component,
                                const std::map<std::string, ComponentStatus>& manual) {
  auto worst = ComponentStatus::operational;
  for (const auto& [id, incident] : w.state.incidents)
    if (incident.open() && incident.shown_publicly())
      for (const auto& claim : incident.components)
        if (claim.component == component) worst = std::max(worst, claim.status);
  const auto own = manual.find(component);
  return own == manual.end() ? worst : std::max(worst, own->second);
}

TEST(Components, ThePublicStatusIsTheWorstClaimWhateverTheOrder) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random{seed};
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const std::vector<ComponentStatus> statuses = {ComponentStatus::operational, ComponentStatus::under_maintenance,
                                                 ComponentStatus::degraded_performance, ComponentStatus::partial_outage,
                                                 ComponentStatus::major_outage};
  for (int round = 0; round < 200; ++round) {
    World w;
    std::map<std::string, ComponentStatus> manual;
    for (int step = 0; step < 30; ++step) {
      const std::string component = pick(2) == 0 ? "api" : "db";
      const auto status = statuses[static_cast<std::size_t>(pick(5))];
      const IncidentId some{1 + pick(4)};
      w.now += 1s;
      DeclareIncident declare;
      declare.title = "incident " + std::to_string(step);
      declare.severity = pick(2) == 0 ? "P1" : "P3";
      declare.components = {{component, status}};
      const std::vector<Command> commands = {declare,
                                             SetComponents{some, {{component, status}}},
                                             ResolveIncident{some, "done"},
                                             ReopenIncident{some, ""},
                                             CancelIncident{some, ""},
                                             SetComponentStatus{{{component, status}}, ""}};
      const auto& command = commands[static_cast<std::size_t>(pick(6))];
      if (w.run(command) && std::holds_alternative<SetComponentStatus>(command)) manual[component] = status;
      for (const auto* name : {"api", "db"})
        ASSERT_EQ(public_status(w.state.claims, name), expected_status(w, name, manual))
            << name << " after step " << step;
    }
  }
}

TEST(History, ReplayGivesTheSameState) {
  World w;
  w.declare("one", "P1", {{"api", ComponentStatus::partial_outage}});
  ASSERT_TRUE(w.run(SetStatus{{1}, Status::identified, "found it"}, bob));
  ASSERT_TRUE(w.run(SetComponentStatus{{{"db", ComponentStatus::major_outage}}, "m"}));
  ASSERT_TRUE(w.run(NoteCardPosted{{1}, {"C1", "1.2", "https://x"}}));
  ASSERT_TRUE(w.run(NotePublicPage{{1}, "p1", "https://stspg.io/x", "identified"}));
  ASSERT_TRUE(w.run(ResolveIncident{{1}, "done"}));
  ASSERT_TRUE(w.run(SetPostmortem{{1}, "https://wiki.example/1"}));
  State replayed;
  for (const auto& event : w.history) evolve(replayed, event);
  EXPECT_EQ(replayed.incidents, w.state.incidents);
  EXPECT_EQ(replayed.claims, w.state.claims);
  EXPECT_EQ(replayed.next_incident, w.state.next_incident);
}

TEST(Postmortem, IsLinkedOnceTheIncidentIsOver) {
  World w;
  w.declare("x");
  const SetPostmortem link{{1}, "https://wiki.example/1"};
  EXPECT_EQ(w.refusal(SetPostmortem{{9}, "https://wiki.example/9"}),
            "There is no INC-9. See the open ones with `/incident list`.");
  EXPECT_EQ(w.refusal(link),
            "INC-1 is still investigating. A post-mortem is linked when it is over: first type `/incident resolve "
            "INC-1 <what fixed it>`.");
  ASSERT_TRUE(w.run(ResolveIncident{{1}, "done"}));
  w.now = noon + 20min;
  ASSERT_TRUE(w.run(link, bob));
  EXPECT_EQ(w.incident().postmortem, "https://wiki.example/1");
  EXPECT_EQ(w.effect_keys(), (std::vector<std::string>{"INC-1/3/card", "INC-1/3/thread", "INC-1/3/postmortem"}));
  EXPECT_EQ(w.effects.back().lane, "statuspage");
  EXPECT_EQ(w.effects.back().group, "INC-1/postmortem");
  EXPECT_EQ(plain(sentence(w.history.back(), w.rules)), "@bob linked the post-mortem: https://wiki.example/1");
  EXPECT_EQ(w.code(link), Errc::conflict);
  EXPECT_EQ(w.refusal(link), "INC-1 has this link already: set by @bob at 12:20 UTC.");
  ASSERT_TRUE(w.run(SetPostmortem{{1}, "https://wiki.example/2"})) << "another one replaces it";
  EXPECT_EQ(w.incident().postmortem, "https://wiki.example/2");
}

TEST(Postmortem, TakesLinksOnly) {
  World w;
  w.declare("x");
  ASSERT_TRUE(w.run(ResolveIncident{{1}, "done"}));
  const std::string site = "https://w.example/";
  for (const auto& url :
       {std::string{}, std::string{"wiki"}, std::string{"ftp://w.example"}, std::string{"https://"},
        std::string{"https:///x"}, std::string{"mailto:ann@w.example"}, std::string{"javascript:x"}, site + "a b",
        site + "a\nb", site + "a|b", site + "<a>", site + "\"", site + "\x7F", site + std::string(1983, 'x')}) {
    EXPECT_EQ(w.code(SetPostmortem{{1}, url}), Errc::invalid) << url;
    EXPECT_TRUE(w.refusal(SetPostmortem{{1}, url}).ends_with("Type `/incident postmortem INC-1 https://…`.")) << url;
  }
  for (const auto& url :
       {std::string{"http://w"}, std::string{"HTTPS://w.example"}, site + "ü?a=1&b=2#c", site + std::string(1982, 'x')})
    EXPECT_TRUE(w.run(SetPostmortem{{1}, url})) << url;
}

TEST(Postmortem, IsPublishedOnlyBesideAResolvedPublicIncident) {
  const auto published = [](World& w, std::int64_t number) {
    EXPECT_TRUE(w.run(SetPostmortem{{number}, "https://wiki.example/1"}));
    return std::ranges::any_of(w.effects,
                               [](const Effect& e) { return std::holds_alternative<PublishPostmortem>(e.body); });
  };
  World w;
  w.declare("internal", "P3");
  w.declare("false alarm", "P1");
  DeclareIncident drill;
  drill.title = "drill";
  drill.severity = "P1";
  drill.kind = Kind::drill;
  ASSERT_TRUE(w.run(drill));
  for (const std::int64_t number : {1, 3}) ASSERT_TRUE(w.run(ResolveIncident{{number}, "done"}));
  ASSERT_TRUE(w.run(CancelIncident{{2}, ""}));
  for (const std::int64_t number : {1, 2, 3}) EXPECT_FALSE(published(w, number)) << number;
  w.declare("public", "P1");
  ASSERT_TRUE(w.run(ResolveIncident{{4}, "done"}));
  w.rules.publicity.pages.clear();
  EXPECT_FALSE(published(w, 4));
}

TEST(Postmortem, WaitsWhileTheIncidentIsOpenAgain) {
  World w;
  w.declare("x");
  ASSERT_TRUE(w.run(ResolveIncident{{1}, "done"}));
  ASSERT_TRUE(w.run(SetPostmortem{{1}, "https://wiki.example/1"}));
  const auto reopened = w.run(ReopenIncident{{1}, ""});
  ASSERT_TRUE(reopened);
  const auto withdrawn = react(w.state, reopened->front(), w.rules).withdrawn;
  EXPECT_TRUE(std::ranges::find(withdrawn, "INC-1/postmortem") != withdrawn.end());
  EXPECT_EQ(w.incident().postmortem, "https://wiki.example/1");
  ASSERT_TRUE(w.run(ResolveIncident{{1}, "done again"}));
  const auto keys = w.effect_keys();
  ASSERT_EQ(std::ranges::count(keys, "INC-1/5/postmortem"), 1);
  EXPECT_LT(std::ranges::find(keys, "INC-1/5/public"), std::ranges::find(keys, "INC-1/5/postmortem"));
}

TEST(Receipts, WhatIsKnownAlreadyIsNoNews) {
  World w;
  w.declare("x");
  ASSERT_TRUE(w.run(NoteCardPosted{{1}, {"C1", "1.2", "https://x"}}));
  EXPECT_EQ(w.code(NoteCardPosted{{1}, {"C1", "1.2", ""}}), Errc::conflict);
  ASSERT_TRUE(w.run(NotePublicPage{{1}, "p", "l", "investigating"}));
  EXPECT_EQ(w.effect_keys(), (std::vector<std::string>{"INC-1/3/card", "INC-1/3/thread"})) << "the link is told once";
  EXPECT_EQ(w.code(NotePublicPage{{1}, "p", "l", "investigating"}), Errc::conflict);
  ASSERT_TRUE(w.run(NotePublicPage{{1}, "p", "l", "identified"}));
  EXPECT_EQ(w.effect_keys(), (std::vector<std::string>{"INC-1/4/card"}));
  ASSERT_TRUE(w.run(NoteDeliveryFailed{{1}, "status page", "refused the key", true}));
  EXPECT_EQ(w.incident().page.trouble, "refused the key");
}

TEST(Effects, TheSameEventAlwaysMakesTheSameKeys) {
  World w, v;
  w.declare("x");
  v.declare("x");
  EXPECT_EQ(w.effects, v.effects);
  EXPECT_EQ(w.effect_keys(), (std::vector<std::string>{"INC-1/1/card", "INC-1/1/thread", "INC-1/1/public"}));
}

}  // namespace
}  // namespace playbooks
