#pragma once
// A child process whose output is kept in files. It never outlives its owner.
#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace e2e {

using Arguments = std::vector<std::string>;
using Environment = std::map<std::string, std::string>;
using Seconds = std::chrono::duration<double>;

class Process {
 public:
  /// `output` names two files to be: output + ".out" and ".err". `environment` is added to PATH, HOME and what
  /// sanitizers read; nothing else is inherited.
  Process(const Arguments& command, const Environment& environment, const std::filesystem::path& output);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void signal(int number) const;
  /// The exit code, 128 + the signal that ended it, or nothing if it still runs after that time.
  std::optional<int> wait(Seconds limit);
  bool running();
  std::string out() const;
  std::string err() const;
  pid_t pid() const { return pid_; }

 private:
  std::filesystem::path output_;
  pid_t pid_ = -1;
  std::optional<int> ended_;
};

/// Asks again every few milliseconds until it is so. False: it was not within that time.
bool eventually(const std::function<bool()>& is_so, Seconds limit = Seconds{20});
/// Lets time pass, for what must happen at any moment rather than after something.
void pass(std::chrono::microseconds span);

struct HttpAnswer {
  int status = 0;  // 0: nobody answered
  std::string body;
};
/// One request to a server on loopback.
HttpAnswer http(const std::string& method, unsigned short port, const std::string& path, const std::string& body = {},
                const std::vector<std::string>& headers = {});
/// A port that nobody listens on at the moment.
unsigned short free_port();

}  // namespace e2e
