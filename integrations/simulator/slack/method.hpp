#pragma once
// One method of the Web API as a row: its name, what it needs, its arguments, what it does.
#include <boost/json/object.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "integrations/simulator/slack/record.hpp"
#include "integrations/simulator/slack/world.hpp"

namespace integrations::simulator::slack {

/// What a method may touch.
struct Desk {
  World& world;
  Record& record;
  std::function<std::string()> new_link;  // a WebSocket address with a fresh ticket
};

struct Argument {
  enum class Kind { text, flag, number, json };
  std::string_view name;
  Kind kind = Kind::text;
  bool required = false;
};

struct Method {
  std::string_view name;
  std::string_view scope;  // empty: none needed
  int per_minute = 50;
  std::vector<Argument> arguments;
  boost::json::object (*run)(Desk& desk, const boost::json::object& arguments) = nullptr;
  bool app_token = false;
};

std::vector<Method> chat_methods();
std::vector<Method> conversation_methods();
std::vector<Method> view_methods();
std::vector<Method> other_methods();
/// Null for a method that Slack does not have, or that we do not play.
const Method* find_method(std::string_view name);

boost::json::object ok();
boost::json::object refusal(std::string_view error);
/// With the sentences where Slack puts them.
boost::json::object refusal(std::string_view error, const std::vector<std::string>& problems);

/// Empty when the argument is not there or is not text.
std::string text_of(const boost::json::object& arguments, std::string_view name);
bool flag_of(const boost::json::object& arguments, std::string_view name);
/// Microseconds of a "1763708400.000100"; nothing when it is not a time.
std::optional<std::uint64_t> parse_ts(std::string_view ts);

/// A message as the API shows it.
boost::json::object message_json(const World& world, const Post& post, bool whole_metadata);
/// A view as the API shows it, with the values in it.
boost::json::object view_json(const View& view, const boost::json::object& values);
/// Reads text, blocks, attachments, markdown_text and metadata of a message into the post. The refusal, or an empty
/// object. What is not given stays as it was in `post`.
boost::json::object read_content(Record& record, const boost::json::object& arguments, Post& post);

}  // namespace integrations::simulator::slack
