#pragma once
// The hash chain over the history: each event's hash covers its content and the hash before it, so that nothing can be
// changed, removed or slipped in afterwards without showing.
//
//   hash = SHA-256(previous hash ‖ stream ‖ number ‖ at ‖ actor id ‖ actor name ‖ input ‖ type ‖ data)
//
// The previous hash is 32 bytes (zeros before the first event); every other part is "<length>:<bytes>,", numbers in
// decimal, `at` in milliseconds since 1970 UTC. docs/decisions/0005-history-hash-chain.md says why.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace storage {

using Hash = std::array<std::byte, 32>;

/// An event exactly as it is stored.
struct StoredEvent {
  std::string_view stream;
  std::int64_t number = 0;
  std::int64_t at = 0;
  std::string_view actor_id, actor_name, input, type, data;
};

/// The last event: what the next one is chained to.
struct ChainHead {
  std::int64_t position = 0;
  Hash hash{};
  bool operator==(const ChainHead&) const = default;
};

/// Keeps its memory and its digest between calls; belongs to one thread.
class ChainHasher {
 public:
  ChainHasher();
  ~ChainHasher();
  ChainHasher(const ChainHasher&) = delete;
  ChainHasher& operator=(const ChainHasher&) = delete;
  Hash operator()(const Hash& previous, const StoredEvent& event);

 private:
  struct Digest;
  std::unique_ptr<Digest> digest_;
  std::string buffer_;
};

std::string hex(const Hash& hash);
std::string_view as_text(const Hash& hash);
/// All zeros when `bytes` is not a hash.
Hash as_hash(std::string_view bytes);

}  // namespace storage
