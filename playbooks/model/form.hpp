#pragma once
// A form to fill in, independent of the surface that shows it. Submitting it yields the same command line that could
// have been typed: `command` plus one --field=value for each field.
#include <string>
#include <vector>

namespace playbooks {

struct FormOption {
  std::string value, label;
  bool operator==(const FormOption&) const = default;
};

struct FormField {
  enum class Kind { line, paragraph, choice, choices };
  std::string name;  // option name without dashes, or "" for the text of the command
  std::string label;
  std::string hint;
  Kind kind = Kind::line;
  bool required = false;
  std::string initial;
  std::vector<FormOption> options;  // for choice and choices, at most 100
  bool operator==(const FormField&) const = default;
};

struct Form {
  std::string title;    // at most 24 characters
  std::string submit;   // at most 24 characters
  std::string command;  // "incident declare", "incident update INC-12"
  std::vector<FormField> fields;
  bool operator==(const Form&) const = default;
};

}  // namespace playbooks
