#pragma once
// Fills a value from JSON. A member that is not known is ignored, one that is missing keeps its default: old rows stay
// readable and rows of a somewhat newer Sitrep too. A wrong type or an unknown word is an error with its path.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <concepts>
#include <cstdint>
#include <limits>
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

/// What is wrong and where; keeps the first thing only.
struct Complaint {
  std::string path, what;
  bool none() const { return what.empty(); }
  void say(std::string problem) {
    if (none()) what = std::move(problem);
  }
  void within(std::string_view name) { path = std::string{name} + (path.empty() ? "" : ".") + path; }
};

/// Makes `value` the alternative that `word` stands for; false when there is none.
template <class... T>
bool choose(std::variant<T...>& value, std::string_view word) {
  using V = std::variant<T...>;
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return ((word == words<V>[I] && (value.template emplace<I>(), true)) || ...);
  }(std::index_sequence_for<T...>{});
}

class ObjectReader {
 public:
  static constexpr bool reads = true;
  ObjectReader(const boost::json::object& object, Complaint& complaint) : object_(object), complaint_(complaint) {}

  template <class T>
  ObjectReader& operator()(std::string_view name, T& value) {
    if (!complaint_.none()) return *this;
    const auto* found = object_.if_contains(name);
    if (found == nullptr || found->is_null()) return *this;
    read(*found, value);
    if (!complaint_.none()) complaint_.within(name);
    return *this;
  }
  void fail(std::string what) { complaint_.say(std::move(what)); }

 private:
  void read(const boost::json::value& json, std::string& text);
  void read(const boost::json::value& json, bool& value);
  void read(const boost::json::value& json, std::int64_t& number);
  void read(const boost::json::value& json, int& number);
  void read(const boost::json::value& json, playbooks::Time& at);
  void read(const boost::json::value& json, playbooks::Duration& span);
  void read(const boost::json::value& json, playbooks::IncidentId& id) { read(json, id.number); }
  void read(const boost::json::value& json, playbooks::MaintenanceId& id) { read(json, id.number); }
  std::string_view read_word(const boost::json::value& json);

  template <class T>
    requires std::is_enum_v<T>
  void read(const boost::json::value& json, T& value) {
    const auto word = read_word(json);
    for (std::size_t i = 0; i < words<T>.size(); ++i)
      if (words<T>[i] == word) {
        value = static_cast<T>(i);
        return;
      }
    complaint_.say("“" + std::string{word} + "” is not known to this version");
  }
  template <class T>
  void read(const boost::json::value& json, std::optional<T>& value) {
    read(json, value.emplace());
  }
  template <class T>
  void read(const boost::json::value& json, std::map<std::string, T>& map) {
    const auto* object = json.if_object();
    if (object == nullptr) return complaint_.say("is not an object");
    map.clear();
    for (const auto& member : *object) read(member.value(), map[std::string{member.key()}]);
  }
  template <class T>
  void read(const boost::json::value& json, std::vector<T>& list) {
    const auto* array = json.if_array();
    if (array == nullptr) return complaint_.say("is not a list");
    list.clear();
    list.reserve(array->size());
    for (const auto& item : *array) read(item, list.emplace_back());
  }
  template <class... T>
  void read(const boost::json::value& json, std::variant<T...>& value) {
    std::string word;
    if (const auto* object = json.if_object()) ObjectReader{*object, complaint_}("type", word);
    if (!complaint_.none()) return;
    if (!choose(value, word)) return complaint_.say("“" + word + "” is not known to this version");
    std::visit([&](auto& alternative) { read(json, alternative); }, value);
  }
  template <class T>
    requires std::is_class_v<T>
  void read(const boost::json::value& json, T& value) {
    const auto* object = json.if_object();
    if (object == nullptr) return complaint_.say("is not an object");
    ObjectReader inner{*object, complaint_};
    fields(inner, value);
  }

  const boost::json::object& object_;
  Complaint& complaint_;
};

}  // namespace storage::codec
