#pragma once
#include <string_view>

namespace storage {

extern const std::string_view migration_0002_oncall;

}  // namespace storage
