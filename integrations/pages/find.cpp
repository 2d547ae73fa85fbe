// Finding out what became of a delivery: read the page, look for our incident and for what was said in it.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "integrations/http/json.hpp"
#include "integrations/pages/client.hpp"
#include "integrations/statuspage/answers.hpp"

namespace integrations::pages {

namespace asio = boost::asio;
using playbooks::PublishComponent;
using playbooks::Receipt;
using AnswerKind = ServiceAnswer::Kind;

namespace {

/// How much earlier than the effect what it made may be dated: clocks differ.
constexpr auto clock_difference = std::chrono::seconds{60};
constexpr int most_pages = 10;

bool near(const std::optional<playbooks::Time>& one, playbooks::Time other) {
  return one && std::chrono::abs(*one - other) <= clock_difference;
}

/// Providers without a place for our mark are searched by title and time.
bool is_ours(const Shown& shown, const Publication& wanted, playbooks::Time asked) {
  if (shown.title != wanted.title) return false;
  if (!shown.owner.empty()) return shown.owner == wanted.owner;
  return near(shown.begins, wanted.begins) || (shown.created && *shown.created + clock_difference >= asked);
}

playbooks::Time said_at(const Delivery& delivery) {
  if (const auto* one = std::get_if<playbooks::PublishIncident>(&delivery.effect.body)) return one->at;
  if (const auto* one = std::get_if<playbooks::PublishMaintenance>(&delivery.effect.body)) return one->at;
  return delivery.effect.created;
}

bool says(const Said& said, const std::string& words, const Delivery& delivery) {
  constexpr std::size_t unmistakable = 20;  // characters
  if (words.empty()) return said.at && std::chrono::abs(*said.at - said_at(delivery)) <= std::chrono::seconds{1};
  if (said.at && *said.at + clock_difference < delivery.effect.created) return false;
  const auto text = one_line(said.text);
  return text == words || text.contains(": " + words) || (words.size() >= unmistakable && text.contains(words));
}

Publication wanted_of(const Delivery& delivery) {
  const auto nothing = [](const std::string&, std::string&) { return std::optional<std::string>{}; };
  return publication_of(delivery, playbooks::Policy{}, nothing, {}, false);
}

}  // namespace

asio::awaitable<Lookup> Client::find(std::vector<Delivery> deliveries) {
  seen_.clear();
  ServiceAnswer answer{AnswerKind::done, 200, {}, {}, {}};
  const bool components = std::ranges::any_of(deliveries, [](const Delivery& delivery) {
    return std::holds_alternative<PublishComponent>(delivery.effect.body);
  });
  if (components) answer = co_await read_directory();
  for (const auto& delivery : deliveries) {
    const auto subject = subject_of(delivery.effect);
    if (answer.kind != AnswerKind::done || !subject || seen_.contains(subject->owner)) continue;
    if (!why_not(delivery, provider_.name).empty()) continue;  // such a one was never sent
    answer = co_await look_up(delivery, *subject);
  }
  if (answer.kind != AnswerKind::done) {
    const auto lane = deliveries.front().effect.lane;
    const auto at = answer.at ? *answer.at : back_off_.failed(lane, clock_.now());
    co_return Retry{at, std::move(answer.why)};
  }
  Found found;
  for (const auto& delivery : deliveries) add_found(found, delivery);
  co_return found;
}

asio::awaitable<ServiceAnswer> Client::look_up(Delivery delivery, Subject subject) {
  const auto known = page_id_of(delivery);
  if (known.empty()) {
    auto answer = co_await look_in_list(std::move(delivery), subject);
    if (answer.kind != AnswerKind::done || !seen_[subject.owner].there) co_return answer;
    const auto id = seen_[subject.owner].id;
    answer = co_await read_texts(subject.kind, subject.owner, id);
    co_return answer;
  }
  seen_[subject.owner].id = known;
  auto answer = co_await read_texts(subject.kind, subject.owner, known);
  co_return answer;
}

asio::awaitable<ServiceAnswer> Client::look_in_list(Delivery delivery, Subject subject) {
  const auto wanted = wanted_of(delivery);
  ServiceAnswer answer;
  bool more = true;
  for (int page = 1; more && page <= most_pages; ++page) {
    auto question = dialect_->list(subject, page);
    answer = co_await call(std::move(question));
    if (answer.kind != AnswerKind::done) co_return answer;
    const auto listing = dialect_->read_list(subject.kind, answer.value);
    if (!listing) {
      answer.kind = AnswerKind::later;
      answer.why = provider_.name + " answered without a list";
      co_return answer;
    }
    const auto ours = std::ranges::find_if(
        listing->entries, [&](const Shown& shown) { return is_ours(shown, wanted, delivery.effect.created); });
    more = listing->more;
    if (ours == listing->entries.end()) continue;
    seen_[subject.owner] = {ours->id, ours->link, {}, true};
    page_ids_[subject.owner] = ours->id;
    links_[subject.owner] = ours->link;
    break;
  }
  seen_.try_emplace(subject.owner);
  doubtful_.erase(subject.owner);
  co_return answer;
}

asio::awaitable<ServiceAnswer> Client::read_texts(Kind kind, std::string owner, std::string id) {
  ServiceAnswer answer;
  bool more = true;
  for (int page = 1; more && page <= most_pages; ++page) {
    auto question = dialect_->texts(kind, id, page);
    answer = co_await call(std::move(question));
    if (answer.status == 404) {  // deleted on the page: nothing of ours is there
      answer.kind = AnswerKind::done;
      co_return answer;
    }
    if (answer.kind != AnswerKind::done) co_return answer;
    auto listing = dialect_->read_texts(kind, answer.value);
    if (!listing) {
      answer.kind = AnswerKind::later;
      answer.why = provider_.name + " answered without what was said";
      co_return answer;
    }
    auto& texts = seen_[owner].texts;
    texts.insert(texts.end(), listing->entries.begin(), listing->entries.end());
    more = listing->more;
  }
  co_return answer;
}

void Client::add_found(Found& found, const Delivery& delivery) {
  const auto& key = delivery.effect.key;
  if (const auto* what = std::get_if<PublishComponent>(&delivery.effect.body)) {
    std::string problem;
    const auto id = component_id(what->component, problem);
    const auto* listed = id ? directory_.by_id(*id) : nullptr;
    const auto status = worst_claim(delivery, what->component);
    if (listed != nullptr && listed->status == dialect_->status_word(status))
      found.receipts.emplace(key, Receipt{*id, {}, std::string{playbooks::in_words(status)}});
    return;
  }
  const auto subject = subject_of(delivery.effect);
  if (!subject) return;
  const auto at = seen_.find(subject->owner);
  if (at == seen_.end()) return;
  auto& seen = at->second;
  // What was found in the list was made by the first of these, whatever became of its words there.
  const bool made_it = std::exchange(seen.there, false);
  const auto words = words_of(delivery);
  const bool said = std::ranges::any_of(seen.texts, [&](const Said& one) { return says(one, words, delivery); });
  if (made_it || said) found.receipts.emplace(key, Receipt{seen.id, seen.link, "found on the page"});
}

std::string id_at(const boost::json::value& in, std::string_view path) {
  if (const auto text = text_at(in, path); !text.empty()) return std::string{text};
  const auto number = number_at(in, path);
  return number ? std::to_string(*number) : std::string{};
}

std::optional<playbooks::Time> time_at(const boost::json::value& in, std::string_view path) {
  return statuspage::read_time(text_at(in, path));
}

}  // namespace integrations::pages
