#include "integrations/simulator/slack/envelopes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "integrations/simulator/slack/method.hpp"

namespace integrations::simulator::slack {

using namespace std::chrono_literals;

namespace {
constexpr std::array<playbooks::Duration, 3> retry_after{0s, 60s, 300s};  // how long after each miss
constexpr auto remembered = 30s;
}  // namespace

void Envelopes::send(Envelope envelope) {
  const auto id = world_.new_uuid();
  last_id_ = id;
  last_ = std::make_shared<const Envelope>(std::move(envelope));
  pending_[id].envelope = last_;
  deliver(id, 0, last_->type == "events_api");
}

void Envelopes::redeliver_last(bool same_id) {
  if (!last_) return;
  const auto id = same_id ? last_id_ : world_.new_uuid();
  pending_[id].envelope = last_;
  last_id_ = id;
  deliver(id, 0, last_->type == "events_api");
}

void Envelopes::deliver(const std::string& id, int attempt, bool say_attempt) {
  auto& pending = pending_[id];
  pending.attempt = attempt;
  json::object frame;
  frame["envelope_id"] = id;
  frame["payload"] = pending.envelope->payload;
  frame["type"] = pending.envelope->type;
  frame["accepts_response_payload"] = pending.envelope->accepts_payload;
  if (say_attempt) {
    frame["retry_attempt"] = attempt;
    frame["retry_reason"] = attempt == 0 ? "" : "timeout";
  }
  const auto connection = sockets_.send(json::serialize(frame));
  if (connection || pending.envelope->type == "events_api") return expect(id, pending, connection);
  const auto envelope = pending.envelope;
  pending_.erase(id);
  if (envelope->missed) envelope->missed("dispatch_failed");
}

/// What a silenced connection carries will not arrive: nothing then to wait for.
void Envelopes::expect(const std::string& id, Pending& pending, std::optional<int> connection) {
  const bool arrives = connection && sockets_.answers(*connection);
  pending.deliveries.push_back(
      {connection, arrives ? activity_.hold() : Activity::Token{}, std::chrono::steady_clock::now()});
  ++pending.due;
  const auto number = pending.deliveries.size() - 1;
  timers_.after(world_.options().answer_within, [this, id, number] { check(id, number); });
}

/// The time for this delivery is over.
void Envelopes::check(const std::string& id, std::size_t number) {
  const auto found = pending_.find(id);
  if (found == pending_.end()) return;
  auto& pending = found->second;
  --pending.due;
  timers_.after(remembered, [this, id] {  // so that a second acknowledgement is known as such for a while
    const auto old = pending_.find(id);
    if (old != pending_.end() && old->second.due == 0) pending_.erase(old);
  });
  if (pending.acks > number) return;
  auto& delivery = pending.deliveries[number];
  delivery.token.release();
  const auto envelope = pending.envelope;
  if (delivery.connection && sockets_.answers(*delivery.connection)) {
    record_.violation(fmt::format("envelope {} ({}) was not acknowledged within 3 s", id, envelope->type));
  }
  if (pending.acks > 0 || std::exchange(pending.missed, true)) return;
  if (envelope->type == "events_api") retry(pending);
  if (envelope->missed) envelope->missed("operation_timeout");
}

/// The same event in a new envelope.
void Envelopes::retry(Pending& pending) {
  const auto attempt = static_cast<std::size_t>(pending.attempt);
  if (attempt >= retry_after.size()) return;
  timers_.after(retry_after[attempt], [this, envelope = pending.envelope, attempt] {
    const auto id = world_.new_uuid();
    pending_[id].envelope = envelope;
    deliver(id, static_cast<int>(attempt) + 1, true);
  });
}

void Envelopes::send_raw(const std::string& text) {
  raw_.push_back(text);
  const auto connection = sockets_.send(text);
  boost::system::error_code error;
  const auto parsed = json::parse(text, error);
  if (error || !parsed.is_object() || !connection) return;
  const auto id = text_of(parsed.get_object(), "envelope_id");
  if (id.empty()) return;
  auto& pending = pending_[id];
  auto envelope = std::make_shared<Envelope>();
  envelope->type = "raw";
  pending.envelope = std::move(envelope);
  expect(id, pending, connection);
}

void Envelopes::took(int, const std::string& text) {
  boost::system::error_code error;
  const auto parsed = json::parse(text, error);
  const auto id = error || !parsed.is_object() ? "" : text_of(parsed.get_object(), "envelope_id");
  if (id.empty()) return record_.violation("a text frame that is not an acknowledgement: " + text.substr(0, 200));
  acknowledge(id, parsed.get_object());
}

void Envelopes::acknowledge(const std::string& id, const json::object& message) {
  const auto found = pending_.find(id);
  if (found == pending_.end()) {
    const bool known = std::any_of(raw_.begin(), raw_.end(), [&](const std::string& raw) { return raw.contains(id); });
    if (!known) record_.violation(fmt::format("envelope {} was acknowledged but is not known", id));
    return;
  }
  auto& pending = found->second;
  if (pending.acks >= pending.deliveries.size()) {
    return record_.violation(fmt::format("envelope {} was acknowledged twice", id));
  }
  const auto token = std::move(pending.deliveries[pending.acks].token);  // held until all is done
  ++pending.acks;
  json::object payload;
  if (const auto* given = message.if_contains("payload"); given != nullptr && given->is_object()) {
    payload = given->get_object();
  }
  if (!payload.empty() && !pending.envelope->accepts_payload) {
    record_.violation(fmt::format("a payload in the acknowledgement of {}, which takes none", pending.envelope->type));
    payload.clear();
  }
  const bool counts = pending.acks == 1 && !pending.missed;
  const auto envelope = pending.envelope;
  if (counts && envelope->acked) envelope->acked(payload);
}

void Envelopes::connection_gone(int connection) {
  for (auto& [id, pending] : pending_) {
    for (auto& delivery : pending.deliveries) {
      if (delivery.connection == connection) delivery.token.release();
    }
  }
}

void Envelopes::give_up_waiting(std::chrono::steady_clock::time_point sent_before) {
  for (auto& [id, pending] : pending_) {
    for (auto& delivery : pending.deliveries) {
      if (delivery.sent < sent_before) delivery.token.release();
    }
  }
}

}  // namespace integrations::simulator::slack
