#include "bot/cli/chat.hpp"

namespace bot::cli {

extern const Subcommand incident;
const Subcommand incident{"incident", "Declare, update and resolve incidents", "<verb> ...",
                          Option::config | Option::raw_words,
                          [](const Invocation& invocation) { return run_chat_command("incident", invocation); }};

}  // namespace bot::cli
