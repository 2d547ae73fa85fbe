#include "integrations/slack/deliver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "integrations/http/json.hpp"
#include "integrations/ports/log.hpp"
#include "integrations/slack/escape.hpp"
#include "integrations/slack/views/card.hpp"
#include "integrations/slack/views/form.hpp"
#include "integrations/slack/views/json.hpp"
#include "playbooks/model/overloaded.hpp"

namespace integrations::slack {
namespace {
using namespace playbooks;
using namespace std::chrono_literals;
using Kind = Trouble::Kind;

const std::string no_thread;
constexpr std::size_t metadata_room = 3000;

bool can_be_mended(std::string_view error) {
  static constexpr std::array<std::string_view, 9> mendable{
      "not_authed",    "invalid_auth",   "account_inactive",  "token_revoked",     "token_expired",
      "missing_scope", "not_in_channel", "ekm_access_denied", "org_login_required"};
  return std::ranges::find(mendable, error) != mendable.end();
}

/// The texts that one message says: those that had to wait first.
template <class Body>
std::vector<Text> texts_of(const Delivery& delivery) {
  std::vector<Text> texts;
  for (const auto& older : delivery.merged)
    if (const auto* body = std::get_if<Body>(&older.body)) texts.push_back(body->text);
  texts.push_back(std::get<Body>(delivery.effect.body).text);
  return texts;
}

/// The person cannot be reached in that channel; a direct message still reaches them.
bool is_elsewhere(const Trouble& trouble) {
  return trouble.kind == Kind::refused && (trouble.error == "user_not_in_channel" ||
                                           trouble.error == "not_in_channel" || trouble.error == "channel_not_found");
}

}  // namespace

Outcome outcome_of(WebApi::Failure failure, Time now) {
  switch (failure.trouble.kind) {
    case Kind::retry:
      return Retry{failure.at, std::move(failure.trouble.why)};
    case Kind::unknown:
      return Unknown{std::move(failure.trouble.why)};
    case Kind::refused:
      break;
  }
  if (can_be_mended(failure.trouble.error)) return Retry{now + 60s, std::move(failure.trouble.why)};
  return Refused{std::move(failure.trouble.why)};
}

std::string channel_of(const Incident& incident) {
  return incident.card.channel.empty() ? incident.channel : incident.card.channel;
}

std::string metadata_of(const Delivery& delivery) {
  std::string merged;
  for (const auto& older : delivery.merged)
    if (merged.size() + older.key.size() < metadata_room) merged += (merged.empty() ? "" : " ") + older.key;
  std::string out = R"({"event_type":"sitrep","event_payload":)";
  {
    JsonObject payload{out};
    payload.text("key", delivery.effect.key);
    if (!merged.empty()) payload.text("merged", merged);
  }
  return out + '}';
}

Slack::Slack(Settings settings, const Policy& policy, Http& http, Clock& clock, Activity& activity)
    : settings_(std::move(settings)),
      policy_(policy),
      clock_(clock),
      activity_(activity),
      api_(settings_.api_url, settings_.bot_token, http, clock),
      channels_(api_, clock) {}

bool Slack::takes(const Effect& effect) const {
  const auto ours = [](Channel channel) { return channel == Channel::slack || channel == Channel::mention; };
  return std::visit(Overloaded{[](const DrawCard&) { return true; }, [](const PostToThread&) { return true; },
                               [](const PostToChannel&) { return true; }, [](const playbooks::Answer&) { return true; },
                               [](const playbooks::Prompt&) { return true; }, [](const OpenForm&) { return true; },
                               [](const SetTopic&) { return true; }, [](const SetUserGroup&) { return true; },
                               [&](const SendPage& page) { return ours(page.channel); },
                               [&](const CheckPage& page) { return ours(page.channel); },
                               [&](const EndPage& page) { return ours(page.channel); },
                               // Whoever has no Slack id is told by e-mail.
                               [&](const TellPerson& tell) { return !slack_id(tell.person).empty(); },
                               [](const auto&) { return false; }},
                    effect.body);
}

boost::asio::awaitable<Outcome> Slack::deliver(Delivery delivery) {
  const auto counted = activity_.hold();
  const auto& body = delivery.effect.body;
  if (std::holds_alternative<DrawCard>(body)) co_return co_await draw_card(std::move(delivery));
  if (std::holds_alternative<PostToThread>(body)) co_return co_await post_to_thread(std::move(delivery));
  if (std::holds_alternative<playbooks::Answer>(body)) co_return co_await answer(std::move(delivery));
  if (std::holds_alternative<OpenForm>(body)) co_return co_await open_form(std::move(delivery));
  if (std::holds_alternative<SendPage>(body)) co_return co_await send_page(std::move(delivery));
  if (std::holds_alternative<EndPage>(body)) co_return co_await end_page(std::move(delivery));
  if (const auto* check = std::get_if<CheckPage>(&body))  // a message that is there has arrived: nothing to ask
    co_return Delivered{{check->receipt, "", ""}};
  if (std::holds_alternative<TellPerson>(body)) co_return co_await tell_person(std::move(delivery));
  if (std::holds_alternative<SetTopic>(body)) co_return co_await set_topic(std::move(delivery));
  if (std::holds_alternative<SetUserGroup>(body)) co_return co_await set_user_group(std::move(delivery));
  if (std::holds_alternative<playbooks::Prompt>(body)) co_return co_await ask(std::move(delivery));
  if (!std::holds_alternative<PostToChannel>(body)) co_return Refused{"Slack does not deliver this."};
  if (!delivery.incident) co_return Refused{"The incident is not known."};
  auto channel = channel_of(*delivery.incident);
  auto message = draw_message(texts_of<PostToChannel>(delivery));
  auto metadata = metadata_of(delivery);
  co_return co_await post_in(std::move(channel), no_thread, std::move(message), std::move(metadata));
}

Message Slack::card(const Delivery& delivery) const {
  const CardContent content{*delivery.incident, policy_, delivery.marks, delivery.now};
  return slack::draw_card(content, dialect_);
}

boost::asio::awaitable<Outcome> Slack::draw_card(Delivery delivery) {
  if (!delivery.incident) co_return Refused{"The incident is not known."};
  if (delivery.incident->card.ts.empty()) co_return co_await first_card(std::move(delivery));
  co_return co_await edit_card(std::move(delivery));
}

/// Slack refused the layout, so nothing was posted: the older block types are worth a try.
bool Slack::can_draw_simpler(std::string_view why) {
  if (!why.contains("invalid_blocks") || dialect_ == Dialect::classic) return false;
  log_warning("slack refuses the newer blocks; drawing with the older ones", {{"why", why}});
  dialect_ = Dialect::classic;
  return true;
}

boost::asio::awaitable<Outcome> Slack::first_card(Delivery delivery) {
  auto drawn = card(delivery);
  auto outcome = co_await post_in(delivery.incident->channel, no_thread, std::move(drawn), metadata_of(delivery));
  if (const auto* refused = std::get_if<Refused>(&outcome); refused != nullptr && can_draw_simpler(refused->why))
    co_return co_await first_card(std::move(delivery));
  if (auto* done = std::get_if<Delivered>(&outcome))
    done->receipt.link = co_await permalink(done->receipt.detail, done->receipt.id);
  co_return outcome;
}

boost::asio::awaitable<Outcome> Slack::edit_card(Delivery delivery) {
  const auto place = delivery.incident->card;
  const auto drawn = card(delivery);
  Arguments arguments;
  arguments.text("channel", place.channel).text("ts", place.ts).text("text", drawn.text);
  arguments.json("blocks", drawn.blocks).text("parse", "none").json("metadata", metadata_of(delivery));
  auto answer = co_await api_.call("chat.update", std::move(arguments));
  if (answer) co_return Delivered{{place.ts, place.permalink, place.channel}};
  const auto& trouble = answer.error().trouble;
  if (trouble.kind == Kind::refused && can_draw_simpler(trouble.why)) co_return co_await edit_card(std::move(delivery));
  // Someone deleted the card: while the incident is open it is needed, so it is posted anew.
  if (trouble.error == "message_not_found" && delivery.incident->open())
    co_return co_await first_card(std::move(delivery));
  co_return outcome_of(std::move(answer.error()), clock_.now());
}

boost::asio::awaitable<Outcome> Slack::post_to_thread(Delivery delivery) {
  if (!delivery.incident) co_return Refused{"The incident is not known."};
  const auto place = delivery.incident->card;
  if (place.ts.empty()) {
    const auto pause = std::clamp<Duration>(clock_.now() - delivery.effect.created, 1s, 60s);
    co_return Retry{clock_.now() + pause, "the incident's card is not there yet"};
  }
  auto message = draw_message(texts_of<PostToThread>(delivery));
  co_return co_await post_in(place.channel, place.ts, std::move(message), metadata_of(delivery));
}

boost::asio::awaitable<Outcome> Slack::ask(Delivery delivery) {
  const auto& prompt = std::get<playbooks::Prompt>(delivery.effect.body);
  auto message = draw_prompt(prompt);
  const auto card = delivery.incident ? delivery.incident->card : CardPlace{};
  co_return co_await post_in(card.ts.empty() ? prompt.channel : card.channel, card.ts, std::move(message),
                             metadata_of(delivery));
}

boost::asio::awaitable<Outcome> Slack::answer(Delivery delivery) {
  auto answer = std::get<playbooks::Answer>(delivery.effect.body);
  if (!answer.user.empty()) co_return co_await answer_privately(std::move(delivery), std::move(answer));
  auto message = draw_message(std::span{&answer.text, 1});
  co_return co_await post_in(answer.channel, answer.thread_ts, std::move(message), metadata_of(delivery));
}

boost::asio::awaitable<Outcome> Slack::answer_privately(Delivery delivery, playbooks::Answer answer) {
  if (!is_user_id(answer.user)) co_return Refused{"“" + one_line(answer.user, 80) + "” is nobody on Slack."};
  auto message = draw_message(std::span{&answer.text, 1});
  if (!answer.channel.empty()) {
    Arguments arguments;
    arguments.text("channel", answer.channel).text("user", answer.user);
    if (!answer.thread_ts.empty()) arguments.text("thread_ts", answer.thread_ts);
    arguments.text("text", message.text).json("blocks", message.blocks).text("parse", "none");
    auto said = co_await api_.call("chat.postEphemeral", std::move(arguments));
    if (said) co_return Delivered{{std::string{text_at(said->body, "message_ts")}, "", answer.channel}};
    if (!is_elsewhere(said.error().trouble)) co_return outcome_of(std::move(said.error()), clock_.now());
  }
  co_return co_await post_in(answer.user, no_thread, std::move(message), metadata_of(delivery));
}

boost::asio::awaitable<Outcome> Slack::open_form(Delivery delivery) {
  const auto& body = std::get<OpenForm>(delivery.effect.body);
  auto view = draw_form(body.form, {body.channel, {}});
  if (!view) co_return Refused{std::move(view.error())};
  Arguments arguments;
  arguments.text("trigger_id", body.trigger_id).json("view", std::move(*view));
  auto opened = co_await api_.call("views.open", std::move(arguments));
  if (!opened) co_return outcome_of(std::move(opened.error()), clock_.now());
  co_return Delivered{{std::string{text_at(opened->body, "view.id")}, "", body.channel}};
}

boost::asio::awaitable<WebApi::Result> Slack::post(Post post) {
  Arguments arguments;
  arguments.text("channel", post.channel);
  if (!post.thread_ts.empty()) arguments.text("thread_ts", post.thread_ts);
  arguments.text("text", post.message.text).json("blocks", std::move(post.message.blocks)).text("parse", "none");
  arguments.flag("unfurl_links", false).flag("unfurl_media", false).json("metadata", std::move(post.metadata));
  co_return co_await api_.call("chat.postMessage", std::move(arguments));
}

boost::asio::awaitable<Outcome> Slack::post_in(std::string channel, std::string thread_ts, Message message,
                                               std::string metadata) {
  auto id = co_await channels_.id_of(std::move(channel));
  if (!id) co_return outcome_of(std::move(id.error()), clock_.now());
  Post prepared{*id, std::move(thread_ts), std::move(message), std::move(metadata)};
  auto posted = co_await post(std::move(prepared));
  if (!posted) co_return outcome_of(std::move(posted.error()), clock_.now());
  const auto ts = text_at(posted->body, "ts");
  if (ts.empty()) co_return Unknown{"Slack says that it was posted, but not where"};
  const auto where = text_at(posted->body, "channel");
  co_return Delivered{{std::string{ts}, "", where.empty() ? *id : std::string{where}}};
}

/// For people; the card does without it when Slack does not say.
boost::asio::awaitable<std::string> Slack::permalink(std::string channel, std::string ts) {
  Arguments arguments;
  arguments.text("channel", channel).text("message_ts", ts);
  const auto answer = co_await api_.call("chat.getPermalink", std::move(arguments));
  co_return answer ? std::string{text_at(answer->body, "permalink")} : std::string{};
}

}  // namespace integrations::slack
