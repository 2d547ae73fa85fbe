#pragma once
// Appends JSON to a string: no tree in between, no allocation of its own, always the same bytes for the same value.
// Empty texts, empty lists and absent values are left out; times are milliseconds since 1970 UTC.
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "playbooks/model/ids.hpp"
#include "playbooks/model/time.hpp"
#include "storage/codec/words.hpp"

namespace storage::codec {

/// A JSON string with its quotes. What is not UTF-8 becomes U+FFFD.
void append_string(std::string& out, std::string_view text);
void append_number(std::string& out, std::int64_t number);

/// One object: opened by the constructor, closed by the destructor.
class ObjectWriter {
 public:
  static constexpr bool reads = false;
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  ~ObjectWriter() { out_ += '}'; }
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;

  template <class T>
  ObjectWriter& operator()(std::string_view name, const T& value) {
    if (absent(value)) return *this;
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += name;
    out_ += "\":";
    write(value);
    return *this;
  }

 private:
  static bool absent(const std::string& text) { return text.empty(); }
  template <class T>
  static bool absent(const std::vector<T>& list) {
    return list.empty();
  }
  template <class T>
  static bool absent(const std::optional<T>& value) {
    return !value;
  }
  template <class T>
  static bool absent(const std::map<std::string, T>& map) {
    return map.empty();
  }
  template <class T>
  static bool absent(const T&) {
    return false;
  }

  void write(std::string_view text) { append_string(out_, text); }
  void write(const std::string& text) { append_string(out_, text); }
  void write(bool value) { out_ += value ? "true" : "false"; }
  template <std::integral T>
  void write(T number) {
    append_number(out_, number);
  }
  void write(playbooks::Time at) { append_number(out_, playbooks::to_millis(at)); }
  void write(playbooks::Duration span) { append_number(out_, span.count()); }
  void write(playbooks::IncidentId id) { append_number(out_, id.number); }
  void write(playbooks::MaintenanceId id) { append_number(out_, id.number); }
  template <class T>
    requires std::is_enum_v<T>
  void write(T value) {
    append_string(out_, words<T>[static_cast<std::size_t>(value)]);
  }
  template <class T>
  void write(const std::optional<T>& value) {
    write(*value);
  }
  template <class T>
  void write(const std::vector<T>& list) {
    char separator = '[';
    for (const auto& item : list) {
      out_ += separator;
      separator = ',';
      write(item);
    }
    out_ += ']';
  }
  template <class T>
  void write(const std::map<std::string, T>& map) {
    char separator = '{';
    for (const auto& [name, value] : map) {
      out_ += separator;
      separator = ',';
      append_string(out_, name);
      out_ += ':';
      write(value);
    }
    out_ += '}';
  }
  template <class... T>
  void write(const std::variant<T...>& value);
  template <class T>
    requires std::is_class_v<T>
  void write(const T& value) {
    ObjectWriter object{out_};
    fields(object, value);
  }

  std::string& out_;
  bool first_ = true;
};

/// {"type":"<the alternative's word>", …its fields}
template <class... T>
void ObjectWriter::write(const std::variant<T...>& value) {
  ObjectWriter object{out_};
  object("type", words<std::variant<T...>>[value.index()]);
  std::visit([&](const auto& alternative) { fields(object, alternative); }, value);
}

}  // namespace storage::codec
