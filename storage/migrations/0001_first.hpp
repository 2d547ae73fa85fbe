#pragma once
#include <string_view>

namespace storage {

extern const std::string_view migration_0001_first;

}  // namespace storage
