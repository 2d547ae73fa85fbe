#include "integrations/slack/envelope_payload.hpp"

#include <array>

#include "integrations/http/json.hpp"
#include "integrations/slack/envelope.hpp"

namespace integrations::slack {
namespace json = boost::json;
using Kind = Inbound::Kind;

namespace {

std::string text(const json::value& in, std::string_view path) {
  return std::string{text_at(in, path)};
}

/// The first of the paths that leads to a text.
std::string first_text(const json::value& in, std::initializer_list<std::string_view> paths) {
  for (const auto path : paths)
    if (const auto found = text_at(in, path); !found.empty()) return std::string{found};
  return {};
}

std::string_view trimmed(std::string_view line) {
  constexpr std::string_view blank = " \t\r\n";
  const auto begin = line.find_first_not_of(blank);
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(blank) - begin + 1);
}

void add_key(Inbound& inbound, const char* kind, std::string_view id) {
  if (!id.empty()) inbound.keys.push_back(std::string{kind}.append(id));
}

void append_choice(std::string& joined, std::string_view value) {
  if (value.empty()) return;
  if (!joined.empty()) joined += ',';
  joined += value;
}

/// What a person put into one input, whatever its kind; empty when left empty.
std::string input_value(const json::value& input) {
  static constexpr std::array<std::string_view, 8> single = {
      "value",         "selected_option.value", "selected_date",         "selected_time",
      "selected_user", "selected_channel",      "selected_conversation", "selected_date_time"};
  for (const auto member : single) {
    if (const auto found = text_at(input, member); !found.empty()) return unescaped(found);
    if (const auto number = number_at(input, member)) return std::to_string(*number);
  }
  std::string joined;
  if (const auto* options = array_at(input, "selected_options"))
    for (const auto& option : *options) append_choice(joined, text_at(option, "value"));
  for (const auto* member : {"selected_users", "selected_channels", "selected_conversations"})
    if (const auto* ids = array_at(input, member))
      for (const auto& id : *ids) append_choice(joined, text_at(id, ""));
  return unescaped(joined);
}

/// state.values[block_id][action_id]; our forms have one input in a block, and "text" stands for the nameless field.
void read_fields(const json::value& payload, Inbound& inbound) {
  const auto* blocks = object_at(payload, "view.state.values");
  if (blocks == nullptr) return;
  for (const auto& block : *blocks) {
    const auto* inputs = block.value().if_object();
    if (inputs == nullptr) continue;
    for (const auto& input : *inputs) {
      auto value = input_value(input.value());
      if (value.empty()) continue;
      const std::string_view name{block.key().data(), block.key().size()};
      inbound.fields.insert_or_assign(name == "text" ? std::string{} : std::string{name}, std::move(value));
    }
  }
}

std::string read_button(const json::value& payload, Inbound& inbound) {
  inbound.kind = Kind::button;
  inbound.channel = first_text(payload, {"channel.id", "container.channel_id"});
  inbound.message_ts = first_text(payload, {"container.message_ts", "message.ts"});
  inbound.thread_ts = first_text(payload, {"container.thread_ts", "message.thread_ts"});
  const auto* action = find(payload, "actions.0");
  if (action == nullptr) return "$.payload.actions.0: missing";
  inbound.line = first_text(*action, {"value", "selected_option.value"});  // ours, as we wrote it: nothing to unescape
  if (inbound.line.empty()) inbound.kind = Kind::event;                    // a link, say: only to be acknowledged
  return {};
}

/// Our own private_metadata; another app's form cannot arrive here, an old version's may.
std::string read_submission(const json::value& payload, Inbound& inbound) {
  inbound.kind = Kind::form;
  const auto ours = parse_json(text_at(payload, "view.private_metadata"));
  if (ours) {
    inbound.line = text(*ours, "command");
    inbound.channel = text(*ours, "channel");
    inbound.thread_ts = text(*ours, "thread_ts");
  }
  if (inbound.line.empty()) inbound.line = text(payload, "view.callback_id");
  if (inbound.line.empty()) return "$.payload.view.private_metadata: no command";
  read_fields(payload, inbound);
  return {};
}

/// A mention's text without the mention of the bot: what follows it, or what stands before it when nothing does.
std::string without_mention(std::string_view said, std::string_view bot) {
  std::size_t begin = bot.empty() ? said.find("<@") : said.find(std::string{"<@"}.append(bot));
  if (begin == std::string_view::npos) begin = said.find("<@");
  if (begin == std::string_view::npos) return std::string{trimmed(said)};
  const auto end = said.find('>', begin);
  const auto after = end == std::string_view::npos ? std::string_view{} : trimmed(said.substr(end + 1));
  return std::string{after.empty() ? trimmed(said.substr(0, begin)) : after};
}

void read_mention(const json::value& payload, Inbound& inbound) {
  inbound.kind = Kind::mention;
  inbound.by.id = text(payload, "event.user");
  inbound.channel = text(payload, "event.channel");
  inbound.message_ts = text(payload, "event.ts");
  inbound.thread_ts = text(payload, "event.thread_ts");
  inbound.line =
      unescaped(without_mention(text_at(payload, "event.text"), text_at(payload, "authorizations.0.user_id")));
  // Rarely the same message comes under two event ids; and an edited one must not be obeyed twice.
  if (!inbound.channel.empty() && !inbound.message_ts.empty())
    add_key(inbound, "message:", inbound.channel + ":" + inbound.message_ts);
}

}  // namespace

std::string read_slash(const json::value& payload, Inbound& inbound) {
  inbound.kind = Kind::slash;
  inbound.by = {text(payload, "user_id"), text(payload, "user_name")};
  inbound.channel = text(payload, "channel_id");
  inbound.thread_ts = text(payload, "thread_ts");
  inbound.trigger_id = text(payload, "trigger_id");
  inbound.response_url = text(payload, "response_url");
  add_key(inbound, "trigger:", inbound.trigger_id);
  JsonReader needed{payload, "$.payload"};
  needed.text("user_id");
  std::string_view command = needed.text("command");
  if (command.starts_with('/')) command.remove_prefix(1);
  inbound.line = command;
  if (const auto rest = trimmed(text_at(payload, "text")); !rest.empty()) inbound.line += " " + unescaped(rest);
  return needed.problem();
}

std::string read_interactive(const json::value& payload, Inbound& inbound) {
  inbound.by = {text(payload, "user.id"), first_text(payload, {"user.username", "user.name"})};
  inbound.trigger_id = text(payload, "trigger_id");
  inbound.response_url = text(payload, "response_url");
  add_key(inbound, "trigger:", inbound.trigger_id);
  JsonReader needed{payload, "$.payload"};
  const auto type = needed.text("type");
  needed.text("user.id");
  if (!needed.ok()) return needed.problem();
  if (type == "block_actions") return read_button(payload, inbound);
  if (type == "view_submission") return read_submission(payload, inbound);
  inbound.kind = Kind::event;  // view_closed, shortcuts: nothing to do but to acknowledge
  inbound.channel = text(payload, "channel.id");
  return {};
}

std::string read_event(const json::value& payload, Inbound& inbound) {
  add_key(inbound, "event:", text_at(payload, "event_id"));
  inbound.kind = Kind::event;
  inbound.by.id = text(payload, "event.user");
  inbound.channel = text(payload, "event.channel");
  if (text_at(payload, "event.type") != "app_mention") return {};
  const bool from_a_bot = find(payload, "event.bot_id") != nullptr;  // ourselves perhaps: never answer
  if (from_a_bot) return {};
  read_mention(payload, inbound);
  JsonReader needed{payload, "$.payload"};
  needed.text("event.user");
  needed.text("event.channel");
  return needed.problem();
}

}  // namespace integrations::slack
