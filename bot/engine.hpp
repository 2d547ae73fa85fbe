#pragma once
// The engine: one coroutine through which everything passes. It takes every input that waits, stages what follows from
// each, hands the batch to the journal for one commit, and only then releases acknowledgements and wakes the loops.
// Network thread only.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "bot/recent_keys.hpp"
#include "bot/settled.hpp"
#include "bot/staging.hpp"
#include "commands/command.hpp"
#include "integrations/inbound.hpp"
#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/tasks.hpp"
#include "storage/database.hpp"

namespace bot {

class Engine {
 public:
  struct Surroundings {
    boost::asio::any_io_executor executor;
    integrations::Clock& clock;
    integrations::Activity& activity;
    storage::Journal& journal;
    const storage::Reader& reader;
    const playbooks::Policy& policy;
    const std::map<std::string, std::string>& command_names;
    std::function<void(Committed)> on_commit;
    /// Keys of undelivered effects of a group that may still be withdrawn (not in flight).
    std::function<std::vector<std::string>(const std::string& group)> withdrawable;
    std::function<std::vector<commands::Finding>()> self_check;
  };

  explicit Engine(Surroundings surroundings);
  ~Engine();

  /// From a chat system. `acknowledge` is called after the commit, or dropped uncalled if there was none.
  void receive(integrations::Inbound inbound, integrations::Acknowledge acknowledge);
  /// From the command line. The reply comes after the commit, or says why nothing was saved.
  void ask(commands::Request request, std::move_only_function<void(commands::Reply)> answer);
  /// A timer is due. `done(true)` after the commit; false: it is still to be done.
  void timer_due(playbooks::Timer timer, std::move_only_function<void(bool)> done);
  /// A delivery has ended. `done(true)` once that is on disk.
  void settled(Settled settled, std::move_only_function<void(bool)> done);
  /// A delivery is late: its incident's card will say so.
  void delayed(const playbooks::Effect& effect);

  /// Runs until close(); then finishes what was taken and returns.
  boost::asio::awaitable<void> run();
  void close();

  const playbooks::State& committed() const { return staging_.committed(); }
  /// Also finds closed ones. Committed state only.
  std::optional<playbooks::Incident> incident(playbooks::IncidentId id) const;
  /// None when it is over and no longer watched. Committed state only.
  std::optional<playbooks::Maintenance> maintenance(playbooks::MaintenanceId id) const;

  struct Counters {
    std::uint64_t inputs = 0, duplicates = 0, batches = 0, failed_batches = 0;
    std::size_t waiting = 0;
    std::optional<playbooks::Time> oldest_waiting;
    std::string trouble;  // why the last commit failed; empty when it did not
  };
  Counters counters() const;

 private:
  class StageDesk;
  struct FromChat {
    integrations::Inbound inbound;
    integrations::Acknowledge acknowledge;
  };
  struct FromCommandLine {
    commands::Request request;
    std::move_only_function<void(commands::Reply)> answer;
  };
  struct FromTimer {
    playbooks::Timer timer;
    std::move_only_function<void(bool)> done;
  };
  struct FromDelivery {
    Settled settled;
    std::move_only_function<void(bool)> done;
  };
  struct FromDelay {
    playbooks::Effect effect;
  };
  struct Input {
    std::variant<FromChat, FromCommandLine, FromTimer, FromDelivery, FromDelay> from;
    playbooks::Time at{};
    integrations::Activity::Token token;
  };
  /// Called after the commit with its outcome.
  using Release = std::move_only_function<void(const storage::CommitResult&)>;

  void take(Input input);
  boost::asio::awaitable<void> run_batch();
  boost::asio::awaitable<storage::CommitResult> commit(storage::Stage stage);
  void stage_one(Input& input);
  /// It could not even be staged: nothing of it happens, and whoever waits is told.
  void fail_one(Input& input, const std::string& why);
  void stage_chat(FromChat& from, playbooks::Time now);
  void stage_command_line(FromCommandLine& from, playbooks::Time now);
  void stage_timer(FromTimer& from, playbooks::Time now);
  void stage_delivery(FromDelivery& from, playbooks::Time now);
  void stage_delay(const FromDelay& from, playbooks::Time now);
  void note_delivery(const Settled& settled, const playbooks::Context& context);
  void note_page(const Settled& settled, const playbooks::SendPage& page, const playbooks::Context& context);
  void note_maintenance(const Settled& settled, const playbooks::PublishMaintenance& publish,
                        const playbooks::Context& context);
  void note_reading(const Settled& settled, const playbooks::ReadPage& read, const playbooks::Context& context);
  void note_fetch(const Settled& settled, const playbooks::FetchSchedule& fetch, const playbooks::Context& context);
  void tell_operations(const Settled& settled, std::string_view what);
  void hear_news(const Settled& settled, const playbooks::Context& context);
  bool answer_again(FromChat& from);
  void know_name(playbooks::Actor& who);
  commands::Reply run_verb(const commands::Request& request, const std::string& input_id);
  void draw_card(playbooks::IncidentId incident, const std::string& why, playbooks::Time now);
  std::vector<std::string> withdraw(storage::Stage& stage, playbooks::Time now);

  Surroundings around_;
  Staging staging_;
  RecentKeys keys_;
  std::map<std::string, std::string> names_;       // of people, by id
  std::map<std::string, std::size_t> batch_keys_;  // identities in this batch -> index of its reply
  std::vector<std::string> batch_replies_;
  std::vector<Input> waiting_;
  std::vector<Release> releases_;
  integrations::Bell bell_;
  bool closing_ = false;
  std::uint64_t sequence_ = 0;
  Counters counters_;
};

}  // namespace bot
