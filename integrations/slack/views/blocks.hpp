#pragma once
// The blocks of one message or view. Whatever is added, the result is what Slack accepts: every length and count is
// kept here, and what did not fit is said in the message itself ("… 14 more").
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/text.hpp"

namespace integrations::slack {

/// A button carries the line that it stands for; pressing it is typing it.
struct Button {
  enum class Style { plain, primary, danger };
  std::string label;
  std::string line;
  Style style = Style::plain;
};

struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<playbooks::Text>> rows;
};

/// `classic` does without the block types of 2025 and later (alert, table), for a Slack that refuses them.
enum class Dialect { modern, classic };

enum class AlertLevel { info, warning, error, success };

class Blocks {
 public:
  /// At most `bytes` of JSON in all. Slack refuses a message with more than about 13,000 characters in its blocks.
  explicit Blocks(Dialect dialect = Dialect::modern, std::size_t bytes = 56000) : dialect_(dialect), bytes_(bytes) {}

  /// A line in large letters, plain text.
  void header(std::string_view text);
  /// A paragraph; a long one becomes up to four blocks of 3000 characters.
  void section(const playbooks::Text& text);
  /// A paragraph of at most `limit` characters.
  void brief(const playbooks::Text& text, std::size_t limit);
  /// The same, beginning with a mention of a Slack user group ("S0614TZR7"), which notifies its members.
  void calling(std::string_view group, const playbooks::Text& text, std::size_t limit);
  /// Short facts in two columns (one on a phone); at most 10, empty ones are left out.
  void fields(std::span<const playbooks::Text> facts);
  /// Small grey print.
  void context(const playbooks::Text& text);
  void alert(AlertLevel level, const playbooks::Text& text);
  /// Slack allows one table a message: a second one is drawn with lines. Rows that do not fit are counted.
  void table(const Table& table);
  /// Text exactly as it is, in fixed width.
  void preformatted(std::string_view text, std::size_t limit);
  /// A button without a label, or whose line is longer than a button may carry (2000 characters), is left out.
  void buttons(std::span<const Button> buttons);

  bool empty() const { return blocks_.empty(); }
  std::size_t size() const { return blocks_.size(); }
  /// "[{...},...]"
  std::string json() const;

 private:
  bool fits(std::size_t bytes) const;
  std::size_t room() const;  // characters of text that surely still fit
  bool add(std::string block, std::size_t characters);
  void cut(std::string notice);
  void paragraph(std::string mrkdwn);
  void modern_table(const Table& table);
  void classic_table(const Table& table);

  Dialect dialect_;
  std::size_t bytes_;
  std::vector<std::string> blocks_;
  std::size_t used_bytes_ = 2, used_characters_ = 0;
  int next_action_ = 0;
  bool has_table_ = false, cut_ = false;
};

/// {"type":"plain_text","text":...}, one line.
void append_plain_text(std::string& out, std::string_view text, std::size_t limit);
/// {"type":"mrkdwn","text":...,"verbatim":true}
void append_mrkdwn(std::string& out, std::string_view mrkdwn);

}  // namespace integrations::slack
