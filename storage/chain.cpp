#include "storage/chain.hpp"

#include <openssl/evp.h>

#include <cstring>
#include <stdexcept>

#include "storage/codec/writer.hpp"

namespace storage {

struct ChainHasher::Digest {
  struct Free {
    void operator()(EVP_MD* p) const { EVP_MD_free(p); }
    void operator()(EVP_MD_CTX* p) const { EVP_MD_CTX_free(p); }
  };
  // Fetched once: looking the algorithm up costs more than hashing an event.
  std::unique_ptr<EVP_MD, Free> algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

ChainHasher::ChainHasher() : digest_(std::make_unique<Digest>()) {
  if (!digest_->algorithm || !digest_->context) throw std::runtime_error("OpenSSL offers no SHA-256");
}
ChainHasher::~ChainHasher() = default;

Hash ChainHasher::operator()(const Hash& previous, const StoredEvent& event) {
  const auto text = [this](std::string_view part) {
    codec::append_number(buffer_, static_cast<std::int64_t>(part.size()));
    buffer_ += ':';
    buffer_ += part;
    buffer_ += ',';
  };
  const auto number = [&text](std::int64_t value) { text(std::to_string(value)); };
  buffer_.assign(as_text(previous));
  text(event.stream);
  number(event.number);
  number(event.at);
  for (const auto part : {event.actor_id, event.actor_name, event.input, event.type, event.data}) text(part);

  Hash hash;
  auto* out = reinterpret_cast<unsigned char*>(hash.data());  // NOLINT: bytes are bytes
  if (EVP_DigestInit_ex2(digest_->context.get(), digest_->algorithm.get(), nullptr) != 1 ||
      EVP_DigestUpdate(digest_->context.get(), buffer_.data(), buffer_.size()) != 1 ||
      EVP_DigestFinal_ex(digest_->context.get(), out, nullptr) != 1)
    throw std::runtime_error("SHA-256 failed");
  return hash;
}

std::string hex(const Hash& hash) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * hash.size());
  for (const auto byte : hash) {
    out += digits[std::to_integer<unsigned>(byte) >> 4U];
    out += digits[std::to_integer<unsigned>(byte) & 0x0FU];
  }
  return out;
}

std::string_view as_text(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};  // NOLINT: bytes are bytes
}

Hash as_hash(std::string_view bytes) {
  Hash hash{};
  if (bytes.size() == hash.size()) std::memcpy(hash.data(), bytes.data(), hash.size());
  return hash;
}

}  // namespace storage
