#include "commands/registry.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "commands/reference.hpp"
#include "commands/text.hpp"
#include "tests/commands/desk_support.hpp"

namespace commands {
namespace {

TEST(Registry, NamesAndAliasesAreUnique) {
  std::map<std::string_view, std::set<std::string_view>> seen;
  for (const auto* verb : all_verbs()) {
    EXPECT_TRUE(seen[verb->command].insert(verb->name).second) << verb->command << " " << verb->name;
    for (const auto alias : verb->aliases) {
      EXPECT_TRUE(seen[verb->command].insert(alias).second) << verb->command << " " << alias;
      EXPECT_EQ(find_verb(verb->command, alias), verb) << alias;
      EXPECT_EQ(lower(alias), alias);
    }
  }
}

// Somebody's fingers know each of these. Never take one away.
TEST(Registry, AliasesAreKeptForEver) {
  struct Row {
    std::string_view command, verb, aliases;
  };
  static constexpr Row rows[] = {
      {"incident", "declare", "new create open report"},
      {"incident", "list", "ls incidents"},
      {"incident", "show", "view get describe details card"},
      {"incident", "update", "post edit up updates"},
      {"incident", "status", "phase state mitigated mitigate mit investigating identified monitor monitoring stage"},
      {"incident", "severity", "sev prio"},
      {"incident", "components", "component comp affects affected"},
      {"incident", "ack", "acknowledge acknowledged acked mine onit on-it still-on-it"},
      {"incident", "unack", "unacknowledge un-ack release unsnooze give-back"},
      {"incident", "decline", "not-me notme"},
      {"incident", "escalate", "esc raise"},
      {"incident", "page", "call notify summon"},
      {"incident", "snooze", "silence mute pause"},
      {"incident", "handoff", "hand-off handover hand-over"},
      {"incident", "note", "notes comment remark"},
      {"incident", "timeline", "event events log tl"},
      {"incident", "resolve", "resolved close closed fixed fix done"},
      {"incident", "reopen", "reopened unresolve re-open"},
      {"incident", "cancel", "cancelled canceled abort false-alarm"},
      {"incident", "merge", "join duplicate dup"},
      {"incident", "postmortem", "retro pir post-mortem"},
      {"incident", "export", "dumpslack dump download save"},
      {"incident", "help", "? h usage commands"},
      {"status", "show", "list ls get components view"},
      {"status", "set", "put mark change"},
      {"status", "numbers", "measured judge figures"},
      {"status", "draft", "write compose prepare"},
      {"status", "preview", "check proof"},
      {"status", "publish", "send announce approve"},
      {"status", "snooze", "later postpone"},
      {"status", "social", "tweet toot"},
      {"status", "drift", "diff differences"},
      {"status", "adopt", "takeover adopt-incident"},
      {"status", "history", "log changes"},
      {"status", "uptime", "availability sla credits credit"},
      {"status", "help", "? h usage commands"},
      {"maintenance", "schedule", "plan add new create sched declare"},
      {"maintenance", "list", "ls all planned"},
      {"maintenance", "show", "view get details info status"},
      {"maintenance", "start", "begin go started"},
      {"maintenance", "update", "post say progress"},
      {"maintenance", "extend", "prolong longer lengthen"},
      {"maintenance", "complete", "finish finished completed end over"},
      {"maintenance", "cancel", "abort cancelled canceled call-off"},
      {"maintenance", "checklist", "steps todo check"},
      {"maintenance", "done", "tick did step undone"},
      {"maintenance", "help", "? h usage commands"},
      {"oncall", "now", "show list current today"},
      {"oncall", "next", "upcoming"},
      {"oncall", "week", "shifts 7d"},
      {"oncall", "who", "for whois whoisoncall"},
      {"oncall", "override", "sub"},
      {"oncall", "swap", "trade exchange"},
      {"oncall", "cover", "take standin"},
      {"oncall", "overrides", "swaps subs"},
      {"oncall", "remove", "rm delete del undo drop"},
      {"oncall", "lint", "gaps verify"},
      {"oncall", "simulate", "sim what-if dry-run"},
      {"oncall", "test", "try test-page"},
      {"oncall", "received", "got-it gotit answered"},
      {"oncall", "calendar", "export ics ical feed"},
      {"oncall", "help", "? h usage commands"},
      {"sitrep", "help", "? h usage commands"},
      {"sitrep", "doctor", "check ping version diagnose"},
  };
  for (const auto& row : rows) {
    std::istringstream words{std::string{row.aliases}};
    for (std::string word; words >> word;) {
      const auto* verb = find_verb(row.command, word);
      ASSERT_NE(verb, nullptr) << row.command << " " << word;
      EXPECT_EQ(verb->name, row.verb) << word;
    }
  }
  EXPECT_EQ(std::size(rows), all_verbs().size()) << "a new verb belongs into this table";
}

TEST(Registry, EveryVerbExplainsItself) {
  for (const auto* verb : all_verbs()) {
    const auto name = std::string{verb->command} + " " + std::string{verb->name};
    EXPECT_TRUE(verb->usage.starts_with(verb->name)) << name;
    EXPECT_FALSE(verb->help.empty()) << name;
    EXPECT_FALSE(verb->help.ends_with('.')) << name;
    EXPECT_TRUE(verb->example.starts_with(name)) << name;
    EXPECT_NE(verb->run, nullptr) << name;
    EXPECT_LE(characters(verb->usage) + verb->command.size() + 2, 80U) << name;
    EXPECT_LE(characters(verb->help), 80U) << name;
    EXPECT_LE(characters(verb->example) + 1, 80U) << name;
    for (const auto& flag : verb->flags) {
      EXPECT_LE(flag.name.size() + flag.value.size() + characters(flag.help) + 5, 80U) << name << " --" << flag.name;
      EXPECT_EQ(flag.takes == Flag::Takes::nothing, flag.value.empty()) << name << " --" << flag.name;
    }
  }
}

/// What an example takes for granted.
void make_ready(testing::FakeDesk& desk, const Verb& verb) {
  const auto name = std::string{verb.command} + " " + std::string{verb.name};
  const playbooks::IncidentId id{12};
  if (name == "incident unack") (void)desk.by_the_rules(playbooks::AcknowledgeIncident{id, {}});
  if (name == "incident decline" || name == "incident snooze")
    (void)desk.by_the_rules(playbooks::EscalateIncident{id, std::nullopt, {}, std::nullopt});
  if (verb.command == "maintenance" && verb.name != "schedule") {
    desk.state_.upkeep.next_id = 3;
    playbooks::ScheduleMaintenance planned;
    planned.title = "Database upgrade";
    planned.components = {"db"};
    planned.starts = testing::now;
    planned.ends = testing::now + std::chrono::hours{2};
    (void)desk.by_the_rules(planned);
    if (verb.name != "start") (void)desk.by_the_rules(playbooks::StartMaintenance{{3}, {}});
  }
  if (name == "incident merge")
    desk.add(13, "Payments fail").components = {{"api", playbooks::ComponentStatus::major_outage}};
  if (name == "status preview" || name == "status publish")
    (void)desk.by_the_rules(playbooks::DraftPublicText{id, "Payments fail for some customers.", {}, {}});
  if (name == "status snooze" || name == "status social")
    (void)desk.by_the_rules(playbooks::PublishPublicText{id, "We are looking into it.", {}});
  if (name == "status drift")
    desk.state_.pages.drifts = {
        {"statuspage", "api", playbooks::ComponentStatus::major_outage, playbooks::ComponentStatus::operational}};
  if (name == "status adopt")
    desk.state_.pages.strangers = {{"statuspage", "p31zjtct2jer", "Logins are slow", "investigating", {}}};
  if (name == "oncall received") (void)desk.by_the_rules(playbooks::TestContact{"ann", false});
  for (int i = 0; i < 3 && name == "oncall remove"; ++i)
    (void)desk.by_the_rules(playbooks::AddOverride{
        {0, "primary", "bob", {}, testing::now, testing::now + std::chrono::hours{i + 1}, {}, {}}});
}

// In a mention the command may be left out, where only one verb is called so, or else only one has it as an alias. A
// new verb must not take that from an older one.
TEST(Registry, OnCallTakesNoWordFromTheOthers) {
  const auto meant = [](std::string_view word, bool with_oncall) {
    std::vector<const Verb*> named, alike;
    for (const auto command : all_commands())
      if (const auto* verb = find_verb(command, word); verb != nullptr && (with_oncall || command != "oncall"))
        (verb->name == word ? named : alike).push_back(verb);
    return named.empty() ? alike : named;
  };
  for (const auto* verb : all_verbs()) {
    std::vector<std::string_view> words{verb->aliases.begin(), verb->aliases.end()};
    words.push_back(verb->name);
    for (const auto word : words)
      if (verb->command != "oncall" && verb->name != "help") EXPECT_EQ(meant(word, false), meant(word, true)) << word;
  }
}

TEST(Registry, EveryExampleIsUnderstood) {
  for (const auto* verb : all_verbs()) {
    testing::FakeDesk desk;
    desk.staff();
    desk.add(12, "Checkout is down");
    make_ready(desk, *verb);
    if (verb->name == "reopen" || verb->name == "postmortem") {
      desk.state_.incidents.clear();
      desk.add_closed(12, "Checkout is down");
    }
    const auto reply = testing::say(desk, std::string{verb->example});
    EXPECT_FALSE(reply.refused) << verb->example << "\n" << testing::words(reply);
    EXPECT_FALSE(reply.form) << verb->example;
    EXPECT_FALSE(reply.parts.empty()) << verb->example;
  }
}

TEST(Registry, ReferenceIsCurrent) {
  const auto path = std::string{SITREP_SOURCE_DIR} + "/docs/commands.md";
  if (std::getenv("SITREP_REWRITE") != nullptr) std::ofstream{path, std::ios::binary} << reference();
  std::ifstream file{path, std::ios::binary};
  std::ostringstream content;
  content << file.rdbuf();
  EXPECT_EQ(content.str(), reference()) << "SITREP_REWRITE=1 commands_tests --gtest_filter=Registry.* writes it anew";
}

TEST(Nearest, FindsWhatWasMeant) {
  const auto first = [](std::string_view command, std::string_view word) {
    const auto found = nearest_verbs(command, word);
    return found.empty() ? std::string_view{} : found.front()->name;
  };
  EXPECT_EQ(first("incident", "resolv"), "resolve");
  EXPECT_EQ(first("incident", "reslove"), "resolve");
  EXPECT_EQ(first("incident", "decl"), "declare");
  EXPECT_EQ(first("incident", "tiemline"), "timeline");
  EXPECT_EQ(first("incident", "serverity"), "severity");
  EXPECT_EQ(first("status", "hist"), "history");
  EXPECT_EQ(first("incident", "xyzzy"), "");
  EXPECT_EQ(first("incident", ""), "");
  EXPECT_EQ(first("incident", std::string(1000, 'a')), "");
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("ab", "BA"), 1U) << "neighbours swapped, cases alike";
  EXPECT_EQ(edit_distance("", "abc"), 3U);
}

}  // namespace
}  // namespace commands
