#pragma once
// Envelopes on their way: sent on any connection, acknowledged within 3 s or missed; events are sent again. While one
// waits for its acknowledgement it counts as activity, so that virtual time does not run past it.
#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "integrations/ports/activity.hpp"
#include "integrations/simulator/slack/record.hpp"
#include "integrations/simulator/slack/sockets.hpp"

namespace integrations::simulator::slack {

struct Envelope {
  std::string type;  // "slash_commands", "interactive", "events_api"
  boost::json::object payload;
  bool accepts_payload = false;
  std::function<void(const boost::json::object& payload)> acked;  // once, in time; the payload may be empty
  std::function<void(const std::string& error)> missed;           // "operation_timeout", "dispatch_failed"
};

class Envelopes {
 public:
  Envelopes(World& world, Record& record, Timers& timers, Activity& activity, Sockets& sockets)
      : world_(world), record_(record), timers_(timers), activity_(activity), sockets_(sockets) {}

  void send(Envelope envelope);
  void redeliver_last(bool same_id);
  /// Any text; when it is JSON with an envelope_id, an acknowledgement is expected.
  void send_raw(const std::string& text);

  void took(int connection, const std::string& text);
  void connection_gone(int connection);
  /// Lets virtual time go on although these were never acknowledged.
  void give_up_waiting(std::chrono::steady_clock::time_point sent_before);

 private:
  struct Delivery {
    std::optional<int> connection;
    Activity::Token token;
    std::chrono::steady_clock::time_point sent;
  };
  struct Pending {
    std::shared_ptr<const Envelope> envelope;
    int attempt = 0;
    int due = 0;  // deliveries whose time is not yet over
    std::vector<Delivery> deliveries;
    std::size_t acks = 0;
    bool missed = false;
  };
  void deliver(const std::string& id, int attempt, bool say_attempt);
  void check(const std::string& id, std::size_t delivery);
  void retry(Pending& pending);
  void acknowledge(const std::string& id, const boost::json::object& message);
  void expect(const std::string& id, Pending& pending, std::optional<int> connection);

  World& world_;
  Record& record_;
  Timers& timers_;
  Activity& activity_;
  Sockets& sockets_;
  std::map<std::string, Pending> pending_;
  std::string last_id_;
  std::shared_ptr<const Envelope> last_;
  std::vector<std::string> raw_;
};

}  // namespace integrations::simulator::slack
