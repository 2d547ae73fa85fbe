#include "integrations/calendar/calendar.hpp"

#include <fmt/format.h>

#include <map>

#include "integrations/calendar/imported.hpp"
#include "integrations/http/retry.hpp"
#include "playbooks/calendar.hpp"

namespace integrations::calendar {

namespace asio = boost::asio;
using playbooks::FetchSchedule;
using playbooks::Schedule;
using playbooks::Shift;
using playbooks::Time;

namespace {

/// What came of reading one feed.
struct Reading {
  enum class Kind { read, unchanged, unreadable, not_now };
  Kind kind = Kind::unreadable;
  std::vector<Shift> shifts;
  std::string trouble;  // also of a calendar that was read: who in it is nobody here
  std::string etag;
  std::optional<Time> not_before;
};

std::string gaps(const std::vector<std::string>& unmatched) {
  if (unmatched.empty()) return {};
  const bool perhaps_more = unmatched.size() >= 10;  // as many as are kept
  return fmt::format("{}{} event{} nobody here: {}. Put the name or e-mail address of one of `people` into each.",
                     perhaps_more ? "at least " : "", unmatched.size(), unmatched.size() == 1 ? " names" : "s name",
                     fmt::join(unmatched, ", "));
}

class Client final : public Integration {
 public:
  Client(const playbooks::Policy& policy, Http& http, Clock& clock, Activity& activity)
      : policy_(policy), http_(http), clock_(clock), activity_(activity) {}

  std::string_view name() const override { return "calendar"; }
  bool takes(const playbooks::Effect& effect) const override;
  asio::awaitable<Outcome> deliver(Delivery delivery) override;
  /// Reading can be repeated.
  asio::awaitable<Lookup> find(std::vector<Delivery>) override { co_return Found{}; }
  asio::awaitable<std::vector<Finding>> doctor() override;

 private:
  /// What the feed was like when it was last understood whole.
  struct Known {
    std::string etag;
    Time from{};         // of the window: another day needs other turns of the same text
    std::string effect;  // told by its answer; asked for again when that could not be kept
  };
  asio::awaitable<Reading> read(std::string address, std::string etag);
  Reading understand(const HttpResponse& response, const std::string& host) const;

  const playbooks::Policy& policy_;
  Http& http_;
  Clock& clock_;
  Activity& activity_;
  Imported imported_;
  std::map<std::string, Known> known_;  // by schedule
};

bool Client::takes(const playbooks::Effect& effect) const {
  const auto* fetch = std::get_if<FetchSchedule>(&effect.body);
  const auto* schedule = fetch == nullptr ? nullptr : policy_.schedule(fetch->schedule);
  return schedule != nullptr && schedule->source == Schedule::Source::calendar;
}

asio::awaitable<Reading> Client::read(std::string address, std::string etag) {
  HttpRequest request;
  request.method = "GET";
  request.headers = {{"Accept", "text/calendar, text/plain;q=0.5, */*;q=0.1"},
                     {"User-Agent", "Sitrep/" SITREP_VERSION}};
  if (!etag.empty()) request.headers.emplace_back("If-None-Match", std::move(etag));
  request.timeout = std::chrono::seconds{30};  // large calendars are made on demand
  const auto host = host_of(address);
  request.url = std::move(address);
  const auto busy = activity_.hold();
  const auto response = co_await http_.request(std::move(request));
  co_return understand(response, host);
}

Reading Client::understand(const HttpResponse& response, const std::string& host) const {
  const auto now = clock_.now();
  Reading reading;
  const auto ended = [&](Reading::Kind kind, std::string trouble) {
    reading.kind = kind;
    reading.trouble = std::move(trouble);
    return reading;
  };
  const auto judgement = judge(response, now);
  if (judgement.wait > playbooks::Duration{}) reading.not_before = now + judgement.wait;
  // libcurl's own words may quote the address: only that it failed is told.
  if (response.outcome != HttpResponse::Outcome::answered)
    return ended(Reading::Kind::not_now, fmt::format("The calendar at {} cannot be reached.", host));
  const int status = response.status;
  if (status == 304) return ended(Reading::Kind::unchanged, {});
  if (judgement.verdict == Verdict::retry || judgement.verdict == Verdict::ambiguous)
    return ended(Reading::Kind::not_now, fmt::format("The calendar at {} cannot be read now (HTTP {}).", host, status));
  if (status >= 300 && status < 400)
    return ended(Reading::Kind::unreadable,
                 fmt::format("The calendar at {} has moved (HTTP {}). Put its new address into the configuration.",
                             host, status));
  if (judgement.verdict != Verdict::done)
    return ended(Reading::Kind::unreadable,
                 fmt::format("The calendar at {} is not to be had (HTTP {}). Is its address still the one that the "
                             "calendar shows as its private or secret address in iCal format?",
                             host, status));
  if (response.truncated || response.body.size() > playbooks::calendar::most_bytes)
    return ended(Reading::Kind::unreadable,
                 fmt::format("The calendar at {} is larger than 4 MiB. Give the rota a calendar of its own.", host));
  const auto window = window_at(now);
  auto read = playbooks::calendar::read(response.body, policy_, window.from, window.to);
  if (!read) return ended(Reading::Kind::unreadable, fmt::format("The calendar at {}: {}", host, read.error().message));
  reading.shifts = std::move(read->shifts);
  if (const auto etag = response.headers.find("etag"); etag != response.headers.end()) reading.etag = etag->second;
  auto trouble = gaps(read->unmatched);
  if (!trouble.empty()) trouble = fmt::format("In the calendar at {} {}", host, trouble);
  return ended(Reading::Kind::read, std::move(trouble));
}

asio::awaitable<Outcome> Client::deliver(Delivery delivery) {
  const auto* fetch = std::get_if<FetchSchedule>(&delivery.effect.body);
  const auto* schedule = fetch == nullptr ? nullptr : policy_.schedule(fetch->schedule);
  if (schedule == nullptr) co_return Refused{"The schedule is not configured any more."};
  const auto key = schedule->key;
  const auto from = window_at(clock_.now()).from;
  std::string etag;
  if (const auto known = known_.find(key);
      known != known_.end() && known->second.from == from && known->second.effect != delivery.effect.key)
    etag = known->second.etag;
  auto reading = co_await read(schedule->feed, std::move(etag));
  if (reading.kind == Reading::Kind::unchanged) co_return Delivered{playbooks::Receipt{{}, {}, "unchanged"}};
  known_.erase(key);  // after a trouble "unchanged" would not take it back
  switch (reading.kind) {
    case Reading::Kind::not_now:
      co_return imported_.failed(delivery, std::move(reading.trouble), clock_.now(), reading.not_before);
    case Reading::Kind::unreadable:
      co_return imported_.unreadable(delivery, std::move(reading.trouble));
    case Reading::Kind::read:
    case Reading::Kind::unchanged:
      break;
  }
  if (!reading.etag.empty()) known_[key] = {std::move(reading.etag), from, delivery.effect.key};
  co_return imported_.read(delivery, std::move(reading.shifts), std::move(reading.trouble));
}

asio::awaitable<std::vector<Finding>> Client::doctor() {
  using Level = Finding::Level;
  std::vector<Finding> findings;
  for (const auto& schedule : policy_.schedules) {
    if (schedule.source != Schedule::Source::calendar) continue;
    auto reading = co_await read(schedule.feed, {});
    const auto what = fmt::format("Calendar of schedule {}", schedule.key);
    if (reading.kind == Reading::Kind::read && reading.trouble.empty())
      findings.push_back(
          {Level::ok, what,
           fmt::format("read from {}: {} turns in the next 60 days", host_of(schedule.feed), reading.shifts.size())});
    else
      findings.push_back({Level::error, what, std::move(reading.trouble)});
  }
  co_return findings;
}

}  // namespace

std::string host_of(std::string_view address) {
  const auto scheme = address.find("://");
  if (scheme == std::string_view::npos) return "its address";
  address.remove_prefix(scheme + 3);
  address = address.substr(0, address.find_first_of("/?#"));
  if (const auto user = address.rfind('@'); user != std::string_view::npos) address.remove_prefix(user + 1);
  return address.empty() ? "its address" : std::string{address};
}

std::unique_ptr<Integration> make_calendar(const playbooks::Policy& policy, Http& http, Clock& clock,
                                           Activity& activity) {
  return std::make_unique<Client>(policy, http, clock, activity);
}

}  // namespace integrations::calendar
