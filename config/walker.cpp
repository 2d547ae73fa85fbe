#include "config/walker.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>

#include "config/read_value.hpp"
#include "config/secrets.hpp"

namespace config {
namespace {

/// More than anybody reads at once.
constexpr std::size_t most_reported = 200;

/// A name from the file may be anything: it is shortened like a value.
std::string below(const std::string& parent, std::string_view name) {
  return parent.empty() ? shown_name(name) : fmt::format("{}.{}", parent, shown_name(name));
}

/// What stands in the table, read as if it stood in the file, but nowhere.
Node default_list(const Field& field) {
  const auto nowhere = [](const auto& self, Node& node) -> void {
    node.place = node.key_place = {};
    for (auto& child : node.children) self(self, child);
  };
  auto node = parse(field.fallback, "default of " + field.path);
  if (!node) throw std::logic_error("the default is not valid YAML: " + to_string(node.error().front()));
  nowhere(nowhere, *node);
  return std::move(*node);
}

}  // namespace

Walker::Walker(const Branch& root, std::string file, const Environment& environment, Secrets secrets)
    : root_{root}, file_{std::move(file)}, environment_{environment}, secrets_{secrets} {}

void Walker::walk(const Node& document) {
  if (document.kind == Node::Kind::list || document.kind == Node::Kind::scalar) {
    report(document.place, "",
           fmt::format("expected settings such as “{}: …”, {}",
                       root_.children.empty() ? "name" : root_.children.front().name, got(document)));
    return;
  }
  if (document.children.empty()) report({1, 1}, "", "the file has no settings in it");
  section(root_, document, {.path = "", .place = {}}, loaded_.values);
  check_names();
  check_references();
}

Loaded Walker::take() {
  sort(loaded_.problems);
  if (loaded_.problems.size() > most_reported) {
    const auto more = loaded_.problems.size() - most_reported;
    loaded_.problems.resize(most_reported);
    report({}, "", fmt::format("and {} more problems; is this a file with settings of Sitrep?", more));
  }
  return std::move(loaded_);
}

void Walker::report(Place place, std::string path, std::string says) {
  loaded_.problems.push_back({.file = file_, .place = place, .path = std::move(path), .says = std::move(says)});
}

void Walker::section(const Branch& branch, const Node& node, const Where& where, Values& values) {
  std::map<std::string_view, const Node*> seen;
  for (const auto& child : node.children) {
    const auto [first, fresh] = seen.try_emplace(child.key, &child);
    if (!fresh) {
      report(child.key_place, below(where.path, child.key),
             fmt::format("given twice, first in line {}; only one can hold", first->second->key_place.line));
      continue;
    }
    const auto* known = branch.child(child.key);
    if (known == nullptr) {
      unknown(branch, child, below(where.path, child.key), where);
    } else {
      entry(*known, child, {below(where.path, child.key), child.key_place, where.present, where.owner}, values);
    }
  }
  for (const auto& child : branch.children) {
    const Where here{below(where.path, child.name), where.place, where.present, where.owner};
    if (child.field->secret) {
      secret(child, here, values);
    } else if (!seen.contains(child.name)) {
      absent(child, here, values);
    }
    if (!child.field->secret && !child.field->environment.empty()) from_environment(child, here, values);
  }
}

void Walker::entry(const Branch& branch, const Node& node, const Where& where, Values& values) {
  const auto& field = *branch.field;
  if (field.secret) {
    report(node.key_place, where.path, "secrets do not belong in this file; " + where_to_put(field));
    return;
  }
  const bool nothing = node.kind == Node::Kind::nothing && node.comment.empty();
  const bool container = field.type == Type::section || field.type == Type::texts || field.type == Type::objects;
  if (nothing && container) {  // a heading below which everything is commented out
    absent(branch, where, values);
    return;
  }
  if (field.type == Type::section) {
    if (node.kind != Node::Kind::map)
      return report(
          node.place, where.path,
          fmt::format("expected {}: a map of {}; {}", expectation(field), fmt::join(branch.names(), ", "), got(node)));
    values.set(branch.path, {.place = node.key_place, .given = true, .content = {}, .items = {}});
    section(branch, node, where, values);
  } else if (field.type == Type::objects) {
    objects(branch, node, where, values);
  } else if (field.type == Type::texts) {
    list(branch, node, where, values);
  } else {
    this->field(branch, node, where, values);
  }
}

void Walker::field(const Branch& branch, const Node& node, const Where& where, Values& values) {
  const auto& field = *branch.field;
  if (node.kind == Node::Kind::scalar) remember(field, node.text, node.place, where);
  auto value = read_value(field, node);
  if (!value) return report(node.place, where.path, value.error());
  values.set(branch.path, std::move(*value));
}

void Walker::list(const Branch& branch, const Node& node, const Where& where, Values& values) {
  const auto& field = *branch.field;
  if (node.kind != Node::Kind::list)
    return report(node.place, where.path, fmt::format("expected {}, {}", expectation(field), got(node)));
  if (std::cmp_greater(node.children.size(), field.max)) {
    return report(node.place, where.path, fmt::format("expected at most {}, got {}", field.max, node.children.size()));
  }
  std::vector<std::string> texts;
  for (const auto& item : node.children) {
    if (item.kind == Node::Kind::scalar) remember(field, item.text, item.place, where);
    auto text = read_text(field, item);
    if (!text) {
      report(item.place, fmt::format("{}[{}]", where.path, texts.size()), text.error());
      text.emplace();
    }
    texts.push_back(std::move(*text));
  }
  values.set(branch.path, {.place = node.place, .given = true, .content = std::move(texts), .items = {}});
}

void Walker::objects(const Branch& branch, const Node& node, const Where& where, Values& values) {
  const auto& field = *branch.field;
  const auto count = node.children.size();
  if (node.kind != Node::Kind::list)
    return report(node.place, where.path, fmt::format("expected {}, {}", expectation(field), got(node)));
  if (std::cmp_less(count, field.min) || std::cmp_greater(count, field.max)) {
    return report(node.place, where.path, fmt::format("expected {} to {} items, got {}", field.min, field.max, count));
  }
  Value value{.place = node.place, .given = node.place.line > 0, .content = {}, .items = {}};
  for (const auto& item : node.children) {
    const auto path = fmt::format("{}[{}]", where.path, value.items.size());
    auto& values_of_item = value.items.emplace_back();
    if (item.kind != Node::Kind::map) {
      report(item.place, path, fmt::format("expected a map of {}; {}", fmt::join(branch.names(), ", "), got(item)));
      continue;
    }
    const int owner = where.owner != 0 ? where.owner : ++owners_;
    section(branch, item, {.path = path, .place = item.place, .owner = owner}, values_of_item);
  }
  values.set(branch.path, std::move(value));
}

void Walker::absent(const Branch& branch, const Where& where, Values& values) {
  const auto& field = *branch.field;
  Value value;
  switch (field.type) {
    case Type::section: {
      values.set(branch.path, std::move(value));
      Where inside = where;
      inside.present = where.present && !field.optional;
      return section(branch, {}, inside, values);
    }
    case Type::objects:
      if (field.required && where.present) missing(field, where);
      values.set(branch.path, std::move(value));
      if (!field.fallback.empty()) objects(branch, default_list(field), where, values);
      return;
    case Type::texts:
      value.content = std::vector<std::string>{};
      break;
    case Type::number:
      value.content = std::int64_t{};
      break;
    case Type::flag:
      value.content = false;
      break;
    case Type::duration:
      value.content = std::chrono::milliseconds{};
      break;
    case Type::text:
    case Type::word:
      value.content = std::string{};
      break;
  }
  if (field.required && where.present) {
    missing(field, where);
  } else if (!field.fallback.empty()) {
    auto read = read_value(field, field.fallback);
    if (!read) throw std::logic_error(fmt::format("the default of {} is wrong: {}", field.path, read.error()));
    value.content = std::move(read->content);
    remember(field, field.fallback, {}, where);
  }
  values.set(branch.path, std::move(value));
}

void Walker::missing(const Field& field, const Where& where) {
  const auto set = field.environment.empty() ? false : environment_.contains(field.environment);
  if (set) return;  // from_environment says what is wrong with it, if anything is
  const auto example = field.example.empty() ? "" : fmt::format(", for example: {}", field.example);
  report(where.place, where.path, fmt::format("missing; expected {}{}", expectation(field), example));
}

void Walker::secret(const Branch& branch, const Where& where, Values& values) {
  const auto& field = *branch.field;
  auto secret = read_secret(field, environment_);
  Value value{.place = {}, .given = secret.value.has_value(), .content = secret.value.value_or(""), .items = {}};
  values.set(branch.path, std::move(value));
  const bool missed = secret.problems.empty() && !secret.value && field.required && where.present;
  if (missed) {
    const auto level = secrets_ == Secrets::required ? Problem::Level::error : Problem::Level::warning;
    secret.problems.push_back(
        {.level = level,
         .file = "environment",
         .place = {},
         .path = field.environment,
         .says = fmt::format("missing; expected {}: {}", expectation(field), where_to_put(field))});
  }
  std::ranges::move(secret.problems, std::back_inserter(loaded_.problems));
}

void Walker::from_environment(const Branch& branch, const Where& where, Values& values) {
  const auto& field = *branch.field;
  const auto found = environment_.find(field.environment);
  if (found == environment_.end() || found->second.empty()) return;
  auto value = read_value(field, found->second);
  if (!value) {
    loaded_.problems.push_back({.file = "environment", .place = {}, .path = field.environment, .says = value.error()});
    return;
  }
  remember(field, found->second, {}, where);
  values.set(branch.path, std::move(*value));
}

void Walker::remember(const Field& field, const std::string& spelled, Place place, const Where& where) {
  const int owner = where.owner != 0 ? where.owner : ++owners_;
  if (!field.names.empty()) names_.push_back({field.names, spelled, where.path, place, owner});
  if (!field.refers.empty() && place.line > 0) references_.push_back({field.refers, spelled, where.path, place, owner});
}

}  // namespace config
