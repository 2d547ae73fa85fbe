#include "storage/migrations.hpp"

#include <array>

#include "storage/migrations/0001_first.hpp"
#include "storage/migrations/0002_oncall.hpp"

namespace storage {

std::span<const Migration> migrations() {
  static const std::array list = {
      Migration{1, migration_0001_first},
      Migration{2, migration_0002_oncall},
  };
  return list;
}

}  // namespace storage
