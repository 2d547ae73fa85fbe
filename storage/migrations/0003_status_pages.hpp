#pragma once
#include <string_view>

namespace storage {

extern const std::string_view migration_0003_status_pages;

}  // namespace storage
