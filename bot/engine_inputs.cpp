// What each kind of input does to the stage.
#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "bot/chat_input.hpp"
#include "bot/chat_reply.hpp"
#include "bot/engine.hpp"
#include "bot/stage_desk.hpp"
#include "integrations/ports/log.hpp"
#include "playbooks/model/overloaded.hpp"

namespace bot {
using integrations::Inbound;
using integrations::log_error;
using playbooks::Overloaded;

namespace {

const playbooks::Actor sitrep{"sitrep", "sitrep"};

/// The card shows what was done with it, and a page that was acknowledged says so itself. Nothing else of a direct
/// message or of on-call changes before the eyes of whoever pressed.
bool seen_where_it_was_pressed(const commands::Request& request) {
  if (!request.line.starts_with("incident ")) return false;
  return !request.channel.starts_with('D') || request.line.starts_with("incident ack");
}

}  // namespace

void Engine::stage_one(Input& input) {
  const auto now = around_.clock.now();
  std::visit(Overloaded{[&](FromChat& from) { stage_chat(from, now); },
                        [&](FromCommandLine& from) { stage_command_line(from, now); },
                        [&](FromTimer& from) { stage_timer(from, now); },
                        [&](FromDelivery& from) { stage_delivery(from, now); },
                        [&](FromDelay& from) { stage_delay(from, now); }},
             input.from);
}

void Engine::fail_one(Input& input, const std::string& why) {
  log_error("an input could not be taken; nothing of it happened", {{"why", why}});
  std::visit(
      Overloaded{[](FromChat&) {},  // not acknowledged: Slack repeats it, or tells the person
                 [&](FromCommandLine& from) { from.answer(commands::Reply::refusal("Nothing was changed: " + why)); },
                 [](FromTimer& from) { from.done(false); }, [](FromDelivery& from) { from.done(false); },
                 [](FromDelay&) {}},
      input.from);
}

commands::Reply Engine::run_verb(const commands::Request& request, const std::string& id) {
  staging_.begin_input();
  try {
    StageDesk desk{staging_, around_.reader, {request.by, request.now, id}, around_.self_check};
    auto reply = commands::dispatch(request, around_.command_names, desk);
    if (reply.refused && desk.changed()) {  // refused half-way: none of it happened
      staging_.drop_input();
      staging_.begin_input();
    }
    const bool pressed = request.surface == commands::Surface::button || request.surface == commands::Surface::form;
    if (pressed && desk.changed() && seen_where_it_was_pressed(request)) reply.parts.clear();
    return reply;
  } catch (const std::exception& error) {
    log_error("a command failed inside Sitrep", {{"input", id}, {"line", request.line}, {"why", error.what()}});
    staging_.drop_input();
    staging_.begin_input();
    return commands::Reply::refusal(
        fmt::format("Something went wrong inside Sitrep and nothing was changed. Look for {} in its log.", id));
  }
}

/// Slack tells the name with commands and clicks, not with mentions; whoever was seen once is known.
void Engine::know_name(playbooks::Actor& who) {
  if (who.id.empty()) return;
  if (!who.name.empty())
    names_[who.id] = who.name;
  else if (const auto known = names_.find(who.id); known != names_.end())
    who.name = known->second;
}

/// A redelivery gets the answer that the first one got. Within the batch it waits for the same commit.
bool Engine::answer_again(FromChat& from) {
  for (const auto& key : from.inbound.keys) {
    if (const auto same = batch_keys_.find(key); same != batch_keys_.end()) {
      releases_.push_back([reply = batch_replies_[same->second],
                           acknowledge = std::move(from.acknowledge)](const storage::CommitResult& result) mutable {
        if (result) acknowledge(reply);
      });
      return true;
    }
    if (!keys_.perhaps_seen(storage::key_hash(key))) continue;
    if (auto reply = around_.reader.reply_to(key)) {
      from.acknowledge(std::move(*reply));
      return true;
    }
  }
  return false;
}

void Engine::stage_chat(FromChat& from, playbooks::Time now) {
  if (answer_again(from)) {
    ++counters_.duplicates;
    return;
  }
  auto& inbound = from.inbound;
  know_name(inbound.by);
  const auto id = input_id(inbound, ++sequence_);
  std::string payload;
  if (is_command(inbound.kind)) {
    const auto reply = run_verb({surface_of(inbound.kind), inbound.by, inbound.channel,
                                 inbound.thread_ts.empty() ? inbound.message_ts : inbound.thread_ts, inbound.line,
                                 inbound.fields, !inbound.trigger_id.empty(), now},
                                id);
    playbooks::Reaction extra;
    if (reply.form && !inbound.trigger_id.empty())
      extra.effects.push_back(form_effect(id, inbound, *reply.form, now));
    else if (inbound.may_answer && (inbound.kind != Inbound::Kind::form || !reply.field_errors.empty()))
      payload = acknowledgement(reply);
    else if (!reply.parts.empty())
      extra.effects.push_back(answer_effect(id, inbound, in_one_text(reply), now));
    staging_.add(std::move(extra));
  } else {
    staging_.begin_input();
    if (inbound.kind == Inbound::Kind::unparseable)
      log_error("an envelope could not be read; it is kept and acknowledged",
                {{"input", id}, {"why", inbound.problem}});
  }
  for (const auto& key : inbound.keys) {
    batch_keys_.emplace(key, batch_replies_.size());
    keys_.add(storage::key_hash(key), now);
  }
  batch_replies_.push_back(payload);
  staging_.keep_input(storage::InputRow{id, std::string{kind_name(inbound.kind)}, now, std::move(inbound.keys),
                                        std::move(inbound.raw), payload});
  releases_.push_back([payload = std::move(payload),
                       acknowledge = std::move(from.acknowledge)](const storage::CommitResult& result) mutable {
    if (result) acknowledge(std::move(payload));
  });
}

void Engine::stage_command_line(FromCommandLine& from, playbooks::Time now) {
  from.request.now = now;
  const auto id = fmt::format("cli-{:x}-{}", playbooks::to_millis(now), ++sequence_);
  auto reply = run_verb(from.request, id);
  // A question needs no row: it must be answered although the disk is full.
  if (staging_.input_changes_nothing())
    staging_.drop_input();
  else
    staging_.keep_input(storage::InputRow{id, "cli", now, {}, from.request.line, {}});
  releases_.push_back(
      [reply = std::move(reply), answer = std::move(from.answer)](const storage::CommitResult& result) mutable {
        if (result) return answer(std::move(reply));
        answer(commands::Reply::refusal("Nothing was changed: it could not be saved. " + result.error().message));
      });
}

void Engine::stage_timer(FromTimer& from, playbooks::Time now) {
  staging_.begin_input();
  const auto id = fmt::format("timer-{}-{}", from.timer.name, playbooks::to_millis(from.timer.due));
  auto outcome = playbooks::on_timer(staging_.staged(), from.timer, now, around_.policy);
  for (const auto& command : outcome.commands) {
    // A refusal means that the state has moved on since the timer was set: nothing is owed any more.
    const auto events = staging_.execute(command, {sitrep, now, id});
    if (!events) integrations::log_debug("timer has nothing to do", {{"timer", from.timer.name}});
  }
  staging_.add(std::move(outcome.reaction));
  const auto set_again = [&] {
    const auto& set = staging_.stage().timers_set;
    return std::ranges::any_of(set, [&](const playbooks::Timer& timer) { return timer.name == from.timer.name; });
  };
  staging_.keep_input(std::nullopt);
  if (!set_again()) staging_.stage().timers_gone.push_back(from.timer.name);
  releases_.push_back(
      [done = std::move(from.done)](const storage::CommitResult& result) mutable { done(result.has_value()); });
}

void Engine::note_delivery(const Settled& settled, const playbooks::Context& context) {
  using storage::EffectEnd;
  const auto note = [&](playbooks::IncidentId incident, playbooks::Command command) {
    if (!staging_.reach(incident)) return;
    // Refused when it tells nothing new: the receipt alone is enough then.
    const auto events = staging_.execute(command, context);
    if (!events) integrations::log_debug("delivery tells nothing new", {{"effect", settled.effect.key}});
  };
  const auto failed = [&](playbooks::IncidentId incident, std::string what, bool public_page, std::string page = {}) {
    if (settled.end == EffectEnd::refused || settled.end == EffectEnd::expired)
      note(incident,
           playbooks::NoteDeliveryFailed{incident, std::move(what), settled.why, public_page, std::move(page)});
  };
  const bool delivered = settled.end == EffectEnd::delivered;
  std::visit(
      Overloaded{[&](const playbooks::DrawCard& card) {
                   if (delivered && !settled.receipt.id.empty())
                     note(card.incident,
                          playbooks::NoteCardPosted{
                              card.incident, {settled.receipt.detail, settled.receipt.id, settled.receipt.link}});
                   failed(card.incident, "card", false);
                 },
                 [&](const playbooks::PublishIncident& publish) {
                   if (delivered)
                     note(publish.incident,
                          playbooks::NotePublicPage{publish.incident, settled.receipt.id, settled.receipt.link,
                                                    std::string{to_string(publish.status)}, publish.page});
                   failed(publish.incident, "status page", true, publish.page);
                 },
                 [&](const playbooks::PublishPostmortem& publish) {
                   failed(publish.incident, "post-mortem on the status page", false);
                 },
                 [&](const playbooks::PostToThread& post) { failed(post.incident, "timeline message", false); },
                 [&](const playbooks::PostToChannel& post) { failed(post.incident, "channel message", false); },
                 [&](const playbooks::PublishMaintenance& publish) { note_maintenance(settled, publish, context); },
                 [&](const playbooks::ReadPage& read) { note_reading(settled, read, context); },
                 [&](const playbooks::SendPage& page) { note_page(settled, page, context); },
                 [&](const playbooks::FetchSchedule& fetch) { note_fetch(settled, fetch, context); },
                 [&](const playbooks::SetTopic&) { tell_operations(settled, "The topic of a channel"); },
                 [&](const playbooks::SetUserGroup&) { tell_operations(settled, "A Slack user group"); },
                 [](const auto&) {}},
      settled.effect.body);
  hear_news(settled, context);
}

void Engine::stage_delivery(FromDelivery& from, playbooks::Time now) {
  const auto& settled = from.settled;
  staging_.begin_input();
  note_delivery(settled, {sitrep, now, settled.effect.input});
  staging_.keep_input(std::nullopt);
  if (settled.redraw_card)
    if (const auto id = incident_of(settled.effect)) draw_card(*id, settled.effect.key + "/done", now);
  auto& done = staging_.stage().effects_done;
  for (const auto& older : settled.merged)
    done.push_back({older.key, storage::EffectEnd::superseded, {}, settled.effect.key, now});
  done.push_back({settled.effect.key, settled.end, settled.receipt, settled.why, now});
  releases_.push_back(
      [done = std::move(from.done)](const storage::CommitResult& result) mutable { done(result.has_value()); });
}

void Engine::stage_delay(const FromDelay& from, playbooks::Time now) {
  if (const auto id = incident_of(from.effect)) draw_card(*id, from.effect.key + "/late", now);
}

void Engine::draw_card(playbooks::IncidentId id, const std::string& why, playbooks::Time now) {
  if (!staging_.reach(id)) return;
  const auto& incident = staging_.staged().incidents.at(id);
  const auto name = to_string(id);
  staging_.begin_input();
  playbooks::Reaction reaction;
  reaction.effects.push_back({fmt::format("{}/{}/card@{}", name, incident.version, why),
                              playbooks::card_lane(incident),
                              playbooks::Priority::card,
                              name + "/card",
                              now,
                              std::nullopt,
                              {},
                              playbooks::DrawCard{id}});
  staging_.add(std::move(reaction));
  staging_.keep_input(std::nullopt);
}

}  // namespace bot
