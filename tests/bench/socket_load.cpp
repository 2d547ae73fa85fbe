// What Socket Mode costs: a stand-in for Slack starts the program under test, waits for its connection, and loads it
// with
// `/incident note` envelopes, one and 64 in flight. Sitrep commits each to disk before it acknowledges; afterwards
// every acknowledged note must be in its history exactly once, after SIGTERM and (--smoke) after SIGKILL in the middle.
// Usage: socket_load --sitrep PATH [--peer COMMAND...] [--smoke] [--rounds N] [--single N] [--many N] [--directory DIR]
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "child.hpp"
#include "slack_stand_in.hpp"

namespace {

using namespace bench;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

struct Settings {
  std::string sitrep;
  std::vector<std::string> peer;  // the program to compare with; empty: none
  bool smoke = false;
  int rounds = 3, single = 5000, many = 60000;
  fs::path directory = fs::temp_directory_path();
};

/// One load: how long each acknowledgement took, and all of them together.
struct Load {
  std::vector<double> millis;
  double seconds = 0, processor = 0;

  double at(double share) const {
    return millis[static_cast<std::size_t>(share * static_cast<double>(millis.size() - 1))];
  }
  double rate() const { return static_cast<double>(millis.size()) / seconds; }
};

struct Round {
  double hello = 0, idle = 0, idle_own = 0, loaded = 0, stop = 0, again = 0;
  Load single, many;
};

double millis(SteadyClock::duration d) {
  return std::chrono::duration<double, std::milli>(d).count();
}

std::string envelope_id(int number) {
  return fmt::format("0b5cb0ad-0000-4000-8000-{:012}", number);
}

std::string envelope(int number, std::string_view text) {
  return fmt::format(
      R"({{"envelope_id":"{}","payload":{{"token":"bench","team_id":"T1","team_domain":"bench","channel_id":"C0000INCIDENTS",)"
      R"("channel_name":"incident-response","user_id":"U0000ANN","user_name":"ann","command":"/incident","text":"{}",)"
      R"("api_app_id":"A1","is_enterprise_install":"false","response_url":"https://hooks.slack.com/commands/T1/{}/bench",)"
      R"("trigger_id":"{}.1.bench"}},"type":"slash_commands","accepts_response_payload":true}})",
      envelope_id(number), text, number, number);
}

std::string note(int number) {
  return fmt::format("note INC-1 Replica lag is falling, reading {:07} of the graph.", number);
}

/// The number in an acknowledgement's envelope_id.
int number_of(std::string_view text) {
  constexpr std::string_view key = R"("envelope_id":"0b5cb0ad-0000-4000-8000-)";
  const auto found = text.find(key);
  int number = -1;
  if (found != std::string_view::npos)
    std::from_chars(text.data() + found + key.size(), text.data() + found + key.size() + 12, number);
  if (number < 0) throw std::runtime_error("not an acknowledgement: " + std::string{text});
  return number;
}

/// A program under test, and what it has acknowledged.
class Subject {
 public:
  Subject(std::vector<std::string> argv, fs::path directory)
      : argv_(std::move(argv)), directory_(std::move(directory)) {
    slack_.on_text([this](std::string_view text) { take(text); });
  }

  /// Milliseconds from starting the process to the hello.
  double start() {
    const auto begin = SteadyClock::now();
    const auto url = slack_.api_url();
    child_ = std::make_unique<Child>(
        argv_,
        std::vector<std::string>{"SITREP_SLACK_API_URL=" + url, "SITREP_SLACK_APP_TOKEN=xapp-1-BENCH-0-bench",
                                 "SITREP_SLACK_BOT_TOKEN=xoxb-0-0-bench", "SITREP_CONFIG=" + config().string()},
        directory_ / "log");
    while (!slack_.greeted()) wait_for_something(begin);
    return millis(*slack_.greeted() - begin);
  }

  /// Acknowledged and done: the first command of all.
  void declare() {
    ask(0, R"(declare P2 \"Replicas lag behind\" --internal)");
    if (answer_.find("INC-1") == std::string::npos) throw std::runtime_error("not declared: " + answer_);
  }

  /// Sends `count` notes, `in_flight` at a time, until each is acknowledged or, if given, until `stop_after` are.
  Load load(int count, std::size_t in_flight, std::size_t stop_after = SIZE_MAX) {
    Load result;
    const auto begin = SteadyClock::now();
    const double before = child_->processor_time();
    const int end = next_ + count;
    auto& times = result.millis;
    times.reserve(static_cast<std::size_t>(count));
    times_ = &times;
    while (times.size() < std::min(static_cast<std::size_t>(count), stop_after)) {
      for (; sent_.size() < in_flight && next_ < end; ++next_) slack_.put(envelope(next_, note(next_))), expect(next_);
      slack_.flush();
      wait_for_something(begin);
    }
    result.seconds = millis(SteadyClock::now() - begin) / 1000;
    result.processor = child_->processor_time() - before;
    std::ranges::sort(times);
    return result;
  }

  void idle(std::chrono::milliseconds time) {
    const auto until = SteadyClock::now() + time;
    while (SteadyClock::now() < until) slack_.serve(20ms);
  }

  /// Milliseconds until it has ended, which must be in order.
  double stop() {
    const auto begin = SteadyClock::now();
    child_->signal(SIGTERM);
    while (child_->running()) wait_for_something(begin);
    if (const int code = child_->wait(); code != 0)
      throw std::runtime_error(fmt::format("SIGTERM: ended with {}", code));
    slack_.forget_clients();
    return millis(SteadyClock::now() - begin);
  }

  void kill() {
    child_->signal(SIGKILL);
    child_->wait();
    slack_.forget_clients();
    sent_.clear();
  }

  /// Throws unless each acknowledged note is in the history, none is there twice, and the history is whole.
  void check_history() const {
    const auto exported = directory_ / "export";
    fs::remove(exported);
    if (Child{{argv_.front(), "export", "-c", config()}, {}, exported}.wait() != 0)
      throw std::runtime_error("the export failed");
    std::vector<int> kept(static_cast<std::size_t>(next_));
    std::ifstream file{exported};
    constexpr std::string_view words = "reading ";
    for (std::string line; std::getline(file, line);)
      if (const auto found = line.find(words); found != std::string::npos)
        ++kept.at(std::stoul(line.substr(found + words.size(), 7)));
    for (const int number : acknowledged_)
      if (kept[static_cast<std::size_t>(number)] != 1)
        throw std::runtime_error(fmt::format("note {} was acknowledged and is in the history {} times", number,
                                             kept[static_cast<std::size_t>(number)]));
    if (std::ranges::any_of(kept, [](int times) { return times > 1; }))
      throw std::runtime_error("a note is in the history twice");
    if (Child{{argv_.front(), "verify", "-c", config()}, {}, directory_ / "log"}.wait() != 0)
      throw std::runtime_error("sitrep verify found problems: " + (directory_ / "log").string());
  }

  std::size_t acknowledged() const { return acknowledged_.size(); }
  const Child& child() const { return *child_; }

 private:
  fs::path config() const { return directory_ / "sitrep.yaml"; }

  void ask(int number, std::string_view line) {
    const auto begin = SteadyClock::now();
    slack_.put(envelope(number, line));
    expect(number);
    slack_.flush();
    while (!sent_.empty()) wait_for_something(begin);
  }

  void expect(int number) { sent_.emplace(number, SteadyClock::now()); }

  void take(std::string_view text) {
    const auto now = SteadyClock::now();
    const int number = number_of(text);
    const auto found = sent_.find(number);
    if (found == sent_.end()) throw std::runtime_error(fmt::format("envelope {} was acknowledged twice", number));
    if (times_ != nullptr) times_->push_back(millis(now - found->second));
    sent_.erase(found);
    if (number > 0)
      acknowledged_.push_back(number);
    else
      answer_ = text;
  }

  void wait_for_something(SteadyClock::time_point since) {
    slack_.serve(20ms);
    if (SteadyClock::now() - since > 120s)
      throw std::runtime_error("it takes longer than 2 min; see " + directory_.string());
    if (!slack_.greeted() && child_ && !child_->running() && child_->wait() != 0)
      throw std::runtime_error("the program ended; see " + (directory_ / "log").string());
  }

  std::vector<std::string> argv_;
  fs::path directory_;
  SlackStandIn slack_;
  std::unique_ptr<Child> child_;
  std::map<int, SteadyClock::time_point> sent_;
  std::vector<int> acknowledged_;
  std::vector<double>* times_ = nullptr;
  std::string answer_;
  int next_ = 1;
};

/// A new folder with a configuration in it, removed when it went well.
class Scratch {
 public:
  explicit Scratch(const fs::path& below) {
    auto name = (below / "socket-load-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder can be made in " + below.string());
    path_ = name;
    std::ofstream{path_ / "sitrep.yaml"} << fmt::format(
        "channels:\n  incidents: \"#incident-response\"\nlisten: 127.0.0.1:{}\nlog_level: warning\n", free_port());
  }
  ~Scratch() {
    std::error_code ignored;  // what went wrong is kept to look at
    if (done) fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& path() const { return path_; }
  bool done = false;

 private:
  fs::path path_;
};

std::vector<std::string> serve(const Settings& settings) {
  return {settings.sitrep, "serve"};
}

Round measure(const Settings& settings, bool ours) {
  Scratch scratch{settings.directory};
  Subject subject{ours ? serve(settings) : settings.peer, scratch.path()};
  Round round;
  round.hello = subject.start();
  subject.idle(3s);
  round.idle = subject.child().memory("VmRSS");
  round.idle_own = subject.child().memory("RssAnon");
  if (ours) subject.declare();
  subject.load(500, 64);  // to warm up
  round.single = subject.load(settings.single, 1);
  round.many = subject.load(settings.many, 64);
  round.loaded = subject.child().memory("VmHWM");
  round.stop = subject.stop();
  if (ours) {
    subject.check_history();
    round.again = subject.start();
    subject.kill();
  }
  scratch.done = true;
  return round;
}

/// A few hundred envelopes, a SIGTERM, a SIGKILL in the middle: nothing acknowledged may be lost.
void smoke(const Settings& settings) {
  Scratch scratch{settings.directory};
  Subject subject{serve(settings), scratch.path()};
  subject.start();
  subject.declare();
  subject.load(50, 1);
  subject.load(300, 64);
  subject.stop();
  subject.check_history();
  subject.start();
  subject.load(400, 64, 150);
  subject.kill();
  subject.check_history();
  subject.start();
  subject.load(50, 64);
  subject.stop();
  subject.check_history();
  fmt::print("{} notes acknowledged, each in the history once\n", subject.acknowledged());
  scratch.done = true;
}

double median(const std::vector<Round>& rounds, auto&& figure) {
  std::vector<double> all;
  for (const auto& round : rounds) all.push_back(figure(round));
  std::ranges::sort(all);
  return all.empty() ? 0 : all[all.size() / 2];
}

void print_row(std::string_view what, std::string_view unit, int digits, const std::vector<Round>& ours,
               const std::vector<Round>& theirs, auto&& figure) {
  const double a = median(ours, figure), b = median(theirs, figure);
  fmt::print("{:<34}{:>11.{}f} {:<5}", what, a, digits, unit);
  if (!theirs.empty()) fmt::print("{:>11.{}f} {:<5}{:>8.2f}", b, digits, unit, b > 0 ? a / b : 0);
  fmt::print("\n");
}

void print_table(const Settings& settings, const std::vector<Round>& ours, const std::vector<Round>& theirs) {
  fmt::print(
      "\nSocket Mode on loopback, one connection, median of {} rounds of {} and {} envelopes. Sitrep commits every\n"
      "command to disk before it acknowledges it{}.\n\n",
      settings.rounds, settings.single, settings.many, theirs.empty() ? "" : "; the peer stores nothing");
  fmt::print("{:<34}{:>17}", "", "sitrep");
  if (!theirs.empty()) fmt::print("{:>17}{:>8}", "@slack/bolt", "ratio");
  fmt::print("\n");
  const auto row = [&](std::string_view what, std::string_view unit, int digits, auto&& figure) {
    print_row(what, unit, digits, ours, theirs, figure);
  };
  row("1 in flight: ack p50", "ms", 3, [](const Round& r) { return r.single.at(.5); });
  row("1 in flight: ack p99", "ms", 3, [](const Round& r) { return r.single.at(.99); });
  row("1 in flight: ack p99.9", "ms", 3, [](const Round& r) { return r.single.at(.999); });
  row("1 in flight: envelopes", "/s", 0, [](const Round& r) { return r.single.rate(); });
  row("64 in flight: ack p50", "ms", 3, [](const Round& r) { return r.many.at(.5); });
  row("64 in flight: ack p99", "ms", 3, [](const Round& r) { return r.many.at(.99); });
  row("64 in flight: ack p99.9", "ms", 3, [](const Round& r) { return r.many.at(.999); });
  row("64 in flight: envelopes", "/s", 0, [](const Round& r) { return r.many.rate(); });
  row("64 in flight: processor time each", "µs", 1,
      [](const Round& r) { return r.many.processor / static_cast<double>(r.many.millis.size()) * 1e6; });
  row("start to hello", "ms", 1, [](const Round& r) { return r.hello; });
  row("memory, idle (VmRSS)", "MiB", 1, [](const Round& r) { return r.idle; });
  row("  of it its own (RssAnon)", "MiB", 1, [](const Round& r) { return r.idle_own; });
  row("memory, loaded (VmHWM)", "MiB", 1, [](const Round& r) { return r.loaded; });
  row("SIGTERM to the end", "ms", 0, [](const Round& r) { return r.stop; });
  print_row("start to hello, after the load", "ms", 1, ours, {}, [](const Round& r) { return r.again; });
}

/// The disk's own limit: 4 KiB appended and made durable, in milliseconds.
double sync_time(const fs::path& directory) {
  const auto path = directory / "socket-load-sync";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::string page(4096, 'x');
  std::vector<double> times;
  for (int i = 0; i < 500; ++i) {
    const auto begin = SteadyClock::now();
    if (::write(file, page.data(), page.size()) < 0 || ::fdatasync(file) != 0) throw std::runtime_error("cannot write");
    times.push_back(millis(SteadyClock::now() - begin));
  }
  ::close(file);
  fs::remove(path);
  std::ranges::sort(times);
  return times[times.size() / 2];
}

int run(const Settings& settings) {
  if (settings.smoke) {
    smoke(settings);
    return 0;
  }
  fmt::print("4 KiB appended and synchronised by the disk alone: p50 {:.3f} ms\n", sync_time(settings.directory));
  std::vector<Round> ours, theirs;
  for (int i = 0; i < settings.rounds; ++i) {  // by turns: both meet the same weather
    ours.push_back(measure(settings, true));
    if (!settings.peer.empty()) theirs.push_back(measure(settings, false));
    std::fflush(stdout);
  }
  print_table(settings, ours, theirs);
  return 0;
}

Settings read(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    const auto value = [&] {
      if (++i >= argc) throw std::runtime_error(fmt::format("{} needs a value", flag));
      return argv[i];
    };
    if (flag == "--smoke")
      settings.smoke = true;
    else if (flag == "--sitrep")
      settings.sitrep = fs::absolute(value()).string();
    else if (flag == "--rounds")
      settings.rounds = std::atoi(value());
    else if (flag == "--single")
      settings.single = std::atoi(value());
    else if (flag == "--many")
      settings.many = std::atoi(value());
    else if (flag == "--directory")
      settings.directory = value();
    else if (flag == "--peer")
      settings.peer.assign(argv + i + 1, argv + argc), i = argc;
    else
      throw std::runtime_error(fmt::format("unknown argument {}", flag));
  }
  if (settings.sitrep.empty() || settings.rounds < 1 || settings.single < 1 || settings.many < 1)
    throw std::runtime_error("give --sitrep PATH, and counts above 0");
  return settings;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(read(argc, argv));
  } catch (const std::exception& error) {
    fmt::print(stderr, "socket_load: {}\n", error.what());
    return 1;
  }
}
