#pragma once
// A Slack of our own on loopback: Web API and Socket Mode over real sockets, as strict as the real one. The bot does
// not know. Serves the demo, the scenarios and drills. Runs on the executor it is given; time comes from the clock
// port.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "integrations/http/server.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/simulator/slack_types.hpp"

namespace integrations::simulator {

class SlackSimulator {
 public:
  SlackSimulator(boost::asio::any_io_executor executor, Clock& clock, Activity& activity, SlackOptions options = {});
  ~SlackSimulator();
  std::string api_url() const;  // "http://127.0.0.1:PORT/api/"
  /// Ends every coroutine of its own; call and await before destruction.
  boost::asio::awaitable<void> stop();

  void add_user(std::string id, std::string name, std::string zone = "UTC");
  void add_channel(std::string id, std::string name, bool bot_is_member = true);
  void add_user_group(std::string id, std::string handle, std::vector<std::string> users = {});
  /// Switches the account off: Slack brings it no messages any more.
  void deactivate(const std::string& user);

  // What people do; users and channels by id or name ("@ann" is the direct conversation with her), unknown ones throw.
  // Each becomes an envelope on one of the open
  // connections (or is lost, as with Slack, when there is none and it is not an event). Seen results arrive through
  // on_sight.
  void slash(const std::string& user, const std::string& channel, const std::string& command, const std::string& text);
  /// Returns the message's ts. A mention of the bot is "@sitrep ...".
  std::string say(const std::string& user, const std::string& channel, const std::string& text,
                  const std::string& thread_ts = {});
  /// Clicks the first button whose label or action_id or value is `button`, on the message.
  bool click(const std::string& user, const std::string& channel, const std::string& ts, const std::string& button);
  /// Submits the open form of this user; values by block_id, label or action_id, choices by label or value, several
  /// joined with ",". False when there is no form or field of that name, or when Slack's own client refuses
  /// (form_errors shows why).
  bool submit(const std::string& user, const std::map<std::string, std::string>& values);
  bool close_form(const std::string& user);
  /// Clicks in the user's open form, or on the home tab.
  bool click_in_view(const std::string& user, const std::string& button);
  void open_home(const std::string& user);

  // What the other side does.
  void fault(SlackFault fault);
  void clear_faults();
  void refresh();                                     // "refresh_requested" to every connection, closed 10 s later
  void warn();                                        // "warning", then closed 10 s later
  void disconnect(const std::string& reason);         // "link_disabled", "too_many_websockets": message, then close
  void kill_connections();                            // TCP reset, no close frame
  void set_silent(bool silent);                       // the connections open now carry nothing any more; later ones do
  void set_hello(bool hello);                         // whether new connections get a hello
  void redeliver_last(bool same_envelope_id = true);  // the last envelope again, on any connection
  void send_raw(const std::string& frame);            // any bytes as a text frame
  void set_num_connections_offset(int ghosts);        // hello.num_connections counts that many more

  // What everyone sees.
  void on_sight(std::function<void(const SlackSight&)> listener);
  std::vector<SlackMessage> messages(const std::string& channel) const;  // oldest first, threads included
  std::optional<SlackMessage> message(const std::string& channel, const std::string& ts) const;
  std::string channel_name(const std::string& id) const;
  /// The user whose direct messages a channel holds, "" for other channels: for "DM to ann: …" in a transcript.
  std::string direct_to(const std::string& channel) const;
  std::vector<SlackMessage> direct_messages(const std::string& user) const;  // oldest first
  std::string topic(const std::string& channel) const;
  std::vector<std::string> user_group(const std::string& id) const;  // its members
  std::string user_name(const std::string& id) const;
  const std::vector<SlackCall>& calls() const;
  void on_call(std::function<void(const SlackCall&)> before);       // called before a call takes effect
  void on_answer(std::function<void(const SlackCall&)> answering);  // called when it has, before the answer is sent
  /// From within one of these two: the connection is reset instead; from on_call nothing takes effect either.
  void drop_call();
  /// Any other path of the same port goes here: a control page, say.
  void serve(HttpServer::Handler other);
  int connections() const;
  /// Protocol violations by the bot: fragmented or oversized acks, unknown arguments, wrong types, unacknowledged
  /// envelopes.
  const std::vector<std::string>& violations() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace integrations::simulator
