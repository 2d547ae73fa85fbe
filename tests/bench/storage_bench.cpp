// What the storage costs: a commit alone, commits per second at 64 in flight, and reading, with a small history and
// with a large one. Usage: storage_bench [--smoke] [--events N] [--incidents N] [--seconds S] [--directory DIR]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "playbooks/rules.hpp"
#include "storage/database.hpp"

namespace {

using namespace playbooks;
using Clock = std::chrono::steady_clock;

struct Settings {
  std::int64_t events = 1'000'000;
  std::int64_t incidents = 20'000;
  double seconds = 3;
  std::filesystem::path directory = std::filesystem::temp_directory_path();
};

void stop(const std::string& why) {
  fmt::print(stderr, "storage_bench: {}\n", why);
  std::exit(1);
}

double micros(Clock::duration d) {
  return std::chrono::duration<double, std::micro>(d).count();
}

void print_times(std::string_view what, std::vector<double> times) {
  std::ranges::sort(times);
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
  };
  fmt::print("  {:<34} p50 {:>9.1f} µs   p99 {:>9.1f} µs   max {:>9.1f} µs\n", what, at(0.5), at(0.99), times.back());
}

/// Incidents that go on: declares, updates and resolves them with the real rules, a stage each.
class Story {
 public:
  explicit Story(std::int64_t next) { state_.next_incident = next; }

  Recorded next_event(std::int64_t number, Time now) {
    const IncidentId id{number};
    const auto found = state_.incidents.find(id);
    Recorded event{to_string(id), 1, now, {"U012ABCDEF", "Ann Example"}, next_input(), {}};
    if (found == state_.incidents.end()) {
      IncidentDeclared declared;
      declared.title = fmt::format("Checkout fails for some customers ({})", number);
      declared.severity = "P1";
      declared.visibility = Visibility::public_page;
      declared.components = {{"api", ComponentStatus::partial_outage}, {"db", ComponentStatus::degraded_performance}};
      declared.started = now;
      declared.lead = event.by;
      declared.channel = "C012ABCDEF";
      declared.update_due = now + std::chrono::minutes{30};
      event.event = declared;
      evolve(state_, event);
      return event;
    }
    event.number = found->second.version + 1;
    event.event =
        UpdatePosted{"We have found a slow query and are rolling the last release back; error rates are falling.",
                     now + std::chrono::minutes{30}};
    evolve(state_, event);
    return event;
  }
  Recorded resolve(std::int64_t number, Time now) {
    const IncidentId id{number};
    Recorded event{to_string(id), state_.incidents.at(id).version + 1,
                   now,           {"U012ABCDEF", "Ann Example"},
                   next_input(),  IncidentResolved{"The rollback is complete and error rates are normal again."}};
    evolve(state_, event);
    return event;
  }
  const Incident& incident(std::int64_t number) { return state_.incidents.at({number}); }
  std::vector<HeldClaim> claims() const {
    std::vector<HeldClaim> all;
    for (const auto& [component, held] : state_.claims) all.insert(all.end(), held.begin(), held.end());
    return all;
  }
  void forget(std::int64_t number) { state_.incidents.erase({number}); }

  /// One input (two identities), one event, one snapshot, two effects: what `/incident update` comes to.
  storage::Stage stage(std::int64_t number, Time now) {
    storage::Stage stage;
    auto event = next_event(number, now);
    const auto& now_known = incident(number);
    stage.inputs.push_back({event.input,
                            "slash",
                            now,
                            {fmt::format("envelope:{:016x}-{:08x}", random_(), random_() & 0xFFFFFFFFU),
                             fmt::format("trigger:{}.1234567890.{:032x}", 7'000'000'000'000 + ++triggers_, random_())},
                            std::string(600, 'x'),
                            R"({"response_type":"ephemeral","text":"Posted to INC-1."})"});
    const auto key = fmt::format("{}/{}", event.stream, event.number);
    stage.effects = {{key + "/card",
                      "slack/C012ABCDEF",
                      Priority::card,
                      event.stream + "/card",
                      now,
                      {},
                      event.input,
                      DrawCard{now_known.id}},
                     {key + "/thread",
                      "slack/C012ABCDEF",
                      Priority::normal,
                      {},
                      now,
                      {},
                      event.input,
                      PostToThread{now_known.id, Text{} << Person{event.by} << ": " << now_known.last_update}}};
    stage.incidents.push_back(now_known);
    if (event.number == 1) stage.claims_set = claims();
    stage.events.push_back(std::move(event));
    return stage;
  }

 private:
  std::string next_input() { return fmt::format("in-{:016x}", random_()); }
  State state_;
  std::uint64_t triggers_ = 0;  // their ids begin with a number that grows
  std::mt19937_64 random_{std::random_device{}()};
};

/// At most so many commits under way; counts the ones that are done.
class Flight {
 public:
  explicit Flight(std::size_t limit) : limit_(limit) {}
  void commit(storage::SqliteJournal& journal, storage::Stage stage) {
    {
      std::unique_lock lock{mutex_};
      wait_for(lock, limit_ - 1);
      ++under_way_;
    }
    journal.commit(std::move(stage), [this](const storage::CommitResult& result) {
      if (!result) stop(result.error().message);
      const std::scoped_lock lock{mutex_};
      --under_way_;
      if (std::exchange(awaited_, false)) landed_.notify_one();
    });
  }
  void wait() {
    std::unique_lock lock{mutex_};
    wait_for(lock, 0);
  }

 private:
  /// Woken once for many landings, as an event loop is.
  void wait_for(std::unique_lock<std::mutex>& lock, std::size_t at_most) {
    while (under_way_ > at_most) {
      awaited_ = true;
      landed_.wait(lock, [this] { return !awaited_; });
    }
  }
  std::mutex mutex_;
  std::condition_variable landed_;
  std::size_t limit_, under_way_ = 0;
  bool awaited_ = false;
};

/// Processor time of the journal's thread so far, in seconds: says more than the clock on a machine that is busy.
double journal_seconds() {
  for (const auto& task : std::filesystem::directory_iterator{"/proc/self/task"}) {
    std::string name;
    std::getline(std::ifstream{task.path() / "comm"}, name);
    if (name != "journal") continue;
    double nanoseconds = 0;
    std::ifstream{task.path() / "schedstat"} >> nanoseconds;
    return nanoseconds / 1e9;
  }
  return 0;
}

constexpr std::int64_t open_at_once = 10;
constexpr std::int64_t fill_begins = 1'700'000'000'000;

void measure_commits(const std::filesystem::path& database, std::int64_t first, Time now, double seconds) {
  storage::SqliteJournal journal{database};
  Story story{first};
  std::int64_t turn = 0;
  const auto next = [&] { return story.stage(first + turn++ % open_at_once, now); };
  const auto for_a_while = std::chrono::duration<double>(seconds);

  Flight alone{1};
  for (int i = 0; i < 50; ++i) alone.commit(journal, next());
  alone.wait();
  std::vector<double> times;
  for (const auto began = Clock::now(); Clock::now() - began < for_a_while;) {
    auto stage = next();
    const auto start = Clock::now();
    alone.commit(journal, std::move(stage));
    alone.wait();
    times.push_back(micros(Clock::now() - start));
  }
  print_times("one commit alone", times);

  Flight many{64};
  const auto before = journal.stats();
  const auto processor_before = journal_seconds();
  const auto began = Clock::now();
  while (Clock::now() - began < for_a_while) many.commit(journal, next());
  many.wait();
  const auto took = micros(Clock::now() - began) / 1e6;
  const auto after = journal.stats();
  const auto stages = static_cast<double>(after.stages - before.stages);
  fmt::print("  {:<34} {:.0f} stages/s, {:.1f} in one transaction, {:.1f} µs of the journal's processor each\n",
             "64 in flight", stages / took, stages / static_cast<double>(after.commits - before.commits),
             (journal_seconds() - processor_before) * 1e6 / stages);
}

void fill(const std::filesystem::path& database, const Settings& settings) {
  const auto began = Clock::now();
  storage::SqliteJournal journal{database};
  Story story{1};
  Flight flight{8};
  const auto each = settings.events / settings.incidents;
  auto now = from_millis(fill_begins);
  for (std::int64_t number = 1; number <= settings.incidents; ++number) {
    storage::Stage stage;
    for (std::int64_t i = 1; i < each; ++i)
      stage.events.push_back(story.next_event(number, now += std::chrono::seconds{7}));
    if (number + open_at_once > settings.incidents)
      stage.claims_set = story.claims();
    else
      stage.events.push_back(story.resolve(number, now));
    stage.incidents.push_back(story.incident(number));
    story.forget(number);
    for (const auto& event : stage.events) {
      Effect effect;
      effect.key = fmt::format("{}/{}/card", event.stream, event.number);
      effect.lane = "slack/C012ABCDEF";
      effect.created = now;
      effect.body = DrawCard{{number}};
      stage.effects_done.push_back({effect.key, storage::EffectEnd::delivered, {"1700000000.000100", {}, {}}, {}, now});
      stage.effects.push_back(std::move(effect));
    }
    flight.commit(journal, std::move(stage));
  }
  flight.wait();
  fmt::print("filled in {:.1f} s\n", micros(Clock::now() - began) / 1e6);
}

template <class Read>
void measure(std::string_view what, int times, Read&& read) {
  std::vector<double> taken;
  for (int i = 0; i < times; ++i) {
    const auto start = Clock::now();
    read(i);
    taken.push_back(micros(Clock::now() - start));
  }
  print_times(what, taken);
}

void measure_reading(const std::filesystem::path& database, std::int64_t incidents) {
  const storage::Reader reader{database};
  std::mt19937_64 random{7};
  const auto any = [&] { return 1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(incidents)); };
  const auto day = from_millis(fill_begins) + std::chrono::days{1};
  measure("start: prepare", 5, [&](int) {
    if (!storage::prepare(database)) stop("prepare failed");
  });
  measure("start: load_state, timers, effects", 5, [&](int) {
    const storage::Reader fresh{database};
    const auto rows = fresh.load_state().incidents.size() + fresh.timers().size() + fresh.undelivered().size();
    if (rows == 0) stop("nothing loaded");
  });
  measure("list, open", 200, [&](int) { reader.incidents(true, 25); });
  measure("list, all, first page", 200, [&](int) { reader.incidents(false, 25); });
  measure("list, all, last page", 50, [&](int) { reader.incidents(false, 25, static_cast<int>(incidents) - 25); });
  measure("show", 500, [&](int) {
    if (!reader.incident({any()})) stop("not found");
  });
  measure("timeline, 50 events", 500, [&](int) {
    if (reader.history({.stream = to_string(IncidentId{any()}), .limit = 50}).empty()) stop("no history");
  });
  measure("history, newest 100", 200, [&](int) { reader.history({.newest_first = true}); });
  measure("history of a time span, 100", 200,
          [&](int) { reader.history({.from = day, .to = day + std::chrono::hours{24}}); });
}

void measure_the_whole(const std::filesystem::path& database, const std::filesystem::path& copy) {
  const storage::Reader reader{database};
  measure("verify, whole history", 1, [&](int) {
    const auto report = reader.verify();
    if (!report.problems.empty()) stop(report.problems.front());
  });
  measure("backup", 1, [&](int) {
    if (const auto copied = reader.backup_to(copy); !copied) stop(copied.error());
  });
}

std::int64_t resident_kib() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::atoll(line.c_str() + 6);
  return 0;
}

Settings parse(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const auto value = [&] { return i + 1 < argc ? argv[++i] : (stop("a value is missing"), argv[i]); };
    if (word == "--smoke")
      settings = {2000, 100, 0.1, settings.directory};
    else if (word == "--events")
      settings.events = std::atoll(value());
    else if (word == "--incidents")
      settings.incidents = std::atoll(value());
    else if (word == "--seconds")
      settings.seconds = std::atof(value());
    else if (word == "--directory")
      settings.directory = value();
    else
      stop(fmt::format("unknown word {}", word));
  }
  if (settings.incidents < 1 || settings.events < 2 * settings.incidents) stop("at least two events for each incident");
  return settings;
}

}  // namespace

int main(int argc, char** argv) {
  const auto settings = parse(argc, argv);
  const auto directory = settings.directory / fmt::format("storage-bench-{}", Clock::now().time_since_epoch().count());
  std::filesystem::create_directories(directory);
  const auto now = from_millis(1'763'733'900'000);

  const auto small = directory / "small.db";
  if (const auto ready = storage::prepare(small); !ready) stop(ready.error().message);
  fmt::print("small history (empty at first)\n");
  measure_commits(small, 1, now, settings.seconds);

  const auto large = directory / "large.db";
  if (const auto ready = storage::prepare(large); !ready) stop(ready.error().message);
  fmt::print("large history: {} events, {} incidents, ", settings.events, settings.incidents);
  std::fflush(stdout);
  fill(large, settings);
  fmt::print("  {:<34} {:.0f} MiB\n", "file", static_cast<double>(std::filesystem::file_size(large)) / 1048576);
  measure_reading(large, settings.incidents);
  fmt::print("  {:<34} {} KiB\n", "resident", resident_kib());
  measure_commits(large, settings.incidents + 1, now, settings.seconds);
  fmt::print("  {:<34} {} KiB\n", "resident", resident_kib());
  measure_the_whole(large, directory / "copy.db");
  std::filesystem::remove_all(directory);
}
