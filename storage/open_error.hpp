#pragma once
// Why the database cannot be opened: told once, at start, to the person who started it.
#include <string>

namespace storage {

struct OpenError {
  enum class Cause { held, newer, corrupt, unwritable, network_filesystem };
  Cause cause;
  std::string message;  // says who holds it, or which version is needed, and what to do
};

}  // namespace storage
