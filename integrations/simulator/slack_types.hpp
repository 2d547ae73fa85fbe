#pragma once
// What goes into the simulated Slack and what comes out of it: options, messages, sights, calls, faults.
#include <optional>
#include <string>
#include <vector>

#include "playbooks/model/time.hpp"

namespace integrations::simulator {

struct SlackOptions {
  unsigned short port = 0;  // 0: any free one
  std::string app_token = "xapp-1-SIMULATED", bot_token = "xoxb-SIMULATED";
  std::string team = "Acme";
  bool rate_limits = true;
  playbooks::Duration approximate_connection_time = std::chrono::hours{5};
  playbooks::Duration server_ping_every = std::chrono::seconds{10};  // 0: never
  /// Until an envelope must be acknowledged and a trigger_id used. The demo multiplies it by its speed: people and time
  /// go faster there, the disk does not.
  playbooks::Duration answer_within = std::chrono::seconds{3};
  /// What the bot token may do, and to which events the app is subscribed ("message.channels": every message).
  std::vector<std::string> scopes = {
      "commands",    "chat:write",           "chat:write.public",  "app_mentions:read", "channels:read",
      "groups:read", "channels:history",     "groups:history",     "users:read",        "im:write",
      "im:history",  "channels:write.topic", "groups:write.topic", "usergroups:write",  "usergroups:read"};
  std::vector<std::string> events = {"app_mention", "app_home_opened"};
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

/// What goes wrong, for calls of one Web API method, the next `times` calls (or until `until`, however many). Besides
/// the methods' names: "*" any call, "response_url", and "link" for WebSocket handshakes (http_error, refuse, swallow).
struct SlackFault {
  enum class Kind {
    rate_limited,     // 429 with Retry-After `seconds`
    http_error,       // status `code`, empty body, not done
    slack_error,      // {"ok":false,"error":`text`}, not done
    html,             // 502 with an HTML page from a proxy, not done
    half_json,        // done, 200, the answer cut in half
    empty,            // not done, 200 with an empty body
    refuse,           // not done, connection reset; for "*" with `until` nothing listens: new connections are refused
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

}  // namespace integrations::simulator
