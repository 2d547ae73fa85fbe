#pragma once
// Slack as the outbox sees it: one effect in, one call out, and afterwards the question whether it arrived. Every
// message carries the key of its effect, so that it can be found again; nothing is sent twice because an answer was
// lost.
#include <expected>
#include <string>
#include <vector>

#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"
#include "integrations/slack/channels.hpp"
#include "integrations/slack/settings.hpp"
#include "integrations/slack/views/message.hpp"
#include "integrations/slack/web_api.hpp"

namespace integrations::slack {

class Slack final : public Integration {
 public:
  Slack(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock, Activity& activity);

  std::string_view name() const override { return "slack"; }
  bool takes(const playbooks::Effect& effect) const override;
  boost::asio::awaitable<Outcome> deliver(Delivery delivery) override;
  boost::asio::awaitable<Lookup> find(std::vector<Delivery> deliveries) override;
  boost::asio::awaitable<std::vector<Finding>> doctor() override;

 private:
  template <class T>
  using Async = boost::asio::awaitable<T>;

  /// A message on its way: where to, under what, and whose keys it settles.
  struct Post {
    std::string channel, thread_ts;
    Message message;
    std::string metadata;
  };

  // deliver.cpp
  Async<Outcome> draw_card(Delivery delivery);
  Async<Outcome> first_card(Delivery delivery);
  Async<Outcome> edit_card(Delivery delivery);
  Async<Outcome> post_to_thread(Delivery delivery);
  Async<Outcome> answer(Delivery delivery);
  Async<Outcome> ask(Delivery delivery);
  Async<Outcome> answer_privately(Delivery delivery, playbooks::Answer answer);
  Async<Outcome> open_form(Delivery delivery);
  Async<WebApi::Result> post(Post post);
  Async<Outcome> post_in(std::string channel, std::string thread_ts, Message message, std::string metadata);
  Async<std::string> permalink(std::string channel, std::string ts);
  Message card(const Delivery& delivery) const;
  bool can_draw_simpler(std::string_view why);

  // pages.cpp
  Async<Outcome> send_page(Delivery delivery);
  Async<Outcome> post_page(Post post, playbooks::Target to);
  Async<Outcome> end_page(Delivery delivery);
  Async<Outcome> tell_person(Delivery delivery);
  std::string slack_id(const std::string& person) const;
  std::string addressed(const Delivery& delivery) const;
  std::string page_refusal(const playbooks::Target& to, const Trouble& trouble) const;

  // following.cpp
  Async<Outcome> set_topic(Delivery delivery);
  Async<Outcome> set_user_group(Delivery delivery);

  // find.cpp
  struct Place;
  struct Seen {
    std::string key, ts;
  };
  Async<std::expected<std::vector<Seen>, WebApi::Failure>> look(Place place);
  Async<std::expected<std::string, WebApi::Failure>> conversation(std::string channel_or_person);

  // doctor.cpp
  Async<std::vector<Finding>> check_bot_token();
  Async<Finding> check_channel(std::string what, std::string channel);
  Async<std::vector<Finding>> check_on_call();
  Async<Finding> check_person(playbooks::Responder person);
  Async<Finding> check_group(playbooks::Schedule schedule);

  Settings settings_;
  const playbooks::Policy& policy_;
  Clock& clock_;
  Activity& activity_;
  WebApi api_;
  Channels channels_;
  Dialect dialect_ = Dialect::modern;  // until Slack refuses it
};

/// {"event_type":"sitrep","event_payload":{"key":…,"merged":"… …"}}
std::string metadata_of(const Delivery& delivery);

/// What a failed call means for the effect. Refused today, but a person can mend it without us (the token, a scope, the
/// membership of a channel): tried again in a minute, told on the card and in health, not lost.
Outcome outcome_of(WebApi::Failure failure, playbooks::Time now);

/// Where an incident is run: where its card is, or will be.
std::string channel_of(const playbooks::Incident& incident);

/// The receipt of a page names the message wholly, so that its end finds it: "C0INC:1763733300.000100".
std::string page_receipt(std::string_view channel, std::string_view ts);

}  // namespace integrations::slack
