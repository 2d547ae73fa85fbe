#pragma once
// What is looked at in a feed before libical sees it: libical takes almost anything, without a word, and follows nested
// components as deep as they go.
#include <string>
#include <string_view>

#include "playbooks/model/result.hpp"

namespace playbooks::calendar {

/// The text with folded lines joined (RFC 5545, section 3.1), when it is one whole calendar of a size that is read.
Result<std::string> checked(std::string_view text);

/// One line of at most `most` bytes for a sentence: no control characters, cut between characters.
std::string clipped(std::string_view text, std::size_t most = 60);

}  // namespace playbooks::calendar
