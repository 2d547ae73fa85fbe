#pragma once
#include <string>

#include "bot/demo/playground.hpp"

namespace bot {

/// Everything that people can see at the end, sorted, without what depends on timing: two runs of one script, one of
/// them with a crash, must give the same.
std::string canonical_world(Playground& playground);

}  // namespace bot
