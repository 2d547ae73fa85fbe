#include "integrations/slack/socket_mode.hpp"

#include <fmt/format.h>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <random>

#include "integrations/ports/log.hpp"
#include "integrations/slack/socket_open.hpp"

namespace integrations::slack {
namespace asio = boost::asio;
using boost::system::error_code;
using playbooks::Time;
using namespace std::chrono_literals;

namespace {

// How long virtual time is held up, in real time, for a hello or a pong that is owed: loopback takes microseconds.
constexpr std::chrono::milliseconds hello_grace = 1s, pong_grace = 250ms;
constexpr auto close_limit = 3s;

}  // namespace

asio::awaitable<void> SocketMode::Impl::run() {
  executor_ = co_await asio::this_coro::executor;
  finishing_ = false;
  session_.emplace(settings_.connections, std::random_device{}());
  bell_.emplace(executor_);
  tasks_.emplace(executor_, [](std::string_view name, std::string_view what) {
    log_error("slack socket task failed", {{"task", name}, {"why", what}});
  });
  std::exception_ptr error;
  try {
    feed(Start{});
    co_await watch();
  } catch (...) {  // cancelled, mostly; thrown on below
    error = std::current_exception();
  }
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await finish();
  std::rethrow_exception(error);
}

/// Gives the session its ticks, for ever.
asio::awaitable<void> SocketMode::Impl::watch() {
  using namespace asio::experimental::awaitable_operators;
  for (;;) {
    if (const auto at = session_->wake())
      co_await (clock_.sleep_until(*at) || bell_->wait());
    else
      co_await bell_->wait();
    step(Tick{});
  }
}

asio::awaitable<void> SocketMode::Impl::finish() {
  finishing_ = true;
  for (const auto& [epoch, link] : links_)
    if (link->socket) link->socket->kill();
  tasks_->cancel();
  co_await tasks_->wait();
  links_.clear();
}

bool SocketMode::Impl::any_open() const {
  for (const auto& [epoch, link] : links_)
    if (link->socket && link->socket->is_open()) return true;
  return false;
}

asio::awaitable<void> SocketMode::Impl::close() {
  closing_ = true;
  if (!session_ || finishing_) co_return;
  feed(Stop{});
  asio::steady_timer limit{co_await asio::this_coro::executor, close_limit};
  closing_wait_ = &limit;
  while (any_open() && limit.expiry() > std::chrono::steady_clock::now()) {
    error_code ignored;  // cancelled when a connection has ended
    co_await limit.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  closing_wait_ = nullptr;
  tasks_->cancel();
}

SocketStatus SocketMode::Impl::status() const {
  SocketStatus status;
  if (session_) status = session_->status(clock_.now());
  status.envelopes = envelopes_;
  status.duplicates_seen = repeated_;
  return status;
}

void SocketMode::Impl::feed(const Event& event) {
  step(event);
  bell_->ring();  // the next deadline may be nearer now
}

void SocketMode::Impl::step(const Event& event) {
  for (const auto& action : session_->on(event, clock_.now()))
    std::visit([this](const auto& each) { perform(each); }, action);
}

void SocketMode::Impl::perform(const Dial& action) {
  if (finishing_) return;
  const auto link = std::make_shared<Link>(executor_);
  link->owed = activity_.hold();
  links_.emplace(action.epoch, link);
  log_debug("slack socket dials", {{"epoch", std::to_string(action.epoch)}});
  tasks_->start(fmt::format("slack socket {}", action.epoch), connect(action.epoch, link));
}

void SocketMode::Impl::perform(const Ping& action) {
  const auto found = links_.find(action.epoch);
  if (found == links_.end() || !found->second->socket) return;
  found->second->socket->ping();
  await_answer(found->second, pong_grace);
}

void SocketMode::Impl::perform(const Close& action) {
  const auto found = links_.find(action.epoch);
  if (found != links_.end() && found->second->socket) found->second->socket->close();
}

void SocketMode::Impl::perform(const Kill& action) {
  log_warning("slack socket hung up", {{"epoch", std::to_string(action.epoch)}, {"why", action.why}});
  const auto found = links_.find(action.epoch);
  if (found != links_.end() && found->second->socket) found->second->socket->kill();
}

asio::awaitable<void> SocketMode::Impl::connect(Epoch epoch, std::shared_ptr<Link> link) {
  std::string why;
  try {
    co_await serve(epoch, link);
  } catch (const std::exception& error) {
    why = error.what();
  }
  links_.erase(epoch);
  if (closing_wait_ != nullptr) closing_wait_->cancel();
  if (!why.empty() && !finishing_ && !closing_) {
    log_error("slack socket failed", {{"epoch", std::to_string(epoch)}, {"why", redact(why)}});
    feed(Closed{epoch, false, why});
  }
}

asio::awaitable<void> SocketMode::Impl::serve(Epoch epoch, std::shared_ptr<Link> link) {
  const HttpResponse response = co_await http_.request(open_request(settings_));
  if (!session_->knows(epoch)) co_return;
  auto answer = read_open_answer(response, settings_, clock_.now());
  if (auto* failed = std::get_if<DialFailed>(&answer)) co_return dial_failed(epoch, std::move(*failed));
  link->socket = std::make_shared<Socket>(executor_);
  link->socket->on_control([this, epoch, weak = std::weak_ptr<Link>{link}](bool goodbye) {
    if (const auto still = weak.lock()) heard(epoch, *still);
    if (goodbye) feed(Closed{epoch, true, "closed by Slack"});  // the successor need not wait for the rest of it
  });
  const auto opened = co_await link->socket->open(std::get<std::string>(std::move(answer)));
  if (!session_->knows(epoch)) co_return;
  if (!opened) co_return dial_failed(epoch, {epoch, DialFailed::Kind::transient, {}, opened.error()});
  feed(Opened{epoch});
  await_answer(link, hello_grace);
  for (;;) {
    auto frame = co_await link->socket->read();
    if (!frame) {
      log_info("slack socket closed", {{"epoch", std::to_string(epoch)}, {"why", frame.error().why}});
      feed(Closed{epoch, frame.error().clean, frame.error().why});
      co_return;
    }
    take(epoch, *link, std::move(*frame));
  }
}

void SocketMode::Impl::dial_failed(Epoch epoch, DialFailed failed) {
  failed.epoch = epoch;
  log_warning("slack socket not connected", {{"epoch", std::to_string(epoch)}, {"why", failed.why}});
  feed(failed);
}

void SocketMode::Impl::await_answer(const std::shared_ptr<Link>& link, std::chrono::milliseconds grace) {
  link->owed = activity_.hold();
  link->waiting = true;
  link->grace.expires_after(grace);
  link->grace.async_wait([weak = std::weak_ptr<Link>{link}](error_code error) {
    const auto still = weak.lock();
    if (!error && still) still->owed.release();
  });
}

SocketMode::SocketMode(Settings settings, Http& http, Clock& clock, Activity& activity, Receive receive)
    : impl_(std::make_unique<Impl>(std::move(settings), http, clock, activity, std::move(receive))) {}
SocketMode::~SocketMode() = default;

asio::awaitable<void> SocketMode::run() {
  return impl_->run();
}
asio::awaitable<void> SocketMode::close() {
  return impl_->close();
}
SocketStatus SocketMode::status() const {
  return impl_->status();
}

}  // namespace integrations::slack
