#pragma once
// Slack as the rest of Sitrep sees it: where envelopes come from (SocketMode) and where effects go (make_slack).
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "integrations/inbound.hpp"
#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"
#include "integrations/slack/settings.hpp"

namespace integrations::slack {

/// What health and doctor need to know of the connections.
struct SocketStatus {
  enum class State { connecting, connected, degraded, stopped };
  State state = State::connecting;
  int connections = 0;           // with a hello and not closed
  int reported_connections = 0;  // hello.num_connections: more than ours means ghosts or a second bot
  std::optional<playbooks::Time> last_frame;
  std::optional<playbooks::Time> connected_at;
  std::string trouble;  // what is wrong and what to do; empty when connected
  std::uint64_t envelopes = 0, duplicates_seen = 0, reconnects = 0;
};

class SocketMode {
 public:
  SocketMode(Settings settings, Http& http, Clock& clock, Activity& activity, Receive receive);
  ~SocketMode();
  /// Connects and stays connected until cancelled. Never gives up; says what it does in the log and in status().
  boost::asio::awaitable<void> run();
  /// Stops taking envelopes, closes every connection with a close frame, within 3 s. Call before cancelling run().
  boost::asio::awaitable<void> close();
  SocketStatus status() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Takes DrawCard, PostToThread, PostToChannel, Answer, OpenForm; pages by Slack message and by mention, their checks
/// and ends; TellPerson for people with a Slack id; SetTopic, SetUserGroup. A page that is delivered has arrived: its
/// receipt is "<channel>:<ts>", also when it is found later.
std::unique_ptr<Integration> make_slack(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock,
                                        Activity& activity);

}  // namespace integrations::slack
