// The part of the walk that looks at names: keys that nobody knows, names given twice, references to nothing.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "config/nearest.hpp"
#include "config/read_value.hpp"
#include "config/secrets.hpp"
#include "config/walker.hpp"
#include "playbooks/model/words.hpp"

namespace config {
namespace {

/// The section that has a setting of that name, when exactly one has: "connections" belongs under "slack".
void sections_with(std::string_view name, const Branch& branch, std::set<std::string>& found) {
  for (const auto& child : branch.children) {
    if (child.name == name && branch.field != nullptr) found.insert(branch.path);
    if (child.field->type == Type::section) sections_with(name, child, found);
  }
}

}  // namespace

std::string Walker::elsewhere(std::string_view name) const {
  std::set<std::string> found;
  sections_with(name, root_, found);
  return found.size() == 1 ? *found.begin() : std::string{};
}

void Walker::unknown(const Branch& branch, const Node& node, const std::string& path, const Where& where) {
  const auto name = nearest(node.key, branch.names());
  if (const auto* meant = branch.child(name); meant != nullptr && meant->field->secret) {
    return report(node.key_place, path, "secrets do not belong in this file; " + where_to_put(*meant->field));
  }
  if (!name.empty()) return report(node.key_place, path, fmt::format("unknown key; did you mean “{}”?", name));
  if (const auto section = elsewhere(node.key); !section.empty() && section != where.path) {
    return report(node.key_place, path, fmt::format("unknown key here; it belongs under “{}”", section));
  }
  report(node.key_place, path, fmt::format("unknown key; known here: {}", fmt::join(branch.names(), ", ")));
}

void Walker::check_names() {
  std::map<std::pair<std::string, std::string>, const Name*> taken;
  for (const auto& name : names_) {
    const auto [first, fresh] = taken.try_emplace({name.space, playbooks::folded(name.spelled)}, &name);
    if (fresh || first->second->owner == name.owner) continue;
    const bool swap = name.place.line == 0;  // a default is not in the file; the other one is
    const Name& here = swap ? *first->second : name;
    const Name& there = swap ? name : *first->second;
    const auto where = there.place.line == 0 ? "its default" : fmt::format("line {}", there.place.line);
    report(here.place, here.path,
           fmt::format("{} is already the name of a {} ({}, {}); each needs names of its own", shown(here.spelled),
                       here.space, there.path, where));
  }
}

void Walker::check_references() {
  constexpr std::size_t few = 8;
  struct Space {
    std::vector<std::string> spelled;
    std::map<std::string, int> owners;  // by folded name
  };
  std::map<std::string, Space> spaces;
  for (const auto& name : names_) {
    auto& space = spaces[name.space];
    space.spelled.push_back(name.spelled);
    space.owners.try_emplace(playbooks::folded(name.spelled), name.owner);
  }
  for (const auto& reference : references_) {
    const auto& [known, owners] = spaces[reference.space];
    const auto wrong = [&](std::string_view which, const std::string& advice) {
      report(reference.place, reference.path,
             fmt::format("expected the name of {} {}, got {}{}", which, reference.space, shown(reference.spelled),
                         advice));
    };
    if (const auto meant = owners.find(playbooks::folded(reference.spelled)); meant != owners.end()) {
      if (meant->second == reference.owner) wrong("another", ", which is the one that this belongs to");
      continue;
    }
    auto advice = did_you_mean(reference.spelled, known);
    if (advice.empty() && known.empty()) advice = "; this file names none";
    if (advice.empty() && known.size() <= few) advice = fmt::format("; there are: {}", fmt::join(known, ", "));
    wrong("a", advice);
  }
}

}  // namespace config
