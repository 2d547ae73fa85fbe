#pragma once
// A tolerant reader of other people's JSON. Paths are dotted, "actions.0.value"; what is absent, null or of another
// type is simply not there. Whoever needs a member asks `JsonReader`, which says what is missing: "$.user.id: missing".
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace integrations {

/// The document, or nothing when it is not JSON (also when it is nested deeper than 64 or followed by something).
std::optional<boost::json::value> parse_json(std::string_view text);

/// Never a null value: JSON null counts as absent. nullptr when the path leads nowhere.
const boost::json::value* find(const boost::json::value& in, std::string_view path);
/// "" when absent or not a string. Valid as long as the document.
std::string_view text_at(const boost::json::value& in, std::string_view path);
/// A number, also one written as a string ("30").
std::optional<std::int64_t> number_at(const boost::json::value& in, std::string_view path);
/// A bool, also one written as the string "true" or "false" (Slack's is_enterprise_install is either).
std::optional<bool> flag_at(const boost::json::value& in, std::string_view path);
/// nullptr when absent or not of this type.
const boost::json::object* object_at(const boost::json::value& in, std::string_view path);
const boost::json::array* array_at(const boost::json::value& in, std::string_view path);

/// Reads what must be there and remembers the first thing that was not.
class JsonReader {
 public:
  /// `root` is what the document is called in messages.
  explicit JsonReader(const boost::json::value& document, std::string root = "$");
  /// "" and a problem when absent, empty or not a string.
  std::string_view text(std::string_view path);
  bool ok() const { return problem_.empty(); }
  /// "$.actions.0.action_id: missing", "$.user.id: not a string"; empty when all was there.
  const std::string& problem() const { return problem_; }

 private:
  const boost::json::value* document_;
  std::string root_, problem_;
};

}  // namespace integrations
