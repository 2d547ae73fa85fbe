// Any bytes as a calendar feed: shifts in order within the window, or a reason; never a crash, never without end.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "playbooks/calendar.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

playbooks::Policy people() {
  playbooks::Policy policy;
  policy.zone = "Europe/Berlin";
  policy.people = {{"ann", "Ann Lee", "UANN", "ann@example.org", {}, {}, {}, {}},
                   {"bob", "Bob", "UBOB", {}, {}, {}, {}, {}}};
  return policy;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto policy = people();
  using std::chrono::year;
  const playbooks::Time from{std::chrono::sys_days{year{2026} / 10 / 1}},
      to{std::chrono::sys_days{year{2026} / 12 / 1}};
  const auto reading =
      playbooks::calendar::read(std::string_view{reinterpret_cast<const char*>(data), size}, policy, from, to);
  if (!reading) {
    if (reading.error().message.empty()) std::abort();
    return 0;
  }
  auto at = from;
  for (const auto& shift : reading->shifts) {
    if (shift.from < at || shift.to <= shift.from || shift.to > to || shift.person.empty()) std::abort();
    at = shift.to;
  }
  if (reading->unmatched.size() > 10) std::abort();
  return 0;
}
