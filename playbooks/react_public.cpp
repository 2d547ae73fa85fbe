#include "playbooks/react_public.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "playbooks/cadence.hpp"
#include "playbooks/model/overloaded.hpp"
#include "playbooks/wording.hpp"
#include "playbooks/wording_public.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

/// Keys and stored effects name every page but the first one, which had no name when it was the only one.
std::string stored_name(const std::string& page) {
  return page == first_page ? std::string{} : page;
}
std::string suffix(const std::string& page) {
  return page == first_page ? std::string{} : "-" + page;
}

Effect effect(std::string key, std::string lane, Priority priority, std::string group, const Recorded& event,
              EffectBody body) {
  return {std::move(key), std::move(lane), priority,    std::move(group),
          event.at,       std::nullopt,    event.input, std::move(body)};
}

Effect prompt(std::string_view what, const Recorded& event, const std::string& channel, IncidentId incident, Text text,
              std::vector<Prompt::Choice> choices) {
  return effect(fmt::format("{}/{}/{}", event.stream, event.number, what), "slack:" + channel, Priority::notice, {},
                event, Prompt{channel, incident, std::move(text), std::move(choices)});
}

const std::string& operations(const Policy& policy) {
  return policy.operations_channel.empty() ? policy.incident_channel : policy.operations_channel;
}

}  // namespace

std::string page_lane(std::string_view page) {
  return std::string{page.empty() ? first_page : page};
}

Reaction publish_incident(const Incident& incident, const Recorded& event, const Policy& policy, Status status,
                          const std::string& body, std::optional<bool> notify) {
  Reaction reaction;
  for (const auto& page : policy.publicity.pages)
    reaction.effects.push_back(effect(fmt::format("{}/{}/public{}", event.stream, event.number, suffix(page)),
                                      page_lane(page), Priority::normal,
                                      fmt::format("{}/public{}", event.stream, suffix(page)), event,
                                      PublishIncident{incident.id, status, body, event.at, stored_name(page), notify}));
  return reaction;
}

Reaction publish_components(const Incident& incident, const Recorded& event, const Policy& policy) {
  Reaction reaction;
  for (const auto& claim : incident.components) {
    auto one = publish_component(claim.component, event, policy);
    for (auto& each : one.effects) {
      each.key = fmt::format("{}/{}/{}", event.stream, event.number, each.key);
      reaction.effects.push_back(std::move(each));
    }
  }
  return reaction;
}

Reaction publish_postmortem(const Incident& incident, const Recorded& event, const Policy& policy) {
  Reaction reaction;
  for (const auto& page : policy.publicity.pages)
    reaction.effects.push_back(effect(fmt::format("{}/{}/postmortem{}", event.stream, event.number, suffix(page)),
                                      page_lane(page), Priority::normal,
                                      fmt::format("{}/postmortem{}", event.stream, suffix(page)), event,
                                      PublishPostmortem{incident.id, stored_name(page)}));
  return reaction;
}

Reaction withdraw_postmortem(const Incident& incident, const Policy& policy) {
  Reaction reaction;
  for (const auto& page : policy.publicity.pages)
    reaction.withdrawn.push_back(fmt::format("{}/postmortem{}", to_string(incident.id), suffix(page)));
  return reaction;
}

Reaction publish_component(const std::string& component, const Recorded& event, const Policy& policy) {
  Reaction reaction;
  for (const auto& page : policy.publicity.pages)
    reaction.effects.push_back(effect(fmt::format("component/{}/{}{}", component, event.number, suffix(page)),
                                      page_lane(page), Priority::normal, "component/" + component + suffix(page), event,
                                      PublishComponent{component, stored_name(page)}));
  return reaction;
}

Reaction public_timer(const Incident& incident, const Policy& policy, Time now) {
  Reaction reaction;
  const auto name = to_string(incident.id) + "/public-due";
  if (!incident.open() || !incident.public_due) {
    reaction.timers.cancel.push_back(name);
    return reaction;
  }
  const auto early = *incident.public_due - policy.publicity.nudge_before;
  reaction.timers.set.push_back({name, early > now ? early : *incident.public_due, PublicWordDue{incident.id}});
  reaction.withdrawn.push_back(to_string(incident.id) + "/nudge");
  return reaction;
}

Reaction ask_to_publish(const Incident& incident, const Recorded& event) {
  const auto id = to_string(incident.id);
  Reaction reaction;
  reaction.effects.push_back(prompt("draft", event, incident.channel, incident.id, wording::draft_waits(incident),
                                    {{"Preview", "status preview " + id},
                                     {"Publish", "status publish " + id},
                                     {"Publish & notify", "status publish " + id + " --notify"}}));
  reaction.effects.back().group = id + "/draft";
  return reaction;
}

Reaction nudge(const Incident& incident, const Recorded& event, const PublicUpdateNudged& nudged,
               const Policy& policy) {
  // Where the words of responders are the public's, the reminder of their update says it already.
  if (nudged.late && !policy.publicity.confirm && incident.update_due == nudged.due) return {};
  const auto id = to_string(incident.id);
  std::vector<Prompt::Choice> choices;
  if (incident.draft) choices.push_back({"Publish the draft", "status publish " + id});
  choices.push_back({"Still " + std::string{to_string(incident.status)}, "status publish " + id + " --still"});
  choices.push_back({"Snooze 15 min", "status snooze " + id + " 15m Nothing new to say"});
  Reaction reaction;
  reaction.effects.push_back(prompt("nudge", event, incident.channel, incident.id,
                                    wording::public_word_owed(incident, nudged), std::move(choices)));
  reaction.effects.back().group = id + "/nudge";
  return reaction;
}

namespace {

Reaction component_was_set(const Recorded& event, const ComponentStatusSet& set, const Policy& policy) {
  auto reaction = publish_component(set.component, event, policy);
  reaction.effects.push_back(effect(fmt::format("component/{}/{}/notice", set.component, event.number),
                                    "slack:" + policy.incident_channel, Priority::notice, {}, event,
                                    Answer{policy.incident_channel, "", "", sentence(event, policy)}));
  const auto timer = "component/" + set.component + "/claim";
  if (set.status == ComponentStatus::operational)
    reaction.timers.cancel.push_back(timer);
  else if (set.until)
    reaction.timers.set.push_back({timer, *set.until, ManualClaimDue{set.component}});
  else if (policy.publicity.claim_ages > Duration::zero())
    reaction.timers.set.push_back({timer, event.at + policy.publicity.claim_ages, ManualClaimDue{set.component}});
  else
    reaction.timers.cancel.push_back(timer);  // it had an end before
  return reaction;
}

Reaction claim_has_aged(const State& after, const Recorded& event, const ManualClaimAged& aged, const Policy& policy) {
  Reaction reaction;
  const auto held = after.claims.find(aged.component);
  if (held == after.claims.end()) return reaction;
  const auto own = std::ranges::find(held->second, "manual", &HeldClaim::holder);
  if (own == held->second.end()) return reaction;
  reaction.effects.push_back(prompt("aged", event, policy.incident_channel, {},
                                    wording::claim_aged(*own, policy, event.at),
                                    {{"Take it back", "status set " + aged.component + ":operational"}}));
  if (policy.publicity.claim_ages > Duration::zero())
    reaction.timers.set.push_back({"component/" + aged.component + "/claim", event.at + policy.publicity.claim_ages,
                                   ManualClaimDue{aged.component}});
  return reaction;
}

Reaction page_was_read(const State& after, const Recorded& event, const PageRead& read, const Policy& policy) {
  constexpr std::size_t most = 5;
  Reaction reaction;
  for (std::size_t i = 0; i < std::min(read.fresh_drifts.size(), most); ++i) {
    const auto& drift = read.fresh_drifts[i];
    reaction.effects.push_back(prompt(
        "drift/" + drift.component, event, policy.incident_channel, {}, wording::drift(drift, after.claims, policy),
        {{"Overwrite: " + std::string{in_words(drift.ours)}, "status drift overwrite " + drift.component},
         {"Adopt: " + std::string{in_words(drift.there)}, "status drift adopt " + drift.component},
         {"Ignore", "status drift ignore " + drift.component}}));
  }
  if (read.fresh_drifts.size() > most)
    reaction.effects.push_back(
        prompt("drift/more", event, policy.incident_channel, {},
               Text{fmt::format("And {} more components differ there.", read.fresh_drifts.size() - most)},
               {{"See all", "status drift"}}));
  for (std::size_t i = 0; i < std::min(read.fresh_strangers.size(), most); ++i)
    reaction.effects.push_back(prompt("stranger/" + read.fresh_strangers[i].id, event, policy.incident_channel, {},
                                      wording::stranger(read.fresh_strangers[i]),
                                      {{"Run it here", "status adopt " + read.fresh_strangers[i].id}}));
  if (read.trouble_is_new)
    reaction.effects.push_back(effect(fmt::format("{}/{}/trouble", event.stream, event.number),
                                      "slack:" + operations(policy), Priority::notice, {}, event,
                                      Answer{operations(policy), "", "", sentence(event, policy)}));
  // What is only suspected is looked at again soon.
  if (!read.suspected.empty())
    reaction.timers.set.push_back({"page/" + read.page + "/read", event.at + 1min, PageReadDue{read.page}});
  return reaction;
}

Reaction drift_was_settled(const Recorded& event, const DriftSettled& settled, const Policy& policy) {
  Reaction reaction;
  if (settled.how == DriftAnswer::overwritten)
    reaction.effects.push_back(effect(fmt::format("page/{}/overwrite/{}", event.number, settled.component),
                                      page_lane(settled.page), Priority::normal,
                                      "component/" + settled.component + suffix(settled.page), event,
                                      PublishComponent{settled.component, stored_name(settled.page)}));
  reaction.effects.push_back(effect(fmt::format("page/{}/notice", event.number), "slack:" + policy.incident_channel,
                                    Priority::notice, {}, event,
                                    Answer{policy.incident_channel, "", "", sentence(event, policy)}));
  return reaction;
}

}  // namespace

Reaction react_to_component(const State& after, const Recorded& event, const Policy& policy) {
  if (const auto* set = std::get_if<ComponentStatusSet>(&event.event)) return component_was_set(event, *set, policy);
  if (const auto* aged = std::get_if<ManualClaimAged>(&event.event)) return claim_has_aged(after, event, *aged, policy);
  return {};
}

Reaction react_to_page(const State& after, const Recorded& event, const Policy& policy) {
  if (const auto* read = std::get_if<PageRead>(&event.event)) return page_was_read(after, event, *read, policy);
  if (const auto* settled = std::get_if<DriftSettled>(&event.event)) return drift_was_settled(event, *settled, policy);
  return {};
}

}  // namespace playbooks
