#pragma once
// How the page looks: one small style sheet for light and dark, and the sign in the browser's tab.
#include <string>
#include <string_view>

namespace integrations::local_page {

extern const std::string_view style_sheet;
/// A data address of a dot in the colour of Statuspage's indicator.
std::string icon(std::string_view indicator);

}  // namespace integrations::local_page
