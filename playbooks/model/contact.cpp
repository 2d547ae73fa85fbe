#include "playbooks/model/contact.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

#include "playbooks/model/words.hpp"

namespace playbooks {
namespace {
using namespace std::chrono_literals;

/// Somebody who is not reached within a day is not waited for by the next way, but by the next tier.
constexpr Duration longest_after = 24h;

constexpr std::string_view ways = "slack, mention, sms, voice, email, pagerduty, opsgenie or webhook";

/// The next word of `rest`, which is taken from it; spaces and tabs part words.
std::string_view take_word(std::string_view& rest) {
  const auto begin = rest.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return rest = {};
  rest.remove_prefix(begin);
  const auto word = rest.substr(0, rest.find_first_of(" \t"));
  rest.remove_prefix(word.size());
  return word;
}

/// "5m"; nothing unless it is one number and one of s, m and h, more than zero and at most a day.
std::optional<Duration> parse_after(std::string_view text) {
  long long number = 0;
  const auto* const end = text.data() + text.size();
  const auto [unit, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || end - unit != 1 || number <= 0 || number > 24 * 60 * 60) return std::nullopt;
  std::chrono::seconds length{number};
  if (*unit == 'm' || *unit == 'M')
    length *= 60;
  else if (*unit == 'h' || *unit == 'H')
    length *= 60 * 60;
  else if (*unit != 's' && *unit != 'S')
    return std::nullopt;
  if (length > longest_after) return std::nullopt;
  return length;
}

}  // namespace

std::string_view to_string(Channel channel) {
  switch (channel) {
    case Channel::slack:
      return "slack";
    case Channel::mention:
      return "mention";
    case Channel::sms:
      return "sms";
    case Channel::voice:
      return "voice";
    case Channel::email:
      return "email";
    case Channel::pagerduty:
      return "pagerduty";
    case Channel::opsgenie:
      return "opsgenie";
    case Channel::webhook:
      return "webhook";
  }
  std::unreachable();
}

std::string_view in_words(Channel channel) {
  switch (channel) {
    case Channel::slack:
      return "Slack message";
    case Channel::mention:
      return "mention on Slack";
    case Channel::sms:
      return "SMS";
    case Channel::voice:
      return "phone call";
    case Channel::email:
      return "e-mail";
    case Channel::pagerduty:
      return "PagerDuty";
    case Channel::opsgenie:
      return "Opsgenie";
    case Channel::webhook:
      return "webhook";
  }
  std::unreachable();
}

Result<Channel> parse_channel(std::string_view word) {
  using enum Channel;
  static constexpr std::array<std::pair<std::string_view, Channel>, 12> words = {{{"slack", slack},
                                                                                  {"mention", mention},
                                                                                  {"sms", sms},
                                                                                  {"voice", voice},
                                                                                  {"call", voice},
                                                                                  {"phone", voice},
                                                                                  {"email", email},
                                                                                  {"e_mail", email},
                                                                                  {"mail", email},
                                                                                  {"pagerduty", pagerduty},
                                                                                  {"opsgenie", opsgenie},
                                                                                  {"webhook", webhook}}};
  const auto wanted = folded(word);
  for (const auto& [name, channel] : words)
    if (name == wanted) return channel;
  return refuse(Errc::invalid, fmt::format("“{}” is no way to reach somebody. Write {}.", word, ways));
}

bool is_loud(Channel channel) {
  return channel == Channel::sms || channel == Channel::voice;
}

std::string to_string(const ContactStep& step) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(step.after).count();
  if (seconds <= 0) return std::string{to_string(step.channel)};
  if (seconds % 3600 == 0) return fmt::format("{} after {}h", to_string(step.channel), seconds / 3600);
  if (seconds % 60 == 0) return fmt::format("{} after {}m", to_string(step.channel), seconds / 60);
  return fmt::format("{} after {}s", to_string(step.channel), seconds);
}

Result<ContactStep> parse_contact_step(std::string_view text) {
  auto rest = text;
  const auto way = take_word(rest);
  if (way.empty()) return refuse(Errc::invalid, fmt::format("A way to reach somebody is missing. Write {}.", ways));
  const auto channel = parse_channel(way);
  if (!channel) return std::unexpected(channel.error());
  const auto after = take_word(rest);
  if (after.empty()) return ContactStep{*channel, {}};
  const auto length = parse_after(take_word(rest));
  if (folded(after) != "after" || !length || !take_word(rest).empty())
    return refuse(Errc::invalid,
                  fmt::format("“{}” is not understood. Write the way alone, `{}`, or with a time from 1 s "
                              "to 24 h, in one of the units s, m and h: `{} after 5m`.",
                              text, to_string(*channel), to_string(*channel)));
  return ContactStep{*channel, *length};
}

}  // namespace playbooks
