#pragma once
// One row of the table that is the schema. The same rows parse, validate, document, write the example and the JSON
// Schema; so none of them can go stale. Each integration brings its own rows.
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace config {

enum class Type {
  section,   // a map with fixed names: the parent of "slack.connections"
  text,      // one line
  number,    // whole
  flag,      // true or false
  duration,  // "15m", "1h30m"
  word,      // one of `words`
  texts,     // a list of texts
  objects    // a list of maps: the parent of "severities[].name"
};

/// Empty: the value is fine. Otherwise why it is not, as the end of a sentence ("Slack keeps this name for itself").
/// The reason must not repeat the value when the field is secret.
using Check = std::function<std::string(const std::string& value)>;

struct Field {
  std::string path{};  // "slack.connections", "components[].dependents[].effect"; parents stand before their children
  Type type = Type::text;
  std::string help{};      // one or two sentences, for the example and the reference
  std::string fallback{};  // the default, as people would write it; of objects: the list in YAML, not indented
  std::string example{};   // where there is no default; of objects: the list in YAML, not indented
  std::string expected{};  // what is accepted, when the type alone does not say it: "a time zone such as Europe/Berlin"

  bool required = false;  // within its parent, when that is there
  bool optional = false;  // of sections: it may be absent, and its required fields then are not missed
  bool shown = false;     // stands in the example although nothing requires it

  std::int64_t min = 0;  // number: least; duration: least, in milliseconds; texts, objects: fewest items
  std::int64_t max = std::numeric_limits<std::int64_t>::max();  // ... and most; text: longest, in characters
  std::vector<std::string> words{};
  std::string pattern{};  // regular expression for editors; `check` decides
  Check check{};          // texts: of each item

  std::string environment{};  // this variable wins over the file
  bool secret = false;        // never in the file: `environment`, or a file named by <environment>_FILE; never printed

  std::string names{};   // what the value names ("component"): two items must not give the same name
  std::string refers{};  // what the value must be a name of
};

using Table = std::vector<Field>;

/// What the field accepts, in words: `expected`, or made from type and limits.
std::string expectation(const Field& field);

}  // namespace config
