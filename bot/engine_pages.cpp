// What the outcome of a page, and news from the other side, do to the stage.
#include <fmt/format.h>

#include "bot/engine.hpp"
#include "integrations/ports/log.hpp"

namespace bot {
using integrations::log_debug;
using playbooks::Channel;
using playbooks::PageState;
using storage::EffectEnd;

namespace {

/// Slack and a webhook answer when the message is there; the others only take it and deliver later.
PageState state_after(const Settled& settled, Channel channel) {
  if (settled.end != EffectEnd::delivered) return PageState::failed;
  const bool there = channel == Channel::slack || channel == Channel::mention || channel == Channel::webhook;
  return there ? PageState::delivered : PageState::sent;
}

}  // namespace

void Engine::note_page(const Settled& settled, const playbooks::SendPage& page, const playbooks::Context& context) {
  if (settled.end == EffectEnd::superseded) return;
  const auto state = state_after(settled, page.channel);
  playbooks::Command command = page.incident.number == 0
                                   ? playbooks::Command{playbooks::NoteContactTest{page.page, page.channel, state,
                                                                                   settled.why, settled.receipt.id}}
                                   : playbooks::Command{playbooks::NotePage{page.incident, page.page, page.channel,
                                                                            state, settled.why, settled.receipt.id}};
  if (page.incident.number != 0 && !staging_.reach(page.incident)) return;
  if (!staging_.execute(command, context)) log_debug("page tells nothing new", {{"effect", settled.effect.key}});
}

void Engine::note_fetch(const Settled& settled, const playbooks::FetchSchedule& fetch,
                        const playbooks::Context& context) {
  if (settled.end == EffectEnd::delivered || settled.end == EffectEnd::superseded) return;
  if (!staging_.execute(playbooks::ImportSchedule{fetch.schedule, {}, settled.why}, context))
    log_debug("schedule tells nothing new", {{"effect", settled.effect.key}});
}

void Engine::note_maintenance(const Settled& settled, const playbooks::PublishMaintenance& publish,
                              const playbooks::Context& context) {
  const bool never_shown = settled.end == EffectEnd::delivered && settled.receipt.id.empty();
  if (settled.end == EffectEnd::superseded || never_shown) return;
  const auto page = std::string{page_of(settled.effect)};
  playbooks::Command command = playbooks::NoteMaintenanceFailed{publish.maintenance, page, settled.why};
  if (settled.end == EffectEnd::delivered)
    command = playbooks::NoteMaintenancePage{
        publish.maintenance,
        {settled.receipt.id, settled.receipt.link, std::string{to_string(publish.state)}, context.now, {}, page}};
  if (!staging_.execute(command, context)) log_debug("status page tells nothing new", {{"effect", settled.effect.key}});
}

void Engine::note_reading(const Settled& settled, const playbooks::ReadPage& read, const playbooks::Context& context) {
  if (settled.end != EffectEnd::refused) return;
  if (!staging_.execute(playbooks::NotePageRead{read.page, {}, {}, context.now, settled.why}, context))
    log_debug("status page tells nothing new", {{"effect", settled.effect.key}});
}

/// Somebody must hear that what people look at does not follow the rotation any more.
void Engine::tell_operations(const Settled& settled, std::string_view what) {
  if (settled.end != EffectEnd::refused) return;
  const auto& policy = around_.policy;
  const auto& channel = policy.operations_channel.empty() ? policy.incident_channel : policy.operations_channel;
  playbooks::Reaction reaction;
  reaction.effects.push_back(
      {settled.effect.key + "/refused",
       "slack:" + channel,
       playbooks::Priority::notice,
       {},
       around_.clock.now(),
       std::nullopt,
       settled.effect.input,
       playbooks::Answer{channel, "", "",
                         playbooks::Text{fmt::format("{} could not follow the rotation: {}", what, settled.why)}}});
  staging_.add(std::move(reaction));
}

void Engine::hear_news(const Settled& settled, const playbooks::Context& context) {
  if (const auto incident = incident_of(settled.effect); incident && !staging_.reach(*incident)) return;
  auto by = context;
  if (!settled.news_by.id.empty()) by.by = settled.news_by;
  for (const auto& command : settled.news)
    if (!staging_.execute(command, by)) log_debug("news tell nothing new", {{"effect", settled.effect.key}});
}

}  // namespace bot
