// Pages and messages to one person. A page that Slack refuses is refused here too, whatever the reason: the person is
// then tried by the next way at once, instead of after somebody has mended Slack.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "integrations/http/json.hpp"
#include "integrations/slack/deliver.hpp"
#include "integrations/slack/escape.hpp"
#include "integrations/slack/views/page.hpp"

namespace integrations::slack {
namespace {
using namespace playbooks;
using Kind = Trouble::Kind;

/// Slack's words for: this person gets no message from us.
bool is_about_the_person(std::string_view error) {
  static constexpr std::array<std::string_view, 7> words{"user_not_found",   "user_disabled", "is_inactive",
                                                         "user_not_visible", "cannot_dm_bot", "channel_not_found",
                                                         "users_not_found"};
  return std::ranges::find(words, error) != words.end();
}

}  // namespace

std::string page_receipt(std::string_view channel, std::string_view ts) {
  return fmt::format("{}:{}", channel, ts);
}

std::string Slack::slack_id(const std::string& person) const {
  const auto* known = policy_.person(person);
  return known != nullptr && is_user_id(known->slack) ? known->slack : std::string{};
}

std::string Slack::page_refusal(const Target& to, const Trouble& trouble) const {
  if (to.kind != Target::Kind::person || !is_about_the_person(trouble.error)) return trouble.why;
  const auto* person = policy_.person(to.name);
  return fmt::format(
      "Slack brings {} no messages ({}): correct `slack` of {} in the configuration, or see whether the "
      "account is active.",
      person == nullptr ? to.name : one_line(person->name, 80), one_line(trouble.error, 80), to.name);
}

boost::asio::awaitable<Outcome> Slack::send_page(Delivery delivery) {
  const auto page = std::get<SendPage>(delivery.effect.body);
  const bool to_person = page.to.kind == Target::Kind::person;
  auto person = to_person ? slack_id(page.to.name) : std::string{};
  if (to_person && person.empty())
    co_return Refused{fmt::format("{} has no Slack id: give them one (`slack`) in the configuration.", page.to.name)};
  if (page.channel == Channel::slack && !to_person)
    co_return Refused{fmt::format("{} is nobody who could get a direct message.", to_string(page.to))};
  Post post;
  post.metadata = metadata_of(delivery);
  if (page.incident.number == 0) {
    if (!delivery.test) co_return Refused{"The trial page is not known any more."};
    if (!to_person) co_return Refused{"Trial pages go to people."};
    post.channel = std::move(person);
    post.message = draw_trial_page(*delivery.test, policy_);
    co_return co_await post_page(std::move(post), page.to);
  }
  if (!delivery.incident) co_return Refused{"The incident is not known."};
  const auto& incident = *delivery.incident;
  const auto* known = find_page(incident.escalation, page.page);
  if (known == nullptr) co_return Refused{"The page is not known any more."};
  const PageContent content{incident, *known, policy_, delivery.now};
  if (page.channel == Channel::slack) {
    post.channel = std::move(person);
    post.message = draw_page(content);
  } else {
    post.channel = page.to.kind == Target::Kind::channel ? page.to.name : channel_of(incident);
    post.message = draw_mention(content);
  }
  co_return co_await post_page(std::move(post), page.to);
}

boost::asio::awaitable<Outcome> Slack::post_page(Post prepared, Target to) {
  auto id = co_await channels_.id_of(prepared.channel);
  if (!id && id.error().trouble.kind == Kind::refused) co_return Refused{std::move(id.error().trouble.why)};
  if (!id) co_return outcome_of(std::move(id.error()), clock_.now());
  prepared.channel = *id;
  const bool direct = is_user_id(*id);
  auto posted = co_await post(std::move(prepared));
  if (!posted && posted.error().trouble.kind == Kind::refused)
    co_return Refused{direct ? page_refusal(to, posted.error().trouble) : std::move(posted.error().trouble.why)};
  if (!posted) co_return outcome_of(std::move(posted.error()), clock_.now());
  const auto ts = text_at(posted->body, "ts");
  auto where = std::string{text_at(posted->body, "channel")};
  if (where.empty()) where = *id;
  if (ts.empty()) co_return Unknown{"Slack says that the page was posted, but not where"};
  co_return Delivered{{page_receipt(where, ts), "", where}};
}

/// Repeating it draws the same once more, so it is never looked up.
boost::asio::awaitable<Outcome> Slack::end_page(Delivery delivery) {
  const auto page = std::get<EndPage>(delivery.effect.body);
  const auto colon = page.receipt.find(':');
  if (colon == std::string::npos) co_return Delivered{{"", "", "there is no message to end"}};
  if (!delivery.incident) co_return Refused{"The incident is not known."};
  const auto channel = page.receipt.substr(0, colon), ts = page.receipt.substr(colon + 1);
  const auto drawn = draw_ended_page(*delivery.incident, page.how);
  Arguments arguments;
  arguments.text("channel", channel).text("ts", ts).text("text", drawn.text);
  arguments.json("blocks", drawn.blocks).text("parse", "none").json("metadata", metadata_of(delivery));
  auto answer = co_await api_.call("chat.update", std::move(arguments));
  if (answer) co_return Delivered{{page.receipt, "", channel}};
  auto& trouble = answer.error().trouble;
  if (trouble.error == "message_not_found") co_return Delivered{{page.receipt, "", "somebody deleted the message"}};
  if (trouble.kind == Kind::unknown) co_return Retry{clock_.now() + std::chrono::seconds{5}, std::move(trouble.why)};
  co_return outcome_of(std::move(answer.error()), clock_.now());
}

boost::asio::awaitable<Outcome> Slack::tell_person(Delivery delivery) {
  const auto tell = std::get<TellPerson>(delivery.effect.body);
  auto id = slack_id(tell.person);
  if (id.empty()) co_return Refused{fmt::format("{} has no Slack id in the configuration.", tell.person)};
  Post prepared{std::move(id), {}, draw_message(std::span{&tell.text, 1}), metadata_of(delivery)};
  auto posted = co_await post(std::move(prepared));
  if (!posted && posted.error().trouble.kind == Kind::refused && is_about_the_person(posted.error().trouble.error))
    co_return Refused{page_refusal({Target::Kind::person, tell.person}, posted.error().trouble)};
  if (!posted) co_return outcome_of(std::move(posted.error()), clock_.now());
  const auto ts = text_at(posted->body, "ts");
  if (ts.empty()) co_return Unknown{"Slack says that it was posted, but not where"};
  co_return Delivered{{std::string{ts}, "", std::string{text_at(posted->body, "channel")}}};
}

}  // namespace integrations::slack
