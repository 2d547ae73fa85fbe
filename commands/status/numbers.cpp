// status numbers: what an error rate and a response time mean for a component, by the rules of the configuration.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "playbooks/numbers.hpp"
#include "playbooks/rules.hpp"

namespace commands::status {
namespace {

using playbooks::ComponentStatus;
using playbooks::Text;

constexpr std::array<std::string_view, 3> aliases = {"measured", "judge", "figures"};

/// "error_rate=3.2%", "p95=800ms", "queue=12". Seconds for p95, percent for error_rate.
std::optional<std::pair<std::string, double>> number_of(std::string_view word) {
  const auto equals = word.find('=');
  if (equals == std::string_view::npos || equals == 0) return std::nullopt;
  double value = 0;
  const auto text = word.substr(equals + 1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view unit{end, text.data() + text.size()};
  if (error != std::errc{} || !std::isfinite(value) || value < 0) return std::nullopt;
  if (unit == "ms")
    value /= 1000;
  else if (!unit.empty() && unit != "%" && unit != "s")
    return std::nullopt;
  return std::pair{std::string{word.substr(0, equals)}, value};
}

std::string known_metrics(const playbooks::PublicPolicy& policy) {
  std::string names;
  for (const auto& rule : policy.rules)
    if (names.find(rule.metric) == std::string::npos) names += (names.empty() ? "" : ", ") + rule.metric;
  return names;
}

struct Given {
  playbooks::Numbers numbers;
  bool down = false;
};

Asked<Given> numbers_in(Arguments& arguments, const playbooks::PublicPolicy& policy) {
  Given given;
  while (const auto* token = arguments.next()) {
    if (token->text == "down") {
      given.down = true;
    } else if (const auto number = number_of(token->text)) {
      const bool known =
          std::ranges::any_of(policy.rules, [&](const auto& rule) { return rule.metric == number->first; });
      if (!known)
        return std::unexpected(arguments.refuse(
            fmt::format("No rule knows “{}”. The rules know: {}.", number->first, known_metrics(policy))));
      given.numbers[number->first] = number->second;
    } else {
      return std::unexpected(
          arguments.refuse(fmt::format("“{}” is not a number like error_rate=3.2% or p95=800ms.", token->text)));
    }
    arguments.take_next();
  }
  return given;
}

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  auto named = arguments.components();
  if (!named) return std::move(named.error());
  const auto& policy = desk.policy();
  if (named->size() != 1) return arguments.refuse("Name one component.");
  const auto given = numbers_in(arguments, policy.publicity);
  if (!given) return given.error();
  const auto& [key, status] = named->front();
  const bool down = given->down || status == ComponentStatus::major_outage;  // “api down” reads like a status
  if (given->numbers.empty() && !down) return arguments.refuse("Give at least one number.");
  const auto judgement = playbooks::judge(given->numbers, down, policy.publicity);
  const auto now = playbooks::internal_status(desk.state().claims, key);
  Text text;
  text << playbooks::Bold{component_name(key, policy)} << ": ";
  if (judgement.status == ComponentStatus::operational) {
    text << "by these numbers it is operational.";
    if (now != ComponentStatus::operational) text << " It shows " << in_words(now) << " for other reasons.";
    return text;
  }
  text << judgement.evidence << ". ";
  if (now >= judgement.status) return text << "It shows " << in_words(now) << " already.";
  if (policy.publicity.numbers_at_once) {
    const auto done =
        desk.execute(playbooks::SetComponentStatus{{{key, judgement.status}}, {}, std::nullopt, judgement.evidence});
    if (!done) return declined(done.error());
    return text << "It is set to " << in_words(judgement.status) << ".";
  }
  Reply reply{text << "It shows " << in_words(now) << " now."};
  reply.parts.emplace_back(Buttons{
      {{fmt::format("Set to {}", in_words(judgement.status)),
        fmt::format("status set {}:{} --because \"{}\"", key, to_string(judgement.status), judgement.evidence)}}});
  return reply;
}

}  // namespace

const Verb numbers{.command = "status",
                   .name = "numbers",
                   .aliases = aliases,
                   .usage = "numbers <api> error_rate=3.2% p95=1.8s [down]",
                   .help = "What numbers say of a component, with the evidence",
                   .example = "status numbers api error_rate=3.2% p95=1.8s",
                   .flags = {},
                   .free_text = false,
                   .run = run};

}  // namespace commands::status
