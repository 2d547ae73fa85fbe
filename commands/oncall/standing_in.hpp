#pragma once
// Somebody stands in: the inside of override, swap and cover.
#include <array>

#include "commands/args.hpp"
#include "commands/periods.hpp"

namespace commands::oncall {

/// The flags of the verbs that enter an override. Forms have fields of the same names.
inline constexpr std::array<Flag, 5> override_flags = {
    {{"who", "person", "@bob", "who stands in", Flag::Takes::word},
     {"from", "", "18:00", "from when", Flag::Takes::moment},
     {"to", "until", "22:00", "until when", Flag::Takes::moment},
     {"schedule", "", "primary", "in which schedule, where there are several", Flag::Takes::word},
     {"as", "", "ann", "who you are, where Sitrep cannot know: on the command line", Flag::Takes::word}}};

struct StandIn {
  const playbooks::Responder* person = nullptr;
  const playbooks::Responder* instead_of = nullptr;  // nullptr: whoever it is
  const playbooks::Schedule* schedule = nullptr;     // nullptr: to be found out
  Period period;
  std::string reason;
};

/// Chooses the schedule where none is named: the only one, or the only one in which `instead_of` is on call then.
/// Otherwise asks. Then enters it; gives back the sentence for it.
Asked<playbooks::Text> stand_in(StandIn wanted, const Request& request, const Arguments& arguments, Desk& desk);

/// What is missing, asked for: "who" (left out where `person` is known), from, to, schedule, reason.
Reply ask_for_period(const Arguments& arguments, std::string_view title, std::string_view command, bool ask_who,
                     const playbooks::Policy& policy, std::string_view missing);

}  // namespace commands::oncall
