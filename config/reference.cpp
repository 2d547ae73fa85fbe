#include <fmt/format.h>

#include <string>

#include "config/documents.hpp"
#include "config/schema.hpp"

namespace config {
namespace {

constexpr std::string_view top = R"(# Configuration

This page is generated from the table that checks the file; the [example](sitrep.example.yaml) and the
[JSON Schema](sitrep.schema.json) are too.

Sitrep reads one YAML file. Two lines are enough:

```yaml
channels:
  incidents: "#incident-response"
```

`sitrep check-config` reports everything that is wrong with it in one go, each with `file:line:column`, what was expected
and the nearest valid name. Editors that understand YAML schemas (a first line
`# yaml-language-server: $schema=sitrep.schema.json`) complete names and mark mistakes while you type.

Rules of the file: one document in UTF-8, spaces for indentation, at most 1 MiB, no anchors, aliases or tags. A value that
begins with `#` must stand in quotes. A duration is a number with a unit, largest first: `w`, `d`, `h`, `m`, `s`, `ms`, as
in `1h30m`.
)";

std::string cell(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '|') result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result;
}

std::string default_of(const Field& field) {
  if (field.required) return "**required**";
  if (field.type == Type::objects) return field.fallback.empty() ? "none" : "see below";
  return field.fallback.empty() ? "none" : fmt::format("`{}`", field.fallback);
}

std::string rows(const Branch& branch) {
  std::string result;
  for (const auto& child : branch.children) {
    const auto& field = *child.field;
    if (field.secret || field.type == Type::section) continue;
    result += fmt::format("| `{}` | {} | {} | {} |\n", field.path, cell(field.help), cell(expectation(field)),
                          cell(default_of(field)));
    if (field.type == Type::objects) result += rows(child);
  }
  return result;
}

std::string with_head(const std::string& rows) {
  return "\n| setting | what it is for | accepts | default |\n|---|---|---|---|\n" + rows;
}

std::string yaml_block(std::string_view title, std::string_view name, std::string_view items) {
  std::string result = fmt::format("\n{}\n\n```yaml\n{}:\n", title, name);
  for (std::size_t from = 0; from < items.size();) {
    const auto end = std::min(items.find('\n', from), items.size());
    result += fmt::format("  {}\n", items.substr(from, end - from));
    from = end + 1;
  }
  return result + "```\n";
}

std::string part(const Branch& branch) {
  const auto& field = *branch.field;
  auto result = fmt::format("\n## `{}`\n\n{}{}\n", branch.name, field.help, field.optional ? " Optional." : "");
  result += with_head(rows(branch));
  if (field.type != Type::objects) return result;
  if (!field.fallback.empty()) result += yaml_block("Unless you say otherwise:", branch.name, field.fallback);
  if (!field.example.empty()) result += yaml_block("For example:", branch.name, field.example);
  return result;
}

std::string variables(const Table& table) {
  std::string result = R"(
## The environment

Secrets never stand in the file: a file with one in it is refused. Set the variable, or the same name with `_FILE` added to
the path of a file that holds the secret and that only Sitrep may read. Other variables win over the file.

| variable | what it is for | accepts |
|---|---|---|
)";
  for (const auto& field : table) {
    if (field.environment.empty()) continue;
    const auto also =
        field.secret ? fmt::format("`{0}` or `{0}_FILE`", field.environment) : fmt::format("`{}`", field.environment);
    result += fmt::format("| {} | `{}`: {} | {} |\n", also, field.path, cell(field.help), cell(expectation(field)));
  }
  return result;
}

}  // namespace

std::string reference_markdown(const Table& table) {
  const Branch root = tree(table);
  Branch general;
  std::string parts;
  for (const auto& branch : root.children) {
    const bool own_part = branch.field->type == Type::section || branch.field->type == Type::objects;
    if (own_part) {
      parts += part(branch);
    } else {
      general.children.push_back(branch);
    }
  }
  return std::string{top} + "\n## General\n" + with_head(rows(general)) + parts + variables(table);
}

}  // namespace config
