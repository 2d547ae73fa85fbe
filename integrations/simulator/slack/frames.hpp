#pragma once
// WebSocket frames as they are on the wire (RFC 6455), seen from the server. A library would hide what Slack is strict
// about: whether a message came in one frame, and how large it was.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace integrations::simulator::slack {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

struct Frame {
  bool final = true;
  bool masked = false;
  std::uint8_t reserved = 0;  // the three RSV bits; any set is an error without an extension
  std::uint8_t opcode = 1;
  std::string payload;  // unmasked

  bool is(Opcode code) const { return opcode == static_cast<std::uint8_t>(code); }
};

class FrameReader {
 public:
  void feed(std::string_view bytes) { buffer_ += bytes; }
  /// The next whole frame. Nothing when more bytes are needed, or when `broken()`.
  std::optional<Frame> next();
  /// A frame was announced that is larger than 1 MiB: nothing more can be read.
  bool broken() const { return broken_; }

 private:
  std::string buffer_;
  bool broken_ = false;
};

/// One final, unmasked frame, as a server sends it.
std::string encode_frame(Opcode opcode, std::string_view payload);
/// The payload of a close frame.
std::string close_payload(std::uint16_t code, std::string_view reason);
/// The Sec-WebSocket-Accept value for a Sec-WebSocket-Key.
std::string accept_key(std::string_view key);

}  // namespace integrations::simulator::slack
