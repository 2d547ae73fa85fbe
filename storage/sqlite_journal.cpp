#include "storage/sqlite_journal.hpp"

#include <pthread.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "storage/committer.hpp"

namespace storage {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;
using std::chrono::seconds;

constexpr std::size_t most_at_once = 1024;            // stages in one transaction: bounds how long the first one waits
constexpr int wal_pages_at_most = 8192;               // 32 MiB: then the WAL is emptied even while work waits
constexpr auto idle_after = std::chrono::seconds{1};  // then it is emptied because there is time
constexpr auto prune_pause = std::chrono::milliseconds{50};

/// The slowest of the last 60 s, second by second.
class SlowestOfMinute {
 public:
  void add(Clock::time_point now, microseconds took) {
    const auto second = std::chrono::floor<seconds>(now.time_since_epoch()).count();
    auto& slot = slots_.at(static_cast<std::size_t>(second % 60));
    if (slot.second != second) slot = {second, {}};
    slot.slowest = std::max(slot.slowest, took);
  }
  microseconds get(Clock::time_point now) const {
    const auto second = std::chrono::floor<seconds>(now.time_since_epoch()).count();
    microseconds slowest{};
    for (const auto& slot : slots_)
      if (slot.second > second - 60) slowest = std::max(slowest, slot.slowest);
    return slowest;
  }

 private:
  struct Slot {
    std::int64_t second = -60;
    microseconds slowest{};
  };
  std::array<Slot, 60> slots_{};
};

struct PruneJob {
  PruneLimits limits;
  std::move_only_function<void(std::expected<Pruned, CommitFailure>)> done;
  PruneCursor cursor;
  Pruned total;
};

CommitFailure stopped() {
  return {CommitFailure::Cause::stopped, "Sitrep is shutting down."};
}

}  // namespace

struct SqliteJournal::Impl {
  Impl(const std::filesystem::path& database, std::chrono::milliseconds busy)
      : committer(database, busy), thread([this] { loop(); }) {}

  void loop();
  bool wait(std::vector<QueuedStage>& batch);
  void commit(std::span<QueuedStage> stages);
  void note(std::span<const QueuedStage> stages, const std::optional<CommitFailure>& failure, microseconds took);
  void use_idle_time();
  bool prune_a_piece();  // false: there is nothing to prune
  bool in_trouble() {
    const std::scoped_lock lock{mutex};
    return stats.trouble.has_value();
  }

  std::mutex mutex;  // guards the next six
  std::condition_variable bell;
  std::vector<QueuedStage> queue;
  std::deque<PruneJob> prunes;
  bool stop = false;
  JournalStats stats;
  SlowestOfMinute slowest;

  Committer committer;  // the thread's own
  Clock::time_point next_prune{};
  std::thread thread;  // last: everything above is there when it starts
};

void SqliteJournal::Impl::loop() {
  ::pthread_setname_np(::pthread_self(), "journal");
  std::vector<QueuedStage> batch;
  while (wait(batch)) {
    for (std::span<QueuedStage> rest{batch}; !rest.empty();) {
      const auto piece = rest.first(std::min(rest.size(), most_at_once));
      commit(piece);
      rest = rest.subspan(piece.size());
    }
    if (committer.wal_pages() > wal_pages_at_most) committer.checkpoint();
    if (batch.empty()) {
      if (!prune_a_piece()) use_idle_time();
    } else if (Clock::now() >= next_prune) {
      prune_a_piece();
    }
    batch.clear();
  }
  committer.close();
  for (auto& job : prunes)
    if (job.done) job.done(std::unexpected(stopped()));
}

/// Takes all that waits; nothing when it is time for something else. False when all is done and it is time to end.
bool SqliteJournal::Impl::wait(std::vector<QueuedStage>& batch) {
  const bool something_to_tidy = committer.wal_pages() > 0;
  std::unique_lock lock{mutex};
  const auto rung = [this] { return !queue.empty() || stop || !prunes.empty(); };
  if (something_to_tidy || stats.trouble)
    bell.wait_for(lock, idle_after, rung);
  else
    bell.wait(lock, rung);
  std::swap(batch, queue);
  return !batch.empty() || !stop;
}

void SqliteJournal::Impl::commit(std::span<QueuedStage> stages) {
  const auto began = Clock::now();
  const auto failure = committer.commit(stages);
  note(stages, failure, std::chrono::duration_cast<microseconds>(Clock::now() - began));
  for (auto& each : stages) each.done(std::move(each.result));
}

void SqliteJournal::Impl::note(std::span<const QueuedStage> stages, const std::optional<CommitFailure>& failure,
                               microseconds took) {
  const auto good = std::ranges::count_if(stages, [](const QueuedStage& each) { return each.result.has_value(); });
  const std::scoped_lock lock{mutex};
  stats.stages += static_cast<std::uint64_t>(good);
  stats.failures += stages.size() - static_cast<std::uint64_t>(good);
  stats.trouble = failure ? std::optional{failure->message} : std::nullopt;
  if (failure) return;
  ++stats.commits;
  stats.last = took;
  slowest.add(Clock::now(), took);
}

void SqliteJournal::Impl::use_idle_time() {
  if (in_trouble()) {
    const auto failure = committer.probe();
    note({}, failure, {});
  }
  if (committer.wal_pages() > 0) committer.checkpoint();
}

bool SqliteJournal::Impl::prune_a_piece() {
  std::unique_lock lock{mutex};
  if (prunes.empty() || stop) return false;
  auto& job = prunes.front();  // a deque: stays where it is while others are added behind it
  lock.unlock();
  next_prune = Clock::now() + prune_pause;
  const auto piece = committer.prune_piece(job.limits, job.cursor);
  if (piece) {
    job.total.bodies += piece->bodies;
    job.total.keys += piece->keys;
    job.total.effects += piece->effects;
    if (job.cursor.phase != PruneCursor::Phase::through) return true;
  }
  if (job.done) job.done(piece ? std::expected<Pruned, CommitFailure>{job.total} : std::unexpected(piece.error()));
  lock.lock();
  prunes.pop_front();
  return true;
}

SqliteJournal::SqliteJournal(const std::filesystem::path& database, std::chrono::milliseconds busy)
    : impl_(std::make_unique<Impl>(database, busy)) {}

SqliteJournal::~SqliteJournal() {
  {
    const std::scoped_lock lock{impl_->mutex};
    impl_->stop = true;
  }
  impl_->bell.notify_one();
  impl_->thread.join();
}

void SqliteJournal::commit(Stage stage, std::move_only_function<void(CommitResult)> done) {
  bool first = false;
  {
    const std::scoped_lock lock{impl_->mutex};
    first = impl_->queue.empty();
    impl_->queue.push_back({std::move(stage), std::move(done), {}});
  }
  if (first) impl_->bell.notify_one();
}

void SqliteJournal::prune(playbooks::Time now,
                          std::move_only_function<void(std::expected<Pruned, CommitFailure>)> done) {
  {
    const std::scoped_lock lock{impl_->mutex};
    impl_->prunes.push_back({PruneLimits{now}, std::move(done), {}, {}});
  }
  impl_->bell.notify_one();
}

JournalStats SqliteJournal::stats() const {
  const std::scoped_lock lock{impl_->mutex};
  auto copy = impl_->stats;
  copy.queued = impl_->queue.size();
  copy.slowest_last_minute = impl_->slowest.get(Clock::now());
  return copy;
}

}  // namespace storage
