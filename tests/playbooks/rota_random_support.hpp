#pragma once
// Random schedules for properties of the rota, and how a property is checked: from a fixed seed, which is printed, and
// without rapidcheck's settings from the environment (RC_PARAMS), so that the same code gives the same answer.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/detail/TestListenerAdapter.h>

#include <iostream>
#include <string>

#include "playbooks/model/policy.hpp"
#include "playbooks/rota.hpp"

namespace playbooks::random {

inline constexpr std::uint64_t seed = 20261121;

/// A day within a month before the changes of clocks of some of the zones, in spring or in autumn.
Time begin();

/// Ann, Bob, … with and without addresses, with names that resemble each other.
Policy people();
/// One to three rotations in one of several zones, with restrictions and holidays or without.
Schedule schedule();
/// Overrides of that schedule within `days` after `from`.
OnCall overrides(const Schedule& schedule, Time from, int days);
/// A whole second within `days` after `from`.
Time instant(Time from, int days);
/// What a failing case was.
std::string shown(const Schedule& schedule, const OnCall& oncall);

template <class Property>
void holds(Property property, int runs) {
  rc::detail::TestParams parameters;
  parameters.seed = seed;
  parameters.maxSuccess = runs;
  rc::detail::TestMetadata about;
  about.id = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  std::cout << about.id << ": " << runs << " cases from seed " << seed << "\n";
  rc::detail::TestListenerAdapter silent;
  const auto result = rc::detail::checkTestable(property, about, parameters, silent,
                                                std::unordered_map<std::string, rc::detail::Reproduce>{});
  if (result.template is<rc::detail::SuccessResult>()) return;
  std::ostringstream says;
  rc::detail::printResultMessage(result, says);
  ADD_FAILURE() << says.str();
}

}  // namespace playbooks::random
