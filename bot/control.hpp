#pragma once
// The door for `sitrep <command>` on the same machine: a Unix socket beside the database ("<database>.sock", for the
// owner alone). One line of JSON in, one line of JSON out.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/engine.hpp"
#include "integrations/ports/tasks.hpp"

namespace bot {

struct ControlReply {
  std::vector<std::string> lines;
  bool refused = false;
};

std::filesystem::path control_path(const std::filesystem::path& database);

class ControlServer {
 public:
  /// Replaces a socket file that a killed process left. Throws when the folder cannot be written.
  ControlServer(boost::asio::any_io_executor executor, const std::filesystem::path& database, Engine& engine,
                integrations::Tasks& tasks);
  ~ControlServer();
  boost::asio::awaitable<void> run();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Sends one command to the running process and waits for its answer, 10 s at most. The error is empty when no process
/// listens there, otherwise it says what went wrong.
std::expected<ControlReply, std::string> ask_running(const std::filesystem::path& database, const std::string& line,
                                                     const playbooks::Actor& by);

}  // namespace bot
