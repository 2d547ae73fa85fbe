#pragma once
// What an answer of Statuspage means. Pure: from one HTTP response to a value the client acts on.
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "integrations/ports/http.hpp"
#include "integrations/statuspage/directory.hpp"

namespace integrations::statuspage {

enum class Asks { reads, writes };  // GET, or anything that changes the page

struct Answer {
  enum class Kind {
    done,     // 2xx with JSON in `value`
    later,    // certainly not done; `at` when Statuspage said when, else with back-off
    refused,  // will never work like this
    doubtful  // may have been done (only for writes)
  };
  Kind kind = Kind::doubtful;
  int status = 0;
  boost::json::value value;
  std::optional<playbooks::Time> at;
  std::string why;
};

/// `what` names what was asked for, as in "page \"abc\"" or "incident \"xyz\"": it is used for 404.
Answer classify(const HttpResponse& response, Asks asks, std::string_view what, playbooks::Time now);

/// A public incident as far as we need it. Nothing when the shape is wrong (no id, no status).
struct PageIncident {
  std::string id, name, status, link;
  std::string owner, key;  // metadata.sitrep: "INC-12" or "MNT-3"; empty when missing
  bool marks = false;      // the answer shows metadata: without ours it is not ours
  std::optional<playbooks::Time> created, updated;
};
std::optional<PageIncident> read_incident(const boost::json::value& value);
/// "scheduled" and what follows it: the statuses that only a maintenance has.
bool is_maintenance(const PageIncident& incident);
/// Nothing when it is not a list; entries without an id are left out.
std::optional<std::vector<PageIncident>> read_incidents(const boost::json::value& value);
/// Nothing for a group, which stands in the list like a component and cannot be set.
std::optional<Listed> read_component(const boost::json::value& value);
std::optional<std::vector<Listed>> read_components(const boost::json::value& value);

/// "2026-11-21T14:05:09.123Z" or with an offset. Nothing when it is something else.
std::optional<playbooks::Time> read_time(std::string_view text);
/// The number in "INC-12/7/public" or, of "MNT-3", in "maintenance/7/page/statuspage"; nothing when the key has another
/// form or belongs to another incident.
std::optional<int> key_number(std::string_view key, std::string_view owner);

}  // namespace integrations::statuspage
