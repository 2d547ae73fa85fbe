// Any bytes as a frame of Socket Mode: nothing may crash or throw, and an envelope always has an id to acknowledge.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "integrations/slack/envelope.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace integrations;
  const std::string frame{data, data + size};
  const auto result = slack::read_frame(frame);
  const auto* envelope = std::get_if<slack::EnvelopeFrame>(&result);
  if (envelope == nullptr) return 0;
  if (envelope->id.empty() || envelope->inbound.keys.empty() || envelope->inbound.raw != frame) std::abort();
  const bool unreadable = envelope->inbound.kind == Inbound::Kind::unparseable;
  if (unreadable == envelope->inbound.problem.empty()) std::abort();
  return 0;
}
