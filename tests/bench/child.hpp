#pragma once
// A program under test, run as a process of its own: started, looked at, signalled, waited for.
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace bench {

class Child {
 public:
  /// Starts argv[0] with these variables added to the environment; what it prints goes to the end of `log`.
  Child(const std::vector<std::string>& argv, const std::vector<std::string>& variables,
        const std::filesystem::path& log);
  /// Kills it if it still runs.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  bool running();
  void signal(int number) const;
  /// Waits until it has ended: its exit code, or 128 and the signal.
  int wait();
  /// A value of /proc/PID/status in MiB: VmRSS, VmHWM, RssAnon, RssFile.
  double memory(const std::string& key) const;
  /// Processor time of its own so far, in seconds.
  double processor_time() const;

 private:
  pid_t id_ = -1;
  int status_ = 0;
  bool ended_ = false;
};

}  // namespace bench
