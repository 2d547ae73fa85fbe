#include "storage/migrations.hpp"

#include <array>

#include "storage/migrations/0001_first.hpp"

namespace storage {

std::span<const Migration> migrations() {
  static const std::array list = {
      Migration{1, migration_0001_first},
  };
  return list;
}

}  // namespace storage
