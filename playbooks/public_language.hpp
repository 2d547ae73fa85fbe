#pragma once
// The words between the templates, by language: statuses, lists, lengths of time. English where a language is unknown.
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/component.hpp"
#include "playbooks/model/incident.hpp"

namespace playbooks {

struct PublicLanguage {
  std::string_view code;  // "en"
  std::string_view (*in_words)(ComponentStatus status);
  /// How far the work on it is: one sentence.
  std::string_view (*progress)(Status status);
  /// "Video, Chat and 3 others".
  std::string (*listed)(const std::vector<std::string>& names);
  /// "2 hours 5 minutes": two units at most, never negative.
  std::string (*spoken)(Duration length);
  // Templates
  std::string_view maintenance_cancelled, social_next, social_lasted, social_cause, social_thanks;
};

/// By its code, "de" for "de-AT".
const PublicLanguage& public_language(std::string_view code);

}  // namespace playbooks
