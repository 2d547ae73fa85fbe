#pragma once
// Every verb, in the order of `help`. A new one is one file that defines `const Verb <word>` in its command's
// namespace, and its word in one of these lists.
#include <span>
#include <string_view>
#include <vector>

#include "commands/command.hpp"

#define INCIDENT_VERBS(X) \
  X(declare)              \
  X(list)                 \
  X(show)                 \
  X(update)               \
  X(status)               \
  X(severity)             \
  X(components)           \
  X(ack)                  \
  X(unack)                \
  X(decline)              \
  X(escalate)             \
  X(page)                 \
  X(snooze)               \
  X(handoff)              \
  X(note)                 \
  X(timeline)             \
  X(resolve)              \
  X(reopen)               \
  X(cancel)               \
  X(merge)                \
  X(postmortem)           \
  X(export_)              \
  X(help)

#define STATUS_VERBS(X) \
  X(show)               \
  X(set)                \
  X(numbers)            \
  X(draft)              \
  X(preview)            \
  X(publish)            \
  X(snooze)             \
  X(social)             \
  X(drift)              \
  X(adopt)              \
  X(history)            \
  X(uptime)             \
  X(help)

#define MAINTENANCE_VERBS(X) \
  X(schedule)                \
  X(list)                    \
  X(show)                    \
  X(start)                   \
  X(update)                  \
  X(extend)                  \
  X(complete)                \
  X(cancel)                  \
  X(checklist)               \
  X(done)                    \
  X(help)

#define ONCALL_VERBS(X) \
  X(now)                \
  X(next)               \
  X(week)               \
  X(who)                \
  X(override_)          \
  X(swap)               \
  X(cover)              \
  X(overrides)          \
  X(remove)             \
  X(lint)               \
  X(simulate)           \
  X(test)               \
  X(received)           \
  X(calendar)           \
  X(help)

#define SITREP_VERBS(X) \
  X(help)               \
  X(doctor)

namespace commands {

#define DECLARE_VERB(name) extern const Verb name;
namespace incident {
INCIDENT_VERBS(DECLARE_VERB)
}
namespace status {
STATUS_VERBS(DECLARE_VERB)
}
namespace maintenance {
MAINTENANCE_VERBS(DECLARE_VERB)
}
namespace oncall {
ONCALL_VERBS(DECLARE_VERB)
}
namespace sitrep {
SITREP_VERBS(DECLARE_VERB)
}
#undef DECLARE_VERB

/// "incident", "status", "maintenance", "oncall", "sitrep".
std::span<const std::string_view> all_commands();

/// By name or alias, any case; nullptr when there is none.
const Verb* find_verb(std::string_view command, std::string_view word);

/// What somebody who typed this word may have meant, best first, with all aliases looked at.
std::vector<const Verb*> nearest_verbs(std::string_view command, std::string_view word);

}  // namespace commands
