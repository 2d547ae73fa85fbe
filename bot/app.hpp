#pragma once
// The composition root: builds everything in order, starts the loops, stops them in reverse. Production, the demo and
// the tests use this same class; they differ only in the ports they hand in.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "bot/configuration.hpp"
#include "bot/engine.hpp"
#include "bot/outbox.hpp"
#include "bot/timer_loop.hpp"
#include "integrations/ports/http.hpp"
#include "integrations/ports/mail.hpp"
#include "integrations/slack/slack.hpp"

namespace bot {

class App {
 public:
  struct Ports {
    boost::asio::any_io_executor executor;
    integrations::Clock& clock;
    integrations::Http& http;
    integrations::Activity& activity;
    storage::Journal& journal;
    integrations::Mail* mail = nullptr;  // needed where e-mail is configured
  };

  /// The database must have been prepared and be held by this process. Reads what is open, connects to nothing yet.
  App(Configuration configuration, Ports ports);
  ~App();

  /// Starts the engine, the timers, the deliveries and the connection to Slack.
  void start();
  /// Starts the engine alone: for the command line while the bot is down. Effects wait for the next start.
  void start_offline();
  /// Takes nothing new, lets what is in flight finish (2 s at most), closes the sockets, commits, ends every coroutine.
  boost::asio::awaitable<void> stop();
  /// Ends every coroutine at once, as a kill would: nothing is finished, sockets are dropped. For tests of crashes.
  boost::asio::awaitable<void> abandon();

  Engine& engine() { return *engine_; }
  const Configuration& configuration() const { return configuration_; }
  const Outbox& outbox() const { return *outbox_; }
  const TimerLoop& timers() const { return *timers_; }
  integrations::slack::SocketStatus socket() const;
  const storage::Reader& reader() const { return reader_; }
  /// Asks every integration how it is; takes seconds.
  boost::asio::awaitable<std::vector<integrations::Finding>> doctor();

 private:
  void on_commit(Committed committed);
  std::vector<commands::Finding> self_check() const;

  Configuration configuration_;
  Ports ports_;
  std::map<std::string, std::string> typed_names_;  // "statuspage" -> "status"
  storage::Reader reader_;
  std::vector<std::unique_ptr<integrations::Integration>> integrations_;
  integrations::Tasks tasks_;         // socket, timers, lanes
  integrations::Tasks engine_tasks_;  // the engine alone: it ends last, by itself
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Outbox> outbox_;
  std::unique_ptr<TimerLoop> timers_;
  std::unique_ptr<integrations::slack::SocketMode> socket_;
  bool online_ = false;
};

}  // namespace bot
