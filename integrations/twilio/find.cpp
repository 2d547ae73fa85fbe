// Finding out what became of a page whose answer never came: Twilio has no idempotency key, but lists what it has made.
#include <fmt/format.h>

#include <algorithm>

#include "integrations/twilio/client.hpp"

namespace integrations::twilio {

namespace asio = boost::asio;
using playbooks::Channel;
using playbooks::SendPage;
using playbooks::Time;
using Kind = Answer::Kind;

namespace {

/// How much earlier than we think Twilio may say that it was made: clocks differ, and its times are whole seconds. A
/// call has no text to know it by, so less is allowed there.
constexpr playbooks::Duration sms_difference = std::chrono::seconds{60}, call_difference = std::chrono::seconds{5};

/// Whether `id` stands in the text as a word: "INC-1" not within "INC-12".
bool mentions(std::string_view text, std::string_view id) {
  for (auto at = text.find(id); at != std::string_view::npos; at = text.find(id, at + 1)) {
    const auto after = at + id.size();
    if (after == text.size() || text[after] < '0' || text[after] > '9') return true;
  }
  return false;
}

}  // namespace

/// The newest 50 to this number. Not by date: what waits at Twilio has no date of sending (or start) yet, and would be
/// left out.
std::string Client::list_path(Channel channel, const std::string& phone) const {
  return fmt::format("/{}.json?{}", channel == Channel::sms ? "Messages" : "Calls",
                     encode_form({{"To", phone}, {"PageSize", "50"}}));
}

asio::awaitable<Lookup> Client::find(std::vector<Delivery> deliveries) {
  Lists lists;
  Found found;
  for (const auto& delivery : deliveries) {
    const auto* page = std::get_if<SendPage>(&delivery.effect.body);
    if (page == nullptr) continue;  // asking and ending may be repeated
    const auto to = addressed(delivery);
    if (to.phone.empty() || !to.problem.empty()) continue;  // nothing was ever sent to nobody
    const auto path = list_path(page->channel, to.phone);
    if (!lists.contains(path)) {
      auto answer = co_await call("GET", path, {}, to.name);
      auto list = read_list(answer.value, page->channel == Channel::sms ? "messages" : "calls");
      if (answer.kind == Kind::done && !list) answer.why = "Twilio answered without a list";
      if (answer.kind != Kind::done || !list) {
        const auto at = back_off_.failed(delivery.effect.lane, clock_.now());
        co_return Retry{std::max(at, answer.at.value_or(at)), std::move(answer.why)};
      }
      lists[path] = std::move(*list);
    }
    const auto& key = delivery.effect.key;
    if (const auto* sent = match(delivery, to, lists[path])) {
      found.receipts.emplace(key, playbooks::Receipt{sent->sid, {}, sent->status});
      remember(sent->sid, key);
      back_off_.succeeded(delivery.effect.lane);
    }
    attempts_.erase(key);
  }
  co_return found;
}

bool Client::is_of_another_page(const Delivery& delivery, const std::string& sid) const {
  const auto owner = owners_.find(sid);
  if (owner != owners_.end()) return owner->second.key != delivery.effect.key;
  if (!delivery.incident) return false;
  const auto& own = std::get<SendPage>(delivery.effect.body);
  return std::ranges::any_of(delivery.incident->escalation.pages, [&](const playbooks::Page& page) {
    return page.number != own.page &&
           std::ranges::find(page.attempts, sid, &playbooks::PageAttempt::receipt) != page.attempts.end();
  });
}

const Sent* Client::match(const Delivery& delivery, const Addressed& to, const std::vector<Sent>& list) const {
  const auto& page = std::get<SendPage>(delivery.effect.body);
  const bool sms = page.channel == Channel::sms;
  const auto attempt = attempts_.find(delivery.effect.key);
  const auto since = (attempt == attempts_.end() ? delivery.effect.created : attempt->second) -
                     (sms ? sms_difference : call_difference);
  const auto id = page.incident.number == 0 ? std::string{} : playbooks::to_string(page.incident);
  std::vector<const Sent*> candidates;  // newest first, as Twilio lists them
  for (const auto& sent : list) {
    if (!sent.created || *sent.created < since || is_of_another_page(delivery, sent.sid)) continue;
    // The words may have changed since (a severity): the incident's id is then enough.
    const bool says = sent.body == to.text || (!id.empty() && mentions(sent.body, id));
    if (sms ? says : sent.from == settings_.from) candidates.push_back(&sent);
  }
  if (candidates.empty()) return nullptr;
  // A call does not say what it was about. While we still know when we asked for it, there is no doubt: one person's
  // pages go out one after the other. After a restart two calls may be of two incidents; then it is made again, because
  // two calls are better than none.
  if (!sms && attempt == attempts_.end() && candidates.size() > 1) return nullptr;
  return candidates.back();
}

}  // namespace integrations::twilio
