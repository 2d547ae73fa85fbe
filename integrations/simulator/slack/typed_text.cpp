#include "integrations/simulator/slack/typed_text.hpp"

#include <fmt/core.h>

#include <cctype>

namespace integrations::simulator::slack {
namespace {

bool in_name(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || byte >= 0x80;
}

/// The longest name at the start of `text`, without the full stop that ends a sentence.
std::string_view name_at(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && in_name(text[end])) ++end;
  while (end > 0 && text[end - 1] == '.') --end;
  return text.substr(0, end);
}

std::string person(const World& world, std::string_view name, bool labels) {
  if (name == "here" || name == "channel" || name == "everyone") return fmt::format("<!{}>", name);
  const auto* user = world.user_named(name);
  if (user == nullptr) return {};
  return labels ? fmt::format("<@{}|{}>", user->id, user->name) : fmt::format("<@{}>", user->id);
}

std::string place(const World& world, std::string_view name) {
  for (const auto& [id, channel] : world.channels()) {
    if (channel.name == name) return fmt::format("<#{}|{}>", id, channel.name);
  }
  return {};
}

std::string_view address_at(std::string_view text) {
  if (!text.starts_with("http://") && !text.starts_with("https://")) return {};
  return text.substr(0, text.find_first_of(" \t\n<>|"));
}

}  // namespace

std::string escape(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string typed_text(const World& world, std::string_view text, bool labels) {
  std::string result;
  std::size_t at = 0;
  while (at < text.size()) {
    const bool starts_word = at == 0 || !in_name(text[at - 1]);
    const auto rest = text.substr(at);
    std::string entity;
    std::size_t used = 0;
    if (starts_word && (rest[0] == '@' || rest[0] == '#')) {
      const auto name = name_at(rest.substr(1));
      entity = rest[0] == '@' ? person(world, name, labels) : place(world, name);
      used = name.size() + 1;
    } else if (const auto address = starts_word ? address_at(rest) : std::string_view{}; !address.empty()) {
      entity = fmt::format("<{}>", escape(address));
      used = address.size();
    }
    if (entity.empty()) {
      entity = escape(rest.substr(0, 1));
      used = 1;
    }
    result += entity;
    at += used;
  }
  return result;
}

}  // namespace integrations::simulator::slack
