#include "bot/control.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <boost/asio/executor_work_guard.hpp>
#include <fstream>
#include <thread>

#include "bot_support.hpp"

namespace {

using bot_test::Bot;

const playbooks::Actor ann{"cli:ann", "ann"};

/// Asks from another thread, as another process would, while this one serves.
std::expected<bot::ControlReply, std::string> ask(Bot& bot, const std::string& line,
                                                  std::filesystem::path database = {}) {
  if (database.empty()) database = bot.scratch.database();
  std::expected<bot::ControlReply, std::string> reply{};
  const auto work = boost::asio::make_work_guard(bot.context);
  bot.context.restart();
  std::jthread client{[&] {
    reply = bot::ask_running(database, line, ann);
    bot.context.stop();
  }};
  bot.context.run();
  return reply;
}

struct Control : testing::Test {
  Bot bot;
  std::unique_ptr<bot::ControlServer> server;
  void serve() {
    server = std::make_unique<bot::ControlServer>(bot.context.get_executor(), bot.scratch.database(), *bot.engine,
                                                  *bot.tasks);
    bot.tasks->start("control", server->run());
    bot.settle();
  }
  void TearDown() override {  // as `serve` does: first the coroutines, then what they use
    bot.cancel();
    server.reset();
  }
};

TEST_F(Control, WithoutAServerTheErrorIsEmpty) {
  const auto reply = bot::ask_running(bot.scratch.database(), "incident list", ann);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error(), "");
}

TEST_F(Control, ASocketFileThatAKilledProcessLeftIsNoServerAndIsReplaced) {
  std::ofstream{bot::control_path(bot.scratch.database())} << "left behind";
  const auto reply = bot::ask_running(bot.scratch.database(), "incident list", ann);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error(), "");
  serve();
  EXPECT_TRUE(ask(bot, "incident list"));
}

TEST_F(Control, CarriesCommandsAndRefusals) {
  serve();
  const auto declared = ask(bot, "incident declare P1 \"Übel — “quoted” \\ and \ttabbed\"");
  ASSERT_TRUE(declared) << declared.error();
  EXPECT_FALSE(declared->refused) << declared->lines.front();
  const auto refused = ask(bot, "incident resolve INC-9 what");
  ASSERT_TRUE(refused);
  EXPECT_TRUE(refused->refused);
  EXPECT_EQ(bot.engine->committed().incidents.at({1}).declared.by, ann);
}

TEST_F(Control, SaysWhenNothingWasSaved) {
  serve();
  bot.journal.failing = true;
  const auto reply = ask(bot, "incident declare P1 Lost");
  ASSERT_TRUE(reply);
  EXPECT_TRUE(reply->refused);
  ASSERT_FALSE(reply->lines.empty());
  EXPECT_TRUE(reply->lines.front().contains("Nothing was changed")) << reply->lines.front();
}

TEST_F(Control, TheSocketIsForItsOwnerAlone) {
  serve();
  struct stat file{};
  ASSERT_EQ(::stat(bot::control_path(bot.scratch.database()).c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
}

TEST_F(Control, WorksInAFolderWhosePathIsTooLongForASocket) {
  const auto database = bot.scratch.directory() / std::string(80, 'a') / std::string(80, 'b') / "sitrep.db";
  std::filesystem::create_directories(database.parent_path());
  server = std::make_unique<bot::ControlServer>(bot.context.get_executor(), database, *bot.engine, *bot.tasks);
  bot.tasks->start("control", server->run());
  EXPECT_TRUE(std::filesystem::exists(bot::control_path(database)));
  EXPECT_TRUE(ask(bot, "incident list", database));
}

TEST_F(Control, TheSocketFileGoesWithTheServer) {
  serve();
  bot.cancel();
  server.reset();
  EXPECT_FALSE(std::filesystem::exists(bot::control_path(bot.scratch.database())));
}

}  // namespace
