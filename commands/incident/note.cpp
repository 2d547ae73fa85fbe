// incident note: for the timeline, never public.
#include <array>

#include "commands/note_adding.hpp"
#include "commands/registry.hpp"

namespace commands::incident {
namespace {

constexpr std::array<std::string_view, 3> aliases = {"notes", "comment", "remark"};
constexpr std::array<Flag, 1> flags = {
    {{"at", "", "14:05", "when it happened; the same as: at 14:05, at the end", Flag::Takes::moment}}};

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident(Which::any);
  if (!id) return std::move(id.error());
  return add_note(*id, arguments, desk);
}

}  // namespace

const Verb note{.command = "incident",
                .name = "note",
                .aliases = aliases,
                .usage = "note [INC-12] <what happened> [at 14:05]",
                .help = "Keep something in the timeline; never public",
                .example = "incident note INC-12 Failed over to the replica at 14:05",
                .flags = flags,
                .free_text = true,
                .run = run};

}  // namespace commands::incident
