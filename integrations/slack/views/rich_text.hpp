#pragma once
// Rich text: elements instead of markup, for table cells and fixed-width text. What a person typed needs no escaping
// here and can mention nobody.
#include <cstddef>
#include <string>
#include <string_view>

#include "playbooks/model/text.hpp"

namespace integrations::slack {

/// A table cell of at most `limit` characters, raw text where that is enough; an empty one shows a dash.
/// Gives back how many characters it shows.
std::size_t append_cell(std::string& out, const playbooks::Text& text, std::size_t limit);

/// A rich_text block with the text exactly as it is, in fixed width.
std::string preformatted_block(std::string_view text);

}  // namespace integrations::slack
