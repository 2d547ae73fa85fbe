#include "integrations/simulator/slack/frames.hpp"

#include <openssl/evp.h>

#include <array>

namespace integrations::simulator::slack {
namespace {

constexpr std::uint64_t largest = 1024 * 1024;

std::uint8_t byte(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8U | byte(bytes, at + i);
  return value;
}

void append_big_endian(std::string& out, std::uint64_t value, unsigned size) {
  for (unsigned shift = size * 8; shift > 0; shift -= 8) out += static_cast<char>(value >> (shift - 8) & 0xFFU);
}

}  // namespace

std::optional<Frame> FrameReader::next() {
  if (broken_ || buffer_.size() < 2) return std::nullopt;
  Frame frame;
  frame.final = (byte(buffer_, 0) & 0x80U) != 0;
  frame.reserved = static_cast<std::uint8_t>(byte(buffer_, 0) >> 4U & 0x07U);
  frame.opcode = byte(buffer_, 0) & 0x0FU;
  frame.masked = (byte(buffer_, 1) & 0x80U) != 0;
  std::uint64_t size = byte(buffer_, 1) & 0x7FU;
  const std::size_t extended = size == 126 ? 2 : size == 127 ? 8 : 0;
  std::size_t at = 2 + extended;
  if (buffer_.size() < at) return std::nullopt;
  if (extended > 0) size = big_endian(buffer_, 2, extended);
  if (size > largest) {
    broken_ = true;
    return std::nullopt;
  }
  const std::size_t mask = at;
  if (frame.masked) at += 4;
  if (buffer_.size() < at + size) return std::nullopt;
  frame.payload = buffer_.substr(at, size);
  if (frame.masked) {
    for (std::size_t i = 0; i < frame.payload.size(); ++i) {
      frame.payload[i] = static_cast<char>(byte(frame.payload, i) ^ byte(buffer_, mask + i % 4));
    }
  }
  buffer_.erase(0, at + size);
  return frame;
}

std::string encode_frame(Opcode opcode, std::string_view payload) {
  std::string frame;
  frame.reserve(payload.size() + 10);
  frame += static_cast<char>(0x80U | static_cast<unsigned>(opcode));
  if (payload.size() < 126) {
    frame += static_cast<char>(payload.size());
  } else if (payload.size() < 65'536) {
    frame += static_cast<char>(126);
    append_big_endian(frame, payload.size(), 2);
  } else {
    frame += static_cast<char>(127);
    append_big_endian(frame, payload.size(), 8);
  }
  return frame.append(payload);
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
  std::string payload;
  append_big_endian(payload, code, 2);
  return payload.append(reason);
}

std::string accept_key(std::string_view key) {
  std::string text{key};
  text += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  std::array<unsigned char, 64> encoded{};
  const int length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
  return {encoded.begin(), encoded.begin() + length};
}

}  // namespace integrations::simulator::slack
