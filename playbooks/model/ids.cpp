#include "playbooks/model/ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace playbooks {
namespace {

/// The positive number of "#<prefix>12", "<prefix>12", "#12" or "12"; any case.
std::optional<std::int64_t> number_after(std::string_view prefix, std::string_view text) {
  if (text.starts_with('#')) text.remove_prefix(1);
  const auto same = [](char a, char b) {
    return (static_cast<unsigned char>(a) | 0x20U) == static_cast<unsigned char>(b);
  };
  if (text.size() > prefix.size() && text[prefix.size() - 1] == '-' &&
      std::equal(prefix.begin(), prefix.end() - 1, text.begin(),
                 [&](char wanted, char typed) { return same(typed, wanted); }))
    text.remove_prefix(prefix.size());
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || number <= 0) return std::nullopt;
  return number;
}

}  // namespace

std::string to_string(IncidentId id) {
  return fmt::format("INC-{}", id.number);
}

Result<IncidentId> parse_incident_id(std::string_view text) {
  if (const auto number = number_after("inc-", text)) return IncidentId{*number};
  return refuse(Errc::invalid, fmt::format("“{}” is not an incident. Write it like INC-12, #12 or 12.", text));
}

std::string to_string(MaintenanceId id) {
  return fmt::format("MNT-{}", id.number);
}

Result<MaintenanceId> parse_maintenance_id(std::string_view text) {
  if (const auto number = number_after("mnt-", text)) return MaintenanceId{*number};
  return refuse(Errc::invalid, fmt::format("“{}” is not a maintenance. Write it like MNT-3, #3 or 3.", text));
}

}  // namespace playbooks
