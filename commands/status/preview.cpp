// status preview: what customers will read, and exactly what changes with it.
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/status/public_words.hpp"

namespace commands::status {
namespace {

constexpr std::array<std::string_view, 2> aliases = {"check", "proof"};

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident(Which::any);
  if (!id) return std::move(id.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  auto text = arguments.text();
  if (text.empty() && !incident->draft)
    return arguments.refuse("There is no draft to preview: write one, or give the words.");
  const bool drafted = text.empty();
  return preview_of(*incident, drafted ? incident->draft->text : text, drafted ? incident->draft->title : "", desk,
                    request.now);
}

}  // namespace

const Verb preview{.command = "status",
                   .name = "preview",
                   .aliases = aliases,
                   .usage = "preview [INC-12] [text]",
                   .help = "What customers will read, and what changes with it",
                   .example = "status preview INC-12",
                   .flags = {},
                   .free_text = true,
                   .run = run};

}  // namespace commands::status
