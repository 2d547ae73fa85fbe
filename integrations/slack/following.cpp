// What follows the rotation: the topic of a channel, and the members of a Slack user group. Both are ours entirely:
// whatever people write there is replaced at the next change of shift. Both are asked first and set only when they
// differ, because Slack tells the channel of every topic that is set; so neither needs to be looked up afterwards.
#include <fmt/format.h>

#include <algorithm>

#include "integrations/http/json.hpp"
#include "integrations/slack/deliver.hpp"
#include "integrations/slack/escape.hpp"

namespace integrations::slack {
namespace {
using namespace playbooks;

constexpr std::size_t topic_limit = 250;  // docs.slack.dev/reference/methods/conversations.setTopic: too_long

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  return fmt::format("{}", fmt::join(words, separator));
}

/// After an unclear answer it is asked again what is set.
Outcome asked_again(Outcome outcome, Time now) {
  if (auto* unknown = std::get_if<Unknown>(&outcome))
    return Retry{now + std::chrono::seconds{5}, std::move(unknown->why)};
  return outcome;
}

}  // namespace

boost::asio::awaitable<Outcome> Slack::set_topic(Delivery delivery) {
  const auto wanted = std::get<SetTopic>(delivery.effect.body);
  const auto topic = one_line(wanted.text, topic_limit);
  auto channel = co_await channels_.id_of(wanted.channel);
  if (!channel) co_return outcome_of(std::move(channel.error()), clock_.now());
  Arguments look;
  look.text("channel", *channel);
  auto info = co_await api_.call("conversations.info", std::move(look));
  if (!info) co_return outcome_of(std::move(info.error()), clock_.now());
  // Slack gives back what it was given with "&", "<" and ">" escaped.
  const auto there = text_at(info->body, "channel.topic.value");
  if (there == topic || there == escaped(topic)) co_return Delivered{{*channel, "", "it was so already"}};
  Arguments arguments;
  arguments.text("channel", *channel).text("topic", topic);
  auto answer = co_await api_.call("conversations.setTopic", std::move(arguments));
  if (!answer) co_return asked_again(outcome_of(std::move(answer.error()), clock_.now()), clock_.now());
  co_return Delivered{{*channel, "", ""}};
}

boost::asio::awaitable<Outcome> Slack::set_user_group(Delivery delivery) {
  const auto wanted = std::get<SetUserGroup>(delivery.effect.body);
  if (!is_user_group_id(wanted.group))
    co_return Refused{
        fmt::format("“{}” is no id of a Slack user group: they look like S0614TZR7.", one_line(wanted.group, 80))};
  std::vector<std::string> members, without;
  for (const auto& person : wanted.people) {
    auto id = slack_id(person);
    auto& list = id.empty() ? without : members;
    if (id.empty()) id = person;
    if (std::ranges::find(list, id) == list.end()) list.push_back(std::move(id));
  }
  if (members.empty())
    co_return Refused{fmt::format("The user group {} stays as it is: Slack keeps no empty group, and {}.", wanted.group,
                                  without.empty() ? "nobody is on call"
                                                  : joined(without, ", ") + (without.size() == 1 ? " has" : " have") +
                                                        " no Slack id in the configuration")};
  Arguments look;
  look.text("usergroup", wanted.group);
  const auto there = co_await api_.call("usergroups.users.list", std::move(look));
  if (there) {
    std::vector<std::string> now;
    const auto* users = array_at(there->body, "users");
    for (std::size_t i = 0; users != nullptr && i < users->size(); ++i)
      if (const auto* id = (*users)[i].if_string()) now.emplace_back(*id);
    if (std::ranges::is_permutation(now, members)) co_return Delivered{{wanted.group, "", "it was so already"}};
  } else if (there.error().trouble.kind == Trouble::Kind::retry) {
    co_return Retry{there.error().at, there.error().trouble.why};
  }  // who may not read the group may still be allowed to set it
  Arguments arguments;
  arguments.text("usergroup", wanted.group).text("users", joined(members, ","));
  auto answer = co_await api_.call("usergroups.users.update", std::move(arguments));
  if (!answer) co_return asked_again(outcome_of(std::move(answer.error()), clock_.now()), clock_.now());
  co_return Delivered{
      {wanted.group, "", without.empty() ? "" : "left out, without a Slack id: " + joined(without, ", ")}};
}

}  // namespace integrations::slack
