#include "integrations/slack/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "integrations/slack/emitter.hpp"
#include "integrations/slack/utf8.hpp"
#include "playbooks/model/overloaded.hpp"

namespace integrations::slack {
namespace {
using namespace playbooks;

bool is_id(std::string_view id, std::string_view first) {
  if (id.size() < 2 || id.size() > 64 || !first.contains(id[0])) return false;
  return std::ranges::all_of(id, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

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

/// Also true of the bytes of wide characters.
bool is_special(char c) {
  return static_cast<signed char>(c) < 0x20 || c == 0x7F || c == '&' || c == '<' || c == '>' || c == '`' || c == '*';
}

/// `keep` maps each cleaned code point to what is shown; 0 drops it.
template <class Keep>
void emit_all(Emitter& out, std::string_view text, Keep keep) {
  std::size_t plain_until = 0;  // a run that did not fit whole goes character by character
  for (std::size_t at = 0; at < text.size();) {
    if (at >= plain_until) {
      plain_until = at;
      while (plain_until < text.size() && !is_special(text[plain_until])) ++plain_until;
      if (plain_until > at && out.run(text.substr(at, plain_until - at))) {
        at = plain_until;
        continue;
      }
    }
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

std::string cut_words(std::size_t hidden) {
  return fmt::format("… (cut, {} more character{})", hidden, hidden == 1 ? "" : "s");
}

bool is_user_id(std::string_view id) {
  return is_id(id, "UW");
}
bool is_channel_id(std::string_view id) {
  return is_id(id, "CGD");
}

bool is_user_group_id(std::string_view id) {
  return is_id(id, "S");
}
std::string user_group_mention(std::string_view id) {
  return is_user_group_id(id) ? fmt::format("<!subteam^{}>", id) : std::string{};
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
