// The sub-commands: what they print and how they end, with the bot running and without it.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "in_the_way_support.hpp"
#include "world_support.hpp"

namespace e2e {
namespace {

namespace json = boost::json;

TEST(CommandLine, TalksToTheRunningProcess) {
  World world;
  world.start();
  const auto declared = world.run({"incident", "declare", "P3", "Slow search", "on", "api"});
  EXPECT_EQ(declared.code, 0) << declared.all();
  EXPECT_GE(count(declared.out, "INC-1"), 1U) << declared.all();
  const auto listed = world.run({"incident", "list"});
  EXPECT_EQ(listed.code, 0);
  EXPECT_GE(count(listed.out, "Slow search"), 1U) << listed.all();
  EXPECT_TRUE(eventually([&] { return !world.messages("Slow search").empty(); }));
}

TEST(CommandLine, WorksOnTheDatabaseWhileTheBotIsDownAndDeliversAtTheNextStart) {
  World world;
  const auto declared = world.run({"incident", "declare", "P1", "Declared offline", "on", "api:major"});
  EXPECT_EQ(declared.code, 0) << declared.all();
  EXPECT_GE(count(declared.err, "not running"), 1U) << declared.all();
  EXPECT_GE(count(world.run({"incident", "list"}).out, "Declared offline"), 1U);
  EXPECT_TRUE(world.messages("Declared offline").empty());
  EXPECT_TRUE(world.page_incidents().empty());
  world.start();
  EXPECT_TRUE(eventually([&] { return world.all_delivered() && world.page_incidents().size() == 1; }));
  EXPECT_GE(world.messages("Declared offline").size(), 1U);
  EXPECT_GE(count(world.run({"incident", "list"}).out, "Declared offline"), 1U);
}

TEST(CommandLine, WorksWithoutAnyTokenWhileTheBotIsDown) {
  World world;
  const auto answer = world.run_bare({"--config", world.config(), "incident", "list"});
  EXPECT_EQ(answer.code, 0) << answer.all();
  EXPECT_GE(count(answer.out, "No open incident"), 1U) << answer.all();
}

TEST(CommandLine, RefusalsGoToStandardErrorAndEndWith1) {
  World world;
  const auto answer = world.run({"incident", "resolve", "INC-7", "done"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_TRUE(answer.out.empty()) << answer.out;
  EXPECT_GE(count(answer.err, "INC-7"), 1U) << answer.err;
}

TEST(CommandLine, QuotesWhatTheShellHasUnquoted) {
  World world;
  const std::string title = "He said \"no\" -- then; it's «gone»";
  EXPECT_EQ(world.run({"incident", "declare", "P3", title}).code, 0);
  EXPECT_GE(count(world.run({"export"}).out, "then; it's"), 1U) << world.run({"export"}).out;
  EXPECT_EQ(count(world.run({"incident", "list"}).out, title), 1U) << world.run({"incident", "list"}).out;
}

TEST(CommandLine, BacksUpAndVerifiesWhileTheBotRuns) {
  World world;
  world.start();
  EXPECT_EQ(world.run({"incident", "declare", "P3", "Kept"}).code, 0);
  const auto copy = world.path("copy.db").string();
  const auto backed_up = world.run({"backup", copy});
  EXPECT_EQ(backed_up.code, 0) << backed_up.all();
  world.write("copy.yaml", "channels:\n  incidents: \"#incident-response\"\ndatabase: copy.db\n");
  const auto verified = world.run_bare({"verify", "--config", world.path("copy.yaml").string()});
  EXPECT_EQ(verified.code, 0) << verified.all();
  EXPECT_GE(count(verified.out, "hash chain is whole"), 1U) << verified.all();
  EXPECT_EQ(world.run({"verify"}).code, 0);
  const auto again = world.run({"backup", copy});
  EXPECT_EQ(again.code, 1);
  EXPECT_GE(count(again.err, copy), 1U) << again.all();
}

TEST(CommandLine, VerifyFindsWhatSomebodyChangedByHand) {
  World world;
  EXPECT_EQ(world.run({"incident", "declare", "P3", "Tampered"}).code, 0);
  run_sql(world.path("sitrep.db"), "update incidents set title = 'Nothing happened'");
  const auto verified = world.run({"verify"});
  EXPECT_EQ(verified.code, 1) << verified.all();
  EXPECT_GE(count(verified.err, "INC-1"), 1U) << verified.all();
}

TEST(CommandLine, TellsAndExportsTheHistory) {
  World world;
  EXPECT_EQ(world.run({"incident", "declare", "P3", "First"}).code, 0);
  EXPECT_EQ(world.run({"incident", "note", "INC-1", "Looked at it"}).code, 0);
  EXPECT_EQ(world.run({"incident", "declare", "P3", "Second"}).code, 0);
  const auto all = world.run({"history"});
  EXPECT_EQ(all.code, 0);
  EXPECT_LT(all.out.find("First"), all.out.find("Second")) << all.out;
  const auto one = world.run({"history", "inc-1"});
  EXPECT_EQ(count(one.out, "Second"), 0U) << one.out;
  EXPECT_EQ(count(one.out, "Looked at it"), 1U) << one.out;
  const auto exported = world.run({"export", "INC-1"});
  EXPECT_EQ(exported.code, 0);
  EXPECT_EQ(count(exported.out, "\n"), 2U) << exported.out;
  for (std::size_t at = 0; at < exported.out.size(); at = exported.out.find('\n', at) + 1)
    EXPECT_TRUE(json::parse(exported.out.substr(at, exported.out.find('\n', at) - at)).is_object());
  EXPECT_EQ(world.run({"history", "nonsense"}).code, 2);
  EXPECT_EQ(world.run({"history", "INC-99"}).code, 1);
}

TEST(CommandLine, RefusesADatabaseOfANewerSitrep) {
  World world;
  EXPECT_EQ(world.run({"incident", "declare", "P3", "Old"}).code, 0);
  run_sql(world.path("sitrep.db"), "pragma user_version = 99");
  for (const auto& words : {Arguments{"serve"}, Arguments{"incident", "list"}, Arguments{"doctor"}}) {
    const auto answer = world.run(words);
    EXPECT_EQ(answer.code, 1) << words.front() << answer.all();
    EXPECT_GE(count(answer.all(), "newer"), 1U) << words.front() << answer.all();
  }
}

TEST(CommandLine, CheckConfigSaysWhatIsWrongAndWhere) {
  World world;
  EXPECT_EQ(world.run({"check-config"}).code, 0);
  world.write("broken.yaml", "chanels:\n  incidents: 5\nlog_level: loud\n");
  const auto broken = world.run({"check-config", world.path("broken.yaml").string()});
  EXPECT_EQ(broken.code, 1);
  EXPECT_GE(count(broken.err, "broken.yaml:1:1"), 1U) << broken.err;
  EXPECT_GE(count(broken.err, "channels"), 1U) << broken.err;
  EXPECT_GE(count(broken.err, "broken.yaml:3:"), 1U) << broken.err;
}

TEST(CommandLine, PrintsAManifestThatIsYamlWithEveryCommand) {
  World world;
  const auto manifest = world.run({"manifest"});
  EXPECT_EQ(manifest.code, 0);
  for (const char* part : {"/incident", "/statuspage", "/sitrep", "socket_mode_enabled: true"})
    EXPECT_GE(count(manifest.out, part), 1U) << part << manifest.out;
}

TEST(CommandLine, DoctorSaysOkWhenAllIsWell) {
  World world;
  const auto stopped = world.run({"doctor"});
  EXPECT_EQ(stopped.code, 0) << stopped.all();
  EXPECT_EQ(count(stopped.out, "ERROR"), 0U) << stopped.out;
  EXPECT_GE(count(stopped.out, "All is well"), 1U) << stopped.out;
  world.start();
  const auto running = world.run({"doctor"});
  EXPECT_EQ(running.code, 0) << running.all();
  EXPECT_GE(count(running.out, "The running sitrep says"), 1U) << running.out;
  EXPECT_GE(count(running.out, "connected"), 1U) << running.out;
}

TEST(CommandLine, DoctorSaysWhichTokenIsWrong) {
  World world;
  const auto bot = world.run({"doctor"}, {{"SITREP_SLACK_BOT_TOKEN", "xoxb-WRONG"}});
  EXPECT_EQ(bot.code, 1);
  EXPECT_GE(count(bot.out, "ERROR    Slack bot token"), 1U) << bot.all();
  EXPECT_EQ(count(bot.all(), "xoxb-WRONG"), 0U) << bot.all();
  const auto key = world.run({"doctor"}, {{"SITREP_STATUSPAGE_API_KEY", "not-the-key"}});
  EXPECT_EQ(key.code, 1) << key.all();
  EXPECT_EQ(count(key.all(), "not-the-key"), 0U) << key.all();
  const auto app = world.run({"doctor"}, {{"SITREP_SLACK_APP_TOKEN", "xapp-WRONG"}});
  EXPECT_EQ(app.code, 1) << app.all();
}

TEST(CommandLine, EverySubcommandSaysWhatToDoWithoutAConfiguration) {
  World world;
  const auto nowhere = world.path("nowhere.yaml").string();
  for (const auto& words : {Arguments{"serve"}, Arguments{"check-config"}, Arguments{"doctor"}, Arguments{"manifest"},
                            Arguments{"incident", "list"}, Arguments{"history"}, Arguments{"export"},
                            Arguments{"verify"}, Arguments{"backup", "copy.db"}}) {
    const auto answer = world.run_bare(words, {{"SITREP_CONFIG", nowhere}});
    EXPECT_NE(answer.code, 0) << words.front();
    EXPECT_GE(count(answer.err, nowhere), 1U) << words.front() << answer.all();
    EXPECT_TRUE(answer.out.empty()) << words.front() << answer.all();
  }
}

TEST(CommandLine, ReadingSubcommandsSayWhenThereIsNoDatabaseYet) {
  World world;
  for (const auto& words :
       {Arguments{"history"}, Arguments{"export"}, Arguments{"verify"}, Arguments{"backup", "copy.db"}}) {
    const auto answer = world.run(words);
    EXPECT_EQ(answer.code, 1) << words.front() << answer.all();
    EXPECT_GE(count(answer.err, "sitrep.db"), 1U) << words.front() << answer.all();
    EXPECT_GE(count(answer.err, "sitrep serve"), 1U) << words.front() << answer.all();
  }
}

TEST(CommandLine, UnknownWordsEndWith2) {
  World world;
  EXPECT_EQ(world.run_bare({}).code, 2);
  EXPECT_EQ(world.run_bare({"sreve"}).code, 2);
  EXPECT_EQ(world.run_bare({"--help"}).code, 0);
  const auto version = world.run_bare({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_TRUE(version.out.starts_with("sitrep ")) << version.out;
}

}  // namespace
}  // namespace e2e
