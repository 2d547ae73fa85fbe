#pragma once
// What history of escalation, on-call, public words and maintenance looks like on disk: the second part of codec_test's golden rows.
#include <string>
#include <vector>

#include "playbooks/model/events.hpp"

namespace storage::testing {

struct Golden {
  std::string type;
  std::string json;
  playbooks::Event event;
};

/// A row may be added; none may ever be changed.
std::vector<Golden> escalation_golden();
std::vector<Golden> public_golden();

}  // namespace storage::testing
