#include "process_support.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace e2e {
namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream file{path};
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (auto& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> with_inherited(const Environment& environment) {
  std::vector<std::string> result;
  for (const char* name : {"PATH", "HOME", "LANG", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "TMPDIR"})
    if (const char* value = std::getenv(name); value != nullptr && !environment.contains(name))
      result.push_back(fmt::format("{}={}", name, value));
  for (const auto& [name, value] : environment) result.push_back(fmt::format("{}={}", name, value));
  return result;
}

sockaddr_in loopback(unsigned short port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

const sockaddr* plain(const sockaddr_in& address) {
  return static_cast<const sockaddr*>(static_cast<const void*>(&address));
}

class Socket {
 public:
  Socket() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~Socket() { ::close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

Process::Process(const Arguments& command, const Environment& environment, const std::filesystem::path& output)
    : output_(output) {
  auto words = command;
  auto variables = with_inherited(environment);
  const auto argv = pointers(words), envp = pointers(variables);
  const auto out = output_.string() + ".out", err = output_.string() + ".err";
  const auto parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (pid_ > 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(126);
  constexpr int flags = O_CREAT | O_WRONLY | O_TRUNC;
  ::dup2(::open("/dev/null", O_RDONLY), 0);
  ::dup2(::open(out.c_str(), flags, 0600), 1);
  ::dup2(::open(err.c_str(), flags, 0600), 2);
  ::execve(argv.front(), argv.data(), envp.data());
  ::_exit(127);
}

Process::~Process() {
  if (!running()) return;
  signal(SIGKILL);
  wait(Seconds{10});
}

void Process::signal(int number) const {
  if (!ended_) ::kill(pid_, number);
}

bool Process::running() {
  return !wait(Seconds{0});
}

std::optional<int> Process::wait(Seconds limit) {
  const auto look = [&] {
    int status = 0;
    if (!ended_ && ::waitpid(pid_, &status, WNOHANG) == pid_)
      ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return ended_.has_value();
  };
  eventually(look, limit);
  return ended_;
}

std::string Process::out() const {
  return content(output_.string() + ".out");
}
std::string Process::err() const {
  return content(output_.string() + ".err");
}

bool eventually(const std::function<bool()>& is_so, Seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!is_so()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    pass(std::chrono::milliseconds{10});
  }
  return true;
}

void pass(std::chrono::microseconds span) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(span);
  const timespec time{whole.count(), std::chrono::nanoseconds{span - whole}.count()};
  ::nanosleep(&time, nullptr);
}

HttpAnswer http(const std::string& method, unsigned short port, const std::string& path, const std::string& body,
                const std::vector<std::string>& headers) {
  const Socket socket;
  const timeval limit{5, 0};
  ::setsockopt(socket.fd(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  const auto address = loopback(port);
  if (::connect(socket.fd(), plain(address), sizeof address) != 0) return {};
  auto request = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {}\r\n", method,
                             path, body.size());
  for (const auto& header : headers) request += header + "\r\n";
  request += "\r\n" + body;
  if (::send(socket.fd(), request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
    return {};
  std::string answer;
  char chunk[65536];
  for (;;) {
    const auto got = ::recv(socket.fd(), chunk, sizeof chunk, 0);
    if (got <= 0) break;
    answer.append(chunk, static_cast<std::size_t>(got));
  }
  const auto end = answer.find("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.1 ") || end == std::string::npos) return {};
  return {std::atoi(answer.c_str() + 9), answer.substr(end + 4)};
}

unsigned short free_port() {
  const Socket socket;
  auto address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(socket.fd(), plain(address), sizeof address) != 0 ||
      ::getsockname(socket.fd(), static_cast<sockaddr*>(static_cast<void*>(&address)), &size) != 0)
    throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

}  // namespace e2e
