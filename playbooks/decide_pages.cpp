// What a reading of a status page teaches, and what people make of it.
#include <fmt/format.h>

#include <algorithm>

#include "playbooks/decider.hpp"
#include "playbooks/rules.hpp"
#include "playbooks/wording_public.hpp"

namespace playbooks {
namespace {

bool has(const std::vector<Drift>& list, const Drift& drift) {
  return std::ranges::find(list, drift) != list.end();
}

template <class T>
std::vector<T> on_page(const std::vector<T>& list, std::string_view page) {
  std::vector<T> found;
  std::ranges::copy_if(list, std::back_inserter(found), [&](const T& one) { return one.page == page; });
  return found;
}

}  // namespace

/// What differs counts only when two readings in a row say so: a publication may have been on its way.
Decision Decider::operator()(const NotePageRead& c) const {
  const auto& known = state_.pages;
  PageRead read;
  read.page = c.page;
  read.trouble = c.trouble;
  const auto trouble = known.trouble.find(c.page);
  const std::string before = trouble == known.trouble.end() ? std::string{} : trouble->second;
  read.trouble_is_new = before != c.trouble && !c.trouble.empty();
  const auto suspected = on_page(known.suspected, c.page), drifts = on_page(known.drifts, c.page);
  const auto strangers = on_page(known.strangers, c.page);
  if (!c.trouble.empty()) {
    if (!read.trouble_is_new) return refuse(Errc::conflict, "That is known.");
    read.suspected = suspected;
    read.drifts = drifts;
    read.strangers = strangers;
    return std::vector<Recorded>{of_page(std::move(read))};
  }
  for (const auto& [component, there] : c.components) {
    const Drift drift{c.page, component, there, public_status(state_.claims, component)};
    if (drift.there == drift.ours || has(known.ignored, drift)) continue;
    if (has(drifts, drift) || has(suspected, drift)) {
      read.drifts.push_back(drift);
      if (!has(drifts, drift)) read.fresh_drifts.push_back(drift);
    } else {
      read.suspected.push_back(drift);
    }
  }
  for (const auto& stranger : c.open) {
    const bool ours = std::ranges::any_of(
        state_.incidents, [&](const auto& each) { return each.second.page_on(c.page).id == stranger.id; });
    if (ours) continue;
    read.strangers.push_back(stranger);
    if (std::ranges::find(strangers, stranger.id, &Stranger::id) == strangers.end())
      read.fresh_strangers.push_back(stranger);
  }
  const bool same =
      read.suspected == suspected && read.drifts == drifts && read.strangers == strangers && before.empty();
  if (same) return refuse(Errc::conflict, "Nothing has changed.");
  return std::vector<Recorded>{of_page(std::move(read))};
}

Decision Decider::operator()(const SettleDrift& c) const {
  std::vector<Recorded> events;
  int settled = 0, on_components = 0;
  std::string held;
  for (const auto& drift : state_.pages.drifts) {
    if (!c.component.empty() && drift.component != c.component) continue;
    if (c.how == DriftAnswer::adopted) {
      if (const auto holders = better_than(drift); !holders.empty()) {
        held += fmt::format("{} cannot be better than what {} says of it. Change it there, or overwrite the page. ",
                            drift.component, holders);
        continue;
      }
      events.push_back(of_component(
          ComponentStatusSet{drift.component, drift.there, "Taken over from " + wording::page_name(drift.page), {}, {}},
          ++on_components));
    }
    events.push_back(of_page(DriftSettled{drift.page, drift.component, c.how}, ++settled));
  }
  if (!events.empty()) return events;
  if (!held.empty()) {
    held.pop_back();
    return refuse(Errc::conflict, held);
  }
  return refuse(Errc::not_found, c.component.empty()
                                     ? "The status pages say what we say: nothing to settle."
                                     : fmt::format("The status pages say of {} what we say.", c.component));
}

/// Who claims something worse than the page shows, other than by hand.
std::string Decider::better_than(const Drift& drift) const {
  std::string holders;
  if (const auto held = state_.claims.find(drift.component); held != state_.claims.end())
    for (const auto& claim : held->second)
      if (claim.holder != "manual" && claim.is_public && claim.status > drift.there)
        holders += (holders.empty() ? "" : ", ") + claim.holder;
  return holders;
}

}  // namespace playbooks
