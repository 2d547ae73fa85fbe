#include "integrations/opsgenie/requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "integrations/http/json.hpp"
#include "integrations/statuspage/answers.hpp"

namespace integrations::opsgenie {

namespace json = boost::json;
using playbooks::Duration;
using State = FarAlert::State;

std::string priority_word(std::size_t rank) {
  return fmt::format("P{}", std::min<std::size_t>(rank, 4) + 1);
}

std::string new_alert(const PageAlert& alert, const Delivery& delivery) {
  json::object details{{"for", alert.person}};
  if (!alert.link.empty()) details["slack"] = alert.link;
  if (delivery.incident) {
    details["incident"] = playbooks::to_string(delivery.incident->id);
    details["severity"] = delivery.incident->severity;
    if (delivery.incident->kind == playbooks::Kind::drill) details["drill"] = "yes";
  }
  return json::serialize(json::object{{"message", cut_text(alert.summary, message_limit)},
                                      {"alias", alert.key},
                                      {"description", cut_text(alert.text, description_limit)},
                                      {"tags", json::array{"sitrep"}},
                                      {"details", std::move(details)},
                                      {"source", our_name},
                                      {"priority", priority_word(alert.rank)}});
}

std::string ended_by_us(std::string_view note) {
  return json::serialize(json::object{{"user", our_name}, {"source", our_name}, {"note", note}});
}

std::string alert_path(std::string_view key, std::string_view action) {
  return fmt::format("/v2/alerts/{}{}?identifierType=alias", url_encoded(key), action);
}

std::optional<FarAlert> read_alert(const json::value& answer) {
  const auto* data = find(answer, "data");
  if (data == nullptr || text_at(*data, "id").empty() || text_at(*data, "status").empty()) return std::nullopt;
  FarAlert alert;
  alert.id = text_at(*data, "id");
  alert.at = statuspage::read_time(text_at(*data, "createdAt")).value_or(playbooks::Time{});
  const auto ended = [&](State state, std::string_view after, std::string_view by) {
    alert.state = state;
    // Told as milliseconds since the alert was made; the last change is the next best.
    if (const auto span = number_at(*data, after))
      alert.at += Duration{*span};
    else
      alert.at = statuspage::read_time(text_at(*data, "updatedAt")).value_or(alert.at);
    const std::string who{text_at(*data, by)};
    if (!who.empty() && who != our_name) alert.person = {"opsgenie:" + who, who + " (Opsgenie)"};
  };
  if (text_at(*data, "status") == "closed")
    ended(State::resolved, "report.closeTime", "report.closedBy");
  else if (flag_at(*data, "acknowledged").value_or(false))
    ended(State::acknowledged, "report.ackTime", "report.acknowledgedBy");
  return alert;
}

}  // namespace integrations::opsgenie
