#pragma once
// What a frame of Socket Mode says: one of Slack's control messages, or an envelope with something that people did.
// Lenient, because documents and captured payloads differ; never throws, whatever the bytes are.
#include <string>
#include <variant>

#include "integrations/inbound.hpp"

namespace integrations::slack {

struct HelloFrame {
  int connections = 0;
  playbooks::Duration lifetime{};  // 0: not said
};
struct DisconnectFrame {
  std::string reason;
};
/// Must be acknowledged, whatever is in it: one that cannot be read has kind `unparseable` and says why in `problem`.
struct EnvelopeFrame {
  std::string id;
  bool repeated = false;  // Slack says that this is not the first try
  Inbound inbound;
};
/// Neither; nothing to acknowledge.
struct NoiseFrame {
  std::string why;
};
using Frame = std::variant<HelloFrame, DisconnectFrame, EnvelopeFrame, NoiseFrame>;

Frame read_frame(std::string frame);

/// Slack's three entities to characters, once: "&amp;lt;" becomes "&lt;".
std::string unescaped(std::string_view text);

}  // namespace integrations::slack
