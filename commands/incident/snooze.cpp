// incident snooze: nobody is paged for a while, for a reason.
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/periods.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::incident {
namespace {

using playbooks::Text;
using playbooks::Time;

constexpr std::array<std::string_view, 3> aliases = {"silence", "mute", "pause"};
constexpr std::array<Flag, 2> flags = {
    {{"for", "", "1h", "how long: 30m, 2h; the same as the bare duration", Flag::Takes::word},
     {"until", "", "14:30", "until when", Flag::Takes::moment}}};

/// Of a flag or a form's field: a duration or a time.
Asked<Time> end_in(std::string_view flag, const Request& request, const Arguments& arguments, const Desk& desk) {
  const auto given = arguments.value(flag);
  if (const auto duration = parse_duration(given)) return request.now + *duration;
  std::string_view text{given};
  if (text.starts_with("until ")) text.remove_prefix(6);
  const auto when = parse_when(text, {request.now, desk.policy().zone, Lean::future});
  if (when) return when->at;
  return std::unexpected(arguments.refuse_field(flag, when.error().message));
}

/// Nothing is taken, and nothing given, where neither a duration nor “until” stands in front.
Asked<std::optional<Time>> end_in_front(const Request& request, Arguments& arguments, const Desk& desk) {
  if (const auto duration = take_duration(arguments)) return request.now + *duration;
  if (!arguments.take_word("until") && !arguments.take_word("till")) return std::nullopt;
  auto when = take_moment(arguments, request.now, desk.policy().zone);
  if (!when) return std::unexpected(std::move(when.error()));
  if (*when) return (*when)->at;
  return std::unexpected(arguments.refuse("Say until when, like 14:30."));
}

Asked<std::optional<Time>> end_of(const Request& request, Arguments& arguments, const Desk& desk) {
  for (const auto* flag : {"for", "until"}) {
    if (!arguments.has(flag)) continue;
    auto end = end_in(flag, request, arguments, desk);
    if (!end) return std::unexpected(std::move(end.error()));
    return *end;
  }
  return end_in_front(request, arguments, desk);
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto until = end_of(request, arguments, desk);  // "snooze 30 minutes …": 30 is no incident there
  if (!until) return std::move(until.error());
  auto id = arguments.incident();
  if (!id) return std::move(id.error());
  if (!*until) until = end_of(request, arguments, desk);
  if (!until) return std::move(until.error());
  const auto name = to_string(*id);
  const auto reason = arguments.text();
  if (!*until || reason.empty())
    return arguments.ask({"Snooze " + name,
                          "Snooze",
                          "incident snooze " + name,
                          {line_field("for", "How long?", "30m, 2h, until 14:30; 24 h at most", true),
                           paragraph("", "Why?", "Whoever looks at it meanwhile wants to know", true)}},
                         *until ? "Say why nobody is to be paged." : "Say how long, and why: 1h, or until 14:30.");
  const auto done = desk.execute(playbooks::SnoozeEscalation{*id, **until, reason});
  if (!done) return declined(done.error());
  return Text{} << playbooks::Bold{name} << " is snoozed until " << shown(**until, request, desk.policy()) << ", for "
                << playbooks::spoken(**until - request.now)
                << ". Nobody is paged until then; after it, its tier is paged again. To end it sooner: "
                << playbooks::Code{arguments.as_typed("incident unack " + name)} << ".";
}

}  // namespace

const Verb snooze{.command = "incident",
                  .name = "snooze",
                  .aliases = aliases,
                  .usage = "snooze [INC-12] <1h|until 14:30> <why>",
                  .help = "Page nobody for a while, 24 h at most; afterwards its tier is paged again",
                  .example = "incident snooze INC-12 1h Waiting for the provider",
                  .flags = flags,
                  .free_text = true,
                  .run = run};

}  // namespace commands::incident
