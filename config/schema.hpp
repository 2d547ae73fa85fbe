#pragma once
// The table as a tree: what may stand under what. Built once, walked by the loader and by the generated documents.
#include <string>
#include <string_view>
#include <vector>

#include "config/field.hpp"

namespace config {

struct Branch {
  const Field* field = nullptr;  // null at the root
  std::string name;              // "connections": the key in the file
  std::string path;              // "slack.connections"; within items, from the item: "name"
  std::vector<Branch> children;  // of sections and objects, in the order of the table

  const Branch* child(std::string_view key) const;
  std::vector<std::string> names() const;  // of the children
};

/// Refers to the table, which must outlive it. A row whose parent is missing, or that stands twice, throws: a mistake
/// in the program.
Branch tree(const Table& table);

}  // namespace config
