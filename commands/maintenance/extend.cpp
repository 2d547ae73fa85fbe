// maintenance extend: it takes longer than planned.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/args.hpp"
#include "commands/maintenance/which.hpp"
#include "commands/periods.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands::maintenance {
namespace {

using playbooks::Duration;
using playbooks::Time;

constexpr std::array<std::string_view, 3> aliases = {"prolong", "longer", "lengthen"};
constexpr std::array<Flag, 2> flags = {
    {{"by", "for", "30m", "by how much; the same as the bare duration", Flag::Takes::word},
     {"anyway", "", "", "although it overlaps another, or is longer than a day", Flag::Takes::nothing}}};

/// "30m", "by 30m", "until 05:00". Nothing where none of them stands in front.
Asked<std::optional<Duration>> length(const playbooks::Maintenance& window, const Request& request,
                                      Arguments& arguments, const Desk& desk) {
  if (const auto given = arguments.value("by"); !given.empty()) {
    const auto duration = parse_duration(given);
    if (!duration) return std::unexpected(arguments.refuse_field("by", duration.error().message));
    return *duration;
  }
  arguments.take_word("by");
  if (const auto duration = take_duration(arguments)) return *duration;
  if (!arguments.take_word("until") && !arguments.take_word("till") && !arguments.take_word("to")) return std::nullopt;
  auto until = take_moment(arguments, request.now, desk.policy().zone);
  if (!until) return std::unexpected(std::move(until.error()));
  if (!*until) return std::unexpected(arguments.refuse("Say until when, like 05:00."));
  // Past its planned end the rules count from now.
  const auto from = std::max<Time>(window.ends, std::chrono::floor<std::chrono::minutes>(request.now));
  const auto by = (*until)->at - (window.started ? from : window.ends);
  if (by <= Duration::zero())
    return std::unexpected(
        arguments.refuse(fmt::format("It is planned to end at {} already.", in_zone(window.ends, desk.policy().zone))));
  return by;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto found = which(arguments, desk, "extend", Among::in_progress, Bare::is_text);
  if (!found) return std::move(found.error());
  const auto by = length(*found, request, arguments, desk);
  if (!by) return by.error();
  const auto name = to_string(found->id);
  if (!*by && arguments.anything_left())
    return arguments.refuse(
        fmt::format("“{}” is no duration. Say by how much first: 30m.", shortened(arguments.next()->text, 40)));
  if (!*by)
    return arguments.ask(
        {"Extend " + name,
         "Extend",
         "maintenance extend " + name,
         {line_field("by", "By how much?", "30m, 1h", true), paragraph("", "Why?", "Customers read this", false)}},
        "Say by how much: 30m.");
  const auto events =
      desk.execute(playbooks::ExtendMaintenance{found->id, **by, arguments.text(), arguments.has("anyway")});
  if (!events) return declined_or_asked(request, events.error(), "Extend it anyway");
  const auto* window = now_known(desk, found->id);
  auto text = headed(*found) << " is extended";
  if (window != nullptr) text << ": it is planned to end " << shown(window->ends, request, desk.policy());
  return text << "." << page_follows(desk.policy());
}

}  // namespace

const Verb extend{.command = "maintenance",
                  .name = "extend",
                  .aliases = aliases,
                  .usage = "extend [MNT-3] <30m|until 05:00> [why]",
                  .help = "It takes longer: the page and the channel hear of it",
                  .example = "maintenance extend MNT-3 30m The copy is slower than in the rehearsal",
                  .flags = flags,
                  .free_text = true,
                  .run = run};

}  // namespace commands::maintenance
