#include "bot/engine.hpp"

#include <algorithm>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>

#include "integrations/ports/log.hpp"

namespace bot {
namespace asio = boost::asio;
using integrations::log_error;

namespace {
/// Enough to share a commit among everyone who waits, few enough that nobody waits long for the others' staging.
constexpr std::size_t batch_limit = 256;
}  // namespace

Engine::Engine(Surroundings surroundings)
    : around_(std::move(surroundings)),
      staging_(around_.reader.load_state(), around_.reader, around_.policy),
      bell_(around_.executor) {
  const auto now = around_.clock.now();
  for (const auto hash : around_.reader.key_hashes(now - RecentKeys::generation)) keys_.add(hash, now);
}

Engine::~Engine() = default;

void Engine::take(Input input) {
  ++counters_.inputs;
  waiting_.push_back(std::move(input));
  bell_.ring();
}

void Engine::receive(integrations::Inbound inbound, integrations::Acknowledge acknowledge) {
  if (closing_) return;  // not acknowledged: Slack gives it to the next connection or says so to the person
  take({FromChat{std::move(inbound), std::move(acknowledge)}, around_.clock.now(), around_.activity.hold()});
}

void Engine::ask(commands::Request request, std::move_only_function<void(commands::Reply)> answer) {
  if (closing_) return answer(commands::Reply::refusal("Sitrep is shutting down. Nothing was changed: try again."));
  take({FromCommandLine{std::move(request), std::move(answer)}, around_.clock.now(), around_.activity.hold()});
}

void Engine::timer_due(playbooks::Timer timer, std::move_only_function<void(bool)> done) {
  if (closing_) return done(false);
  take({FromTimer{std::move(timer), std::move(done)}, around_.clock.now(), around_.activity.hold()});
}

void Engine::settled(Settled settled, std::move_only_function<void(bool)> done) {
  take({FromDelivery{std::move(settled), std::move(done)}, around_.clock.now(), around_.activity.hold()});
}

void Engine::delayed(const playbooks::Effect& effect) {
  if (!closing_) take({FromDelay{effect}, around_.clock.now(), around_.activity.hold()});
}

void Engine::close() {
  closing_ = true;
  bell_.ring();
}

asio::awaitable<void> Engine::run() {
  for (;;) {
    if (!waiting_.empty()) {
      co_await run_batch();
      continue;
    }
    if (closing_) co_return;
    co_await bell_.wait();
  }
}

asio::awaitable<void> Engine::run_batch() {
  std::vector<Input> batch;
  if (waiting_.size() <= batch_limit) {
    batch.swap(waiting_);
  } else {
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(batch_limit);
    batch.assign(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
  }
  for (auto& input : batch) {
    try {
      stage_one(input);
    } catch (const std::exception& error) {
      staging_.drop_input();
      fail_one(input, error.what());
    }
  }

  const auto now = around_.clock.now();
  auto gone = withdraw(staging_.stage(), now);
  auto stage = staging_.take();
  Committed committed{stage.effects, stage.timers_set, stage.timers_gone, std::move(gone)};
  storage::CommitResult result;
  if (!stage.empty()) {
    ++counters_.batches;
    result = co_await commit(std::move(stage));
  }
  if (result) {
    staging_.committed_batch();
    counters_.trouble.clear();
  } else {
    ++counters_.failed_batches;
    counters_.trouble = result.error().message;
    staging_.failed_batch();
    log_error("commit failed, nothing was acknowledged", {{"why", result.error().message}});
  }
  // People first: what must be sent can wait for the acknowledgements to be on their way.
  for (auto& release : releases_) release(result);
  if (result) around_.on_commit(std::move(committed));
  releases_.clear();
  batch_keys_.clear();
  batch_replies_.clear();
}

asio::awaitable<storage::CommitResult> Engine::commit(storage::Stage stage) {
  auto initiate = [](auto handler, storage::Journal* journal, storage::Stage work) {
    auto executor = asio::get_associated_executor(handler);
    journal->commit(std::move(work), [handler = std::move(handler), executor](storage::CommitResult result) mutable {
      asio::post(executor, [handler = std::move(handler), result = std::move(result)]() mutable {
        std::move(handler)(std::move(result));
      });
    });
  };
  return asio::async_initiate<const asio::use_awaitable_t<>, void(storage::CommitResult)>(
      std::move(initiate), asio::use_awaitable, &around_.journal, std::move(stage));
}

std::vector<std::string> Engine::withdraw(storage::Stage& stage, playbooks::Time now) {
  std::vector<std::string> gone;
  for (const auto& group : staging_.withdrawn())
    for (auto& key : around_.withdrawable(group)) {
      stage.effects_done.push_back({key, storage::EffectEnd::superseded, {}, "no longer needed", now});
      gone.push_back(std::move(key));
    }
  return gone;
}

std::optional<playbooks::Incident> Engine::incident(playbooks::IncidentId id) const {
  const auto found = staging_.committed().incidents.find(id);
  if (found != staging_.committed().incidents.end()) return found->second;
  return around_.reader.incident(id);
}

std::optional<playbooks::Maintenance> Engine::maintenance(playbooks::MaintenanceId id) const {
  const auto* found = committed().upkeep.find(id);
  return found == nullptr ? std::nullopt : std::optional{*found};
}

Engine::Counters Engine::counters() const {
  auto counters = counters_;
  counters.waiting = waiting_.size();
  if (!waiting_.empty()) counters.oldest_waiting = waiting_.front().at;
  return counters;
}

}  // namespace bot
