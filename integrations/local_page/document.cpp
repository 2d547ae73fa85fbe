#include "integrations/local_page/document.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <string>

namespace integrations::local_page {
namespace {

template <class List>
auto by_name(const List& list, auto member, std::string_view name) -> decltype(&list.front()) {
  const auto found = std::ranges::find(list, name, member);
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

const ComponentRecord* Document::component(std::string_view key) const {
  return by_name(components, &ComponentRecord::key, key);
}

playbooks::ComponentStatus Document::status_of(std::string_view key) const {
  const auto* record = component(key);
  return record == nullptr ? playbooks::ComponentStatus::operational : record->status();
}

const Story* Document::incident(std::string_view ours) const {
  return by_name(incidents, &Story::ours, ours);
}

const Story* Document::maintenance(std::string_view ours) const {
  return by_name(maintenances, &Story::ours, ours);
}

std::string page_id(std::string_view kind, std::string_view name) {
  constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
  const auto text = std::string{kind}.append("/").append(name);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string id;
  for (std::size_t i = 0; i < 12; ++i) id += alphabet[digest[i] % alphabet.size()];
  return id;
}

}  // namespace integrations::local_page
