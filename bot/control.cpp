#include "bot/control.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstring>

#include "bot/plain_reply.hpp"
#include "integrations/ports/log.hpp"

namespace bot {
namespace asio = boost::asio;
namespace json = boost::json;
using asio::local::stream_protocol;
using boost::system::error_code;

namespace {

constexpr std::size_t longest_line = 1024 * 1024;

std::string text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

std::string encode(const commands::Reply& reply) {
  json::array lines;
  for (const auto& line : plain_lines(reply)) lines.emplace_back(line);
  json::object root;
  root["lines"] = std::move(lines);
  root["refused"] = reply.refused;
  return json::serialize(root) + "\n";
}

}  // namespace

namespace {

/// A path by which the socket can be reached: its address holds 107 bytes, so a longer one goes by way of its folder.
class Reach {
 public:
  explicit Reach(const std::filesystem::path& socket) : path_(socket.string()) {
    if (path_.size() < sizeof(sockaddr_un{}.sun_path)) return;
    folder_ = ::open(socket.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder_ >= 0) path_ = "/proc/self/fd/" + std::to_string(folder_) + "/" + socket.filename().string();
  }
  ~Reach() {
    if (folder_ >= 0) ::close(folder_);
  }
  Reach(const Reach&) = delete;
  Reach& operator=(const Reach&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int folder_ = -1;
};

}  // namespace

std::filesystem::path control_path(const std::filesystem::path& database) {
  return database.string() + ".sock";
}

struct ControlServer::Impl {
  Impl(asio::any_io_executor on, std::filesystem::path at, Engine& work, integrations::Tasks& owner)
      : executor(std::move(on)), path(std::move(at)), engine(work), tasks(owner), acceptor(executor) {}

  asio::awaitable<void> serve(stream_protocol::socket peer);
  asio::awaitable<commands::Reply> ask(commands::Request request);

  asio::any_io_executor executor;
  std::filesystem::path path;
  Engine& engine;
  integrations::Tasks& tasks;
  stream_protocol::acceptor acceptor;
};

ControlServer::ControlServer(asio::any_io_executor executor, const std::filesystem::path& database, Engine& engine,
                             integrations::Tasks& tasks)
    : impl_(std::make_unique<Impl>(std::move(executor), control_path(database), engine, tasks)) {
  std::filesystem::remove(impl_->path);  // ours: the database is held by this process
  const auto before = ::umask(0177);     // the socket is for its owner alone
  impl_->acceptor.open();
  const Reach reach{impl_->path};
  impl_->acceptor.bind(stream_protocol::endpoint{reach.path()});
  ::umask(before);
  impl_->acceptor.listen();
}

ControlServer::~ControlServer() {
  std::error_code ignored;  // a file that is gone already is what we want
  std::filesystem::remove(impl_->path, ignored);
}

asio::awaitable<void> ControlServer::run() {
  for (;;) {
    auto peer = co_await impl_->acceptor.async_accept(asio::use_awaitable);
    impl_->tasks.start("control connection", impl_->serve(std::move(peer)));
  }
}

asio::awaitable<commands::Reply> ControlServer::Impl::ask(commands::Request request) {
  struct Answer {
    explicit Answer(asio::any_io_executor on) : bell(std::move(on)) {}
    integrations::Bell bell;
    commands::Reply reply;
  };
  auto answer = std::make_shared<Answer>(executor);  // shared with the engine, which may answer after we are gone
  engine.ask(std::move(request), [answer](commands::Reply reply) {
    answer->reply = std::move(reply);
    answer->bell.ring();
  });
  co_await answer->bell.wait();
  co_return std::move(answer->reply);
}

asio::awaitable<void> ControlServer::Impl::serve(stream_protocol::socket peer) {
  std::string line;
  error_code error;
  auto buffer = asio::dynamic_buffer(line, longest_line);
  co_await asio::async_read_until(peer, buffer, '\n', asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return;
  const auto parsed = json::parse(line, error);
  commands::Reply reply = commands::Reply::refusal("The request could not be read. Use `sitrep <command>`.");
  if (!error && parsed.is_object()) {
    const auto& object = parsed.get_object();
    commands::Request request;
    request.surface = commands::Surface::command_line;
    request.by = {text_at(object, "id"), text_at(object, "name")};
    request.line = text_at(object, "line");
    reply = co_await ask(std::move(request));
  }
  const auto bytes = encode(reply);
  co_await asio::async_write(peer, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, error));
  if (error) integrations::log_debug("the command line left before its answer", {{"why", error.message()}});
}

namespace {

/// A blocking connection: the command line has nothing else to do.
class Connection {
 public:
  explicit Connection(const std::filesystem::path& path) : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const Reach reach{path};
    if (fd_ < 0 || reach.path().size() >= sizeof address.sun_path) return;
    std::memcpy(address.sun_path, reach.path().c_str(), reach.path().size());
    const timeval limit{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    connected_ = ::connect(fd_, static_cast<const sockaddr*>(static_cast<const void*>(&address)), sizeof address) == 0;
  }
  ~Connection() {
    if (fd_ >= 0) ::close(fd_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool connected() const { return connected_; }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  std::string receive_line() {
    std::string line;
    char chunk[4096];
    while (line.find('\n') == std::string::npos) {
      const auto got = ::recv(fd_, chunk, sizeof chunk, 0);
      if (got <= 0) return {};
      line.append(chunk, static_cast<std::size_t>(got));
    }
    return line;
  }

 private:
  int fd_;
  bool connected_ = false;
};

}  // namespace

std::expected<ControlReply, std::string> ask_running(const std::filesystem::path& database, const std::string& line,
                                                     const playbooks::Actor& by) {
  Connection connection{control_path(database)};
  if (!connection.connected()) return std::unexpected(std::string{});
  json::object request;
  request["line"] = line;
  request["id"] = by.id;
  request["name"] = by.name;
  if (!connection.send(json::serialize(request) + "\n"))
    return std::unexpected(std::string{"the running sitrep hung up"});
  const auto answer = connection.receive_line();
  error_code error;
  const auto parsed = json::parse(answer, error);
  if (answer.empty() || error || !parsed.is_object())
    return std::unexpected(
        std::string{"the running sitrep gave no answer within 10 s; see its log. The command may have been carried "
                    "out: check with `sitrep incident list`"});
  ControlReply reply;
  const auto& object = parsed.get_object();
  if (const auto* lines = object.if_contains("lines"); lines != nullptr && lines->is_array())
    for (const auto& l : lines->get_array())
      if (l.is_string()) reply.lines.emplace_back(l.get_string());
  if (const auto* refused = object.if_contains("refused"); refused != nullptr && refused->is_bool())
    reply.refused = refused->get_bool();
  return reply;
}

}  // namespace bot
