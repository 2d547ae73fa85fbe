#pragma once
// Comparing the words people type: any case, and "_", "-" and " " alike.
#include <string>
#include <string_view>

namespace playbooks {

/// Lower case (ASCII), with "-" and " " turned into "_", outer spaces dropped.
std::string folded(std::string_view word);

}  // namespace playbooks
