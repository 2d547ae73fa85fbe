#pragma once
// Looks words over before customers read them: what is written for engineers, points at somebody, tells too much, or
// promises and guesses what nobody knows. It only ever warns. Any bytes may come; nothing but whole words is matched,
// in any case; names of components and of the organisation are never found fault with.
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/policy.hpp"

namespace playbooks {

namespace wording_kind {
inline constexpr std::string_view jargon = "jargon";
inline constexpr std::string_view blame = "blame";  // of people, and of others whom customers do not know
inline constexpr std::string_view excuse = "excuse";
inline constexpr std::string_view error_code = "error code";
inline constexpr std::string_view host = "host name or address";
inline constexpr std::string_view secret = "secret";
inline constexpr std::string_view slack = "Slack id";
inline constexpr std::string_view customer = "customer name";
inline constexpr std::string_view internal_name = "internal name";
inline constexpr std::string_view promise = "unfounded promise";
inline constexpr std::string_view speculation = "speculation";
}  // namespace wording_kind

struct WordingFinding {
  std::string found;    // the words as they stand there, on one line; of a secret only its beginning
  std::string kind;     // one of the above
  std::string instead;  // what to write instead: one short clause
  bool operator==(const WordingFinding&) const = default;
};

/// In the order of the text; the same words are found once.
std::vector<WordingFinding> check_wording(std::string_view text, const Policy& policy);

/// "“ETA 5 minutes” (unfounded promise): say when you will post the next update."
std::string in_words(const WordingFinding& finding);

}  // namespace playbooks
