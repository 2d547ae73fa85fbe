// Which incident is meant.
#include <fmt/format.h>

#include <algorithm>

#include "commands/args.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands {
namespace {

using playbooks::Incident;
using playbooks::IncidentId;
using playbooks::Text;

constexpr int recent = 20;              // closed ones that are looked at
constexpr std::size_t most_shown = 10;  // buttons
constexpr playbooks::Duration just_now = std::chrono::minutes{10};

std::string_view without_mark(std::string_view word) {
  while (word.ends_with(':') || word.ends_with(',')) word.remove_suffix(1);
  return word;
}

bool is_bare_number(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<Incident> recently_closed(Desk& desk) {
  std::vector<Incident> result;
  for (const auto& line : desk.list(false, recent)) {
    if (!line.resolved) continue;
    auto incident = desk.find(line.id);
    if (incident && !incident->open()) result.push_back(std::move(*incident));
  }
  return result;
}

/// The one that was closed last, if that was a moment ago: whoever resolves it again means that one, and is told who
/// did it. One closed in this very batch is not on disk yet.
std::optional<IncidentId> closed_just_now(Desk& desk, playbooks::Time now) {
  auto closed = recently_closed(desk);
  for (const auto& [id, incident] : desk.state().incidents)
    if (!incident.open() && incident.resolved) closed.push_back(incident);
  const auto last =
      std::ranges::max_element(closed, {}, [](const Incident& i) { return i.resolved.value_or(i.declared.at); });
  if (last == closed.end() || !last->resolved || now - *last->resolved > just_now) return std::nullopt;
  return last->id;
}

}  // namespace

/// Free text names its incident first or not at all; elsewhere INC-12 and #12 may stand anywhere, 12 only first.
std::optional<std::size_t> Arguments::incident_token() const {
  const auto first = next_free(first_);
  for (auto at = first; at < used_.size(); at = next_free(at + 1)) {
    const auto& token = line_->tokens[at];
    const auto word = without_mark(token.text);
    const bool may_be = token.kind == Token::Kind::word || token.kind == Token::Kind::channel;
    if (may_be && playbooks::parse_incident_id(word) && (at == first || !is_bare_number(word))) return at;
    if (verb_->free_text) break;
  }
  return std::nullopt;
}

std::optional<IncidentId> Arguments::by_thread(Which which) const {
  const auto& thread = request_->thread_ts;
  if (thread.empty()) return std::nullopt;
  const auto is_here = [&](const Incident& incident) {
    return incident.card.ts == thread && (request_->channel.empty() || incident.card.channel == request_->channel);
  };
  for (const auto& [id, incident] : desk_->state().incidents)
    if (is_here(incident)) return id;
  if (which == Which::open) return std::nullopt;
  for (const auto& incident : recently_closed(*desk_))
    if (is_here(incident)) return incident.id;
  return std::nullopt;
}

Asked<IncidentId> Arguments::only_one(Which which) const {
  std::vector<Incident> candidates;
  if (which != Which::closed)
    for (const auto* incident : open_incidents(desk_->state())) candidates.push_back(*incident);
  const bool none_open = candidates.empty();
  if (candidates.size() == 1) return candidates.front().id;
  if (which != Which::open && none_open) candidates = recently_closed(*desk_);
  if (which == Which::closed && candidates.size() == 1) return candidates.front().id;
  if (candidates.empty() && which == Which::closed)
    return std::unexpected(Reply::refusal(Text{"No incident was closed lately. Name it: "} << playbooks::Code{
                                              as_typed(fmt::format("incident {} INC-12", verb_->name))}));
  if (candidates.empty())
    if (const auto last = closed_just_now(*desk_, request_->now)) return *last;
  if (candidates.empty())
    return std::unexpected(Reply::refusal(Text{"No open incident. Declare one: "}
                                          << playbooks::Code{as_typed("incident declare P1 \"What is broken\"")}));

  const auto* what = which == Which::closed ? "Which one? These were closed last."
                     : none_open            ? "No open incident. These were the last ones."
                                            : "Which one? Several incidents are open.";
  Text text{what};
  text << " Put the id behind the verb:";
  Buttons buttons;
  for (std::size_t i = 0; i < candidates.size() && i < most_shown; ++i) {
    text << "\n"
         << playbooks::Bold{to_string(candidates[i].id)} << " (" << candidates[i].severity << ", "
         << to_string(candidates[i].status) << "): " << shortened(candidates[i].title, 80);
    if (auto line = line_with(candidates[i].id); !line.empty())
      buttons.buttons.push_back({button_label(candidates[i]), std::move(line), Button::Style::plain});
  }
  if (candidates.size() > most_shown)
    text << fmt::format("\n… and {} more: ", candidates.size() - most_shown)
         << playbooks::Code{as_typed("incident list --all")};
  auto reply = Reply::refusal(std::move(text));
  if (!buttons.buttons.empty()) reply.parts.emplace_back(std::move(buttons));
  return std::unexpected(std::move(reply));
}

Asked<IncidentId> Arguments::incident(Which which) {
  const auto thread = by_thread(which);
  const auto at = incident_token();
  if (!at) {
    if (thread) return *thread;
    return only_one(which);
  }
  const auto word = without_mark(line_->tokens[*at].text);
  const auto id = *playbooks::parse_incident_id(word);
  const bool number_or_text = verb_->free_text && is_bare_number(word);
  const auto found = desk_->find(id);
  if (number_or_text && thread && *thread != id) {
    if (!found) return *thread;  // "12 nodes are back": no such incident, and the thread says which one is meant
    auto reply = Reply::refusal(
        fmt::format("Is {} the incident or a part of the text? This is the thread of {}.", word, to_string(*thread)));
    const auto mine = line_with(*thread);
    if (!mine.empty())  // the other line is shorter
      reply.parts.emplace_back(Buttons{
          {{"A part of the text", mine, Button::Style::plain},
           {to_string(id),
            fmt::format("{} {} {} {}", verb_->command, typed_, to_string(id),
                        std::string_view{line_->text}.substr(std::min(line_->tokens[*at].end + 1, line_->text.size()))),
            Button::Style::plain}}});
    return std::unexpected(std::move(reply));
  }
  if (!found) {
    auto why = fmt::format("There is no {}.", to_string(id));
    if (const auto open = open_incidents(desk_->state()); !open.empty()) {
      why += " Open:";
      for (std::size_t i = 0; i < open.size() && i < most_shown; ++i)
        why += fmt::format("{} {}", i == 0 ? "" : ",", to_string(open[i]->id));
      why += ".";
    }
    if (number_or_text) why += fmt::format(" If {} belongs to the text, put the text in quotes.", word);
    return std::unexpected(refuse(why));
  }
  used_[*at] = true;
  named_ = true;
  return id;
}

}  // namespace commands
