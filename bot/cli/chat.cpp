#include "bot/cli/chat.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>

#include "bot/app.hpp"
#include "bot/cli/settings.hpp"
#include "bot/control.hpp"
#include "bot/plain_reply.hpp"
#include "integrations/http/curl.hpp"
#include "integrations/ports/log.hpp"
#include "integrations/ports/system_clock.hpp"
#include "storage/database.hpp"

namespace bot::cli {
namespace asio = boost::asio;

namespace {

/// One word as it must stand in a line so that it is read as one word again.
std::string quoted(const std::string& word) {
  if (!word.empty() && word.find_first_of(" \t\n") == std::string::npos) return word;
  return word.find('"') == std::string::npos ? "\"" + word + "\"" : "«" + word + "»";
}

std::string line_of(std::string_view command, const std::vector<std::string>& words) {
  std::string line{command};
  for (const auto& word : words) line += " " + quoted(word);
  return line;
}

int print(const ControlReply& reply) {
  for (const auto& line : reply.lines) std::fprintf(reply.refused ? stderr : stdout, "%s\n", line.c_str());
  return reply.refused ? 1 : 0;
}

/// The bot is down: this process takes its place for one command. What must be sent waits for the next start.
int run_offline(Configuration configuration, const std::string& line) {
  const auto database = configuration.database;
  auto hold = storage::Hold::take(database, "sitrep (one command)");
  if (!hold) {
    std::fprintf(stderr, "%s\n", hold.error().message.c_str());
    return 1;
  }
  if (auto prepared = storage::prepare(database); !prepared) {
    std::fprintf(stderr, "%s\n", prepared.error().message.c_str());
    return 1;
  }
  asio::io_context context{1};
  integrations::SystemClock clock{context.get_executor()};
  integrations::Activity activity;
  const auto http = integrations::make_curl_http(context.get_executor(), activity);
  storage::SqliteJournal journal{database};
  App app{std::move(configuration), {context.get_executor(), clock, *http, activity, journal}};
  app.start_offline();
  ControlReply result;
  commands::Request request;
  request.surface = commands::Surface::command_line;
  request.by = shell_user();
  request.line = line;
  app.engine().ask(std::move(request), [&](const commands::Reply& reply) {
    result = {plain_lines(reply), reply.refused};
    app.engine().close();
  });
  context.run();
  const int code = print(result);
  if (const auto waiting = app.reader().undelivered().size(); waiting > 0)
    std::fprintf(stderr, "Sitrep is not running: %zu deliveries wait for its next start (`sitrep serve`).\n", waiting);
  return code;
}

}  // namespace

int run_chat_command(std::string_view command, const Invocation& invocation) {
  integrations::set_log("warning");
  auto configuration = load(invocation.config, config::Secrets::optional, Warnings::leave);
  if (!configuration) return 2;
  const auto line = line_of(command, invocation.words);
  auto reply = ask_running(configuration->database, line, shell_user());
  if (reply) return print(*reply);
  if (!reply.error().empty()) {
    std::fprintf(stderr, "%s\n", reply.error().c_str());
    return 1;
  }
  return run_offline(std::move(*configuration), line);
}

}  // namespace bot::cli
