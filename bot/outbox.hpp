#pragma once
// The outbox: delivers effects, one lane after the other's example but never waiting for another's. Every effect is
// checked against the state in the moment of sending; an answer is recorded before the next of its lane goes out; what
// may have been sent is looked up before it is sent again. Network thread only.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/engine.hpp"
#include "bot/lane.hpp"
#include "integrations/integration.hpp"
#include "integrations/ports/tasks.hpp"

namespace bot {

class Outbox {
 public:
  Outbox(boost::asio::any_io_executor executor, integrations::Clock& clock, integrations::Activity& activity,
         std::vector<integrations::Integration*> integrations, Engine& engine, integrations::Tasks& tasks);
  ~Outbox();

  /// Effects from before a restart: each may have been sent, so each is looked up first.
  void resume(std::vector<playbooks::Effect> undelivered);
  void add(std::vector<playbooks::Effect> effects);
  void forget(const std::vector<std::string>& keys);
  std::vector<std::string> withdrawable(const std::string& group) const;
  /// Lets what is in flight finish, begins nothing new.
  void close();

  struct Waiting {
    std::size_t effects = 0;
    std::optional<playbooks::Time> oldest;
    std::string why;  // of the oldest one
  };
  Waiting waiting() const;
  int in_flight() const { return in_flight_; }

 private:
  struct Running;
  void put(playbooks::Effect effect, bool doubtful);
  void wake(const std::string& lane);
  boost::asio::awaitable<void> run_lane(std::string name, std::shared_ptr<Running> lane);
  boost::asio::awaitable<void> turn(std::string name, std::shared_ptr<Running> lane);
  boost::asio::awaitable<bool> look_up(std::string name, std::shared_ptr<Running> lane);
  boost::asio::awaitable<void> send(std::shared_ptr<Running> lane, Lane::Next next);
  boost::asio::awaitable<integrations::Outcome> attempt(std::shared_ptr<Running> lane, Lane::Next next,
                                                        integrations::Delivery request);
  boost::asio::awaitable<void> settle(std::shared_ptr<Running> lane, Settled settled);
  boost::asio::awaitable<void> pause(std::shared_ptr<Running> lane, playbooks::Time until, bool interruptible);
  void hold_up(Running& lane, const Lane::Next& next, const std::string& why, playbooks::Time until);
  integrations::Integration* integration_for(const playbooks::Effect& effect) const;
  integrations::Delivery delivery(const Lane::Next& next) const;
  std::vector<integrations::DeliveryMark> marks(playbooks::IncidentId incident) const;
  /// Why it must not be sent any more, empty when it may.
  std::string moot(const Running& lane, const Lane::Next& next, const integrations::Delivery& delivery) const;

  boost::asio::any_io_executor executor_;
  integrations::Clock& clock_;
  integrations::Activity& activity_;
  std::vector<integrations::Integration*> integrations_;
  Engine& engine_;
  integrations::Tasks& tasks_;
  std::map<std::string, std::shared_ptr<Running>> lanes_;  // shared with the lane's coroutine
  std::uint64_t order_ = 0;
  int in_flight_ = 0;
  bool closing_ = false;
};

}  // namespace bot
