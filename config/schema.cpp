#include "config/schema.hpp"

#include <algorithm>
#include <stdexcept>

namespace config {
namespace {

Branch* find(Branch& branch, std::string_view key) {
  const auto found = std::ranges::find(branch.children, key, &Branch::name);
  return found == branch.children.end() ? nullptr : &*found;
}

/// "components[].dependents[].effect" goes below components, then dependents.
Branch& parent_of(Branch& root, const Field& field, std::string_view& rest) {
  Branch* at = &root;
  rest = field.path;
  for (auto dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
    auto key = rest.substr(0, dot);
    const bool item = key.ends_with("[]");
    if (item) key.remove_suffix(2);
    at = find(*at, key);
    const bool fits = at != nullptr && at->field->type == (item ? Type::objects : Type::section);
    if (!fits) throw std::logic_error("no row for the parent of the setting " + field.path);
    rest.remove_prefix(dot + 1);
  }
  return *at;
}

}  // namespace

const Branch* Branch::child(std::string_view key) const {
  const auto found = std::ranges::find(children, key, &Branch::name);
  return found == children.end() ? nullptr : &*found;
}

std::vector<std::string> Branch::names() const {
  std::vector<std::string> result;
  for (const auto& each : children) result.push_back(each.name);
  return result;
}

Branch tree(const Table& table) {
  Branch root;
  for (const auto& field : table) {
    std::string_view name;
    auto& parent = parent_of(root, field, name);
    if (find(parent, name) != nullptr) throw std::logic_error("two rows for the setting " + field.path);
    const bool in_section = parent.field != nullptr && parent.field->type == Type::section;
    parent.children.push_back({.field = &field,
                               .name = std::string{name},
                               .path = (in_section ? parent.path + "." : "") + std::string{name},
                               .children = {}});
  }
  return root;
}

}  // namespace config
