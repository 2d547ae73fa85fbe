#include <fmt/format.h>

#include "storage/codec.hpp"
#include "storage/codec/writer.hpp"
#include "storage/reader.hpp"
#include "storage/reader_impl.hpp"

namespace storage {
namespace {

using playbooks::to_millis;

constexpr std::size_t rows_at_once = 500;

/// A query put together from the filter, with its values.
struct Query {
  std::string sql{history_columns};
  std::vector<Value> values;

  void only(std::string_view condition, Value value) {
    sql += fmt::format(" {} {} ${}", values.empty() ? "where" : "and", condition, values.size() + 1);
    values.push_back(value);
  }
  void limit(std::int64_t count) {
    values.emplace_back(count);
    sql += fmt::format(" limit ${}", values.size());
  }
};

/// What a search for claims leaves out: the bulk of a history. Whatever is not named here is read.
constexpr std::string_view without_claims =
    "stream not in ('oncall', 'page') and type not in ('update_posted', 'note_added', 'update_overdue', 'card_posted',"
    " 'public_page_updated', 'delivery_failed', 'tier_reached', 'people_paged', 'page_continued', 'page_noted',"
    " 'maintenance_page_updated', 'maintenance_updated')";

Query query_for(const HistoryFilter& filter) {
  Query query;
  if (filter.stream) query.only("stream =", std::string_view{*filter.stream});
  if (filter.from) query.only("at >=", to_millis(*filter.from));
  if (filter.to) query.only("at <", to_millis(*filter.to));
  if (filter.claims_only) query.sql += fmt::format(" {} {}", query.values.empty() ? "where" : "and", without_claims);
  const std::string_view direction = filter.newest_first ? " desc" : "";
  if (filter.stream)
    query.sql += fmt::format(" order by number{}", direction);
  else if ((filter.from || filter.to) && !filter.claims_only)
    query.sql += fmt::format(" order by at{0}, position{0}", direction);
  else
    query.sql += fmt::format(" order by position{}", direction);
  query.limit(filter.limit);
  return query;
}

std::string rfc3339_with_millis(std::int64_t at) {
  const auto time = playbooks::from_millis(at);
  auto text = playbooks::rfc3339(time);
  const auto millis = (time - std::chrono::floor<std::chrono::seconds>(time)).count();
  text.insert(text.size() - 1, fmt::format(".{:03}", millis));
  return text;
}

/// The data is JSON already and goes in as it is stored: the line shows the very bytes that the hash covers.
std::string export_line(std::int64_t position, const StoredEvent& event, const Hash& previous, const Hash& hash) {
  std::string line;
  line.reserve(event.data.size() + 512);
  const auto text = [&line](std::string_view name, std::string_view value) {
    line += name;
    codec::append_string(line, value);
  };
  line += fmt::format("{{\"position\":{}", position);
  text(",\"stream\":", event.stream);
  line += fmt::format(",\"number\":{}", event.number);
  text(",\"at\":", rfc3339_with_millis(event.at));
  text(",\"by\":{\"id\":", event.actor_id);
  text(",\"name\":", event.actor_name);
  text("},\"input\":", event.input);
  text(",\"type\":", event.type);
  line += ",\"data\":";
  line += event.data;
  text(",\"previous\":", hex(previous));
  text(",\"hash\":", hex(hash));
  line += '}';
  return line;
}

}  // namespace

StoredEvent stored_event(const Statement::Rows& rows) {
  return {rows.text(1), rows.integer(2), rows.integer(3), rows.text(4),
          rows.text(5), rows.text(6),    rows.text(7),    rows.text(8)};
}

std::expected<playbooks::Recorded, std::string> recorded(const StoredEvent& event) {
  auto decoded = codec::decode_event(event.type, event.data);
  if (!decoded) return std::unexpected(std::move(decoded.error()));
  return playbooks::Recorded{
      std::string{event.stream},        static_cast<int>(event.number),
      playbooks::from_millis(event.at), {std::string{event.actor_id}, std::string{event.actor_name}},
      std::string{event.input},         std::move(*decoded)};
}

std::string name_of(std::int64_t position, const StoredEvent& event) {
  return fmt::format("event {} ({} number {}, {})", position, event.stream, event.number,
                     playbooks::utc_minute(playbooks::from_millis(event.at)));
}

std::vector<playbooks::Recorded> Reader::history(const HistoryFilter& filter) const {
  std::vector<playbooks::Recorded> events;
  const auto query = query_for(filter);
  auto rows = impl_->connection.statement(query.sql).query_list(query.values);
  while (rows.next()) {
    const auto event = stored_event(rows);
    if (auto decoded = recorded(event))
      events.push_back(std::move(*decoded));
    else
      impl_->skip(fmt::format("Left out {}: {}", name_of(rows.integer(0), event), decoded.error()));
  }
  return events;
}

void Reader::export_history(const std::function<void(std::string_view line)>& line,
                            const std::optional<std::string>& stream) const {
  std::int64_t last = 0;
  std::vector<std::string> lines;
  const auto read_piece = [&] {
    Query query;
    if (stream) query.only("stream =", std::string_view{*stream});
    query.only(stream ? "number >" : "position >", last);
    query.sql += stream ? " order by number" : " order by position";
    query.limit(rows_at_once);
    auto rows = impl_->connection.statement(query.sql).query_list(query.values);
    while (rows.next()) {
      const auto event = stored_event(rows);
      lines.push_back(export_line(rows.integer(0), event, as_hash(rows.text(9)), as_hash(rows.text(10))));
      last = stream ? event.number : rows.integer(0);
    }
  };
  // In pieces, so that a slow receiver does not keep the WAL from being emptied.
  do {
    lines.clear();
    read_piece();
    for (const auto& each : lines) line(each);
  } while (lines.size() == rows_at_once);
}

}  // namespace storage
