#include "playbooks/model/ids.hpp"

#include <fmt/format.h>

#include <charconv>

namespace playbooks {

std::string to_string(IncidentId id) {
  return fmt::format("INC-{}", id.number);
}

Result<IncidentId> parse_incident_id(std::string_view text) {
  auto digits = text;
  if (digits.starts_with('#')) digits.remove_prefix(1);
  if (digits.size() > 4 && (digits[0] | 0x20) == 'i' && (digits[1] | 0x20) == 'n' && (digits[2] | 0x20) == 'c' &&
      digits[3] == '-')
    digits.remove_prefix(4);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size() || number <= 0)
    return refuse(Errc::invalid, fmt::format("“{}” is not an incident. Write it like INC-12, #12 or 12.", text));
  return IncidentId{number};
}

}  // namespace playbooks
