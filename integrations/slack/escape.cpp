#include "integrations/slack/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "integrations/slack/utf8.hpp"
#include "playbooks/model/overloaded.hpp"

namespace integrations::slack {
namespace {
using namespace playbooks;

constexpr std::size_t cut_notice = 40;  // room for "… (cut, 1234567 more characters)"

std::string cut_words(std::size_t hidden) {
  return fmt::format("… (cut, {} more character{})", hidden, hidden == 1 ? "" : "s");
}

bool is_id(std::string_view id, std::string_view first) {
  if (id.size() < 2 || id.size() > 64 || !first.contains(id[0])) return false;
  return std::ranges::all_of(id, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

/// Collects characters and entities into pieces of limited length. An atom is never split.
class Emitter {
 public:
  Emitter(std::size_t limit, std::size_t most) : limit_(std::max<std::size_t>(limit, 60)), most_(most) {}

  /// Between begin and end every piece opens and closes with `mark`.
  void begin(std::string_view mark) {
    if (!overflow_ && used_ + 2 * mark.size() + 1 > limit_) overflow_ = !next_piece(0);
    mark_ = mark;
    if (!overflow_) put(mark_, mark_.size());
  }
  void end() {
    if (!overflow_) put(mark_, mark_.size());
    mark_ = {};
    if (!overflow_) keep();
  }
  std::size_t limit() const { return limit_; }
  void atom(std::string_view shown, std::size_t characters, std::size_t counts_as = 1) {
    total_ += counts_as;
    if (overflow_) return;
    if (used_ + characters + mark_.size() > limit_ && !next_piece(counts_as)) {
      overflow_ = true;
      return;
    }
    put(shown, characters);
    if (mark_.empty() && (shown == " " || shown == "\n")) space_ = {piece_.size(), used_, total_, {}};
    keep();
  }
  std::vector<std::string> finish() {
    if (overflow_) {
      piece_.resize(kept_.bytes);
      piece_ += kept_.mark;
      piece_ += cut_words(total_ - kept_.total);
    }
    pieces_.push_back(std::move(piece_));
    return std::move(pieces_);
  }

 private:
  struct Place {
    std::size_t bytes = 0, used = 0, total = 0;
    std::string_view mark;
  };
  void put(std::string_view shown, std::size_t characters) {
    piece_ += shown;
    used_ += characters;
  }
  void keep() {
    if (used_ + mark_.size() + cut_notice <= limit_) kept_ = {piece_.size(), used_, total_, mark_};
  }
  /// False when no further piece is allowed. `pending` characters are counted already but not yet put.
  bool next_piece(std::size_t pending) {
    if (pieces_.size() + 1 >= most_) return false;
    std::string tail;
    std::size_t tail_used = 0;
    if (mark_.empty() && space_.used > limit_ * 4 / 5) {
      tail = piece_.substr(space_.bytes);
      tail_used = used_ - space_.used;
      piece_.resize(space_.bytes);
    }
    piece_ += mark_;
    pieces_.push_back(std::move(piece_));
    piece_ = tail + std::string{mark_};  // one of the two is empty
    used_ = mark_.size() + tail_used;
    space_ = {};
    kept_ = {tail.size(), tail_used, total_ - pending, {}};
    return true;
  }

  std::size_t limit_, most_;
  std::vector<std::string> pieces_;
  std::string piece_;
  std::size_t used_ = 0, total_ = 0;
  Place kept_, space_;
  std::string_view mark_;
  bool overflow_ = false;
};

void emit(Emitter& out, char32_t c) {
  switch (c) {
    case '&':
      return out.atom("&amp;", 5);
    case '<':
      return out.atom("&lt;", 4);
    case '>':
      return out.atom("&gt;", 4);
    default:
      break;
  }
  if (c < 0x80) {
    const char byte = static_cast<char>(c);
    return out.atom({&byte, 1}, 1);
  }
  std::string bytes;
  append_code_point(bytes, c);
  out.atom(bytes, 1);
}

/// `keep` maps each cleaned code point to what is shown; 0 drops it.
template <class Keep>
void emit_all(Emitter& out, std::string_view text, Keep keep) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = cleaned(next_code_point(text, at));
    if (const auto shown = c == 0 ? c : keep(c); shown != 0) emit(out, shown);
  }
}

/// An odd back-tick would turn our own words after it into code: the last one becomes an apostrophe.
void emit_plain(Emitter& out, std::string_view text) {
  const auto ticks = std::ranges::count(text, '`');
  std::int64_t seen = 0;
  emit_all(out, text, [&](char32_t c) -> char32_t {
    if (c == '`' && ++seen == ticks && ticks % 2 == 1) return '\'';
    return c;
  });
}

void emit_marked(Emitter& out, std::string_view text, std::string_view mark) {
  const auto inner = static_cast<char32_t>(mark[0]);
  if (one_line(text, 1).empty()) return;
  const auto from = text.find_first_not_of(" \n"), to = text.find_last_not_of(" \n") + 1;
  if (from > 0) out.atom(" ", 1);  // Slack sees no formatting where a space is just inside the marks
  out.begin(mark);
  emit_all(out, text.substr(from, to - from), [&](char32_t c) -> char32_t {
    if (c == '\n') return ' ';
    return c != inner ? c : (inner == '`' ? U'\'' : U'∗');
  });
  out.end();
  if (to < text.size()) out.atom(" ", 1);
}

void emit_entity(Emitter& out, std::string_view entity, std::string_view shown) {
  if (const auto characters = length(entity); characters + 2 <= out.limit())
    out.atom(entity, characters, length(shown));
  else
    emit_plain(out, shown);
}

std::string safe_url(std::string_view url) {
  std::string result;
  if (!url.starts_with("https://") && !url.starts_with("http://")) return result;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&')
      result += "&amp;";
    else if (byte <= 0x20 || byte >= 0x7F || c == '<' || c == '>' || c == '|' || c == '"' || c == '\\')
      result += fmt::format("%{:02X}", byte);
    else
      result += c;
  }
  return result.size() > 1500 ? std::string{} : result;
}

void emit_link(Emitter& out, const Link& link) {
  const auto label = one_line(link.label.empty() ? link.url : link.label, 300);
  const auto url = safe_url(link.url);
  if (url.empty()) return emit_plain(out, label);
  auto shown = escaped(label);
  std::ranges::replace(shown, '|', '/');
  emit_entity(out, fmt::format("<{}|{}>", url, shown), label);
}

void emit_moment(Emitter& out, Time at) {
  const auto words = utc_minute(at);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  emit_entity(out, fmt::format("<!date^{}^{{date_short_pretty}} {{time}}|{}>", seconds, words), words);
}

void emit_span(Emitter& out, const Span& span, bool formatted) {
  const auto marked = [&](std::string_view text, std::string_view mark) {
    formatted ? emit_marked(out, text, mark) : emit_plain(out, text);
  };
  std::visit(Overloaded{[&](const Plain& s) { emit_plain(out, s.text); }, [&](const Bold& s) { marked(s.text, "*"); },
                        [&](const Code& s) { marked(s.text, "`"); },
                        [&](const Person& s) {
                          if (is_user_id(s.who.id)) return emit_entity(out, "<@" + s.who.id + ">", s.who.name);
                          emit_plain(out, one_line(s.who.name.empty() ? s.who.id : s.who.name, 80));
                        },
                        [&](const Moment& s) { emit_moment(out, s.at); }, [&](const Link& s) { emit_link(out, s); },
                        [&](const Room& s) {
                          if (is_channel_id(s.channel)) return emit_entity(out, "<#" + s.channel + ">", s.channel);
                          emit_plain(out, (s.channel.starts_with('#') ? "" : "#") + one_line(s.channel, 80));
                        }},
             span);
}

std::vector<std::string> pieces(const Text& text, std::size_t limit, std::size_t most, bool formatted) {
  Emitter out{limit, most};
  for (const auto& span : text.spans) emit_span(out, span, formatted);
  return out.finish();
}

}  // namespace

bool is_user_id(std::string_view id) {
  return is_id(id, "UW");
}
bool is_channel_id(std::string_view id) {
  return is_id(id, "CGD");
}

std::string mrkdwn(const Text& text, std::size_t limit) {
  return std::move(pieces(text, limit, 1, true).front());
}
std::vector<std::string> mrkdwn_pieces(const Text& text, std::size_t limit, std::size_t most) {
  return pieces(text, limit, most, true);
}
std::string notification(const Text& text, std::size_t limit) {
  return std::move(pieces(text, limit, 1, false).front());
}

std::string escaped(std::string_view text) {
  Emitter out{static_cast<std::size_t>(-1) / 2, 1};
  emit_all(out, text, [](char32_t c) { return c; });
  return std::move(out.finish().front());
}

std::string one_line(std::string_view text, std::size_t limit) {
  std::string result;
  std::size_t used = 0, last = 0;  // `last`: where the character before the limit begins
  for (std::size_t at = 0; at < text.size();) {
    auto c = cleaned(next_code_point(text, at));
    if (c == '\n') c = ' ';
    if (c == 0 || (c == ' ' && (result.empty() || result.back() == ' '))) continue;
    if (used == limit) {
      result.resize(last);
      return result + "…";
    }
    last = result.size();
    append_code_point(result, c);
    ++used;
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

std::string verbatim(std::string_view text, std::size_t limit) {
  std::string result;
  std::size_t used = 0, kept = 0, kept_used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = cleaned(next_code_point(text, at));
    if (c == 0) continue;
    if (++used > limit) continue;
    append_code_point(result, c);
    if (used + cut_notice <= limit) kept = result.size(), kept_used = used;
  }
  if (used <= limit) return result;
  result.resize(kept);
  return result + cut_words(used - kept_used);
}

}  // namespace integrations::slack
