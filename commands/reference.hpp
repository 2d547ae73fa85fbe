#pragma once
// docs/commands.md, written from the table of verbs: it cannot go stale, a test compares the two.
#include <string>

namespace commands {

std::string reference();

}  // namespace commands
