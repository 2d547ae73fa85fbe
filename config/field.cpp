#include "config/field.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "config/scalar.hpp"

namespace config {
namespace {

constexpr auto unlimited = std::numeric_limits<std::int64_t>::max();

std::string range(const Field& field, const auto& say) {
  if (field.max == unlimited) return field.min == 0 ? "" : fmt::format(" of at least {}", say(field.min));
  return fmt::format(" from {} to {}", say(field.min), say(field.max));
}

}  // namespace

std::string expectation(const Field& field) {
  if (!field.expected.empty()) return field.expected;
  const auto as_number = [](std::int64_t n) { return fmt::format("{}", n); };
  const auto as_duration = [](std::int64_t n) { return spelled(std::chrono::milliseconds{n}); };
  switch (field.type) {
    case Type::section:
      return "a group of settings";
    case Type::text:
      return field.max == unlimited ? "a text" : fmt::format("a text of at most {} characters", field.max);
    case Type::number:
      return fmt::format("a whole number{}", range(field, as_number));
    case Type::flag:
      return "true or false";
    case Type::duration:
      return fmt::format("a duration{}, such as 15m or 1h30m", range(field, as_duration));
    case Type::word:
      return fmt::format("one of {}", fmt::join(field.words, ", "));
    case Type::texts:
      return "a list of texts, such as [one, two]";
    case Type::objects:
      return "a list whose items begin with “- ”";
  }
  return {};
}

}  // namespace config
