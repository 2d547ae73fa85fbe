#pragma once
// An expected failure: what a person's input can cause. The message is for that person and says what to type instead.
#include <expected>
#include <string>
#include <utility>

namespace playbooks {

enum class Errc { invalid, not_found, conflict, denied, unavailable };

struct Error {
  Errc code;
  std::string message;
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> refuse(Errc code, std::string message) {
  return std::unexpected(Error{code, std::move(message)});
}

}  // namespace playbooks
