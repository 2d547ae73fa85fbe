#include "integrations/slack/views/blocks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "integrations/slack/escape.hpp"
#include "integrations/slack/utf8.hpp"
#include "integrations/slack/views/json.hpp"
#include "integrations/slack/views/rich_text.hpp"

namespace integrations::slack {
namespace {
using playbooks::Bold;
using playbooks::Text;

constexpr std::size_t block_limit = 50, section_limit = 3000, header_limit = 150, field_limit = 400, fields_limit = 10;
constexpr std::size_t context_limit = 1500, alert_limit = 1000, button_limit = 75, line_limit = 2000, row_limit = 100;
constexpr std::size_t column_limit = 20, cell_limit = 300, table_limit = 9500, actions_limit = 25;
constexpr std::size_t character_limit = 12000;  // in all blocks together
constexpr std::size_t after_table = 1500;       // bytes kept free for the buttons below a table
constexpr std::size_t overhead = 160;           // bytes of a block around its text
constexpr std::size_t notice_bytes = 240;       // kept free for what says that something did not fit

std::string_view name(AlertLevel level) {
  switch (level) {
    case AlertLevel::info:
      return "info";
    case AlertLevel::warning:
      return "warning";
    case AlertLevel::error:
      return "error";
    case AlertLevel::success:
      return "success";
  }
  return "default";
}

std::string_view sign(AlertLevel level) {
  switch (level) {
    case AlertLevel::info:
      return "ℹ️ ";
    case AlertLevel::warning:
      return "⚠️ ";
    case AlertLevel::error:
      return "❌ ";
    case AlertLevel::success:
      return "✅ ";
  }
  return "";
}

bool blank(std::string_view text) {
  return text.find_first_not_of(" \n") == std::string_view::npos;
}

std::string block_with_mrkdwn(std::string_view type, std::string_view mrkdwn) {
  std::string out;
  {
    JsonObject block{out};
    block.text("type", type);
    append_mrkdwn(block.name("text"), mrkdwn);
  }
  return out;
}

std::string context_block(std::string_view mrkdwn) {
  std::string out = R"({"type":"context","elements":[)";
  append_mrkdwn(out, mrkdwn);
  return out + "]}";
}

}  // namespace

void append_plain_text(std::string& out, std::string_view text, std::size_t limit) {
  JsonObject{out}.text("type", "plain_text").text("text", one_line(text, limit));
}
void append_mrkdwn(std::string& out, std::string_view mrkdwn) {
  JsonObject{out}.text("type", "mrkdwn").text("text", mrkdwn).flag("verbatim", true);
}

bool Blocks::fits(std::size_t bytes) const {
  return blocks_.size() + 1 < block_limit && used_bytes_ + bytes + 1 + notice_bytes <= bytes_;
}

std::size_t Blocks::room() const {
  if (!fits(overhead) || used_characters_ >= character_limit) return 0;
  // A character takes at most four bytes in JSON once control characters are gone.
  return std::min((bytes_ - used_bytes_ - notice_bytes - overhead) / 4, character_limit - used_characters_);
}

bool Blocks::add(std::string block, std::size_t characters) {
  if (cut_) return false;
  if (!fits(block.size()) || used_characters_ + characters > character_limit) {
    cut("… There is more, but a Slack message cannot hold it.");
    return false;
  }
  used_bytes_ += block.size() + 1;
  used_characters_ += characters;
  blocks_.push_back(std::move(block));
  return true;
}

/// The last block of all: its place is always kept free.
void Blocks::cut(std::string notice) {
  if (cut_) return;
  cut_ = true;
  blocks_.push_back(context_block(notice));
  used_bytes_ += blocks_.back().size() + 1;
}

void Blocks::header(std::string_view text) {
  std::string out = R"({"type":"header","text":)";
  if (one_line(text, 1).empty()) return;
  append_plain_text(out, text, header_limit);
  add(out + '}', header_limit);
}

void Blocks::paragraph(std::string mrkdwn) {
  if (blank(mrkdwn)) return;
  add(block_with_mrkdwn("section", mrkdwn), length(mrkdwn));
}

void Blocks::brief(const Text& text, std::size_t limit) {
  if (text.empty() || cut_) return;
  const auto allowed = std::min({limit, section_limit, room()});
  if (allowed < 60) return cut("… There is more, but a Slack message cannot hold it.");
  paragraph(mrkdwn(text, allowed));
}

void Blocks::calling(std::string_view group, const Text& text, std::size_t limit) {
  const auto allowed = std::min({limit, section_limit, room()});
  if (cut_ || allowed < 120) return;
  const auto mention = user_group_mention(group) + " ";
  paragraph(mention + mrkdwn(text, allowed - mention.size()));
}

void Blocks::section(const Text& text) {
  if (text.empty() || cut_) return;
  const auto allowed = room();
  if (allowed < 60) return cut("… There is more, but a Slack message cannot hold it.");
  const auto most = (allowed + section_limit - 1) / section_limit;
  const auto limit = (allowed - (most - 1) * overhead / 4) / most;
  for (auto& piece : mrkdwn_pieces(text, limit, most)) paragraph(std::move(piece));
}

void Blocks::fields(std::span<const Text> facts) {
  std::string out = R"({"type":"section","fields":)";
  std::size_t characters = 0, count = 0;
  {
    JsonArray fields{out};
    for (const auto& fact : facts) {
      const auto shown = mrkdwn(fact, field_limit);
      if (blank(shown) || count == fields_limit) continue;
      append_mrkdwn(fields.next(), shown);
      characters += length(shown);
      ++count;
    }
  }
  if (count > 0) add(out + '}', characters);
}

void Blocks::context(const Text& text) {
  const auto allowed = std::min(context_limit, room());
  if (text.empty() || cut_ || allowed < 60) return;
  const auto shown = mrkdwn(text, allowed);
  if (!blank(shown)) add(context_block(shown), length(shown));
}

void Blocks::alert(AlertLevel level, const Text& text) {
  if (text.empty() || cut_) return;
  if (dialect_ == Dialect::classic) return brief(Text{sign(level)} << text, alert_limit);
  const auto allowed = std::min(alert_limit, room());
  if (allowed < 60) return;
  const auto shown = mrkdwn(text, allowed);
  if (blank(shown)) return;
  auto block = block_with_mrkdwn("alert", shown);
  block.pop_back();
  block += fmt::format(R"(,"level":"{}"}})", name(level));
  add(std::move(block), length(shown));
}

void Blocks::table(const Table& table) {
  if (cut_ || (table.header.empty() && table.rows.empty())) return;
  if (dialect_ == Dialect::classic || has_table_) return classic_table(table);
  has_table_ = true;
  modern_table(table);
}

void Blocks::modern_table(const Table& table) {
  const auto columns =
      std::min(column_limit, std::max(table.header.size(), table.rows.empty() ? 0 : table.rows[0].size()));
  std::string out = R"({"type":"table","column_settings":[{"is_wrapped":false})";
  for (std::size_t i = 1; i < columns; ++i) out += R"(,{"is_wrapped":true})";
  out += R"(],"rows":)";
  std::size_t characters = 0, shown = 0;
  {
    JsonArray rows{out};
    const auto row = [&](auto cell_of) {
      std::string json;
      std::size_t more = 0;
      {
        JsonArray cells{json};
        for (std::size_t i = 0; i < columns; ++i) more += append_cell(cells.next(), cell_of(i), cell_limit);
      }
      const bool room_left = fits(out.size() + json.size() + after_table) && characters + more <= table_limit &&
                             used_characters_ + characters + more <= character_limit;
      if (!room_left) return false;
      characters += more;
      rows.raw(json);
      return true;
    };
    if (!table.header.empty())
      row([&](std::size_t i) { return i < table.header.size() ? Text{table.header[i]} : Text{}; });
    for (const auto& cells : table.rows) {
      if (shown + 1 >= row_limit || !row([&](std::size_t i) { return i < cells.size() ? cells[i] : Text{}; })) break;
      ++shown;
    }
  }
  if (characters > 0) add(out + '}', characters);
  if (shown < table.rows.size()) context(fmt::format("… and {} more", table.rows.size() - shown));
}

void Blocks::classic_table(const Table& table) {
  std::size_t shown = 0;
  for (const auto& cells : table.rows) {
    Text line;
    for (std::size_t i = 0; i < cells.size() && i < column_limit; ++i) line << (i == 0 ? "• " : " · ") << cells[i];
    if (shown + 1 >= row_limit || blocks_.size() + 3 >= block_limit || room() < cell_limit * 2) break;
    brief(line, cell_limit * 2);
    ++shown;
  }
  if (shown < table.rows.size()) context(fmt::format("… and {} more", table.rows.size() - shown));
}

void Blocks::preformatted(std::string_view text, std::size_t limit) {
  const auto allowed = std::min(limit, room());
  if (cut_ || blank(text)) return;
  if (allowed < 60) return cut("… There is more, but a Slack message cannot hold it.");
  const auto shown = verbatim(text, allowed);
  if (!blank(shown)) add(preformatted_block(shown), length(shown));
}

void Blocks::buttons(std::span<const Button> buttons) {
  std::string out;
  std::size_t count = 0;
  const auto close = [&] {
    if (count > 0) add(R"({"type":"actions","elements":[)" + out + "]}", count * button_limit / 4);
    out.clear();
    count = 0;
  };
  for (const auto& button : buttons) {
    if (one_line(button.label, 1).empty() || button.line.empty() || length(button.line) > line_limit) continue;
    if (count == actions_limit) close();
    if (count++ > 0) out += ',';
    JsonObject element{out};
    element.text("type", "button");
    append_plain_text(element.name("text"), button.label, button_limit);
    element.text("action_id", fmt::format("line-{}", next_action_++)).text("value", button.line);
    if (button.style != Button::Style::plain)
      element.text("style", button.style == Button::Style::primary ? "primary" : "danger");
  }
  close();
}

std::string Blocks::json() const {
  std::string out;
  out.reserve(used_bytes_ + 16);
  {
    JsonArray array{out};
    for (const auto& block : blocks_) array.raw(block);
  }
  return out;
}

}  // namespace integrations::slack
