// The link of a post-mortem beside a resolved incident: a draft, then its publication; read back when in doubt.
#include <fmt/format.h>

#include "integrations/http/json.hpp"
#include "integrations/statuspage/client.hpp"
#include "playbooks/wording.hpp"

namespace integrations::statuspage {

namespace asio = boost::asio;
using playbooks::PublishPostmortem;
using playbooks::Receipt;
using Kind = Answer::Kind;

namespace {

/// As long as find() remembers everything else that it has read.
constexpr auto memory = std::chrono::minutes{2};

std::string aim(const std::string& page_id) {
  return fmt::format("incident \"{}\" (was it deleted on the page?)", page_id);
}

}  // namespace

asio::awaitable<Outcome> Client::publish_postmortem(Delivery delivery) {
  const auto id = playbooks::to_string(std::get<PublishPostmortem>(delivery.effect.body).incident);
  const auto& lane = delivery.effect.lane;
  if (!delivery.incident || delivery.incident->postmortem.empty())
    co_return Refused{fmt::format("{} has no post-mortem, so none was published.", id)};
  const auto& incident = *delivery.incident;
  if (!incident.shown_publicly())
    co_return Refused{fmt::format("{} is internal or a drill, so its post-mortem was not published.", id)};
  if (incident.status != playbooks::Status::resolved)
    co_return Refused{fmt::format("{} is {}: its post-mortem is published once it is resolved.", id,
                                  playbooks::to_string(incident.status))};
  const auto page_id = page_id_of(delivery);
  // What would have made it went before this in the same lane: only an unclear answer may still be settled.
  if (page_id.empty() && doubtful_.contains(id))
    co_return Retry{back_off_.failed(lane, clock_.now()),
                    "whether the incident is on the status page already is not known yet"};
  if (page_id.empty())
    co_return Refused{fmt::format("{} is not on the status page, so its post-mortem was not published.", id)};

  const auto body = playbooks::wording::public_postmortem(incident);
  const auto path = fmt::format("{}/incidents/{}/postmortem", page_path(), page_id);
  seen_postmortems_.erase(page_id);
  // The draft is remembered: the rate limit may let the publication leave only on the next try.
  if (const auto draft = drafts_.find(page_id); draft == drafts_.end() || draft->second != body) {
    auto drafted = co_await call("PUT", path, draft_payload(body), aim(page_id));
    if (drafted.kind != Kind::done) co_return outcome(std::move(drafted), lane);
    drafts_[page_id] = body;
  }
  auto answer = co_await call("PUT", path + "/publish", publish_payload(), aim(page_id));
  if (answer.kind != Kind::later) drafts_.erase(page_id);
  if (answer.kind != Kind::done) co_return outcome(std::move(answer), lane);
  back_off_.succeeded(lane);
  co_return Delivered{Receipt{page_id, incident.page_on(playbooks::first_page).link, "post-mortem published"}};
}

asio::awaitable<Answer> Client::look_at_postmortems(std::vector<Delivery> deliveries) {
  Answer answer{Kind::done, 200, {}, {}, {}};
  for (const auto& delivery : deliveries) {
    const auto page_id = page_id_of(delivery);
    if (!std::holds_alternative<PublishPostmortem>(delivery.effect.body) || page_id.empty()) continue;
    const auto last = seen_postmortems_.find(page_id);
    if (last != seen_postmortems_.end() && clock_.now() - last->second.at < memory) continue;
    auto path = fmt::format("{}/incidents/{}/postmortem", page_path(), page_id);
    answer = co_await call("GET", std::move(path), {}, aim(page_id));
    if (answer.kind != Kind::done && answer.status != 404) co_return answer;
    const bool there = answer.kind == Kind::done;
    answer.kind = Kind::done;
    seen_postmortems_[page_id] = {there ? std::string{text_at(answer.value, "body")} : std::string{},
                                  there && !text_at(answer.value, "published_at").empty(), clock_.now()};
  }
  co_return answer;
}

void Client::add_postmortem(Found& found, const Delivery& delivery) const {
  if (!std::holds_alternative<PublishPostmortem>(delivery.effect.body) || !delivery.incident) return;
  const auto page_id = page_id_of(delivery);
  const auto seen = seen_postmortems_.find(page_id);
  if (seen == seen_postmortems_.end() || !seen->second.published) return;
  if (seen->second.body != playbooks::wording::public_postmortem(*delivery.incident)) return;
  found.receipts.emplace(delivery.effect.key, Receipt{page_id, delivery.incident->page_on(playbooks::first_page).link,
                                                      "post-mortem published"});
}

}  // namespace integrations::statuspage
