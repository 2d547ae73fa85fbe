#include "storage/stage_writer.hpp"

#include <sqlite3.h>

#include "storage/codec.hpp"
#include "storage/codec/utf8.hpp"
#include "storage/codec/words.hpp"

namespace storage {
namespace {

using playbooks::to_millis;

std::optional<std::int64_t> millis(const std::optional<playbooks::Time>& at) {
  return at ? std::optional{to_millis(*at)} : std::nullopt;
}

std::string_view state_of(EffectEnd end) {
  switch (end) {
    case EffectEnd::delivered:
      return "delivered";
    case EffectEnd::refused:
      return "refused";
    case EffectEnd::superseded:
      return "superseded";
    case EffectEnd::expired:
      return "expired";
  }
  std::unreachable();
}

template <class T>
std::string_view word(T value) {
  return codec::words<T>[static_cast<std::size_t>(value)];
}

std::span<const std::byte> bytes(std::string_view text) {
  return std::as_bytes(std::span{text.data(), text.size()});
}

}  // namespace

StageWriter::StageWriter(const Connection& connection)
    : connection_(connection),
      input_(connection.handle(), "insert into inputs (id, kind, at, body, reply) values ($1, $2, $3, $4, $5)"),
      input_key_(connection.handle(), "insert into input_keys (key, input, at) values ($1, $2, $3)"),
      event_(
          connection.handle(),
          "insert into history (position, stream, number, at, actor_id, actor_name, input, type, data, previous, hash)"
          " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"),
      incident_(connection.handle(),
                "insert into incidents"
                " (id, version, title, severity, status, kind, visibility, declared, resolved, open, state)"
                " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
                " on conflict (id) do update set version = excluded.version, title = excluded.title,"
                " severity = excluded.severity, status = excluded.status, kind = excluded.kind,"
                " visibility = excluded.visibility, declared = excluded.declared, resolved = excluded.resolved,"
                " open = excluded.open, state = excluded.state"),
      claim_(connection.handle(),
             "insert into claims (component, holder, status, badness, is_public, since, by_id, by_name, message, "
             "until, because)"
             " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
             " on conflict (component, holder) do update set status = excluded.status, badness = excluded.badness,"
             " is_public = excluded.is_public, since = excluded.since, by_id = excluded.by_id,"
             " by_name = excluded.by_name, message = excluded.message, until = excluded.until,"
             " because = excluded.because"),
      claim_gone_(connection.handle(), "delete from claims where component = $1 and holder = $2"),
      oncall_(connection.handle(),
              "insert into oncall (id, version, state) values (1, $1, $2)"
              " on conflict (id) do update set version = excluded.version, state = excluded.state"),
      document_(connection.handle(),
                "insert into documents (name, version, state) values ($1, $2, $3)"
                " on conflict (name) do update set version = excluded.version, state = excluded.state"),
      timer_(connection.handle(),
             "insert into timers (name, due, body) values ($1, $2, $3)"
             " on conflict (name) do update set due = excluded.due, body = excluded.body"),
      timer_gone_(connection.handle(), "delete from timers where name = $1"),
      effect_(connection.handle(),
              "insert into effects (key, lane, priority, merge_group, created, expires, input, body)"
              " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (key) do nothing"),
      effect_done_(connection.handle(),
                   "update effects set state = $1, ended = $2, why = $3 where key = $4 and state = 'waiting'"),
      receipt_(connection.handle(),
               "insert into receipts (effect, id, link, detail, at) values ($1, $2, $3, $4, $5)"
               " on conflict (effect) do nothing") {}

void StageWriter::write(const Stage& stage, ChainHead& head) {
  for (const auto& input : stage.inputs) write(input);
  for (const auto& event : stage.events) write(event, head);
  for (const auto& incident : stage.incidents) write(incident);
  for (const auto& [component, holder] : stage.claims_dropped) claim_gone_.run(clean(component, 0), clean(holder, 1));
  for (const auto& claim : stage.claims_set) write(claim);
  if (stage.oncall) write(*stage.oncall);
  if (stage.upkeep) write_document("maintenance", *stage.upkeep);
  if (stage.pages) write_document("page", *stage.pages);
  for (const auto& name : stage.timers_gone) timer_gone_.run(name);
  for (const auto& timer : stage.timers_set) write(timer);
  for (const auto& effect : stage.effects) write(effect);
  for (const auto& done : stage.effects_done) write(done);
}

void StageWriter::write(const InputRow& input) {
  const auto at = to_millis(input.at);
  input_.run(input.id, input.kind, at, bytes(input.body), input.reply);
  const std::int64_t seq = sqlite3_last_insert_rowid(connection_.handle());
  for (const auto& key : input.keys) input_key_.run(key, seq, at);
}

void StageWriter::write(const playbooks::Recorded& event, ChainHead& head) {
  codec::encode(json_, event.event);
  const StoredEvent stored{
      clean(event.stream, 0),  event.number,          to_millis(event.at),         clean(event.by.id, 1),
      clean(event.by.name, 2), clean(event.input, 3), codec::type_of(event.event), json_};
  const auto hash = hasher_(head.hash, stored);
  event_.run(head.position + 1, stored.stream, stored.number, stored.at, stored.actor_id, stored.actor_name,
             stored.input, stored.type, stored.data, bytes(as_text(head.hash)), bytes(as_text(hash)));
  head = {head.position + 1, hash};
}

void StageWriter::write(const playbooks::Incident& incident) {
  codec::encode(json_, incident);
  incident_.run(incident.id.number, incident.version, clean(incident.title, 0), clean(incident.severity, 1),
                word(incident.status), word(incident.kind), word(incident.visibility), to_millis(incident.declared.at),
                millis(incident.resolved), incident.open(), json_);
}

void StageWriter::write(const playbooks::HeldClaim& claim) {
  claim_.run(clean(claim.component, 0), clean(claim.holder, 1), word(claim.status), static_cast<int>(claim.status),
             claim.is_public, to_millis(claim.since), clean(claim.by.id, 2), clean(claim.by.name, 3),
             clean(claim.message, 4), millis(claim.until), clean(claim.because, 5));
}

void StageWriter::write(const playbooks::OnCall& oncall) {
  codec::encode(json_, oncall);
  oncall_.run(oncall.version, json_);
}

void StageWriter::write_document(std::string_view name, const auto& document) {
  codec::encode(json_, document);
  document_.run(name, document.version, json_);
}

void StageWriter::write(const playbooks::Timer& timer) {
  codec::encode(json_, timer.body);
  timer_.run(timer.name, to_millis(timer.due), json_);
}

void StageWriter::write(const playbooks::Effect& effect) {
  codec::encode(json_, effect.body);
  effect_.run(effect.key, effect.lane, static_cast<int>(effect.priority), effect.group, to_millis(effect.created),
              millis(effect.expires), effect.input, json_);
}

void StageWriter::write(const EffectDone& done) {
  const auto at = to_millis(done.at);
  if (done.end != EffectEnd::delivered) return effect_done_.run(state_of(done.end), at, clean(done.why, 0), done.key);
  effect_done_.run(state_of(done.end), at, nullptr, done.key);
  receipt_.run(done.key, clean(done.receipt.id, 0), clean(done.receipt.link, 1), clean(done.receipt.detail, 2), at);
}

std::string_view StageWriter::clean(std::string_view text, std::size_t buffer) {
  return codec::clean(text, cleaned_.at(buffer));
}

}  // namespace storage
