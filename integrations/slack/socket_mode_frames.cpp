// What comes in on a connection, and what goes back: hello, goodbyes, envelopes and their acknowledgements.
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include "integrations/ports/log.hpp"
#include "integrations/slack/socket_mode.hpp"

namespace integrations::slack {
using namespace std::chrono_literals;

namespace {

constexpr playbooks::Duration ack_of_use = 10s;  // Slack gives 3 s; later than this nobody waits for it
constexpr std::size_t most_unsent = 1000;

std::string ack_frame(std::string_view envelope_id, std::string_view payload) {
  std::string frame = R"({"envelope_id":)";
  frame += boost::json::serialize(boost::json::string{envelope_id});
  if (!payload.empty()) frame.append(R"(,"payload":)").append(payload);
  frame += '}';
  return frame;
}

}  // namespace

void SocketMode::Impl::heard(Epoch epoch, Link& link) {
  session_->on(Heard{epoch}, clock_.now());
  if (!link.waiting || !link.greeted) return;
  link.waiting = false;
  link.grace.cancel();
  link.owed.release();
}

void SocketMode::Impl::take(Epoch epoch, Link& link, std::string text) {
  heard(epoch, link);
  const std::size_t size = text.size();
  auto frame = read_frame(std::move(text));
  if (auto* envelope = std::get_if<EnvelopeFrame>(&frame)) return take(epoch, std::move(*envelope));
  if (const auto* hello = std::get_if<HelloFrame>(&frame)) return take(epoch, link, *hello);
  if (const auto* disconnect = std::get_if<DisconnectFrame>(&frame)) return take(epoch, *disconnect);
  log_warning(
      "slack frame ignored",
      {{"epoch", std::to_string(epoch)}, {"bytes", std::to_string(size)}, {"why", std::get<NoiseFrame>(frame).why}});
}

void SocketMode::Impl::take(Epoch epoch, Link& link, const HelloFrame& frame) {
  feed(Greeted{epoch, frame.connections, frame.lifetime});
  link.greeted = true;
  heard(epoch, link);
  const auto status = session_->status(clock_.now());
  log_info("slack socket connected", {{"epoch", std::to_string(epoch)},
                                      {"ours", std::to_string(status.connections)},
                                      {"slack_counts", std::to_string(frame.connections)},
                                      {"lifetime", playbooks::spoken(frame.lifetime)}});
  if (!status.trouble.empty()) log_warning("slack socket", {{"trouble", status.trouble}});
  for (auto& [since, ack] : std::exchange(unsent_, {}))
    if (clock_.now() - since <= ack_of_use) send(epoch, std::move(ack), {});
}

void SocketMode::Impl::take(Epoch epoch, const DisconnectFrame& frame) {
  log_info("slack socket will be closed", {{"epoch", std::to_string(epoch)}, {"reason", redact(frame.reason)}});
  feed(Disconnect{epoch, frame.reason});
}

void SocketMode::Impl::take(Epoch epoch, EnvelopeFrame frame) {
  ++envelopes_;
  if (frame.repeated) ++repeated_;
  if (closing_) return;  // not acknowledged: it may come again when we are back
  if (!frame.inbound.problem.empty())
    log_warning(
        "slack envelope not understood",
        {{"envelope", frame.id}, {"bytes", std::to_string(frame.inbound.raw.size())}, {"why", frame.inbound.problem}});
  const bool may_answer = frame.inbound.may_answer;
  auto acknowledge_it = [weak = std::weak_ptr<Impl*>{self_}, epoch, id = std::move(frame.id), may_answer,
                         token = activity_.hold()](std::string payload) mutable {
    const auto impl = weak.lock();
    if (impl)
      (*impl)->acknowledge(epoch, id, may_answer ? std::string_view{payload} : std::string_view{}, std::move(token));
  };
  try {
    receive_(std::move(frame.inbound), std::move(acknowledge_it));
  } catch (const std::exception& error) {  // not acknowledged: Slack may send it again
    log_error("slack envelope not taken", {{"epoch", std::to_string(epoch)}, {"why", error.what()}});
  }
}

void SocketMode::Impl::acknowledge(Epoch epoch, const std::string& id, std::string_view payload,
                                   Activity::Token token) {
  auto frame = ack_frame(id, payload);
  if (frame.size() >= longest_send) {
    log_warning("slack answer too long for an acknowledgement, left out",
                {{"envelope", id}, {"bytes", std::to_string(frame.size())}});
    frame = ack_frame(id, {});
  }
  send(epoch, std::move(frame), std::move(token));
}

/// On the connection that delivered it while it is there, else on another one; null when there is none.
Socket* SocketMode::Impl::sender(Epoch epoch) const {
  for (const auto& each : {std::optional{epoch}, session_->usable()}) {
    const auto found = each ? links_.find(*each) : links_.end();
    if (found != links_.end() && found->second->socket && found->second->socket->can_send())
      return found->second->socket.get();
  }
  return nullptr;
}

void SocketMode::Impl::send(Epoch epoch, std::string frame, Activity::Token token) {
  if (auto* socket = sender(epoch)) {
    socket->send(std::move(frame), std::move(token));
  } else if (unsent_.size() < most_unsent) {
    unsent_.emplace_back(clock_.now(), std::move(frame));  // for the next connection
  }
}

}  // namespace integrations::slack
