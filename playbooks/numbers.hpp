#pragma once
// What numbers say of a component: a status with its evidence, by the rules of the configuration.
#include <map>
#include <string>

#include "playbooks/model/policy.hpp"

namespace playbooks {

/// "error_rate" in percent, "p95" in seconds, or whatever the rules name.
using Numbers = std::map<std::string, double>;

struct Judgement {
  ComponentStatus status = ComponentStatus::operational;
  std::string evidence;  // "error_rate 3.2 % (from 1 % on: degraded performance)"; empty when every number is fine
};

/// The worst of what the rules say. Numbers that no rule names say nothing. `down` outdoes them all.
Judgement judge(const Numbers& numbers, bool down, const PublicPolicy& policy);

/// "3.2 %", "2.41 s", "7".
std::string in_units(std::string_view metric, double value);

}  // namespace playbooks
