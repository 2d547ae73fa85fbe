#pragma once
// A whole small world on loopback: a simulated Slack with people and channels, a simulated status page, and the real
// bot between them. The demo, the scenarios and the crash sweep live in it.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bot/app.hpp"
#include "bot/demo/gates.hpp"
#include "integrations/simulator/slack_simulator.hpp"
#include "integrations/simulator/statuspage_simulator.hpp"
#include "storage/database.hpp"

namespace bot {

struct PlaygroundOptions {
  std::filesystem::path database;
  bool status_page = true;
  bool rate_limits = true;
  int connections = 1;
  playbooks::Duration server_ping_every = std::chrono::seconds{10};
  double speed = 1;  // of the clock; Slack's 3 s for an answer are 3 s outside
};

class Playground {
 public:
  Playground(boost::asio::any_io_executor executor, integrations::Clock& clock, integrations::Activity& activity,
             PlaygroundOptions options);
  ~Playground();

  integrations::simulator::SlackSimulator& slack() { return *slack_; }
  integrations::simulator::StatuspageSimulator& page() { return *page_; }
  Gates& gates() { return gates_; }
  App* app() { return app_.get(); }
  const Configuration& configuration() const { return configuration_; }

  /// "ann" -> "U-ANN"-like id; channels likewise, with or without "#". Empty when unknown.
  std::string user(const std::string& name) const;
  std::string channel(const std::string& name) const;
  std::string name_of(const std::string& id) const;

  /// Prepares the database, takes it, starts the bot. What prevents that, in words; empty when it runs.
  std::string start_bot();
  boost::asio::awaitable<void> stop_bot();
  /// As if killed: nothing is finished, nothing is closed politely; only what is on disk remains.
  boost::asio::awaitable<void> kill_bot();
  boost::asio::awaitable<void> stop();

 private:
  boost::asio::awaitable<void> end_bot(bool orderly);

  boost::asio::any_io_executor executor_;
  integrations::Clock& clock_;
  integrations::Activity& activity_;
  PlaygroundOptions options_;
  Gates gates_;
  std::unique_ptr<integrations::Http> curl_;
  GatedHttp http_;
  std::unique_ptr<integrations::simulator::SlackSimulator> slack_;
  std::unique_ptr<integrations::simulator::StatuspageSimulator> page_;
  Configuration configuration_;
  std::optional<storage::Hold> hold_;
  std::unique_ptr<storage::SqliteJournal> journal_;
  std::unique_ptr<GatedJournal> gated_journal_;
  std::unique_ptr<App> app_;
};

}  // namespace bot
