#include "integrations/slack/views/rich_text.hpp"

#include <algorithm>
#include <chrono>

#include "integrations/slack/escape.hpp"
#include "integrations/slack/utf8.hpp"
#include "integrations/slack/views/json.hpp"
#include "playbooks/model/overloaded.hpp"

namespace integrations::slack {
namespace {
using namespace playbooks;

/// Writes the elements of one section; text is cut when `left` characters are used up.
class Elements {
 public:
  Elements(std::string& out, std::size_t limit) : array_(out), left_(limit) {}

  void words(std::string_view text, std::string_view style) {
    const auto shown = one_line_kept(text);
    if (shown.empty()) return;
    JsonObject element{array_.next()};
    element.text("type", "text").text("text", shown);
    if (!style.empty()) {
      JsonObject{element.name("style")}.flag(style, true);
    }
  }
  void operator()(const Plain& s) { words(s.text, {}); }
  void operator()(const Bold& s) { words(s.text, "bold"); }
  void operator()(const Code& s) { words(s.text, "code"); }
  void operator()(const Person& s) {
    if (!is_user_id(s.who.id)) return words("@" + (s.who.name.empty() ? s.who.id : s.who.name), {});
    take(s.who.name.size() + 1);
    JsonObject{array_.next()}.text("type", "user").text("user_id", s.who.id);
  }
  void operator()(const Moment& s) {
    take(16);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(s.at).time_since_epoch().count();
    JsonObject{array_.next()}
        .text("type", "date")
        .number("timestamp", seconds)
        .text("format", "{date_short_pretty} {time}")
        .text("fallback", utc_minute(s.at));
  }
  void operator()(const Link& s) {
    const auto label = one_line(s.label.empty() ? s.url : s.label, 80);
    const bool safe = s.url.size() < 1500 && (s.url.starts_with("https://") || s.url.starts_with("http://"));
    if (!safe) return words(label, {});
    take(label.size());
    JsonObject{array_.next()}.text("type", "link").text("url", s.url).text("text", label);
  }
  void operator()(const Room& s) {
    if (!is_channel_id(s.channel)) return words((s.channel.starts_with('#') ? "" : "#") + s.channel, {});
    take(s.channel.size());
    JsonObject{array_.next()}.text("type", "channel").text("channel_id", s.channel);
  }
  std::size_t left() const { return left_; }

 private:
  void take(std::size_t characters) { left_ -= std::min(left_, characters); }
  /// Line breaks become spaces, and the spaces between two spans are kept.
  std::string one_line_kept(std::string_view text) {
    std::string shown;
    if (text.starts_with(' ')) shown += ' ';
    if (left_ > 0) shown += one_line(text, left_);
    if (text.ends_with(' ') && !shown.ends_with(' ')) shown += ' ';
    take(length(shown));
    return shown;
  }
  JsonArray array_;
  std::size_t left_;
};

bool is_plain(const Text& text) {
  return std::ranges::all_of(text.spans, [](const Span& s) { return std::holds_alternative<Plain>(s); });
}

}  // namespace

std::size_t append_cell(std::string& out, const Text& text, std::size_t limit) {
  if (is_plain(text)) {
    std::string joined;
    for (const auto& span : text.spans) joined += std::get<Plain>(span).text;
    auto shown = one_line(joined, limit);
    if (shown.empty()) shown = "–";
    JsonObject{out}.text("type", "raw_text").text("text", shown);
    return length(shown);
  }
  JsonObject cell{out};
  cell.text("type", "rich_text");
  JsonArray sections{cell.name("elements")};
  JsonObject section{sections.next()};
  section.text("type", "rich_text_section");
  auto& place = section.name("elements");
  const auto before = place.size();
  std::size_t shown = 0;
  {
    Elements elements{place, limit};
    for (const auto& span : text.spans) std::visit(elements, span);
    shown = limit - elements.left();
  }
  if (place.size() == before + 2) {  // "[]": nothing to show
    place.resize(before);
    place += R"([{"type":"text","text":"–"}])";
  }
  return shown + 1;
}

std::string preformatted_block(std::string_view text) {
  std::string out =
      R"({"type":"rich_text","elements":[{"type":"rich_text_preformatted","elements":[{"type":"text","text":)";
  append_quoted(out, text);
  return out + "}]}]}";
}

}  // namespace integrations::slack
