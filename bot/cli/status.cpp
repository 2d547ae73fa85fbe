#include "bot/cli/chat.hpp"

namespace bot::cli {

extern const Subcommand status;
const Subcommand status{"status", "Component status on the public page", "<verb> ...",
                        Option::config | Option::raw_words,
                        [](const Invocation& invocation) { return run_chat_command("status", invocation); }};

}  // namespace bot::cli
