#pragma once
// The small language in which the tables of blocks and elements are written: a Check looks at one JSON value and tells
// the Checker what is wrong with it.
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "integrations/simulator/block_kit/block_kit.hpp"

namespace integrations::simulator::block_kit {

namespace json = boost::json;

struct Checker {
  Surface surface = Surface::message;
  std::vector<std::string> problems;
  std::size_t markdown = 0;  // characters in all markdown blocks so far
  int tables = 0, focused = 0;

  void say(const std::string& what, const std::string& pointer);
};

using Check = std::function<void(Checker&, const json::value&, const std::string& pointer)>;

struct Field {
  std::string_view name;
  Check check;
  bool required = false;
};
constexpr bool required = true;

/// One value of the "type" field: its other fields, and what no single field can tell.
struct Type {
  std::vector<Field> fields;
  std::function<void(Checker&, const json::object&, const std::string& pointer)> whole;
};
using Types = std::map<std::string_view, Type>;

Check string(std::size_t max, std::size_t min = 0);
Check one_of(std::vector<std::string_view> words);
Check boolean();
Check integer(std::int64_t min, std::int64_t max);
Check number();
Check url(std::size_t max);
/// Objects {"type":"plain_text"} or {"type":"mrkdwn"} with 1 to `max` characters.
Check plain_text(std::size_t max);
Check mrkdwn(std::size_t max);
Check any_text(std::size_t max);
Check list(Check item, std::size_t max, std::size_t min = 1);
Check object(std::vector<Field> fields);
/// An object whose "type" is one of `allowed` (empty: all) in the table. The table is a function, for tables that
/// refer to each other.
Check typed(const Types& (*types)(), std::vector<std::string_view> allowed = {});

void check_fields(Checker& checker, const json::object& value, const std::vector<Field>& fields,
                  const std::string& pointer, std::string_view also_allowed = {});

const Types& blocks();
const Types& elements();
Check rich_text_block();
Check image_source();
/// The names of the elements that may stand in these places.
const std::vector<std::string_view>& action_elements();
const std::vector<std::string_view>& accessory_elements();
const std::vector<std::string_view>& input_elements();

}  // namespace integrations::simulator::block_kit
