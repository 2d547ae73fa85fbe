#pragma once
// What is sent to Opsgenie and what it answers, understood. Pure. Limits: Opsgenie's page "Alert API" (message 130,
// alias 512, description 15,000, a detail's value 8,000 characters together, a tag 50).
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "integrations/paging/alert.hpp"
#include "integrations/paging/far_side.hpp"

namespace integrations::opsgenie {

inline constexpr std::size_t message_limit = 130, alias_limit = 512, description_limit = 15'000;

/// `delivery` must be of a SendPage, `alert` made from it and without a problem.
std::string new_alert(const PageAlert& alert, const Delivery& delivery);
/// The body of an acknowledgement or an end.
std::string ended_by_us(std::string_view note);
/// "/v2/alerts/KEY" with "/acknowledge", "/close" or nothing behind it; found by alias.
std::string alert_path(std::string_view key, std::string_view action);
/// "P1" to "P5", as the severity stands among the configured ones.
std::string priority_word(std::size_t rank);

/// Who we are there: an acknowledgement by this name is our own.
inline constexpr std::string_view our_name = "Sitrep";

/// Nothing when the shape is wrong (no id, no status).
std::optional<FarAlert> read_alert(const boost::json::value& answer);

}  // namespace integrations::opsgenie
