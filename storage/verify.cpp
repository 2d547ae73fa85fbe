#include <fmt/format.h>

#include <algorithm>

#include "playbooks/rules.hpp"
#include "storage/codec.hpp"
#include "storage/codec/words.hpp"
#include "storage/failure.hpp"
#include "storage/reader.hpp"
#include "storage/reader_impl.hpp"

namespace storage {
namespace {

constexpr std::int64_t rows_at_once = 500;
constexpr std::size_t problems_at_most = 100;

class Verification {
 public:
  explicit Verification(const Connection& connection) : connection_(connection) {}

  VerifyReport run();

 private:
  void problem(std::string sentence);
  void check_file();
  bool replay_piece();  // false: there was no more
  void check_event(std::int64_t position, const StoredEvent& event, const Hash& previous, const Hash& hash);
  void apply(std::int64_t position, const StoredEvent& event);
  void check_end();
  void compare_incidents();
  void compare_incident(const Statement::Rows& row);
  void compare_claims();
  void compare_oncall();
  void compare_document(std::string_view name, std::string_view what, auto decode, const auto& told);

  const Connection& connection_;
  ChainHasher hasher_;
  ChainHead head_;
  std::map<std::string, std::int64_t, std::less<>> numbers_;  // last number of each stream
  playbooks::State state_;
  std::size_t left_out_ = 0;
  VerifyReport report_;
};

VerifyReport Verification::run() {
  check_file();
  // The bulk in pieces, so that the WAL can be emptied meanwhile; the end and the tables in one state of the database.
  while (replay_piece()) {
  }
  const Transaction one_state{connection_, "begin"};
  while (replay_piece()) {
  }
  check_end();
  compare_incidents();
  compare_claims();
  compare_oncall();
  compare_document("maintenance", "Maintenance", codec::decode_upkeep, state_.upkeep);
  compare_document("page", "The status pages", codec::decode_status_desk, state_.pages);
  if (head_.position > 0) report_.head = hex(head_.hash);
  if (left_out_ > 0) report_.problems.push_back(fmt::format("… and {} more.", left_out_));
  return std::move(report_);
}

void Verification::problem(std::string sentence) {
  if (report_.problems.size() < problems_at_most)
    report_.problems.push_back(std::move(sentence));
  else
    ++left_out_;
}

void Verification::check_file() {
  auto rows = connection_.statement("pragma quick_check(10)").query();
  while (rows.next())
    if (rows.text(0) != "ok") problem(fmt::format("The file is damaged: {}.", rows.text(0)));
}

bool Verification::replay_piece() {
  static const auto sql = std::string{history_columns} + " where position > $1 order by position limit $2";
  auto rows = connection_.statement(sql).query(head_.position, rows_at_once);
  std::int64_t seen = 0;
  for (; rows.next(); ++seen) {
    const auto event = stored_event(rows);
    const auto position = rows.integer(0);
    const auto hash = as_hash(rows.text(10));
    check_event(position, event, as_hash(rows.text(9)), hash);
    apply(position, event);
    head_ = {position, hash};
  }
  report_.events += static_cast<std::uint64_t>(seen);
  return seen == rows_at_once;
}

void Verification::check_event(std::int64_t position, const StoredEvent& event, const Hash& previous,
                               const Hash& hash) {
  if (position != head_.position + 1)
    problem(fmt::format("Events {} to {} are missing.", head_.position + 1, position - 1));
  if (previous != head_.hash)
    problem(fmt::format("The chain is broken before {}: what came before it was removed or replaced.",
                        name_of(position, event)));
  if (hasher_(previous, event) != hash)
    problem(fmt::format("The content of {} does not match its hash: it was changed after it was written.",
                        name_of(position, event)));
  auto& last = numbers_.try_emplace(std::string{event.stream}, 0).first->second;
  if (event.number != last + 1)
    problem(fmt::format("In {} number {} is followed by number {}.", event.stream, last, event.number));
  last = event.number;
}

void Verification::apply(std::int64_t position, const StoredEvent& event) {
  if (const auto decoded = recorded(event))
    playbooks::evolve(state_, *decoded);
  else
    problem(fmt::format("Cannot read {}: {}.", name_of(position, event), decoded.error()));
}

void Verification::check_end() {
  auto rows = connection_.statement("select position, hash from journal where id = 1").query();
  if (!rows.next()) return problem("The journal's own row is missing.");
  const ChainHead written{rows.integer(0), as_hash(rows.text(1))};
  if (written != head_)
    problem(
        fmt::format("The history ends at event {}, but was written up to event {}.", head_.position, written.position));
}

void Verification::compare_incidents() {
  {
    auto rows = connection_
                    .statement(
                        "select id, version, title, severity, status, kind, visibility, declared, resolved, state"
                        " from incidents order by id")
                    .query();
    while (rows.next()) {
      compare_incident(rows);
      state_.incidents.erase({rows.integer(0)});
    }
  }
  for (const auto& [id, incident] : state_.incidents)
    problem(fmt::format("{} is in the history, but not in the table of incidents.", to_string(id)));
}

void Verification::compare_incident(const Statement::Rows& row) {
  const playbooks::IncidentId id{row.integer(0)};
  const auto name = to_string(id);
  const auto found = state_.incidents.find(id);
  if (found == state_.incidents.end())
    return problem(fmt::format("{} is in the table of incidents, but not in the history.", name));
  const auto& told = found->second;
  const auto stored = codec::decode_incident(row.text(9));
  if (!stored) return problem(fmt::format("The state of {} cannot be read: {}.", name, stored.error()));
  if (stored->version != told.version)
    return problem(
        fmt::format("{} is stored as of event {}, but its history has {}.", name, stored->version, told.version));
  std::string as_stored;
  std::string as_told;
  codec::encode(as_stored, *stored);
  codec::encode(as_told, told);
  if (as_stored != as_told)
    problem(fmt::format("{} is not what its history says. Stored: {} History: {}", name, as_stored, as_told));
  const bool listed_right =
      row.integer(1) == told.version && row.text(2) == told.title && row.text(3) == told.severity &&
      row.text(4) == to_string(told.status) && row.text(5) == to_string(told.kind) &&
      row.text(6) == to_string(told.visibility) && row.integer(7) == playbooks::to_millis(told.declared.at) &&
      row.is_null(8) == !told.resolved && (!told.resolved || row.integer(8) == playbooks::to_millis(*told.resolved));
  if (!listed_right) problem(fmt::format("The list entry of {} is not what its history says.", name));
}

void Verification::compare_claims() {
  auto rows = connection_
                  .statement(
                      "select component, holder, status, is_public, since, by_id, by_name, message from claims"
                      " order by component, holder")
                  .query();
  while (rows.next()) {
    auto& told = state_.claims[std::string{rows.text(0)}];
    const auto found = std::ranges::find(told, rows.text(1), &playbooks::HeldClaim::holder);
    if (found == told.end()) {
      problem(fmt::format("{} claims {} in the table, but not in the history.", rows.text(1), rows.text(0)));
      continue;
    }
    const bool same = rows.text(2) == to_string(found->status) && (rows.integer(3) != 0) == found->is_public &&
                      rows.integer(4) == playbooks::to_millis(found->since) && rows.text(5) == found->by.id &&
                      rows.text(6) == found->by.name && rows.text(7) == found->message;
    if (!same) problem(fmt::format("The claim of {} on {} is not what the history says.", rows.text(1), rows.text(0)));
    told.erase(found);
  }
  for (const auto& [component, claims] : state_.claims)
    for (const auto& claim : claims)
      problem(fmt::format("{} claims {} in the history, but not in the table.", claim.holder, component));
}

void Verification::compare_document(std::string_view name, std::string_view what, auto decode, const auto& told) {
  auto rows = connection_.statement("select state from documents where name = $1").query(name);
  if (!rows.next()) {
    if (told.version > 0) problem(fmt::format("{}: in the history, but not in the table of documents.", what));
    return;
  }
  const auto decoded = decode(rows.text(0));
  if (!decoded) return problem(fmt::format("{}: cannot be read: {}.", what, decoded.error()));
  if (*decoded != told) problem(fmt::format("{}: not what the history says.", what));
}

void Verification::compare_oncall() {
  auto rows = connection_.statement("select state from oncall where id = 1").query();
  const bool stored = rows.next();
  if (!stored && state_.oncall.version == 0) return;
  if (!stored) return problem("On-call is in the history, but not in its table.");
  const auto decoded = codec::decode_oncall(rows.text(0));
  if (!decoded) return problem(fmt::format("On-call cannot be read: {}.", decoded.error()));
  if (*decoded != state_.oncall) problem("On-call is not what its history says.");
}

}  // namespace

VerifyReport Reader::verify() const {
  try {
    return Verification{impl_->connection}.run();
  } catch (const SqliteError& error) {
    VerifyReport report;
    report.problems.push_back(failure_of(error, impl_->database).message);
    return report;
  }
}

}  // namespace storage
