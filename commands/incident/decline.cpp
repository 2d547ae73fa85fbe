// incident decline: “Not me”. Whoever says so is not paged again; the next tier is when nobody else of theirs is left.
#include <array>

#include "commands/args.hpp"
#include "commands/escalation_words.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::incident {
namespace {

constexpr std::array<std::string_view, 2> aliases = {"not-me", "notme"};

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident();
  if (!id) return std::move(id.error());
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto done = desk.execute(playbooks::DeclinePage{*id});
  if (!done) return declined(done.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  playbooks::Text text;
  text << "Noted: you do not take " << playbooks::Bold{to_string(*id)} << ".";
  const auto paged = who_is_paged(*done, *incident, desk.policy());
  if (!paged.empty()) return text << paged;
  text << " Others were paged with you.";
  if (incident->escalation.next)
    text << " If none of them answers, it goes on at " << playbooks::Moment{*incident->escalation.next} << ".";
  return text;
}

}  // namespace

const Verb decline{.command = "incident",
                   .name = "decline",
                   .aliases = aliases,
                   .usage = "decline [INC-12]",
                   .help = "“Not me”: you were paged and cannot take it; others are told",
                   .example = "incident decline INC-12",
                   .flags = {},
                   .free_text = false,
                   .run = run};

}  // namespace commands::incident
