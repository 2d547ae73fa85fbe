#include "bot/cli/chat.hpp"

namespace bot::cli {

extern const Subcommand oncall;
const Subcommand oncall{"oncall", "Who is on call, overrides, checks of the rota", "<verb> ...",
                        Option::config | Option::raw_words,
                        [](const Invocation& invocation) { return run_chat_command("oncall", invocation); }};

}  // namespace bot::cli
