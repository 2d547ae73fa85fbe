#include "storage/reader.hpp"

#include <fmt/format.h>

#include <chrono>

#include "storage/codec.hpp"
#include "storage/codec/words.hpp"
#include "storage/copy.hpp"
#include "storage/reader_impl.hpp"

namespace storage {
namespace {

using playbooks::from_millis;
using playbooks::to_millis;
using Rows = Statement::Rows;

constexpr auto busy = std::chrono::milliseconds{2000};

std::string string(const Rows& rows, int column) {
  return std::string{rows.text(column)};
}

std::optional<playbooks::Time> time_or_none(const Rows& rows, int column) {
  return rows.is_null(column) ? std::nullopt : std::optional{from_millis(rows.integer(column))};
}

playbooks::Claims load_claims(const Connection& connection) {
  playbooks::Claims claims;
  auto rows =
      connection
          .statement(
              "select component, holder, badness, is_public, since, by_id, by_name, message, until, because from claims"
              " order by component, since, holder")
          .query();
  while (rows.next()) {
    playbooks::HeldClaim claim;
    claim.component = rows.text(0);
    claim.holder = rows.text(1);
    claim.status = static_cast<playbooks::ComponentStatus>(rows.integer(2));
    claim.is_public = rows.integer(3) != 0;
    claim.since = from_millis(rows.integer(4));
    claim.by = {string(rows, 5), string(rows, 6)};
    claim.message = rows.text(7);
    claim.until = time_or_none(rows, 8);
    claim.because = rows.text(9);
    claims[claim.component].push_back(std::move(claim));
  }
  return claims;
}

}  // namespace

Reader::Impl::Impl(const std::filesystem::path& file)
    : database(file), connection(file, Connection::Mode::read, busy) {}

Reader::Reader(const std::filesystem::path& database) : impl_(std::make_unique<Impl>(database)) {}
Reader::~Reader() = default;

playbooks::State Reader::load_state() const {
  const auto& connection = impl_->connection;
  const Transaction one_state{connection, "begin"};
  playbooks::State state;
  auto rows = connection.statement("select id, state from incidents where open = 1").query();
  while (rows.next()) {
    const playbooks::IncidentId id{rows.integer(0)};
    if (auto incident = codec::decode_incident(rows.text(1)))
      state.incidents.emplace(id, std::move(*incident));
    else
      impl_->skip(fmt::format("{} cannot be read: {}", to_string(id), incident.error()));
  }
  state.claims = load_claims(connection);
  state.next_incident = connection.number("select coalesce(max(id), 0) + 1 from incidents");
  if (auto oncall = connection.statement("select state from oncall where id = 1").query(); oncall.next()) {
    if (auto decoded = codec::decode_oncall(oncall.text(0)))
      state.oncall = std::move(*decoded);
    else
      impl_->skip(fmt::format("What is known of on-call cannot be read: {}", decoded.error()));
  }
  const auto document = [&](std::string_view name, std::string_view what, auto decode, auto& value) {
    auto rows = connection.statement("select state from documents where name = $1").query(name);
    if (!rows.next()) return;
    if (auto decoded = decode(rows.text(0)))
      value = std::move(*decoded);
    else
      impl_->skip(fmt::format("What is known of {} cannot be read: {}", what, decoded.error()));
  };
  document("maintenance", "maintenance", codec::decode_upkeep, state.upkeep);
  document("page", "the status pages", codec::decode_status_desk, state.pages);
  state.components_version =
      static_cast<int>(connection.number("select coalesce(max(number), 0) from history where stream = 'components'"));
  return state;
}

std::vector<playbooks::Timer> Reader::timers() const {
  std::vector<playbooks::Timer> timers;
  auto rows = impl_->connection.statement("select name, due, body from timers order by due, name").query();
  while (rows.next()) {
    if (auto body = codec::decode_timer(rows.text(2)))
      timers.push_back({string(rows, 0), from_millis(rows.integer(1)), std::move(*body)});
    else
      impl_->skip(fmt::format("The timer {} cannot be read: {}", rows.text(0), body.error()));
  }
  return timers;
}

std::vector<playbooks::Effect> Reader::undelivered() const {
  std::vector<playbooks::Effect> effects;
  auto rows = impl_->connection
                  .statement(
                      "select key, lane, priority, merge_group, created, expires, input, body from effects"
                      " where state = 'waiting' order by seq")
                  .query();
  while (rows.next()) {
    auto body = codec::decode_effect(rows.text(7));
    if (!body) {
      impl_->skip(fmt::format("The effect {} cannot be read: {}", rows.text(0), body.error()));
      continue;
    }
    effects.push_back({string(rows, 0), string(rows, 1), static_cast<playbooks::Priority>(rows.integer(2)),
                       string(rows, 3), from_millis(rows.integer(4)), time_or_none(rows, 5), string(rows, 6),
                       std::move(*body)});
  }
  return effects;
}

std::optional<playbooks::Incident> Reader::incident(playbooks::IncidentId id) const {
  auto rows = impl_->connection.statement("select state from incidents where id = $1").query(id.number);
  if (!rows.next()) return std::nullopt;
  auto incident = codec::decode_incident(rows.text(0));
  if (incident) return std::move(*incident);
  impl_->skip(fmt::format("{} cannot be read: {}", to_string(id), incident.error()));
  return std::nullopt;
}

std::vector<IncidentRow> Reader::incidents(bool open_only, int limit, int offset) const {
  std::vector<IncidentRow> list;
  auto& statement = impl_->connection.statement(
      open_only ? "select id, title, severity, status, kind, visibility, declared, resolved from incidents"
                  " where open = 1 order by id desc limit $1 offset $2"
                : "select id, title, severity, status, kind, visibility, declared, resolved from incidents"
                  " where id in (select id from incidents order by id desc limit $1 offset $2) order by id desc");
  auto rows = statement.query(limit, offset);
  while (rows.next())
    list.push_back({{rows.integer(0)},
                    string(rows, 1),
                    string(rows, 2),
                    string(rows, 3),
                    string(rows, 4),
                    string(rows, 5),
                    from_millis(rows.integer(6)),
                    time_or_none(rows, 7)});
  return list;
}

std::optional<std::string> Reader::reply_to(std::string_view key) const {
  auto rows = impl_->connection
                  .statement(
                      "select inputs.reply from input_keys join inputs on inputs.seq = input_keys.input"
                      " where input_keys.key = $1")
                  .query(key);
  return rows.next() ? std::optional{string(rows, 0)} : std::nullopt;
}

std::vector<std::uint64_t> Reader::key_hashes(playbooks::Time since) const {
  std::vector<std::uint64_t> hashes;
  auto rows = impl_->connection.statement("select key from input_keys where at >= $1").query(to_millis(since));
  while (rows.next()) hashes.push_back(key_hash(rows.text(0)));
  return hashes;
}

std::optional<playbooks::Receipt> Reader::receipt(std::string_view effect_key) const {
  auto rows = impl_->connection.statement("select id, link, detail from receipts where effect = $1").query(effect_key);
  if (!rows.next()) return std::nullopt;
  return playbooks::Receipt{string(rows, 0), string(rows, 1), string(rows, 2)};
}

std::expected<void, std::string> Reader::backup_to(const std::filesystem::path& target) const {
  return copy_database(impl_->connection, target, Overwrite::no);
}

std::vector<std::string> Reader::take_skipped() const {
  return std::exchange(impl_->skipped, {});
}

std::uint64_t key_hash(std::string_view key) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : key) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

}  // namespace storage
