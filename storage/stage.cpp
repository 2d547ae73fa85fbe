#include "storage/journal.hpp"

namespace storage {

bool Stage::empty() const {
  return inputs.empty() && events.empty() && incidents.empty() && claims_set.empty() && claims_dropped.empty() &&
         !oncall && !upkeep && !pages && timers_set.empty() && timers_gone.empty() && effects.empty() &&
         effects_done.empty();
}

}  // namespace storage
