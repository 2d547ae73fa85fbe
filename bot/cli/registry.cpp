#include "bot/cli/subcommand.hpp"

// A new sub-command is one file and one word here; the order is that of `sitrep --help`.
#define SITREP_SUBCOMMANDS(X) \
  X(demo)                     \
  X(serve)                    \
  X(check_config)             \
  X(doctor)                   \
  X(manifest)                 \
  X(incident)                 \
  X(status)                   \
  X(maintenance)              \
  X(oncall)                   \
  X(sitrep)                   \
  X(history)                  \
  X(export_history)           \
  X(verify)                   \
  X(backup)

namespace bot::cli {

#define X(name) extern const Subcommand name;
SITREP_SUBCOMMANDS(X)
#undef X

const std::vector<const Subcommand*>& all_subcommands() {
#define X(name) &name,
  static const std::vector<const Subcommand*> all = {SITREP_SUBCOMMANDS(X)};
#undef X
  return all;
}

}  // namespace bot::cli
