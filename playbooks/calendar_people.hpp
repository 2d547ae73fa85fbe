#pragma once
// Who is meant by an event of a calendar.
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "playbooks/model/policy.hpp"

namespace playbooks::calendar {

class People {
 public:
  explicit People(const Policy& policy);

  /// "mailto:ann@example.org", any case; empty when nobody has it.
  std::string by_address(std::string_view address) const;
  /// By key, name or Slack id as whole words, any case. The person of whom the most is said wins, so that "Ann Lee"
  /// is not Ann Bell; two of whom the same is said are nobody, rather than the wrong one.
  const std::string& in_summary(const std::string& summary);

 private:
  struct Known {
    std::string key;
    std::vector<std::string> words;  // folded
  };
  std::string find(std::string_view summary) const;

  std::unordered_map<std::string, std::string> addresses_;  // folded -> key
  std::vector<Known> people_;
  std::unordered_map<std::string, std::string> found_;  // by summary
};

}  // namespace playbooks::calendar
