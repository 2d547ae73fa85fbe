#pragma once
// Settings after validation, by path. Every field of the table has its value or its default, so reading cannot fail;
// asking for a path that is not in the table, or as another type, is a mistake in the program and throws.
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/problem.hpp"

namespace config {

class Values;

struct Value {
  Place place;
  bool given = false;  // by the file or the environment
  std::variant<std::string, std::int64_t, bool, std::chrono::milliseconds, std::vector<std::string>> content;
  std::vector<Values> items;  // of objects
};

/// All settings, or those of one item of a list ("name" within "severities[]").
class Values {
 public:
  bool given(std::string_view path) const;
  Place place(std::string_view path) const;              // line 0 when not in the file
  const std::string& text(std::string_view path) const;  // also words, and secrets
  std::int64_t number(std::string_view path) const;
  bool flag(std::string_view path) const;
  std::chrono::milliseconds duration(std::string_view path) const;
  const std::vector<std::string>& texts(std::string_view path) const;
  const std::vector<Values>& items(std::string_view path) const;

  void set(std::string path, Value value);

 private:
  const Value& at(std::string_view path) const;
  template <class T>
  const T& content(std::string_view path) const;

  std::map<std::string, Value, std::less<>> values_;
};

}  // namespace config
