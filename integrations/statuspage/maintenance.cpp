// Maintenance on the page: made once, then moved on by Sitrep with every word and every change of its window.
#include <fmt/format.h>

#include "integrations/statuspage/client.hpp"

namespace integrations::statuspage {

namespace asio = boost::asio;
using playbooks::MaintenanceState;
using playbooks::PublishMaintenance;
using Kind = Answer::Kind;

asio::awaitable<Outcome> Client::publish_maintenance(Delivery delivery) {
  const auto what = std::get<PublishMaintenance>(delivery.effect.body);
  const auto id = playbooks::to_string(what.maintenance);
  if (!delivery.maintenance) co_return Refused{fmt::format("{} is unknown, so nothing was published.", id)};
  const auto page_id = page_id_of(delivery);
  if (page_id.empty() && doubtful_.contains(id))
    co_return Unknown{"whether the maintenance is on the status page already is not known yet"};
  if (page_id.empty() && what.state == MaintenanceState::cancelled)
    co_return Delivered{playbooks::Receipt{{}, {}, "cancelled before it was shown"}};

  const auto asked = clock_.now();
  auto ready = co_await need_components(delivery.maintenance->components);
  if (ready.kind != Kind::done) co_return outcome(std::move(ready), delivery.effect.lane);
  const auto ids = [this](const std::string& key, std::string& problem) { return component_id(key, problem); };
  auto payload = maintenance_payload(delivery, what, ids, page_id.empty());
  auto result = co_await send_payload(std::move(delivery), std::move(payload), page_id, asked);
  co_return result;
}

}  // namespace integrations::statuspage
