// Finding out what became of a delivery: read the page, compare the key that every publication leaves in the metadata.
#include <fmt/format.h>

#include <algorithm>

#include "integrations/statuspage/client.hpp"

namespace integrations::statuspage {

namespace asio = boost::asio;
using playbooks::ComponentStatus;
using playbooks::PublishComponent;
using playbooks::PublishIncident;
using playbooks::PublishMaintenance;
using playbooks::Receipt;
using Kind = Answer::Kind;

namespace {

/// Long enough for the waits of one look-up under the rate limit; deliver() forgets what it is about to change.
constexpr auto memory = std::chrono::minutes{2};
/// How much earlier than the effect an incident on the page may have been made: clocks differ.
constexpr auto clock_difference = std::chrono::seconds{60};

/// The effects that leave their key in the metadata of an incident of the page.
bool leaves_a_mark(const Delivery& delivery) {
  return std::holds_alternative<PublishIncident>(delivery.effect.body) ||
         std::holds_alternative<PublishMaintenance>(delivery.effect.body);
}

/// The lists in which an open one must be.
std::vector<std::string> lists_of(std::string_view id) {
  if (id.starts_with("MNT-")) return {"scheduled", "active_maintenance"};
  return {"unresolved"};
}

std::string name_of(const Delivery& delivery) {
  if (delivery.incident) return page_name(*delivery.incident);
  return delivery.maintenance ? page_name(*delivery.maintenance) : std::string{};
}

/// Newest of the ones that carry our mark; nothing when there is none.
std::optional<PageIncident> ours(const std::vector<PageIncident>& list, const std::string& id) {
  std::optional<PageIncident> best;
  for (const auto& one : list) {
    if (one.owner != id) continue;
    if (!best || key_number(one.key, id).value_or(0) > key_number(best->key, id).value_or(0)) best = one;
  }
  return best;
}

/// The incidents of an answer; makes the answer one to ask again for when it is not a list.
std::vector<PageIncident> incidents_in(Answer& answer) {
  auto list = read_incidents(answer.value);
  if (list) return std::move(*list);
  answer.kind = Kind::later;
  answer.why = "Statuspage answered without a list of incidents";
  return {};
}

}  // namespace

asio::awaitable<Lookup> Client::find(std::vector<Delivery> deliveries) {
  std::vector<Wanted> wanted;
  bool components = false;
  for (const auto& delivery : deliveries) {
    if (std::holds_alternative<PublishComponent>(delivery.effect.body)) components = true;
    const auto id = subject(delivery.effect);
    if (!leaves_a_mark(delivery) || seen(id)) continue;
    if (std::ranges::find(wanted, id, &Wanted::id) != wanted.end()) continue;
    wanted.push_back({id, page_id_of(delivery), name_of(delivery), delivery.effect.created});
  }
  const auto lane = deliveries.empty() ? std::string{} : deliveries.front().effect.lane;
  Answer answer{Kind::done, 200, {}, {}, {}};
  if (!wanted.empty()) answer = co_await look_up(std::move(wanted));
  if (answer.kind == Kind::done) answer = co_await look_at_postmortems(deliveries);
  if (answer.kind == Kind::done && components) {
    directory_.reload();
    answer = co_await read_directory();
  }
  if (answer.kind != Kind::done) {
    const auto at = answer.at ? *answer.at : back_off_.failed(lane, clock_.now());
    co_return Retry{at, std::move(answer.why)};
  }
  Found found;
  for (const auto& delivery : deliveries) add_found(found, delivery);
  co_return found;
}

void Client::add_found(Found& found, const Delivery& delivery) const {
  const auto& key = delivery.effect.key;
  if (const auto* what = std::get_if<PublishComponent>(&delivery.effect.body)) {
    std::string problem;
    const auto id = component_id(what->component, problem);
    const auto* listed = id ? directory_.by_id(*id) : nullptr;
    const auto worst = delivery.public_components.find(what->component);
    const auto status = worst == delivery.public_components.end() ? ComponentStatus::operational : worst->second;
    if (listed != nullptr && listed->status == playbooks::to_string(status))
      found.receipts.emplace(key, Receipt{*id, {}, listed->status});
    return;
  }
  if (!leaves_a_mark(delivery)) return add_postmortem(found, delivery);
  const auto id = subject(delivery.effect);
  const auto at = seen_.find(id);
  if (at == seen_.end() || !at->second.incident) return;  // find() has just settled every one of them
  const auto& shown = *at->second.incident;
  const auto there = key_number(shown.key, id), asked = key_number(key, id);
  // Without our mark only the times can tell: what was last changed before this was said cannot contain it. One that
  // was opened by hand and adopted has none until our first words are on it.
  const bool adopted = shown.marks && !known_page_id(delivery).empty();
  const bool in_time = !adopted && shown.updated && *shown.updated + clock_difference >= delivery.effect.created;
  const bool done = shown.owner.empty() ? in_time : shown.key == key || (there && asked && *there >= *asked);
  if (done) found.receipts.emplace(key, Receipt{shown.id, shown.link, shown.status});
}

asio::awaitable<Answer> Client::look_up(std::vector<Wanted> wanted) {
  const auto open = [this](const Wanted& one) { return !seen(one.id); };
  const auto untried = [this](const Wanted& one) { return remembered(one.id) == nullptr; };
  Answer answer{Kind::done, 200, {}, {}, {}};
  // One list answers for all at once; a single known one is read directly.
  const bool list = wanted.size() > 1 || wanted.front().page_id.empty();
  if (list && std::ranges::any_of(wanted, untried)) answer = co_await look_among_open(wanted);
  for (const auto& one : wanted) {
    if (answer.kind != Kind::done || !open(one) || one.page_id.empty()) continue;
    answer = co_await look_at_one(one);
  }
  if (answer.kind == Kind::done && std::ranges::any_of(wanted, open)) answer = co_await look_among_newest(wanted);
  if (answer.kind != Kind::done) co_return answer;
  for (const auto& one : wanted)
    if (open(one)) note_seen(one.id, std::nullopt);
  co_return answer;
}

asio::awaitable<Answer> Client::look_at_one(Wanted wanted) {
  auto path = fmt::format("{}/incidents/{}", page_path(), wanted.page_id);
  auto answer = co_await call("GET", std::move(path), {}, "incident \"" + wanted.page_id + "\"");
  if (answer.status == 404) {
    note_seen(wanted.id, std::nullopt);
    answer.kind = Kind::done;
    co_return answer;
  }
  if (answer.kind != Kind::done) co_return answer;
  auto incident = read_incident(answer.value);
  if (incident)
    note_seen(wanted.id, std::move(incident));
  else {
    answer.kind = Kind::later;
    answer.why = "Statuspage answered without an incident";
  }
  co_return answer;
}

bool Client::add_to(Listing& list, Answer& answer) {
  auto entries = incidents_in(answer);
  if (answer.kind != Kind::done) return false;
  const bool last = entries.size() < list_size;
  std::ranges::move(entries, std::back_inserter(list.entries));
  list.next_page = last ? 0 : list.next_page + 1;
  return true;
}

asio::awaitable<Answer> Client::read_list(std::string which) {
  auto& list = listings_[which];  // a map keeps its elements in place
  if (list.began == playbooks::Time{} || clock_.now() - list.began >= memory) list = Listing{{}, 1, clock_.now()};
  Answer answer{Kind::done, 200, {}, {}, {}};
  while (list.next_page != 0) {
    auto path = fmt::format("{}/incidents/{}?per_page={}&page={}", page_path(), which, list_size, list.next_page);
    answer = co_await call("GET", std::move(path), {}, page_name());
    if (answer.kind != Kind::done || !add_to(list, answer)) co_return answer;
  }
  co_return answer;
}

asio::awaitable<Answer> Client::look_among_open(std::vector<Wanted> wanted) {
  Answer answer{Kind::done, 200, {}, {}, {}};
  std::set<std::string> lists;
  for (const auto& one : wanted)
    for (auto& which : lists_of(one.id)) lists.insert(std::move(which));
  for (const auto& which : lists) {
    const auto may_be_there = [&](const Wanted& one) {
      const auto its = lists_of(one.id);
      return !seen(one.id) && std::ranges::find(its, which) != its.end();
    };
    if (std::ranges::none_of(wanted, may_be_there)) continue;
    answer = co_await read_list(which);
    if (answer.kind != Kind::done) co_return answer;
    answer = co_await look_among(listings_[which].entries, wanted);
    if (answer.kind != Kind::done) co_return answer;
  }
  listings_.clear();
  for (const auto& one : wanted)
    if (!seen(one.id)) seen_[one.id] = {std::nullopt, clock_.now(), false};
  co_return answer;
}

/// The newest hundred, resolved ones included. Not a search (`?q=`): what was made a moment ago may not be found by
/// one.
asio::awaitable<Answer> Client::look_among_newest(std::vector<Wanted> wanted) {
  auto answer = co_await call("GET", page_path() + "/incidents?limit=100", {}, page_name());
  if (answer.kind != Kind::done) co_return answer;
  auto list = incidents_in(answer);
  if (answer.kind != Kind::done) co_return answer;
  answer = co_await look_among(std::move(list), std::move(wanted));
  co_return answer;
}

asio::awaitable<Answer> Client::look_among(std::vector<PageIncident> list, std::vector<Wanted> wanted) {
  Answer answer{Kind::done, 200, {}, {}, {}};
  for (const auto& one : wanted) {
    if (seen(one.id)) continue;
    if (auto incident = ours(list, one.id)) {
      note_seen(one.id, std::move(incident));
      continue;
    }
    const auto like = std::ranges::find_if(list, [&](const PageIncident& other) {
      return other.owner.empty() && !one.name.empty() && other.name == one.name && other.created &&
             *other.created + clock_difference >= one.created;
    });
    if (like == list.end()) continue;
    answer = co_await confirm_by_name(like->id, one);
    if (answer.kind != Kind::done) co_return answer;
  }
  co_return answer;
}

asio::awaitable<Answer> Client::confirm_by_name(std::string page_id, Wanted wanted) {
  wanted.page_id = std::move(page_id);
  const auto id = wanted.id;
  auto answer = co_await look_at_one(std::move(wanted));
  const auto at = seen_.find(id);
  if (answer.kind != Kind::done || at == seen_.end() || !at->second.incident) co_return answer;
  // The list leaves the mark out, the incident itself has it: then it must be ours.
  const auto owner = at->second.incident->owner;
  if (!owner.empty() && owner != id) {
    seen_.erase(at);
    page_ids_.erase(id);
  }
  co_return answer;
}

const Client::Seen* Client::remembered(const std::string& id) const {
  const auto at = seen_.find(id);
  return at != seen_.end() && clock_.now() - at->second.at < memory ? &at->second : nullptr;
}

bool Client::seen(const std::string& id) const {
  const auto* last = remembered(id);
  return last != nullptr && last->settled;
}

void Client::note_seen(const std::string& id, std::optional<PageIncident> incident) {
  if (incident) page_ids_[id] = incident->id;
  doubtful_.erase(id);
  seen_[id] = {std::move(incident), clock_.now(), true};
}

}  // namespace integrations::statuspage
