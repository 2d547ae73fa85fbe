#include "bot/demo/block_text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace bot {
namespace {
namespace json = boost::json;

std::string entity(std::string_view inside, const NameOf& name_of) {
  const auto bar = inside.find('|');
  const auto label = bar == std::string_view::npos ? std::string_view{} : inside.substr(bar + 1);
  const std::string target{inside.substr(0, bar)};
  if (target.starts_with("@")) return "@" + name_of(target.substr(1));
  if (target.starts_with("#")) return "#" + name_of(target.substr(1));
  if (target.starts_with("!")) return std::string{label.empty() ? std::string_view{target} : label};
  if (label.empty() || label == target) return target;
  return std::string{label} + " (" + target + ")";
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::string string_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

class Drawing {
 public:
  Drawing(Screen& screen, const NameOf& name_of) : screen_(screen), name_of_(name_of) {}

  void block(const json::object& block) {
    const auto type = string_at(block, "type");
    if (type == "divider") return;
    if (type == "actions") return elements(block);
    if (type == "table") return table(block);
    if (type == "context") return context(block);
    if (const auto* text = block.if_contains("text")) add(text_of(*text));
    if (const auto* fields = block.if_contains("fields"); fields != nullptr && fields->is_array())
      for (const auto& field : fields->get_array()) add(text_of(field));
    if (const auto* title = block.if_contains("title")) add(text_of(*title));
    if (const auto* label = block.if_contains("label"))
      add("[ " + text_of(*label) + " ] " + string_at(block, "block_id"));
    if (const auto* accessory = block.if_contains("accessory"); accessory != nullptr && accessory->is_object())
      button(accessory->get_object());
    if (type == "plan") plan(block);
    for (const auto* key : {"elements", "tasks"})
      if (type != "plan" && block.contains(key)) elements(block);
  }

 private:
  std::string text_of(const json::value& value) const {
    if (value.is_string()) return mrkdwn_as_text(value.get_string(), name_of_);
    if (!value.is_object()) return {};
    const auto& object = value.get_object();
    if (const auto text = string_at(object, "text"); !text.empty()) return mrkdwn_as_text(text, name_of_);
    std::string joined = entity_of(object);
    if (const auto* elements = object.if_contains("elements"); elements != nullptr && elements->is_array())
      for (const auto& element : elements->get_array()) joined += text_of(element);
    return joined;
  }

  /// The parts of rich text that are not text: people, channels, dates, links.
  std::string entity_of(const json::object& object) const {
    const auto type = string_at(object, "type");
    if (type == "user") return "@" + name_of_(string_at(object, "user_id"));
    if (type == "channel") return "#" + name_of_(string_at(object, "channel_id"));
    if (type == "date") return string_at(object, "fallback");
    if (type == "link") return string_at(object, "url");
    return {};
  }

  void add(std::string text) {
    std::size_t begin = 0;
    while (begin <= text.size()) {
      const auto end = std::min(text.find('\n', begin), text.size());
      if (end > begin) screen_.lines.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }

  void context(const json::object& block) {
    std::string line;
    const auto* all = block.if_contains("elements");
    if (all == nullptr || !all->is_array()) return;
    for (const auto& element : all->get_array()) line += (line.empty() ? "" : " · ") + text_of(element);
    add(line);
  }

  void table(const json::object& block) {
    const auto* rows = block.if_contains("rows");
    if (rows == nullptr || !rows->is_array()) return;
    for (const auto& row : rows->get_array()) {
      std::string line;
      if (row.is_array())
        for (const auto& cell : row.get_array()) line += (line.empty() ? "" : " | ") + text_of(cell);
      add(line);
    }
  }

  void plan(const json::object& block) {
    const auto* tasks = block.if_contains("tasks");
    if (tasks == nullptr || !tasks->is_array()) return;
    for (const auto& task : tasks->get_array())
      if (task.is_object())
        add("- " + string_at(task.get_object(), "title") + " (" + string_at(task.get_object(), "status") + ")");
  }

  void elements(const json::object& block) {
    const auto* all = block.if_contains("elements");
    if (all == nullptr || !all->is_array()) return;
    for (const auto& element : all->get_array()) {
      if (!element.is_object()) continue;
      if (string_at(element.get_object(), "type") == "button")
        button(element.get_object());
      else
        add(text_of(element));
    }
  }

  void button(const json::object& object) {
    if (string_at(object, "type") != "button") return;
    const auto* text = object.if_contains("text");
    if (text != nullptr) screen_.buttons.push_back({text_of(*text), string_at(object, "value")});
  }

  Screen& screen_;
  const NameOf& name_of_;
};

}  // namespace

std::string mrkdwn_as_text(std::string_view mrkdwn, const NameOf& name_of) {
  std::string result;
  for (std::size_t i = 0; i < mrkdwn.size(); ++i) {
    const auto end = mrkdwn[i] == '<' ? mrkdwn.find('>', i) : std::string_view::npos;
    if (end == std::string_view::npos) {
      result += mrkdwn[i];
      continue;
    }
    result += entity(mrkdwn.substr(i + 1, end - i - 1), name_of);
    i = end;
  }
  replace_all(result, "&lt;", "<");
  replace_all(result, "&gt;", ">");
  replace_all(result, "&amp;", "&");
  return result;
}

Screen blocks_as_screen(std::string_view blocks, const NameOf& name_of) {
  Screen screen;
  if (blocks.empty()) return screen;
  boost::system::error_code error;
  const auto parsed = json::parse(json::string_view{blocks.data(), blocks.size()}, error);
  if (error || !parsed.is_array()) return screen;
  Drawing drawing{screen, name_of};
  for (const auto& block : parsed.get_array())
    if (block.is_object()) drawing.block(block.get_object());
  return screen;
}

}  // namespace bot
