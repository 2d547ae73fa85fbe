#include "config/values.hpp"

#include <stdexcept>
#include <utility>

namespace config {

const Value& Values::at(std::string_view path) const {
  const auto found = values_.find(path);
  if (found == values_.end()) throw std::logic_error("no such setting in the table: " + std::string{path});
  return found->second;
}

template <class T>
const T& Values::content(std::string_view path) const {
  const auto* value = std::get_if<T>(&at(path).content);
  if (value == nullptr)
    throw std::logic_error("setting read as another type than the table says: " + std::string{path});
  return *value;
}

bool Values::given(std::string_view path) const {
  return at(path).given;
}
Place Values::place(std::string_view path) const {
  return at(path).place;
}
const std::string& Values::text(std::string_view path) const {
  return content<std::string>(path);
}
std::int64_t Values::number(std::string_view path) const {
  return content<std::int64_t>(path);
}
bool Values::flag(std::string_view path) const {
  return content<bool>(path);
}
std::chrono::milliseconds Values::duration(std::string_view path) const {
  return content<std::chrono::milliseconds>(path);
}
const std::vector<std::string>& Values::texts(std::string_view path) const {
  return content<std::vector<std::string>>(path);
}
const std::vector<Values>& Values::items(std::string_view path) const {
  return at(path).items;
}
void Values::set(std::string path, Value value) {
  values_.insert_or_assign(std::move(path), std::move(value));
}

}  // namespace config
