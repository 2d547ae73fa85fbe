#include "commands/tokenizer.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "commands/entities.hpp"
#include "commands/text.hpp"

namespace commands {
namespace {

constexpr auto none = std::string_view::npos;

struct Quote {
  std::string_view open, end;
  std::array<std::string_view, 2> also;  // what phones write instead of its end; empty: nothing
  bool single = false;                   // may be an apostrophe: closes only where a word ends
};
constexpr std::array<Quote, 9> quotes = {{
    {"\"", "\"", {"”", "“"}},
    {"“", "”", {"“", "\""}},
    {"„", "“", {"”", "\""}},
    {"”", "”", {"“", "\""}},
    {"«", "»", {"", ""}},
    {"»", "«", {"", ""}},
    {"'", "'", {"’", ""}, true},
    {"‘", "’", {"'", ""}, true},
    {"‚", "‘", {"’", "'"}, true},
}};
constexpr int patience = 100;  // vain searches for an end; afterwards quotes are ordinary characters

struct Quoted {
  std::size_t begin, end;  // the content
  std::size_t next;        // behind the closing quote
  bool escapes = false;
};

class Scanner {
 public:
  explicit Scanner(Line& line) : line_(line), text_(line.text) {}

  void run() {
    while (true) {
      while (at_ < text_.size() && is_space(text_[at_])) ++at_;
      if (at_ == text_.size()) return;
      if (!entity() && !flag() && !quote()) word();
    }
  }

 private:
  Token& add(Token::Kind kind, std::string text, std::size_t end) {
    line_.tokens.push_back({kind, std::move(text), {}, {}, at_, end});
    at_ = end;
    return line_.tokens.back();
  }

  bool entity() {
    auto found = entity_at(text_.substr(at_));
    if (!found) return false;
    static constexpr std::array kinds = {Token::Kind::person, Token::Kind::channel, Token::Kind::group,
                                         Token::Kind::link, Token::Kind::word};
    auto& token = add(kinds[static_cast<std::size_t>(found->kind)], std::move(found->text), at_ + found->size);
    token.id = std::move(found->id);
    return true;
  }

  /// Bytes of the dashes that introduce a flag; 0 when there are none.
  std::size_t dashes() const {
    static constexpr std::array<std::string_view, 4> long_dashes = {"—", "–", "―", "‒"};
    std::size_t size = 0;
    int weight = 0;
    for (auto rest = text_.substr(at_); !rest.empty(); rest = text_.substr(at_ + size)) {
      const auto dash = std::ranges::find_if(long_dashes, [&](std::string_view d) { return rest.starts_with(d); });
      if (dash == long_dashes.end() && rest[0] != '-') break;
      size += dash == long_dashes.end() ? 1 : dash->size();
      weight += dash == long_dashes.end() ? 1 : 2;
    }
    return weight >= 2 ? size : 0;
  }

  bool flag() {
    const auto start = at_ + dashes();
    if (start == at_) return false;
    auto end = start;
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    while (end < text_.size() && (letter(text_[end]) || (end > start && (text_[end] == '-' || text_[end] == '_' ||
                                                                         (text_[end] >= '0' && text_[end] <= '9')))))
      ++end;
    const bool valued = end < text_.size() && text_[end] == '=';
    if (end == start || (end < text_.size() && !valued && !is_space(text_[end]))) return false;
    auto name = lower(text_.substr(start, end - start));
    std::ranges::replace(name, '_', '-');
    if (!valued) {
      add(Token::Kind::flag, std::move(name), end);
      return true;
    }
    std::string value;
    std::string id;
    const auto after = value_at(end + 1, value, id);
    auto& token = add(Token::Kind::flag, std::move(name), after);
    token.value = std::move(value);
    token.id = std::move(id);
    return true;
  }

  /// Reads the value behind "=". Gives back where it ends.
  std::size_t value_at(std::size_t start, std::string& value, std::string& id) {
    if (const auto content = quote_at(start)) {
      value = content_of(*content);
      return content->next;
    }
    if (auto found = entity_at(text_.substr(start))) {
      value = std::move(found->text);
      id = std::move(found->id);
      return start + found->size;
    }
    const auto end = word_end(start);
    value = plain_text(text_.substr(start, end - start));
    return end;
  }

  bool boundary(std::size_t at) const {
    return at >= text_.size() || is_space(text_[at]) || std::string_view{",;:.!?)"}.contains(text_[at]);
  }

  /// The end that belongs to the quote opened before `start`; pairs inside are skipped.
  std::size_t own_end(std::size_t start, const Quote& quote) const {
    int inner = 0;
    for (auto i = start; i < text_.size(); ++i) {
      const auto rest = text_.substr(i);
      if (quote.open == "\"" && rest[0] == '\\') {
        ++i;
      } else if (rest.starts_with(quote.end)) {
        if (quote.single && !boundary(i + quote.end.size())) continue;
        if (inner-- == 0) return i;
        i += quote.end.size() - 1;
      } else if (quote.open != quote.end && !quote.single && rest.starts_with(quote.open)) {
        ++inner;
      }
    }
    return none;
  }

  /// The next mark that may stand for a missing end: one behind which a word ends.
  std::optional<Quoted> other_end(std::size_t start, const Quote& quote) const {
    for (auto i = start; i < text_.size(); ++i)
      for (const auto end : quote.also)
        if (!end.empty() && text_.substr(i).starts_with(end) && boundary(i + end.size()))
          return Quoted{start, i, i + end.size()};
    return std::nullopt;
  }

  std::optional<Quoted> quote_at(std::size_t start) {
    if (vain_searches_ >= patience) return std::nullopt;
    const auto rest = text_.substr(start);
    const auto quote = std::ranges::find_if(quotes, [&](const Quote& q) { return rest.starts_with(q.open); });
    if (quote == quotes.end()) return std::nullopt;
    const auto begin = start + quote->open.size();
    if (const auto end = own_end(begin, *quote); end != none)
      return Quoted{begin, end, end + quote->end.size(), quote->open == "\""};
    ++vain_searches_;
    if (const auto found = other_end(begin, *quote)) return found;
    if (!quote->single && !line_.unclosed) line_.unclosed = start;
    return std::nullopt;
  }

  std::string content_of(const Quoted& content) const {
    const auto raw = text_.substr(content.begin, content.end - content.begin);
    if (!content.escapes || !raw.contains('\\')) return plain_text(raw);
    std::string result;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] == '\\' && i + 1 < raw.size() && (raw[i + 1] == '"' || raw[i + 1] == '\\')) ++i;
      result += raw[i];
    }
    return plain_text(result);
  }

  bool quote() {
    const auto content = quote_at(at_);
    if (!content) return false;
    add(Token::Kind::quoted, content_of(*content), content->next);
    return true;
  }

  std::size_t word_end(std::size_t start) const {
    auto end = start;
    while (end < text_.size() && !is_space(text_[end])) {
      const auto found = text_[end] == '<' ? entity_at(text_.substr(end)) : std::nullopt;
      end += found ? found->size : 1;
    }
    return end;
  }

  void word() {
    const auto end = word_end(at_);
    add(Token::Kind::word, plain_text(text_.substr(at_, end - at_)), end);
  }

  Line& line_;
  std::string_view text_;
  std::size_t at_ = 0;
  int vain_searches_ = 0;
};

}  // namespace

Line tokenise(std::string_view bytes) {
  Line line;
  line.text = cleaned(bytes);
  line.tokens.reserve(line.text.size() / 6 + 1);
  Scanner{line}.run();
  return line;
}

std::string in_quotes(std::string_view word) {
  const bool simple = !word.empty() && std::ranges::all_of(word, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"_.,:/#@+"}.contains(c);
  });
  if (simple) return std::string{word};
  std::string result = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

}  // namespace commands
