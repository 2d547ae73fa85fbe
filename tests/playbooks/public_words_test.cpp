#include "playbooks/public_words.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "playbooks/limits.hpp"
#include "playbooks/wording_check.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

const Time noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 12h};

Policy policy(std::string language = "en") {
  Policy p;
  p.organisation = "Kulti";
  p.severities = default_severities();
  for (auto& severity : p.severities) severity.public_every = 15min;
  p.components = {{"video", "Video Streaming", "", "", "", {}, {}},
                  {"chat", "Chat", "", "", "", {}, {}},
                  {"db", "Database", "", "", "", {}, {}}};
  p.publicity.language = std::move(language);
  p.publicity.templates.clear();
  return p;
}

Incident incident(std::vector<ComponentClaim> components = {{"video", ComponentStatus::major_outage}}) {
  Incident i;
  i.id = {12};
  i.title = "HMS pods OOM on db-prod-3";  // responders' words: never for customers
  i.severity = "P0";
  i.components = std::move(components);
  i.started = noon - 5min;
  i.declared.at = noon;
  return i;
}

Maintenance maintenance() {
  Maintenance m;
  m.id = {3};
  m.title = "Faster search";
  m.components = {"db", "chat"};
  m.starts = noon + 24h;
  m.ends = noon + 26h;
  return m;
}

std::string refusal(std::string_view text) {
  const auto filled = fill(text, {{"service", "Chat"}});
  return filled ? "it was filled: " + *filled : filled.error().message;
}

TEST(Fill, RefusesWhatIsBroken) {
  EXPECT_TRUE(refusal("{{service").contains("Unclosed tag")) << refusal("{{service");
  EXPECT_TRUE(refusal("{{#service}}").contains("Unclosed section")) << refusal("{{#service}}");
  EXPECT_TRUE(refusal("{{/service}}").contains("Unopened section")) << refusal("{{/service}}");
  EXPECT_TRUE(refusal("{{>other}}").contains("not supported")) << refusal("{{>other}}");
  EXPECT_TRUE(refusal("{{=<% %>=}}").contains("not supported")) << refusal("{{=<% %>=}}");
}

TEST(Fill, NamesTheNearestPlace) {
  const auto nearest = [](std::string_view name) {
    const auto why = refusal("{{" + std::string{name} + "}}");
    const auto from = why.find("mean {{");
    return from == std::string::npos ? why : why.substr(from + 7, why.find("}}", from) - from - 7);
  };
  EXPECT_EQ(nearest("servce"), "service");
  EXPECT_EQ(nearest("start"), "started");
  EXPECT_EQ(nearest("nextupdate"), "next_update");
  EXPECT_EQ(nearest("organization"), "organisation");
  EXPECT_EQ(nearest("component"), "components");
  EXPECT_NE(nearest(""), "") << "an empty name has a nearest one too";
  EXPECT_TRUE(refusal("{{#servce}}x{{/servce}}").contains("“servce” is no place"));
  EXPECT_TRUE(refusal("{{{servce}}}").contains("“servce” is no place"));
}

TEST(Fill, LeavesNoGapsAndEscapesNothing) {
  const PublicPlaces places{{"service", "A & B <C>"}, {"impact", ""}, {"cause", "{{link}}"}};
  EXPECT_EQ(fill("{{service}}:  {{impact}} down.{{#impact}} Impact: {{impact}}{{/impact}} ", places),
            "A & B <C>: down.");
  EXPECT_EQ(fill("{{&service}} {{{service}}} {{! a comment }}", places), "A & B <C> A & B <C>");
  EXPECT_EQ(fill("{{cause}}", places), "{{link}}") << "values are not templates";
  EXPECT_EQ(fill("{{^impact}}none known{{/impact}}", places), "none known");
  EXPECT_EQ(fill("\n a\n\n\n\nb \n", places), "a\n\nb");
  EXPECT_EQ(fill("", places), "");
}

TEST(Templates, ProblemsAreToldWhenTheConfigurationIsRead) {
  EXPECT_EQ(template_problems({"outage", "en", "{{service}}", "{{started}}", "", ""}), std::vector<std::string>{});
  const auto problems = template_problems({"outrage", "en", "{{srvice}}", "", "{{#x", "{{cause}}"});
  ASSERT_EQ(problems.size(), 3U);
  EXPECT_TRUE(problems[0].contains("Did you mean outage?")) << problems[0];
  EXPECT_TRUE(problems[1].starts_with("Template outrage (en), title: “srvice” is no place.")) << problems[1];
  EXPECT_TRUE(problems[2].starts_with("Template outrage (en), update: it is broken")) << problems[2];
}

TEST(Templates, TheDefaultsAreWholeAndInTwoLanguages) {
  const auto all = default_templates();
  for (const std::string_view key :
       {"degradation", "outage", "partial_outage", "maintenance", "resolution", "investigation"})
    for (const std::string_view language : {"en", "de"})
      EXPECT_EQ(std::ranges::count_if(all, [&](const auto& t) { return t.key == key && t.language == language; }), 1)
          << key << " " << language;
  for (const auto& words : all) EXPECT_EQ(template_problems(words), std::vector<std::string>{}) << words.key;
}

// What Sitrep proposes must pass its own check: all templates, in every state, in every language.
TEST(Templates, EverythingWeProposePassesTheWordingCheck) {
  for (const std::string language : {"en", "de"}) {
    const auto p = policy(language);
    std::vector<PublicWords> all;
    for (const auto status :
         {ComponentStatus::operational, ComponentStatus::under_maintenance, ComponentStatus::degraded_performance,
          ComponentStatus::partial_outage, ComponentStatus::major_outage}) {
      auto i = incident({{"video", status}, {"chat", status}});
      all.push_back(first_words(i, p, noon));
      for (const auto step : {Status::investigating, Status::identified, Status::monitoring}) {
        i.status = step;
        all.push_back(update_words(i, p, noon));
        all.push_back({{}, social_text(i, p, noon), {}});
      }
      i.status = Status::resolved;
      i.resolved = noon + 42min;
      i.postmortem = "https://kulti.club/post-mortem";
      all.push_back(
          resolved_words(i, p, noon + 1h, language == "de" ? "Eine fehlerhafte Änderung" : "A faulty change"));
      all.push_back({{}, social_text(i, p, noon), {}});
    }
    for (const auto state : {MaintenanceState::scheduled, MaintenanceState::in_progress, MaintenanceState::completed,
                             MaintenanceState::cancelled}) {
      auto m = maintenance();
      m.state = state;
      all.push_back(maintenance_words(m, p, noon));
      all.push_back(maintenance_words(m, p, noon + 99h));
    }
    for (const auto& words : all) {
      EXPECT_NE(words.text, "") << words.from;
      for (const auto& finding : check_wording(words.title + "\n\n" + words.text, p))
        ADD_FAILURE() << language << ": " << words.text << "\n" << in_words(finding);
      EXPECT_FALSE(words.text.contains("{{") || words.text.contains("  ") || words.text.contains("..")) << words.text;
      EXPECT_FALSE((words.title + words.text).contains("OOM")) << "responders' title: " << words.text;
    }
  }
}

TEST(FirstWords, FollowTheWorstComponent) {
  const auto p = policy();
  const auto words = first_words(
      incident({{"chat", ComponentStatus::degraded_performance}, {"video", ComponentStatus::major_outage}}), p, noon);
  EXPECT_EQ(words.from, "outage");
  EXPECT_EQ(words.title, "Video Streaming: unavailable");
  EXPECT_EQ(
      words.text,
      "We know that Video Streaming cannot be used at the moment, and we are working to restore service. We "
      "are sorry for the disruption. Started: 2026-11-21 11:55 UTC. We will post the next update within 15 minutes.");
  EXPECT_EQ(first_words(incident({{"chat", ComponentStatus::partial_outage}}), p, noon).from, "partial_outage");
  EXPECT_EQ(first_words(incident({{"chat", ComponentStatus::degraded_performance}}), p, noon).from, "degradation");
  EXPECT_EQ(first_words(incident({}), p, noon).title, "We are investigating a problem");
}

TEST(FirstWords, SayWhatIsKnownOnly) {
  auto p = policy();
  for (auto& severity : p.severities) severity.public_every = 0min;
  auto i = incident();
  i.impact = "Calls cannot be started";
  EXPECT_EQ(first_words(i, p, noon).text,
            "We know that Video Streaming cannot be used at the moment, and we are working to restore service. We are "
            "sorry for the disruption. Calls cannot be started. Started: 2026-11-21 11:55 UTC.");
}

TEST(UpdateWords, SayHowFarTheWorkIs) {
  auto i = incident();
  i.status = Status::identified;
  EXPECT_EQ(
      update_words(i, policy(), noon).text,
      "We have found the cause and are working on a fix. Affected: Video Streaming (major outage). We will post the "
      "next update within 15 minutes. Thank you for your patience.");
  EXPECT_EQ(
      update_words(i, policy("de-AT"), noon).text,
      "Die Ursache ist gefunden, und wir arbeiten an der Behebung. Betroffen: Video Streaming (nicht verfügbar). Die "
      "nächste Meldung folgt innerhalb von 15 Minuten. Vielen Dank für Ihre Geduld.");
  EXPECT_TRUE(update_words(i, policy("fr"), noon).text.starts_with("We have found")) << "English where nothing else is";
}

TEST(ResolvedWords, HaveLengthCauseApologyAndLink) {
  auto i = incident();
  i.status = Status::resolved;
  i.resolved = noon + 2h;
  i.postmortem = "https://kulti.club/pm/12";
  const auto words = resolved_words(i, policy(), noon + 9h, "A faulty change, which is undone");
  EXPECT_EQ(words.title, "Video Streaming: resolved");
  EXPECT_EQ(
      words.text,
      "The problem with Video Streaming is resolved. It lasted 2 hours 5 minutes, from 2026-11-21 11:55 UTC. Cause: A "
      "faulty change, which is undone. We are sorry for the disruption, and thank you for your patience. What "
      "happened, in detail: https://kulti.club/pm/12");
  i.postmortem.clear();
  EXPECT_TRUE(resolved_words(i, policy(), noon, "").text.ends_with("thank you for your patience."));
}

TEST(MaintenanceWords, FollowItsState) {
  auto m = maintenance();
  const auto p = policy();
  EXPECT_EQ(maintenance_words(m, p, noon).title, "Faster search");
  EXPECT_EQ(
      maintenance_words(m, p, noon).text,
      "We have planned work on Database and Chat: from 2026-11-22 12:00 UTC to 2026-11-22 14:00 UTC (2 hours). During "
      "this time Database and Chat may be unavailable. Thank you for your patience.");
  m.state = MaintenanceState::in_progress;
  EXPECT_TRUE(maintenance_words(m, p, m.starts).text.ends_with("It is planned to end at 2026-11-22 14:00 UTC."));
  EXPECT_TRUE(maintenance_words(m, p, m.ends).text.ends_with("It takes longer than planned."));
  m.state = MaintenanceState::cancelled;
  EXPECT_EQ(maintenance_words(m, p, noon).text,
            "The planned work on Database and Chat (2026-11-22 12:00 UTC) is cancelled.");
}

TEST(Templates, TheConfigurationsComeFirst) {
  auto p = policy("de");
  p.publicity.templates = {{"outage", "en", "Down: {{service}}", "Own words.", "", ""}};
  EXPECT_EQ(first_words(incident(), p, noon).title, "Video Streaming: nicht verfügbar") << "the language comes first";
  p.publicity.language = "en";
  EXPECT_EQ(first_words(incident(), p, noon), (PublicWords{"Down: Video Streaming", "Own words.", "outage"}));
  EXPECT_TRUE(update_words(incident(), p, noon).text.starts_with("We are still investigating."))
      << "what is left empty is as it comes with Sitrep";
  p.publicity.templates[0].first = "{{broken";
  EXPECT_TRUE(first_words(incident(), p, noon).text.starts_with("We know that Video Streaming"));
}

TEST(Titles, AreNeverTooLong) {
  auto p = policy();
  p.components = {};
  std::vector<ComponentClaim> claims;
  for (int n = 0; n < 9; ++n) {
    claims.push_back({std::string(100, 'x') + std::to_string(n), ComponentStatus::major_outage});
  }
  const auto words = first_words(incident(claims), p, noon);
  EXPECT_EQ(characters(words.title), title_limit);
  EXPECT_TRUE(words.text.contains("and 6 others"));
}

TEST(SocialText, SaysTheMostInLittle) {
  auto i = incident();
  i.page.link = "https://status.kulti.club/i/1";
  EXPECT_EQ(social_text(i, policy(), noon),
            "Video Streaming: unavailable. We are still investigating. Next update within 15 minutes. "
            "https://status.kulti.club/i/1");
  i.status = Status::resolved;
  i.resolved = noon + 37min;
  EXPECT_EQ(
      social_text(i, policy(), noon, "A faulty change"),
      "✓ Video Streaming: resolved. It lasted 42 minutes. Cause: A faulty change. We are sorry for the disruption, and "
      "thank you for your patience. https://status.kulti.club/i/1");
}

TEST(SocialText, IsNeverLongerThanAllowed) {
  auto i = incident();
  i.status = Status::resolved;
  i.resolved = noon;
  i.page.link = "https://status.kulti.club/i/1";
  const auto text = social_text(i, policy(), noon, std::string(250, 'c'));
  EXPECT_EQ(text,
            "✓ Video Streaming: resolved. It lasted 5 minutes. We are sorry for the disruption, and thank you for your "
            "patience. https://status.kulti.club/i/1")
      << "the cause goes first, the link stays";
  for (std::size_t length = 1; length < 600; length += 7) {
    std::string name;
    for (std::size_t n = 0; n < length; ++n) name += "ü";
    i.components = {{name, ComponentStatus::major_outage}};
    i.page.link = "https://" + std::string(length, 'l');
    for (const auto status : {Status::investigating, Status::resolved}) {
      i.status = status;
      EXPECT_LE(characters(social_text(i, policy(), noon, "c")), social_limit);
    }
  }
}

}  // namespace
}  // namespace playbooks
