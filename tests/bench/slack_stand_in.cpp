#include "slack_stand_in.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <stdexcept>
#include <vector>

namespace bench {
namespace {

/// A header's value; names are compared without regard to case.
std::string_view header(std::string_view head, std::string_view name) {
  const auto same = [](char a, char b) { return std::tolower(a) == std::tolower(b); };
  for (auto line = head.find("\r\n"); line != std::string_view::npos && line + 2 < head.size();) {
    const auto begin = line + 2, end = std::min(head.find("\r\n", begin), head.size());
    const auto text = head.substr(begin, end - begin);
    line = end == head.size() ? std::string_view::npos : end;
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || !std::ranges::equal(text.substr(0, colon), name, same)) continue;
    const auto value = text.find_first_not_of(' ', colon + 1);
    return value == std::string_view::npos ? std::string_view{} : text.substr(value);
  }
  return {};
}

std::string accept_key(std::string_view key) {
  const auto text = std::string{key} + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha1(), nullptr);
  std::array<unsigned char, 64> encoded{};
  const int size = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(length));
  return {encoded.data(), encoded.data() + size};
}

void append_frame(std::string& out, int opcode, std::string_view text) {
  out += static_cast<char>(0x80 | opcode);
  const auto size = text.size();
  if (size < 126) {
    out += static_cast<char>(size);
  } else if (size < 65536) {
    out += {static_cast<char>(126), static_cast<char>(size >> 8U), static_cast<char>(size & 0xffU)};
  } else {
    throw std::runtime_error("a frame of 64 KiB or more is not needed here");
  }
  out += text;
}

std::string body_of(std::string_view method, int port, int posted) {
  if (method == "apps.connections.open")
    return fmt::format(R"({{"ok":true,"url":"ws://127.0.0.1:{}/link/?ticket=t&app_id=A1"}})", port);
  if (method == "auth.test")
    return R"({"ok":true,"url":"https://bench.slack.com/","team":"bench","user":"sitrep","team_id":"T1","user_id":"U0SITREP","bot_id":"B1"})";
  if (method == "conversations.list")
    return R"({"ok":true,"channels":[{"id":"C0000INCIDENTS","name":"incident-response","is_channel":true,"is_member":true},{"id":"C0000LAUNCHES","name":"product-launch","is_channel":true,"is_member":true}],"response_metadata":{"next_cursor":""}})";
  if (method == "chat.postMessage")
    return fmt::format(R"({{"ok":true,"channel":"C0000INCIDENTS","ts":"1700000000.{:06}","message":{{"text":""}}}})",
                       posted);
  if (method == "chat.update") return R"({"ok":true,"channel":"C0000INCIDENTS","ts":"1700000000.000001","text":""})";
  if (method == "chat.getPermalink")
    return R"({"ok":true,"channel":"C0000INCIDENTS","permalink":"https://bench.slack.com/archives/C0000INCIDENTS/p1700000000000001"})";
  if (method == "conversations.history" || method == "conversations.replies")
    return R"({"ok":true,"messages":[],"has_more":false})";
  return R"({"ok":true})";
}

/// The port that it got; 0 when that failed.
int bind_anywhere(int number) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  if (number < 0 || ::bind(number, plain, size) != 0 || ::getsockname(number, plain, &size) != 0) return 0;
  return ntohs(address.sin_port);
}

}  // namespace

int free_port() {
  const int number = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int port = bind_anywhere(number);
  ::close(number);
  return port;
}

SlackStandIn::SlackStandIn() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  port_ = bind_anywhere(listener_);
  if (port_ == 0 || ::listen(listener_, 16) != 0) throw std::runtime_error("no socket on loopback");
}

SlackStandIn::~SlackStandIn() {
  forget_clients();
  ::close(listener_);
}

std::string SlackStandIn::api_url() const {
  return fmt::format("http://127.0.0.1:{}/api/", port_);
}

int SlackStandIn::calls(const std::string& method) const {
  const auto found = calls_.find(method);
  return found == calls_.end() ? 0 : found->second;
}

void SlackStandIn::write_all(int number, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = ::send(number, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;  // the client is gone; reading says so
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void SlackStandIn::drop(int number) {
  if (number == socket_) {
    socket_ = -1;
    greeted_.reset();
    out_.clear();
  }
  peers_.erase(number);
  ::close(number);
}

void SlackStandIn::forget_clients() {
  while (!peers_.empty()) drop(peers_.begin()->first);
}

void SlackStandIn::put(std::string_view text) {
  append_frame(out_, 1, text);
}

void SlackStandIn::flush() {
  if (socket_ >= 0 && !out_.empty()) write_all(socket_, out_);
  out_.clear();
}

void SlackStandIn::serve(std::chrono::milliseconds wait) {
  std::vector<pollfd> watched{{listener_, POLLIN, 0}};
  for (const auto& [number, peer] : peers_) watched.push_back({number, POLLIN, 0});
  if (::poll(watched.data(), watched.size(), static_cast<int>(wait.count())) <= 0) return;
  if (watched.front().revents != 0) accept_one();
  for (std::size_t i = 1; i < watched.size(); ++i) {
    if (watched[i].revents == 0) continue;
    const int number = watched[i].fd;
    auto& peer = peers_.at(number);
    bool alive = read_some(number, peer);
    while (alive && (peer.socket ? take_frame(number, peer) : take_request(number, peer)))
      alive = peers_.contains(number);
    if (!alive) drop(number);
  }
}

void SlackStandIn::accept_one() {
  const int number = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (number < 0) return;
  const int on = 1;
  ::setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  peers_.emplace(number, Peer{});
}

bool SlackStandIn::read_some(int number, Peer& peer) {
  std::array<char, 65536> bytes;
  const auto count = ::recv(number, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  peer.in.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

/// One HTTP request, if it is there whole.
bool SlackStandIn::take_request(int number, Peer& peer) {
  const auto end = peer.in.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const auto head = std::string_view{peer.in}.substr(0, end);
  std::size_t length = 0;
  const auto said = header(head, "content-length");
  std::from_chars(said.data(), said.data() + said.size(), length);
  if (!header(head, "transfer-encoding").empty()) throw std::runtime_error("a client sent a chunked request");
  if (peer.in.size() < end + 4 + length) return false;
  if (header(head, "upgrade").empty()) {
    const auto begin = head.find(' ') + 1;
    answer(number, head.substr(begin, head.find_first_of(" ?", begin) - begin));
  } else {
    upgrade(number, peer, head);
  }
  peer.in.erase(0, end + 4 + length);
  return true;
}

void SlackStandIn::answer(int number, std::string_view path) {
  const auto method = path.substr(path.rfind('/') + 1);
  ++calls_[std::string{method}];
  if (method == "chat.postMessage") ++posted_;
  const auto body = body_of(method, port_, posted_);
  write_all(number,
            fmt::format("HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n"
                        "x-oauth-scopes: chat:write,commands\r\n\r\n{}",
                        body.size(), body));
}

void SlackStandIn::upgrade(int number, Peer& peer, std::string_view head) {
  std::string out = fmt::format(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: {}\r\n\r\n",
      accept_key(header(head, "sec-websocket-key")));
  append_frame(
      out, 1,
      R"({"type":"hello","num_connections":1,"debug_info":{"host":"bench","build_number":1,"approximate_connection_time":18060},"connection_info":{"app_id":"A1"}})");
  write_all(number, out);
  peer.socket = true;
  socket_ = number;
  greeted_ = SteadyClock::now();
}

/// One frame of the client, if it is there whole: masked, unfragmented, short enough.
bool SlackStandIn::take_frame(int number, Peer& peer) {
  auto& in = peer.in;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(in[at]); };
  if (in.size() < 6) return false;
  std::size_t size = byte(1) & 0x7fU, begin = 2;
  if (size == 126) {
    size = static_cast<std::size_t>(byte(2)) << 8U | byte(3);
    begin = 4;
  } else if (size == 127) {
    throw std::runtime_error("a client sent a frame of 64 KiB or more");
  }
  if (in.size() < begin + 4 + size) return false;
  std::string text = in.substr(begin + 4, size);
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(text[i] ^ in[begin + i % 4]);
  const int opcode = byte(0) & 0x0f;
  in.erase(0, begin + 4 + size);
  if (opcode == 1 && take_) take_(text);
  if (opcode == 9) append_frame(out_, 10, text), flush();
  if (opcode == 8) {
    append_frame(out_, 8, text);
    flush();
    drop(number);
    return false;
  }
  return true;
}

}  // namespace bench
