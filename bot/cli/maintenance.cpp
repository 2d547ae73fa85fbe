#include "bot/cli/chat.hpp"

namespace bot::cli {

extern const Subcommand maintenance;
const Subcommand maintenance{"maintenance", "Plan maintenance, announce it, run it", "<verb> ...",
                             Option::config | Option::raw_words,
                             [](const Invocation& invocation) { return run_chat_command("maintenance", invocation); }};

}  // namespace bot::cli
