#pragma once
// What Statuspage accepts in a body. Strict: unknown keys, wrong types, unknown words and sizes are all named.
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace integrations::simulator {

/// The inner object of {"incident":{...}}, or every problem there is with it.
struct Checked {
  boost::json::object inner;
  std::vector<std::string> problems;
};

enum class BodyKind { new_incident, incident, component, postmortem, postmortem_publish };

Checked check_body(BodyKind kind, const std::string& body);

}  // namespace integrations::simulator
