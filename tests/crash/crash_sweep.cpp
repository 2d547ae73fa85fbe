// Kills the process at every commit (before and after it) and around every outgoing call of a story with some 200
// effects, starts it again from what is on disk, lets the story end, and compares what people can then see with the
// same story without a death. 0 lost, 0 doubled, or a difference is printed and the exit code is 1.
// Usage: crash_sweep [--all | --sample N] [--pages]. With --pages the story is one of pages by every way.
#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "bot/demo/script.hpp"
#include "integrations/ports/log.hpp"

namespace {

using bot::DeathPoint;

/// Twelve incidents, overlapping, with everything that makes an effect.
std::string story() {
  std::ostringstream s;
  const char* components[] = {"api", "checkout", "db", "web", "email"};
  for (int i = 1; i <= 12; ++i) {
    const auto* component = components[i % 5];
    s << "ann: /incident declare P" << i % 3 << " \"Trouble number " << i << "\" on " << component
      << ":partial --public\n";
    s << "bob: /incident note INC-" << i << " seen in the logs of " << component << "\n";
    s << "cat: /incident update INC-" << i << " We know more about number " << i << "\n";
    s << "ann: /incident severity INC-" << i << " P" << (i + 1) % 3 << " on second thought\n";
    s << "bob: /incident components INC-" << i << " " << components[(i + 1) % 5] << ":degraded\n";
    s << "ann: /incident status INC-" << i << " identified It was change " << i << "\n";
    if (i % 2 == 0) s << "ann: /incident resolve INC-" << i - 1 << " Number " << i - 1 << " is over\n";
    if (i % 4 == 0)
      s << "dan: /status set " << component << ":major seen by hand\ndan: /status set " << component
        << " operational\n";
    s << "+3s\n";
  }
  for (int i = 2; i <= 12; i += 2) s << "cat: /incident resolve INC-" << i << " Number " << i << " is over\n";
  s << "bob: /incident reopen INC-4 it is back\n+2m\nbob: /incident cancel INC-4 it was something else\n+3m\n";
  return s.str();
}

/// Pages by every way, overlapping, acknowledged, given back, declined, resolved.
std::string paging_story() {
  std::ostringstream s;
  s << R"(| people:
|   - {key: ann, name: Ann Lee, slack: U0ANN, phone: "+491700000001", notify: [slack, sms after 1m]}
|   - {key: bob, name: Bob Day, slack: U0BOB, phone: "+491700000002", email: bob@example.com, notify: [email, voice after 2m]}
|   - {key: cat, name: Cat Moe, slack: U0CAT, phone: "+491700000003", notify: [pagerduty, slack after 1m]}
|   - {key: dan, name: Dan Fox, slack: U0DAN, email: dan@example.com, notify: [slack, email]}
| operations: {audit_every: 0}
| escalation:
|   policies:
|     - key: default
|       fallback: dan
|       tiers:
|         - {name: First, targets: [ann], next_after: 3m}
|         - {name: Second, targets: [bob, cat, channel C0GENERAL], next_after: 5m}
|         - {name: Third, targets: [dan], next_after: 5m}
|   routes:
|     - {policy: default}
)";
  // Three calls to one person at most: what a throttle has counted is forgotten with the process.
  for (int i = 1; i <= 3; ++i) s << "ann: /incident declare P2 \"Trouble number " << i << "\"\n+40s\n";
  s << "+30s\ndan: /incident ack INC-3\n+2m\nann: /incident ack INC-1\nbob: /incident escalate INC-2 stuck\n+90s\n"
       "cat: /incident page dan INC-2 please look\n+30s\nann: /incident unack INC-1 not mine\n+1m\n"
       "bob: /incident snooze INC-3 5m waiting\n+150s\ndan: /incident ack INC-2\n+4m\n"
       "ann: /incident handoff INC-2 @bob watch it\n";
  for (int i = 1; i <= 3; ++i) s << "bob: /incident resolve INC-" << i << " Number " << i << " is over\n+5s\n";
  s << "+4m\n";
  return s.str();
}

/// A death costs seconds, so what tells the time may tell another; everything else must be the same.
std::string without_times(const std::string& world) {
  static const std::regex clock{"[0-9]{2}:[0-9]{2} UTC"}, span{"[0-9]+ (s|min|h)\\b( [0-9]+ min)?"},
      link{"/p[0-9]{16}"};
  auto text = std::regex_replace(world, clock, "(time)");
  text = std::regex_replace(text, span, "(span)");
  text = std::regex_replace(text, link, "/p(time)");
  std::vector<std::string> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  std::ranges::sort(lines);
  std::string result;
  for (const auto& line : lines) result += line + "\n";
  return result;
}

class Scratch {
 public:
  Scratch() : name_((std::filesystem::temp_directory_path() / "sitrep-crash-XXXXXX").string()) {
    if (::mkdtemp(name_.data()) == nullptr) std::abort();
  }
  ~Scratch() { std::filesystem::remove_all(name_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::filesystem::path database() const { return std::filesystem::path{name_} / "crash.db"; }

 private:
  std::string name_;
};

struct Point {
  DeathPoint where;
  int number;  // from 1
};

const char* name(DeathPoint where) {
  switch (where) {
    case DeathPoint::before_commit:
      return "before commit";
    case DeathPoint::after_commit:
      return "after commit";
    case DeathPoint::before_call:
      return "before call";
    case DeathPoint::after_call:
      return "after call";
  }
  return "";
}

std::expected<bot::ScriptOutcome, std::string> play(const std::string& script, const Point* point) {
  const Scratch scratch;
  bot::ScriptOptions options;
  options.database = scratch.database();
  int seen = 0;
  if (point != nullptr)
    options.dies = [&](DeathPoint where) { return where == point->where && ++seen == point->number; };
  return bot::play_script(script, options);
}

void print_difference(const std::string& expected, const std::string& actual) {
  const auto lines = [](const std::string& text) {
    std::vector<std::string> result;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);) result.push_back(line);
    return result;
  };
  const auto a = lines(expected), b = lines(actual);
  std::vector<std::string> lost, extra;
  std::ranges::set_difference(a, b, std::back_inserter(lost));
  std::ranges::set_difference(b, a, std::back_inserter(extra));
  for (const auto& line : lost) std::printf("    lost:  %s\n", line.c_str());
  for (const auto& line : extra) std::printf("    extra: %s\n", line.c_str());
}

std::vector<Point> every_point(int commits, int calls) {
  std::vector<Point> points;
  for (int i = 1; i <= commits; ++i)
    for (const auto where : {DeathPoint::before_commit, DeathPoint::after_commit}) points.push_back({where, i});
  for (int i = 1; i <= calls; ++i)
    for (const auto where : {DeathPoint::before_call, DeathPoint::after_call}) points.push_back({where, i});
  return points;
}

}  // namespace

int main(int argc, char** argv) {
  integrations::set_log("off");
  const bool pages = argc > 1 && std::strcmp(argv[argc - 1], "--pages") == 0;
  if (pages) --argc;
  const auto script = pages ? paging_story() : story();
  const auto compared = [&](const std::string& world) { return pages ? without_times(world) : world; };
  const auto whole = play(script, nullptr);
  if (!whole) {
    std::printf("the story does not play: %s\n", whole.error().c_str());
    return 1;
  }
  if (!whole->violations.empty()) std::printf("%s", whole->violations.c_str());
  auto points = every_point(whole->commits, whole->calls);
  std::size_t stride = 1;
  if (argc == 3 && std::strcmp(argv[1], "--sample") == 0)
    stride = std::max<std::size_t>(1, points.size() / static_cast<std::size_t>(std::max(1, std::atoi(argv[2]))));
  int failures = 0, tried = 0, unreached = 0;
  for (std::size_t i = 0; i < points.size(); i += stride, ++tried) {
    const auto outcome = play(script, &points[i]);
    // How many inputs share a commit depends on threads, so the last few points may not exist in another run.
    if (outcome && outcome->deaths == 0) ++unreached;
    if (outcome && compared(outcome->world) == compared(whole->world)) continue;
    ++failures;
    std::printf("%s %d: %s\n", name(points[i].where), points[i].number,
                outcome ? "people see something else" : outcome.error().c_str());
    if (outcome) print_difference(compared(whole->world), compared(outcome->world));
  }
  std::printf("%d commits, %d calls, %d of %zu points tried, %d of them not reached, %d differences\n", whole->commits,
              whole->calls, tried, points.size(), unreached, failures);
  if (unreached * 10 > tried) {
    std::printf("too many points were not reached: the story is not the same each time\n");
    ++failures;
  }
  const bool enough = whole->calls >= (pages ? 120 : 200);
  if (!enough) std::printf("the story makes only %d calls\n", whole->calls);
  return failures == 0 && enough && whole->violations.empty() ? 0 : 1;
}
