#include "storage/codec.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include "storage/codec/effect_fields.hpp"
#include "storage/codec/event_fields.hpp"
#include "storage/codec/oncall_fields.hpp"
#include "storage/codec/public_fields.hpp"
#include "storage/codec/reader.hpp"
#include "storage/codec/writer.hpp"

namespace storage::codec {
namespace {

/// An object around the value, so that top level and members are read by the same code.
template <class T>
Decoded<T> decode(std::string_view json, auto&& read) {
  std::array<unsigned char, 4096> buffer;  // NOLINT: scratch, filled before it is read
  boost::json::monotonic_resource memory{buffer.data(), buffer.size()};
  boost::system::error_code failed;
  const auto parsed = boost::json::parse(boost::json::string_view{json.data(), json.size()}, failed, &memory);
  if (failed) return std::unexpected(fmt::format("not JSON: {}", failed.message()));
  const auto* object = parsed.if_object();
  if (object == nullptr) return std::unexpected(std::string{"not a JSON object"});
  T value{};
  Complaint complaint;
  ObjectReader reader{*object, complaint};
  read(reader, value);
  if (complaint.none()) return value;
  return std::unexpected(complaint.path.empty() ? complaint.what
                                                : fmt::format("{}: {}", complaint.path, complaint.what));
}

template <class V>
Decoded<V> decode_tagged(std::string_view json) {
  return decode<V>(json, [](ObjectReader& reader, V& value) {
    std::string word;
    reader("type", word);
    if (!choose(value, word)) return reader.fail(fmt::format("“{}” is not known to this version", word));
    std::visit([&](auto& alternative) { fields(reader, alternative); }, value);
  });
}

template <class T>
Decoded<T> decode_plain(std::string_view json) {
  return decode<T>(json, [](ObjectReader& reader, T& value) { fields(reader, value); });
}

template <class T>
void encode_plain(std::string& out, const T& value) {
  out.clear();
  ObjectWriter writer{out};
  fields(writer, value);
}

template <class V>
void encode_tagged(std::string& out, const V& value) {
  out.clear();
  ObjectWriter writer{out};
  writer("type", words<V>[value.index()]);
  std::visit([&](const auto& alternative) { fields(writer, alternative); }, value);
}

}  // namespace

std::string_view type_of(const playbooks::Event& event) {
  return words<playbooks::Event>[event.index()];
}

void encode(std::string& out, const playbooks::Event& event) {
  out.clear();
  ObjectWriter writer{out};
  std::visit([&](const auto& alternative) { fields(writer, alternative); }, event);
}

void encode(std::string& out, const playbooks::EffectBody& body) {
  encode_tagged(out, body);
}

void encode(std::string& out, const playbooks::TimerBody& body) {
  encode_tagged(out, body);
}

void encode(std::string& out, const playbooks::Incident& incident) {
  encode_plain(out, incident);
}
void encode(std::string& out, const playbooks::OnCall& oncall) {
  encode_plain(out, oncall);
}
void encode(std::string& out, const playbooks::Upkeep& upkeep) {
  encode_plain(out, upkeep);
}
void encode(std::string& out, const playbooks::StatusDesk& pages) {
  encode_plain(out, pages);
}

Decoded<playbooks::Event> decode_event(std::string_view type, std::string_view data) {
  playbooks::Event kind;
  if (!choose(kind, type))
    return std::unexpected(fmt::format("the event type “{}” is not known to this version", type));
  return decode<playbooks::Event>(data, [&](ObjectReader& reader, playbooks::Event& event) {
    event = std::move(kind);
    std::visit([&](auto& alternative) { fields(reader, alternative); }, event);
  });
}

Decoded<playbooks::EffectBody> decode_effect(std::string_view json) {
  return decode_tagged<playbooks::EffectBody>(json);
}

Decoded<playbooks::TimerBody> decode_timer(std::string_view json) {
  return decode_tagged<playbooks::TimerBody>(json);
}

Decoded<playbooks::Incident> decode_incident(std::string_view json) {
  return decode_plain<playbooks::Incident>(json);
}
Decoded<playbooks::OnCall> decode_oncall(std::string_view json) {
  return decode_plain<playbooks::OnCall>(json);
}
Decoded<playbooks::Upkeep> decode_upkeep(std::string_view json) {
  return decode_plain<playbooks::Upkeep>(json);
}
Decoded<playbooks::StatusDesk> decode_status_desk(std::string_view json) {
  return decode_plain<playbooks::StatusDesk>(json);
}

}  // namespace storage::codec
