#pragma once
// A folder of its own with a configuration, a simulated Slack and Statuspage in one process, and Sitrep in another.
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "process_support.hpp"

namespace e2e {

struct Answer {
  int code = -1;  // -1: it did not end
  std::string out, err;
  std::string all() const { return out + err; }
};

class World {
 public:
  World();
  ~World();

  std::filesystem::path path(std::string_view name) const { return folder_ / name; }
  void write(std::string_view name, std::string_view content) const;
  std::string config() const { return path("sitrep.yaml"); }

  // The simulator: the same ports after a restart, everything else forgotten.
  void start_simulator();
  void stop_simulator();
  /// People and pages do something: "slash", "kill", "fault", ...; a refusal throws.
  boost::json::object act(const std::string& name, const boost::json::object& with = {}) const;
  void slash(const std::string& user, const std::string& line) const;  // "incident list", in #incident-response
  boost::json::object state() const;
  /// Messages in #incident-response in whose text `part` stands; cards and threads alike.
  std::vector<boost::json::object> messages(std::string_view part) const;
  /// Whether this person alone has been shown something with `part` in it.
  bool answered(std::string_view user, std::string_view part = {}) const;
  /// Whether Slack has told this person that Sitrep did not answer in time.
  bool timed_out(std::string_view user) const;
  boost::json::array page_incidents() const;

  // Sitrep.
  void start();
  /// As after `start`, but does not wait until it is connected.
  void start_unwatched();
  Process& bot() { return *bot_; }
  /// SIGTERM, and the exit code.
  int stop();
  void kill();
  unsigned short health_port() const { return health_port_; }
  HttpAnswer health() const;
  /// "ok", "degraded", "down", or "" when nobody answers.
  std::string health_word() const;
  bool all_delivered() const;
  /// A sub-command with the configuration, to its end.
  Answer run(const Arguments& words, const Environment& more = {}) const;
  /// The program as it is called, without any configuration named.
  Answer run_bare(const Arguments& words, const Environment& environment = {}) const;
  Environment tokens() const;

 private:
  std::filesystem::path folder_;
  unsigned short slack_port_, page_port_, health_port_;
  mutable int runs_ = 0;
  std::unique_ptr<Process> simulator_, bot_;
};

/// The text at a dotted path, "" when there is none.
std::string at(const boost::json::value& value, std::string_view path);
std::size_t count(std::string_view text, std::string_view part);

}  // namespace e2e
