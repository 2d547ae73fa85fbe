#pragma once
// What the bot needs of a system outside: deliver one effect, find out what became of one, say how it is.
#include <boost/asio/awaitable.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "playbooks/model/commands.hpp"
#include "playbooks/model/effects.hpp"
#include "playbooks/model/policy.hpp"
#include "playbooks/rules.hpp"

namespace integrations {

/// What is still on its way or has failed for an incident, shown on its card.
struct DeliveryMark {
  enum class State { waiting, failed };
  State state = State::waiting;
  std::string what;  // "status page", "timeline"
  std::string why;   // "Slack rate limit until 14:06 UTC"
  playbooks::Time since{};
};

/// An effect with the state as it is in the moment of sending. `merged` are older effects of the same group that this
/// delivery also settles, oldest first (public texts that had to wait).
struct Delivery {
  playbooks::Effect effect;
  std::vector<playbooks::Effect> merged;
  std::optional<playbooks::Incident> incident;
  std::map<std::string, playbooks::ComponentStatus> public_components;  // worst public claim of every claimed component
  std::vector<DeliveryMark> marks;
  playbooks::Time now{};
  std::optional<playbooks::ContactTest> test{};          // of a trial page
  std::optional<playbooks::Maintenance> maintenance{};  // of PublishMaintenance
};

struct Delivered {
  playbooks::Receipt receipt;
  std::vector<playbooks::Command> news{};  // what the answer teaches; each becomes history unless the rules refuse it
  playbooks::Actor by{};                   // who brought the news: somebody on the other side, or empty for Sitrep
};
struct Retry {
  playbooks::Time at{};
  std::string why;
};  // certainly not done; try again then
struct Refused {
  std::string why;
};  // will never work; a person must act
struct Unknown {
  std::string why;
};  // may have been done: find() before trying again
using Outcome = std::variant<Delivered, Retry, Refused, Unknown>;

/// Was it done? Keys seen mean yes. Retry: could not look now.
struct Found {
  std::map<std::string, playbooks::Receipt> receipts;
};  // effect key -> receipt
using Lookup = std::variant<Found, Retry>;

struct Finding {
  enum class Level { ok, warning, error };
  Level level = Level::ok;
  std::string what;  // "Slack bot token"
  std::string says;  // "valid, team Acme" or what is wrong and the click that mends it
};

class Integration {
 public:
  virtual ~Integration() = default;
  virtual std::string_view name() const = 0;
  /// Whether this integration delivers such an effect.
  virtual bool takes(const playbooks::Effect& effect) const = 0;
  virtual boost::asio::awaitable<Outcome> deliver(Delivery delivery) = 0;
  /// Which of these deliveries (all of one lane, oldest first, never yet confirmed) have taken effect? Used after a
  /// crash and after Unknown. Effects that cannot be looked up (an ephemeral answer) are reported as found, with
  /// detail "not repeated", because doubling is worse.
  virtual boost::asio::awaitable<Lookup> find(std::vector<Delivery> deliveries) = 0;
  virtual boost::asio::awaitable<std::vector<Finding>> doctor() = 0;
};

}  // namespace integrations
