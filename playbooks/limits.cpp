#include "playbooks/limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace playbooks {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

}  // namespace

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Result<std::string> limited_title(std::string_view title) {
  std::string result{trimmed(title)};
  std::ranges::replace_if(result, [](char c) { return static_cast<unsigned char>(c) < 0x20U; }, ' ');
  if (result.empty()) return refuse(Errc::invalid, "An incident needs a title: what is broken, in a few words.");
  if (characters(result) > title_limit)
    return refuse(Errc::invalid, fmt::format("The title has {} characters; {} fit. Put the details into an update.",
                                             characters(result), title_limit));
  return result;
}

Result<std::string> limited(std::string_view text, std::string_view what) {
  std::string result{trimmed(text)};
  if (result.empty()) return refuse(Errc::invalid, fmt::format("The {} is empty. Add a text.", what));
  if (characters(result) > text_limit)
    return refuse(Errc::invalid, fmt::format("The {} has {} characters; {} fit. Nothing was sent. Shorten it.", what,
                                             characters(result), text_limit));
  return result;
}

}  // namespace playbooks
