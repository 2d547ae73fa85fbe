#pragma once
// Socket Mode in the running program: drives the session with sockets, the Web API and the clock. Only for
// socket_mode*.cpp; everybody else sees SocketMode in slack.hpp.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "integrations/ports/tasks.hpp"
#include "integrations/slack/envelope.hpp"
#include "integrations/slack/session.hpp"
#include "integrations/slack/slack.hpp"
#include "integrations/slack/socket.hpp"

namespace integrations::slack {

/// One connection from its dial on.
struct Link {
  explicit Link(const boost::asio::any_io_executor& executor) : grace(executor) {}
  std::shared_ptr<Socket> socket;   // null while the address is fetched
  Activity::Token owed;             // something must come back soon
  boost::asio::steady_timer grace;  // ... and when not, this gives up waiting
  bool greeted = false, waiting = false;
};

struct SocketMode::Impl {
  Impl(Settings with, Http& http, Clock& clock, Activity& activity, Receive receive)
      : settings_(std::move(with)), http_(http), clock_(clock), activity_(activity), receive_(std::move(receive)) {}

  boost::asio::awaitable<void> run();
  boost::asio::awaitable<void> watch();
  boost::asio::awaitable<void> finish();
  boost::asio::awaitable<void> close();
  SocketStatus status() const;

  void feed(const Event& event);
  void step(const Event& event);
  void perform(const Dial& action);
  void perform(const Ping& action);
  void perform(const Close& action);
  void perform(const Kill& action);
  boost::asio::awaitable<void> connect(Epoch epoch, std::shared_ptr<Link> link);
  boost::asio::awaitable<void> serve(Epoch epoch, std::shared_ptr<Link> link);
  void dial_failed(Epoch epoch, DialFailed failed);
  void await_answer(const std::shared_ptr<Link>& link, std::chrono::milliseconds grace);
  void heard(Epoch epoch, Link& link);
  void take(Epoch epoch, Link& link, std::string text);
  void take(Epoch epoch, Link& link, const HelloFrame& frame);
  void take(Epoch epoch, const DisconnectFrame& frame);
  void take(Epoch epoch, EnvelopeFrame frame);
  void acknowledge(Epoch epoch, const std::string& id, std::string_view payload, Activity::Token token);
  void send(Epoch epoch, std::string frame, Activity::Token token);
  Socket* sender(Epoch epoch) const;
  bool any_open() const;

  Settings settings_;
  Http& http_;
  Clock& clock_;
  Activity& activity_;
  Receive receive_;
  std::shared_ptr<Impl*> self_ = std::make_shared<Impl*>(this);  // acknowledgements may outlive us
  boost::asio::any_io_executor executor_;
  std::optional<Session> session_;
  std::optional<Tasks> tasks_;
  std::optional<Bell> bell_;
  std::map<Epoch, std::shared_ptr<Link>> links_;
  std::vector<std::pair<playbooks::Time, std::string>> unsent_;  // acknowledgements that found no connection
  boost::asio::steady_timer* closing_wait_ = nullptr;
  bool closing_ = false, finishing_ = false;
  std::uint64_t envelopes_ = 0, repeated_ = 0;
};

}  // namespace integrations::slack
