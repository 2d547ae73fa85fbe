#include "commands/entities.hpp"

#include <algorithm>
#include <array>

#include "commands/text.hpp"

namespace commands {
namespace {

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

Entity named(Entity::Kind kind, char mark, std::string_view id, std::string_view label) {
  if (label.starts_with(mark)) label.remove_prefix(1);
  Entity result{kind, std::string{id}, std::string{label}, std::string{mark}, 0};
  result.text += label.empty() ? id : label;
  return result;
}

/// "!here", "!subteam^S1|@team", "!date^1392734382^{date}|18 February".
Entity special(std::string_view body, std::string_view label) {
  if (body.starts_with("subteam^") && is_id(body.substr(8)))
    return named(Entity::Kind::group, '@', body.substr(8), label);
  const bool date = body.starts_with("date^");
  const auto word = body.substr(0, body.find('^'));
  return {Entity::Kind::other, {}, {}, date ? std::string{label} : "@" + std::string{word}, 0};
}

std::optional<Entity> link(std::string_view url, std::string_view label) {
  static constexpr std::array<std::string_view, 4> schemes = {"http://", "https://", "mailto:", "tel:"};
  const auto scheme = std::ranges::find_if(schemes, [&](std::string_view s) { return url.starts_with(s); });
  if (scheme == schemes.end() || url.size() == scheme->size()) return std::nullopt;
  const auto bare = url.substr(scheme->size());
  // What Slack made a link of by itself goes back to what was typed: "api.example.com", "ann@example.com".
  const bool typed = !url.starts_with("http") || bare == label;
  return Entity{Entity::Kind::link, std::string{url}, std::string{label}, std::string{typed ? bare : url}, 0};
}

}  // namespace

std::optional<Entity> entity_at(std::string_view text) {
  if (text.size() < 4 || text[0] != '<') return std::nullopt;
  const auto end = text.find_first_of("<>\n", 1);
  if (end == std::string_view::npos || text[end] != '>' || end < 3) return std::nullopt;
  const auto inside = text.substr(1, end - 1);
  const auto bar = inside.find('|');
  const auto body = inside.substr(0, bar);
  const auto label = bar == std::string_view::npos ? std::string_view{} : trimmed(inside.substr(bar + 1));
  std::optional<Entity> result;
  if (body.starts_with('@') && is_id(body.substr(1)))
    result = named(Entity::Kind::person, '@', body.substr(1), label);
  else if (body.starts_with('#') && is_id(body.substr(1)))
    result = named(Entity::Kind::channel, '#', body.substr(1), label);
  else if (body.starts_with('!') && body.size() > 1)
    result = special(body.substr(1), label);
  else
    result = link(body, label);
  if (result) result->size = end + 1;
  return result;
}

std::string plain_text(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto next = std::min(text.find('<', i), text.size());
    result += text.substr(i, next - i);
    i = next;
    if (i == text.size()) break;
    if (const auto entity = entity_at(text.substr(i))) {
      result += entity->text;
      i += entity->size;
    } else {
      result += text[i++];
    }
  }
  return result;
}

}  // namespace commands
