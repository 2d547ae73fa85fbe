#include "integrations/simulator/slack/sockets.hpp"

#include <fmt/core.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <deque>

namespace integrations::simulator::slack {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t too_large = 20'480, most_connections = 10;
constexpr auto grace = 10s, close_patience = 3s, debug_lifetime = 360s;

std::string disconnect_text(const std::string& reason) {
  json::object info;
  info["host"] = "applink-simulated";
  json::object message;
  message["type"] = "disconnect";
  message["reason"] = reason;
  message["debug_info"] = std::move(info);
  return json::serialize(message);
}

std::string status_line(int status) {
  return fmt::format("HTTP/1.1 {} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status);
}

}  // namespace

struct Sockets::Connection {
  Connection(int number, RawStream from, const asio::any_io_executor& executor)
      : id(number), stream(std::move(from)), bell(executor) {}
  int id;
  RawStream stream;
  FrameReader reader;
  std::deque<std::string> queue;  // encoded frames
  Bell bell;
  std::string last_ping;
  bool greeted = false, silent = false, closing = false, hang_up = false, gone = false;
};

Sockets::Sockets(asio::any_io_executor executor, World& world, Record& record, Timers& timers, Tasks& tasks,
                 Hooks hooks)
    : executor_(std::move(executor)),
      world_(world),
      record_(record),
      timers_(timers),
      tasks_(tasks),
      hooks_(std::move(hooks)) {}

std::string Sockets::new_ticket() {
  const auto ticket = world_.new_uuid();
  tickets_.insert(ticket);
  return fmt::format("/link/?ticket={}&app_id={}", ticket, World::app_id);
}

asio::awaitable<bool> Sockets::shake_hands(RawStream& stream, HttpServerRequest request) {
  if (const auto fault = hooks_.handshake()) {
    if (fault->kind == SlackFault::Kind::swallow) {
      std::string ignored = co_await stream.read();
      while (!ignored.empty()) ignored = co_await stream.read();
    } else if (fault->kind != SlackFault::Kind::refuse) {
      co_await stream.write(status_line(fault->code));
    }
    co_return false;
  }
  const auto ticket = request.query("ticket").value_or("");
  if (request.path != "/link/" || tickets_.erase(ticket) == 0) {
    record_.violation("handshake with a ticket that was used before or never given out");
    co_await stream.write(status_line(404));
    co_return false;
  }
  const auto answer = fmt::format(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
      "{}\r\n\r\n",
      accept_key(request.header("sec-websocket-key")));
  const bool written = co_await stream.write(answer);
  co_return written;
}

asio::awaitable<void> Sockets::serve(RawStream stream, HttpServerRequest request) {
  const bool debug = request.query("debug_reconnects") == "true";
  const bool shaken = co_await shake_hands(stream, std::move(request));
  if (!shaken) co_return;
  if (connections_.size() >= most_connections) {
    const auto told = encode_frame(Opcode::text, disconnect_text("too_many_websockets")) +
                      encode_frame(Opcode::close, close_payload(1008, "too_many_websockets"));
    co_await stream.write(told);
    co_return;
  }
  auto connection = std::make_shared<Connection>(++last_id_, std::move(stream), executor_);
  connections_[connection->id] = connection;
  const std::shared_ptr<void> leaving(nullptr, [this, connection](void*) { leave(*connection); });
  tasks_.start("socket writer", write(connection));
  co_await converse(connection, debug);
}

asio::awaitable<void> Sockets::converse(Shared connection, bool debug_reconnects) {
  greet(connection, debug_reconnects);
  while (!connection->gone) {
    const std::string bytes = co_await connection->stream.read();
    if (bytes.empty()) co_return;
    if (connection->silent) continue;  // what a dead wire carries arrives nowhere
    connection->reader.feed(bytes);
    for (auto frame = connection->reader.next(); frame; frame = connection->reader.next()) take(*connection, *frame);
    if (connection->reader.broken()) co_return;
  }
}

asio::awaitable<void> Sockets::write(Shared connection) {
  while (!connection->gone) {
    if (connection->queue.empty()) {
      if (connection->hang_up) {
        connection->stream.close();
        co_return;
      }
      co_await connection->bell.wait();
      continue;
    }
    std::string bytes;
    for (; !connection->queue.empty(); connection->queue.pop_front()) bytes += connection->queue.front();
    const bool written = co_await connection->stream.write(std::move(bytes));
    if (!written) co_return;
  }
}

void Sockets::greet(const Shared& connection, bool debug_reconnects) {
  const auto lifetime = debug_reconnects ? debug_lifetime : world_.options().approximate_connection_time;
  if (hello_) {
    json::object info, app, hello;
    info["host"] = "applink-simulated";
    info["build_number"] = 10;
    info["approximate_connection_time"] = std::chrono::duration_cast<std::chrono::seconds>(lifetime).count();
    app["app_id"] = World::app_id;
    hello["type"] = "hello";
    hello["num_connections"] = open() + ghosts_;
    hello["debug_info"] = std::move(info);
    hello["connection_info"] = std::move(app);
    push(*connection, Opcode::text, json::serialize(hello));
    connection->greeted = true;
  }
  ping_later(connection->id);
  timers_.after(lifetime, [this, id = connection->id] {
    if (auto* there = find(id)) disconnect_one(*there, "refresh_requested", false);
  });
}

void Sockets::push(Connection& connection, Opcode opcode, const std::string& payload) {
  if (connection.silent || connection.closing) return;
  connection.queue.push_back(encode_frame(opcode, payload));
  connection.bell.ring();
}

void Sockets::take(Connection& connection, const Frame& frame) {
  if (!frame.masked) return refuse(connection, 1002, "", "a frame without a mask");
  if (frame.reserved != 0) return refuse(connection, 1002, "", "a frame with reserved bits");
  if (frame.is(Opcode::ping)) return push(connection, Opcode::pong, frame.payload);
  if (frame.is(Opcode::pong)) {
    if (!frame.payload.empty() && frame.payload != connection.last_ping) {
      record_.violation("a pong whose payload is not the ping's");
    }
    return;
  }
  if (frame.is(Opcode::close)) {
    push(connection, Opcode::close, frame.payload);
    connection.closing = connection.hang_up = true;
    return connection.bell.ring();
  }
  take_data(connection, frame);
}

/// Slack does not put continuation frames together: the whole message is lost.
void Sockets::take_data(Connection& connection, const Frame& frame) {
  if (frame.is(Opcode::continuation)) return;
  if (frame.payload.size() >= too_large) {
    return refuse(connection, 1009, "Max frame length of 20480 has been exceeded.",
                  fmt::format("a frame of {} bytes; Slack closes the connection from 20480 on", frame.payload.size()));
  }
  if (!frame.final) return record_.violation("a fragmented message: Slack drops it");
  if (!frame.is(Opcode::text)) return record_.violation(fmt::format("a frame with opcode {}", frame.opcode));
  hooks_.text(connection.id, frame.payload);
}

void Sockets::refuse(Connection& connection, std::uint16_t code, const std::string& reason,
                     const std::string& violation) {
  record_.violation(violation);
  close(connection, code, reason);
}

void Sockets::close(Connection& connection, std::uint16_t code, const std::string& reason) {
  push(connection, Opcode::close, close_payload(code, reason));
  connection.closing = true;
  timers_.after(close_patience, [this, id = connection.id] {
    if (auto* there = find(id)) {
      there->hang_up = true;
      there->bell.ring();
    }
  });
}

void Sockets::disconnect_one(Connection& connection, const std::string& reason, bool at_once) {
  push(connection, Opcode::text, disconnect_text(reason));
  if (at_once) return close(connection, 1000, reason);
  timers_.after(grace, [this, id = connection.id] {
    auto* there = find(id);
    if (there != nullptr && !there->closing) close(*there, 1000, "");
  });
}

void Sockets::disconnect(const std::string& reason, bool at_once) {
  const auto all = connections_;
  for (const auto& [id, connection] : all) disconnect_one(*connection, reason, at_once);
}

void Sockets::kill() {
  const auto all = connections_;
  for (const auto& [id, connection] : all) {
    connection->stream.reset();
    leave(*connection);
  }
}

void Sockets::silence(bool silent) {
  for (const auto& [id, connection] : connections_) connection->silent = silent;
}

void Sockets::ping_later(int id) {
  const auto every = world_.options().server_ping_every;
  if (every <= 0s) return;
  timers_.after(every, [this, id] {
    auto* there = find(id);
    if (there == nullptr) return;
    there->last_ping = "Ping from applink-simulated";
    push(*there, Opcode::ping, there->last_ping);
    ping_later(id);
  });
}

void Sockets::leave(Connection& connection) {
  if (connection.gone) return;
  connection.gone = true;
  connection.bell.ring();
  connections_.erase(connection.id);
  hooks_.gone(connection.id);
}

Sockets::Connection* Sockets::find(int id) const {
  const auto found = connections_.find(id);
  return found == connections_.end() ? nullptr : found->second.get();
}

std::optional<int> Sockets::send(const std::string& text) {
  Connection* chosen = nullptr;
  for (const auto& [id, connection] : connections_) {
    if (!connection->greeted || connection->closing) continue;
    if (chosen == nullptr || (chosen->id <= last_used_ && id > last_used_)) chosen = connection.get();
  }
  if (chosen == nullptr) return std::nullopt;
  last_used_ = chosen->id;
  push(*chosen, Opcode::text, text);
  return chosen->id;
}

bool Sockets::answers(int connection) const {
  const auto* there = find(connection);
  return there != nullptr && !there->silent && !there->closing;
}

}  // namespace integrations::simulator::slack
