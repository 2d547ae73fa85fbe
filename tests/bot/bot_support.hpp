#pragma once
// The bot's inner parts on virtual time, with a real database, a journal that can be made to fail and one outside world
// that answers as it is told. Everything happens on one thread: after `settle()` all is quiet.
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/engine.hpp"
#include "bot/outbox.hpp"
#include "bot/timer_loop.hpp"
#include "integrations/ports/virtual_clock.hpp"

namespace bot_test {

using namespace std::chrono_literals;

/// A database of its own, prepared, removed at the end.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::filesystem::path directory() const { return directory_; }
  std::filesystem::path database() const { return directory_ / "sitrep.db"; }

 private:
  std::filesystem::path directory_;
};

/// Commits before it returns; fails while it is told to.
class Journal final : public storage::Journal {
 public:
  explicit Journal(const std::filesystem::path& database) : real_(database) {}
  void commit(storage::Stage stage, std::move_only_function<void(storage::CommitResult)> done) override;

  bool failing = false;
  int commits = 0, failures = 0;

 private:
  storage::SqliteJournal real_;
};

/// Delivers at once unless `outcomes` says otherwise; knows what it has done, so that it can be asked.
class World final : public integrations::Integration {
 public:
  struct Sent {
    std::string key;
    std::vector<std::string> merged;
    playbooks::Time at{};
  };
  std::map<std::string, std::deque<integrations::Outcome>> outcomes;  // by the last part of the key: "card", "public"
  std::deque<integrations::Lookup> lookups;                           // answers of find, before the truth
  std::set<std::string> arrived;                                      // what has taken effect
  std::vector<Sent> tried;
  std::vector<std::vector<std::string>> asked;
  int throws = 0;        // the next so many deliveries throw
  bool has_page = true;  // without: nobody takes what goes to the status page

  explicit World(integrations::Clock& clock) : clock_(clock) {}
  std::string_view name() const override { return "world"; }
  bool takes(const playbooks::Effect& effect) const override { return has_page || !effect.key.ends_with("/public"); }
  boost::asio::awaitable<integrations::Outcome> deliver(integrations::Delivery delivery) override;
  boost::asio::awaitable<integrations::Lookup> find(std::vector<integrations::Delivery> deliveries) override;
  boost::asio::awaitable<std::vector<integrations::Finding>> doctor() override;
  /// How often it was tried to deliver this.
  int times(const std::string& key) const;

 private:
  integrations::Clock& clock_;
};

class Bot {
 public:
  Bot();
  ~Bot();
  /// Ends everything as a kill would and starts again on the same database.
  void restart();
  /// Cancels every coroutine, from inside the loop as the program does: Asio 1.26 posts what is emitted outside, and a
  /// task that ends in between is gone when it arrives.
  void cancel();
  void settle();
  /// Lets that much time pass, one sleeper after the other.
  void pass(playbooks::Duration span);
  commands::Reply say(const std::string& line);
  /// A slash command by ann; gives what was acknowledged, nothing when it was not.
  std::optional<std::string> slash(const std::string& line, const std::string& envelope);

  Scratch scratch;
  boost::asio::io_context context{1};
  integrations::VirtualClock clock;
  integrations::Activity activity;
  Journal journal;
  storage::Reader reader;
  playbooks::Policy policy;
  std::map<std::string, std::string> names{{"incident", "incident"}};
  World world;
  std::unique_ptr<integrations::Tasks> tasks;
  std::unique_ptr<bot::Engine> engine;
  std::unique_ptr<bot::Outbox> outbox;
  std::unique_ptr<bot::TimerLoop> timers;

 private:
  void start();
  void end();
  void on_commit(bot::Committed committed);
};

std::string text_of(const commands::Reply& reply);
integrations::Inbound inbound(const std::string& line, const std::string& envelope);
playbooks::Effect effect(const std::string& key, const std::string& lane, playbooks::EffectBody body,
                         playbooks::Time created = {});

}  // namespace bot_test
