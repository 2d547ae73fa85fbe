// incident timeline: what happened, in order; and adding to it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/note_adding.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "playbooks/rules.hpp"

namespace commands::incident {
namespace {

using playbooks::Moment;
using playbooks::Text;

constexpr std::array<std::string_view, 4> aliases = {"event", "events", "log", "tl"};
constexpr std::array<Flag, 2> flags = {{
    {"all", "", "", "everything, not only the last 30", Flag::Takes::nothing},
    {"at", "", "14:05", "with add: when it happened", Flag::Takes::moment},
}};
constexpr int usual = 30;
constexpr int most = 1000;
constexpr std::size_t lines_in_a_part = 10;  // a message part holds 3,000 characters on Slack

std::string day_of(playbooks::Time at) {
  return playbooks::rfc3339(at).substr(0, 10);
}

Reply shown(const playbooks::Incident& incident, bool all, const Arguments& arguments, Desk& desk) {
  const auto name = to_string(incident.id);
  auto events = desk.history(name, all ? most : usual, true);
  std::ranges::reverse(events);
  const auto earlier = events.empty() ? 0 : events.front().number - 1;
  std::erase_if(events, [](const playbooks::Recorded& event) { return !playbooks::belongs_in_timeline(event.event); });
  Text head;
  head << playbooks::Bold{name} << " (" << incident.severity << ", " << to_string(incident.status)
       << "): " << incident.title;
  if (earlier > 0) {
    head << fmt::format("\nThe last {} of {} entries. ", events.size(), incident.version);
    head << (all ? "The whole: " : "All: ")
         << playbooks::Code{arguments.as_typed(fmt::format("incident {} {}", all ? "export" : "timeline", name) +
                                               (all ? " md" : " --all"))};
  }
  Reply reply{std::move(head)};
  Text part;
  std::size_t lines = 0;
  std::string day;
  for (const auto& event : events) {
    if (const auto today = day_of(event.at); today != day) {
      if (!day.empty() || today != day_of(incident.declared.at) || earlier > 0 || today != day_of(events.back().at)) {
        if (!part.empty()) part << "\n";
        part << playbooks::Bold{today};
      }
      day = today;
    }
    if (!part.empty()) part << "\n";
    part << Moment{event.at} << "  " << playbooks::sentence(event, desk.policy());
    if (++lines % lines_in_a_part == 0) {
      reply.parts.emplace_back(std::move(part));
      part = {};
    }
  }
  if (!part.empty()) reply.parts.emplace_back(std::move(part));
  return reply;
}

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  bool adding = arguments.take_word("add");  // "timeline add …", "timeline INC-12 add …"
  auto id = arguments.incident(Which::any);
  if (!id) return std::move(id.error());
  adding = adding || arguments.take_word("add") || (arguments.typed() == "event" && arguments.anything_left());
  if (adding) return add_note(*id, arguments, desk);
  const bool all = arguments.has("all") || arguments.take_word("all");
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  return shown(*incident, all, arguments, desk);
}

}  // namespace

const Verb timeline{.command = "incident",
                    .name = "timeline",
                    .aliases = aliases,
                    .usage = "timeline [INC-12] [--all | add <what happened> [at 14:05]]",
                    .help = "What happened, in order; or add to it",
                    .example = "incident timeline INC-12 add Failed over to the replica at 14:05",
                    .flags = flags,
                    .free_text = true,
                    .run = run};

}  // namespace commands::incident
