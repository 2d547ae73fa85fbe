#include "bot/outbox.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <set>

#include "bot/outbox_running.hpp"
#include "integrations/ports/log.hpp"

namespace bot {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using integrations::Delivered;
using integrations::Delivery;
using integrations::log_error;
using integrations::log_info;
using integrations::log_warning;
using playbooks::Effect;
using playbooks::incident_of;

namespace {

/// Counts a delivery from its call until its outcome is on disk, also when the coroutine is cancelled on the way.
class InFlight {
 public:
  explicit InFlight(int& count) : count_(count) { ++count_; }
  ~InFlight() { --count_; }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

 private:
  int& count_;
};

/// What a look-up proves. Effects of one group go out in order, so one that was found proves that the older ones of its
/// group went before it or inside it.
std::vector<Settled> found_by_group(const std::vector<Effect>& doubtful,
                                    const std::map<std::string, playbooks::Receipt>& found) {
  std::vector<Settled> result;
  for (std::size_t i = 0; i < doubtful.size(); ++i) {
    const auto seen = found.find(doubtful[i].key);
    if (seen == found.end()) continue;
    Settled settled{doubtful[i], {}, storage::EffectEnd::delivered, seen->second, {}, false};
    if (!doubtful[i].group.empty())
      for (std::size_t j = 0; j < i; ++j)
        if (doubtful[j].group == doubtful[i].group && !found.contains(doubtful[j].key))
          settled.merged.push_back(doubtful[j]);
    result.push_back(std::move(settled));
  }
  return result;
}

/// After an unclear answer: give the other side time to make up its mind before looking.
playbooks::Duration look_after(int attempts) {
  return std::min<playbooks::Duration>(2s * (1 << std::min(attempts, 5)), 60s);
}

}  // namespace

Outbox::Outbox(asio::any_io_executor executor, integrations::Clock& clock, integrations::Activity& activity,
               std::vector<integrations::Integration*> integrations, Engine& engine, integrations::Tasks& tasks)
    : executor_(std::move(executor)),
      clock_(clock),
      activity_(activity),
      integrations_(std::move(integrations)),
      engine_(engine),
      tasks_(tasks) {}

Outbox::~Outbox() = default;

void Outbox::resume(std::vector<Effect> undelivered) {
  std::set<std::string> lanes;
  for (auto& effect : undelivered) {
    lanes.insert(effect.lane);
    put(std::move(effect), true);
  }
  for (const auto& lane : lanes) wake(lane);
}

void Outbox::add(std::vector<Effect> effects) {
  std::set<std::string> lanes;
  for (auto& effect : effects) {
    lanes.insert(effect.lane);
    put(std::move(effect), false);
  }
  for (const auto& lane : lanes) wake(lane);
}

void Outbox::put(Effect effect, bool doubtful) {
  auto& running = lanes_[effect.lane];
  if (!running) running = std::make_shared<Running>(executor_);
  running->lane.add({std::move(effect), ++order_, doubtful, false, {}});
}

void Outbox::wake(const std::string& name) {
  if (closing_) return;
  auto& running = lanes_.at(name);
  if (!running->resting) running->token = activity_.hold();
  running->bell.ring();
  if (running->started) return;
  running->started = true;
  tasks_.start("lane " + name, run_lane(name, running));
}

asio::awaitable<void> Outbox::run_lane(std::string name, std::shared_ptr<Running> lane) {
  while (!closing_ && !lane->lane.empty()) {
    std::string trouble;
    try {
      co_await turn(name, lane);
    } catch (const std::exception& error) {
      trouble = error.what();
    }
    if (trouble.empty()) continue;
    // A bug, or the end: after a cancel the next wait throws and ends the lane. What was in flight may have arrived.
    if (lane->in_flight) lane->lane.mark_doubtful(*lane->in_flight);
    lane->in_flight.reset();
    co_await pause(lane, clock_.now() + 5s, false);
    log_error("a delivery failed inside Sitrep and is tried again", {{"lane", name}, {"why", trouble}});
  }
  lane->started = false;
  lane->token.release();
  if (lane->lane.empty()) lanes_.erase(name);
}

asio::awaitable<void> Outbox::turn(std::string name, std::shared_ptr<Running> lane) {
  lane->token = activity_.hold();
  const bool certain = co_await look_up(name, lane);
  if (!certain || closing_) co_return;
  auto next = lane->lane.next(clock_.now());
  if (!next) co_return;
  lane->in_flight = next;
  co_await send(lane, std::move(*next));
  lane->in_flight.reset();
}

asio::awaitable<bool> Outbox::look_up(std::string name, std::shared_ptr<Running> lane) {
  const auto next = lane->lane.next(clock_.now());
  if (!next) co_return true;
  auto doubtful = lane->lane.doubtful_like(next->effect);
  if (doubtful.empty()) co_return true;
  auto* integration = integration_for(doubtful.front());
  if (integration == nullptr) {
    lane->lane.clear_doubt(doubtful);
    co_return true;
  }
  std::vector<Delivery> questions;
  for (auto& effect : doubtful) questions.push_back(delivery({effect, {}}));
  auto answer = co_await integration->find(std::move(questions));
  if (const auto* retry = std::get_if<integrations::Retry>(&answer)) {
    log_warning("cannot look up what was sent", {{"lane", name}, {"why", retry->why}});
    lane->lane.hold_up({doubtful.front(), {}}, retry->why);
    co_await pause(lane, std::max(retry->at, clock_.now() + 100ms), false);
    co_return false;
  }
  auto& found = std::get<integrations::Found>(answer).receipts;
  for (auto& settled : found_by_group(doubtful, found)) {
    log_info("found to have been sent before", {{"effect", settled.effect.key}, {"input", settled.effect.input}});
    settled.redraw_card = lane->lane.announced({settled.effect, settled.merged});
    co_await settle(lane, std::move(settled));
  }
  lane->lane.clear_doubt(doubtful);
  co_return false;  // what is next may be another one now
}

asio::awaitable<void> Outbox::send(std::shared_ptr<Running> lane, Lane::Next next) {
  auto request = delivery(next);
  if (auto why = moot(*lane, next, request); !why.empty()) {
    const bool expired = next.effect.expires && clock_.now() > *next.effect.expires;
    co_await settle(lane, {next.effect,
                           next.merged,
                           expired ? storage::EffectEnd::expired : storage::EffectEnd::refused,
                           {},
                           std::move(why),
                           false});
    co_return;
  }
  auto outcome = co_await attempt(lane, next, std::move(request));
  if (auto* retry = std::get_if<integrations::Retry>(&outcome)) {
    hold_up(*lane, next, retry->why, retry->at);
    co_await pause(lane, std::max(retry->at, clock_.now() + 10ms), true);
  } else if (auto* unknown = std::get_if<integrations::Unknown>(&outcome)) {
    log_warning("unclear whether it was sent",
                {{"effect", next.effect.key}, {"input", next.effect.input}, {"why", unknown->why}});
    lane->lane.mark_doubtful(next);
    const auto look_at = clock_.now() + look_after(lane->attempts++);
    hold_up(*lane, next, unknown->why, clock_.now());
    co_await pause(lane, look_at, false);
  }
}

/// One call, and the record of it where it has an end.
asio::awaitable<integrations::Outcome> Outbox::attempt(std::shared_ptr<Running> lane, Lane::Next next,
                                                       Delivery request) {
  auto* integration = integration_for(next.effect);
  const InFlight counted{in_flight_};
  auto outcome = co_await integration->deliver(std::move(request));
  if (auto* delivered = std::get_if<Delivered>(&outcome)) {
    lane->attempts = 0;
    Settled settled{next.effect,        next.merged,  storage::EffectEnd::delivered,
                    delivered->receipt, {},           lane->lane.announced(next),
                    delivered->news,    delivered->by};
    co_await settle(lane, std::move(settled));
  } else if (auto* refused = std::get_if<integrations::Refused>(&outcome)) {
    log_warning("refused", {{"effect", next.effect.key}, {"input", next.effect.input}, {"why", refused->why}});
    lane->attempts = 0;
    Settled settled{next.effect, next.merged, storage::EffectEnd::refused, {}, refused->why, false};
    co_await settle(lane, std::move(settled));
  }
  co_return outcome;
}

/// The card tells of a delay as soon as it is known how long it will be: of the status page from 3 s on, of messages
/// and pages from 10 s on (a second or two is Slack's own pace).
void Outbox::hold_up(Running& lane, const Lane::Next& next, const std::string& why, playbooks::Time until) {
  lane.lane.hold_up(next, why);
  const bool page = std::holds_alternative<playbooks::PublishIncident>(next.effect.body) ||
                    std::holds_alternative<playbooks::PublishPostmortem>(next.effect.body);
  const auto age = until - (next.merged.empty() ? next.effect.created : next.merged.front().created);
  const bool worth_telling = page ? age > 3s || lane.attempts > 0 : age > 10s && incident_of(next.effect).has_value();
  if (worth_telling && lane.lane.announce(next)) engine_.delayed(next.effect);
}

asio::awaitable<void> Outbox::pause(std::shared_ptr<Running> lane, playbooks::Time until, bool interruptible) {
  using asio::experimental::awaitable_operators::operator||;
  lane->token.release();
  const auto held_up = lane->lane.most_urgent();
  // Only something more urgent than what is held up is worth trying before the time has come.
  while (clock_.now() < until && !closing_) {
    if (!interruptible) {
      lane->resting = true;
      co_await clock_.sleep_until(until);
      lane->resting = false;
    } else
      co_await (clock_.sleep_until(until) || lane->bell.wait());
    lane->token.release();  // whoever rang took it
    if (interruptible && lane->lane.most_urgent() < held_up) break;
  }
  lane->token = activity_.hold();
}

asio::awaitable<void> Outbox::settle(std::shared_ptr<Running> lane, Settled settled) {
  struct Answer {
    explicit Answer(asio::any_io_executor executor) : bell(std::move(executor)) {}
    integrations::Bell bell;
    bool saved = false;
  };
  std::vector<std::string> keys{settled.effect.key};
  for (const auto& older : settled.merged) keys.push_back(older.key);
  for (const auto& key : keys) lane->lane.conclude(key);
  // It has happened and must be written down; while the disk refuses, the lane waits and sends nothing twice.
  for (auto wait = playbooks::Duration{100};; wait = std::min<playbooks::Duration>(wait * 2, 5s)) {
    auto answer = std::make_shared<Answer>(executor_);  // shared with the engine, which may outlive this coroutine
    engine_.settled(settled, [answer](bool saved) {
      answer->saved = saved;
      answer->bell.ring();
    });
    co_await answer->bell.wait();
    if (answer->saved) break;
    co_await pause(lane, clock_.now() + wait, false);
  }
  for (const auto& key : keys) lane->lane.remove(key);
}

void Outbox::forget(const std::vector<std::string>& keys) {
  for (const auto& key : keys)
    for (auto& [name, running] : lanes_) running->lane.remove(key);
}

std::vector<std::string> Outbox::withdrawable(const std::string& group) const {
  std::vector<std::string> keys;
  for (const auto& [name, running] : lanes_)
    for (auto& key : running->lane.withdrawable(group, running->in_flight)) keys.push_back(std::move(key));
  return keys;
}

void Outbox::close() {
  closing_ = true;
}

}  // namespace bot
