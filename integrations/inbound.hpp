#pragma once
// What arrives from people through a chat system, already read: the same shape for a slash command, a mention, a button
// and a form. Everything that could be read of an unreadable one is kept.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "playbooks/model/ids.hpp"
#include "playbooks/model/time.hpp"

namespace integrations {

struct Inbound {
  enum class Kind { slash, mention, button, form, event, unparseable };
  Kind kind = Kind::unparseable;
  std::vector<std::string> keys;  // "envelope:<id>", "event:<id>", "trigger:<id>": identities for dedupe
  playbooks::Actor by;
  std::string channel;     // Slack channel id, may be empty
  std::string thread_ts;   // of the message or thread it came from, may be empty
  std::string message_ts;  // of the message itself (mention) or the one clicked on
  std::string line;        // the command line, without the leading slash: "incident declare ...", unescaped once
  std::map<std::string, std::string> fields;  // form values by field name; choices joined with ","
  std::string trigger_id;                     // for opening a form, 3 s
  std::string response_url;                   // may be empty
  bool may_answer = false;                    // accepts_response_payload: the acknowledgement may carry a reply
  std::string raw;                            // the frame as it came
  std::string problem;                        // for unparseable: "$.payload.user_id: missing"
};

/// Called when the input is safely on disk (or known to be an old one): `payload` is the JSON of the reply, may be
/// empty. If the commit failed it is destroyed without being called: no acknowledgement is given.
using Acknowledge = std::move_only_function<void(std::string payload)>;
using Receive = std::function<void(Inbound, Acknowledge)>;

}  // namespace integrations
