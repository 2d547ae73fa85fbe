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

#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"

namespace integrations::simulator {

struct SlackOptions {
  unsigned short port = 0;  // 0: any free one
  std::string app_token = "xapp-1-SIMULATED", bot_token = "xoxb-SIMULATED";
  std::string team = "Acme";
  bool rate_limits = true;
  playbooks::Duration approximate_connection_time = std::chrono::hours{5};
  playbooks::Duration server_ping_every = std::chrono::seconds{10};
};

struct SlackMessage {
  std::string channel, ts, thread_ts;
  std::string user;          // author: a user id, or the bot's
  std::string text;          // the fallback text, as sent
  std::string blocks;        // JSON array as text, may be empty
  std::string metadata_key;  // metadata.event_payload.key
  int edits = 0;
};

/// What a person would see, in the order in which it happened.
struct SlackSight {
  enum class Kind {
    posted,       // message
    edited,       // message, after the edit
    deleted,      // message
    ephemeral,    // message, only `to` sees it (chat.postEphemeral, response_url or the answer to a command)
    form,         // `to` sees a form: `view` is its JSON, `view_id`
    form_errors,  // the submission of `to` was refused: `view` holds {"block_id":"text"}
    form_closed,
    timeout  // `to` sees "operation_timeout": the command or click was not acknowledged within 3 s
  };
  Kind kind = Kind::posted;
  std::string to;
  SlackMessage message;
  std::string view, view_id;
  playbooks::Time at{};
};

/// One call the bot made, for contract checks: method name and arguments as JSON.
struct SlackCall {
  std::string method;
  std::string arguments;
  std::string answer;
  int status = 200;
  playbooks::Time at{};
};

/// What goes wrong, for calls of one Web API method ("*": any), the next `times` calls (or until `until`).
struct SlackFault {
  enum class Kind {
    rate_limited,  // 429 with Retry-After `seconds`
    http_error,    // status `code`, empty body
    slack_error,   // {"ok":false,"error":`text`}
    html,          // 502 with an HTML page from a proxy
    half_json,
    empty,            // 200 with a cut or empty body
    refuse,           // connection closed before the request is read
    swallow,          // not done, never answered until the client gives up
    done_unanswered,  // done, then the connection is closed without an answer
    done_then_error   // done, then 500
  };
  Kind kind = Kind::http_error;
  std::string method = "*";
  int times = 1;
  std::optional<playbooks::Time> until;
  int code = 500;
  int seconds = 30;
  std::string text = "internal_error";
};

class SlackSimulator {
 public:
  SlackSimulator(boost::asio::any_io_executor executor, Clock& clock, Activity& activity, SlackOptions options = {});
  ~SlackSimulator();
  std::string api_url() const;  // "http://127.0.0.1:PORT/api/"
  /// Ends every coroutine of its own; call and await before destruction.
  boost::asio::awaitable<void> stop();

  void add_user(std::string id, std::string name, std::string zone = "UTC");
  void add_channel(std::string id, std::string name, bool bot_is_member = true);

  // What people do. Each becomes an envelope on one of the open connections (or is lost, as with Slack, when there is
  // none and it is not an event). Seen results arrive through on_sight.
  void slash(const std::string& user, const std::string& channel, const std::string& command, const std::string& text);
  void say(const std::string& user, const std::string& channel, const std::string& text,
           const std::string& thread_ts = {});
  /// Clicks the first button whose label or action_id or value is `button`, on the message.
  bool click(const std::string& user, const std::string& channel, const std::string& ts, const std::string& button);
  /// Submits the open form of this user; values by block_id or by label.
  bool submit(const std::string& user, const std::map<std::string, std::string>& values);

  // What the other side does.
  void fault(SlackFault fault);
  void clear_faults();
  void refresh();                              // "refresh_requested" to every connection, closed 10 s later
  void warn();                                 // "warning", then closed 10 s later
  void disconnect(const std::string& reason);  // "link_disabled", "too_many_websockets": message, then close
  void kill_connections();                     // TCP reset, no close frame
  void set_silent(bool silent);                // connections stay open, nothing is sent and pings are not answered
  void set_hello(bool hello);                  // whether new connections get a hello
  void redeliver_last(bool same_envelope_id = true);  // the last envelope again, on any connection
  void send_raw(const std::string& frame);            // any bytes as a text frame
  void set_num_connections_offset(int ghosts);        // hello.num_connections counts that many more

  // What everyone sees.
  void on_sight(std::function<void(const SlackSight&)> listener);
  std::vector<SlackMessage> messages(const std::string& channel) const;  // oldest first, threads included
  std::optional<SlackMessage> message(const std::string& channel, const std::string& ts) const;
  std::string channel_name(const std::string& id) const;
  std::string user_name(const std::string& id) const;
  const std::vector<SlackCall>& calls() const;
  void on_call(std::function<void(const SlackCall&)> before);  // called before a call takes effect
  int connections() const;
  /// Protocol violations by the bot: fragmented or oversized acks, unknown arguments, wrong types, unacknowledged
  /// envelopes.
  const std::vector<std::string>& violations() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace integrations::simulator
