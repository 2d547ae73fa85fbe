#include "bot/cli/chat.hpp"

namespace bot::cli {

extern const Subcommand sitrep;
const Subcommand sitrep{"sitrep", "Every chat command, and help", "<verb> ...", Option::config | Option::raw_words,
                        [](const Invocation& invocation) { return run_chat_command("sitrep", invocation); }};

}  // namespace bot::cli
