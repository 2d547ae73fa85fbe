#pragma once
// What an acknowledgement on the other side means here. PagerDuty and Opsgenie have a state of their own for every
// alert: whoever acknowledges there has the incident in hand, and whoever resolves it there has not resolved it here,
// where that is decided, but has taken it as well. State machine without input or output.
#include <map>
#include <string>

#include "integrations/integration.hpp"

namespace integrations {

/// An alert as the other service shows it.
struct FarAlert {
  enum class State { triggered, acknowledged, resolved };
  State state = State::triggered;
  playbooks::Time at{};     // by their clock, since when
  playbooks::Actor person;  // who brought it there; empty: their automation, or we ourselves
  std::string id, link;     // theirs
};

class FarSide {
 public:
  /// `service` as people know it: "PagerDuty".
  explicit FarSide(std::string service) : service_(std::move(service)) {}

  /// The answer to a CheckPage: what was learned, as news. An acknowledgement is told once: somebody may have taken it
  /// back here since, and the alert there then still is acknowledged. In that case the service has told nobody of the
  /// new page, and the page is noted as failed so that the next way is tried.
  Delivered heard(const Delivery& delivery, const FarAlert& alert);

 private:
  struct Told {
    playbooks::Time at{};
    std::string effect;  // told by its answer; the same answer may be asked for again when it could not be kept
  };
  struct Question {
    const playbooks::CheckPage& page;
    const playbooks::Incident& incident;
    playbooks::Time asked{};
    std::string key;
  };
  bool is_new(const Question& question, const FarAlert& alert, const std::string& effect) const;
  std::string why_nobody_was_told(const Question& question, const FarAlert& alert) const;

  std::string service_;
  std::map<std::string, Told> told_;  // by alert
};

}  // namespace integrations
