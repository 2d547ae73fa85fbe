#include "storage/migrations.hpp"

#include <array>

#include "storage/migrations/0001_first.hpp"
#include "storage/migrations/0002_oncall.hpp"
#include "storage/migrations/0003_status_pages.hpp"

namespace storage {

std::span<const Migration> migrations() {
  static const std::array list = {
      Migration{1, migration_0001_first},
      Migration{2, migration_0002_oncall},
      Migration{3, migration_0003_status_pages},
  };
  return list;
}

}  // namespace storage
