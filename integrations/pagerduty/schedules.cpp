// Schedules that PagerDuty keeps: read, and put into the keys of our people.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "integrations/http/json.hpp"
#include "integrations/pagerduty/client.hpp"
#include "integrations/pagerduty/requests.hpp"

namespace integrations::pagerduty {

namespace asio = boost::asio;
using playbooks::FetchSchedule;
using playbooks::Schedule;
using Kind = ServiceAnswer::Kind;

namespace {

std::string gaps(const std::vector<std::string>& strangers) {
  constexpr std::size_t most_named = 5;
  if (strangers.empty()) return {};
  auto shown = strangers;
  if (shown.size() > most_named) shown.resize(most_named);
  const auto more = strangers.size() - shown.size();
  return fmt::format(
      "PagerDuty has turns for people who are nobody here: {}{}. Add them under `people`, with the name or the e-mail "
      "address that they have in PagerDuty; until then their turns are gaps.",
      fmt::join(shown, ", "), more == 0 ? "" : fmt::format(" and {} more", more));
}

}  // namespace

/// By the name, then by the address that was learned.
const playbooks::Responder* Client::who(const Turn& turn) const {
  if (const auto* person = turn.name.empty() ? nullptr : policy_.person(turn.name)) return person;
  const auto email = emails_.find(turn.user);
  return email == emails_.end() || email->second.empty() ? nullptr : policy_.person(email->second);
}

asio::awaitable<ServiceAnswer> Client::learn_emails(std::vector<Turn> turns) {
  constexpr int most_asked = 50;  // PagerDuty takes 960 requests in a minute
  ServiceAnswer answer{Kind::done, 200, {}, {}, {}};
  int asked = 0;
  for (const auto& turn : turns) {
    if (turn.user.empty() || emails_.contains(turn.user) || who(turn) != nullptr || asked == most_asked) continue;
    ++asked;
    answer = co_await ask("/users/" + url_encoded(turn.user));
    const bool nobody = answer.status == 404;
    if (answer.kind != Kind::done && !nobody) co_return answer;
    emails_[turn.user] = nobody ? std::string{} : std::string{text_at(answer.value, "user.email")};
    answer = {Kind::done, 200, {}, {}, {}};
  }
  co_return answer;
}

asio::awaitable<Client::Rota> Client::read_rota(std::string schedule_id) {
  const auto window = calendar::window_at(clock_.now());
  Rota rota;
  rota.answer = co_await ask(schedule_path(schedule_id, window.from, window.to));
  if (rota.answer.status == 404)
    rota.answer.why = fmt::format(
        "PagerDuty has no schedule {}, or the API token cannot see it. The id is the last part of the schedule's "
        "address in PagerDuty.",
        schedule_id);
  if (rota.answer.kind != Kind::done) co_return rota;
  const auto turns = read_turns(rota.answer.value);
  if (!turns) {
    rota.answer.kind = Kind::later;
    rota.answer.why = "PagerDuty answered without the turns of the schedule";
    co_return rota;
  }
  rota.answer = co_await learn_emails(*turns);
  if (rota.answer.kind != Kind::done) co_return rota;
  std::set<std::string> strangers;
  for (const auto& turn : *turns) {
    const auto* person = who(turn);
    if (person != nullptr)
      rota.shifts.push_back({turn.from, turn.to, person->key});
    else
      strangers.insert(turn.name.empty() ? turn.user : turn.name);
  }
  rota.strangers.assign(strangers.begin(), strangers.end());
  co_return rota;
}

asio::awaitable<Outcome> Client::fetch(Delivery delivery) {
  const auto* schedule = policy_.schedule(std::get<FetchSchedule>(delivery.effect.body).schedule);
  if (schedule == nullptr) co_return Refused{"The schedule is not configured any more."};
  if (settings_.api_token.empty())
    co_return imported_.unreadable(
        delivery, "PagerDuty's schedules need a REST API key: set SITREP_PAGERDUTY_API_TOKEN and restart Sitrep.");
  auto rota = co_await read_rota(schedule->feed);
  if (rota.answer.kind == Kind::refused) co_return imported_.unreadable(delivery, std::move(rota.answer.why));
  if (rota.answer.kind != Kind::done)
    co_return imported_.failed(delivery, std::move(rota.answer.why), clock_.now(), rota.answer.at);
  co_return imported_.read(delivery, std::move(rota.shifts), gaps(rota.strangers));
}

asio::awaitable<std::vector<Finding>> Client::doctor() {
  using Level = Finding::Level;
  std::vector<Finding> findings;
  if (is_routing_key(settings_.routing_key))
    findings.push_back({Level::ok, "PagerDuty routing key",
                        "has the right shape; whether PagerDuty knows it shows with `oncall test`"});
  else
    findings.push_back({Level::error, "PagerDuty routing key",
                        "it must be 32 letters and digits: set SITREP_PAGERDUTY_ROUTING_KEY to the integration key of "
                        "the kind Events API V2"});
  if (settings_.api_token.empty()) {
    findings.push_back({Level::warning, "PagerDuty API token",
                        "there is none, so an acknowledgement in PagerDuty is not seen here: set "
                        "SITREP_PAGERDUTY_API_TOKEN to a read-only REST API key"});
    co_return findings;
  }
  auto answer = co_await ask("/abilities");
  if (answer.kind != Kind::done) {
    findings.push_back(
        {answer.kind == Kind::refused ? Level::error : Level::warning, "PagerDuty API token", std::move(answer.why)});
    co_return findings;
  }
  findings.push_back({Level::ok, "PagerDuty API token", "valid"});
  for (const auto& schedule : policy_.schedules) {
    if (schedule.source != Schedule::Source::pagerduty) continue;
    auto rota = co_await read_rota(schedule.feed);
    const auto what = fmt::format("PagerDuty schedule {}", schedule.key);
    if (rota.answer.kind != Kind::done)
      findings.push_back({Level::error, what, std::move(rota.answer.why)});
    else if (!rota.strangers.empty())
      findings.push_back({Level::error, what, gaps(rota.strangers)});
    else
      findings.push_back({Level::ok, what, fmt::format("{} turns in the next 60 days", rota.shifts.size())});
  }
  co_return findings;
}

}  // namespace integrations::pagerduty
