#include "playbooks/evolve_public.hpp"

#include <algorithm>

#include "playbooks/model/overloaded.hpp"

namespace playbooks {
namespace {

std::string_view named(std::string_view page) {
  return page.empty() ? first_page : page;
}

void replace_of_page(auto& list, std::string_view page, const auto& with) {
  std::erase_if(list, [&](const auto& one) { return one.page == page; });
  list.insert(list.end(), with.begin(), with.end());
}

}  // namespace

PublicPage& page_of(Incident& incident, std::string_view name) {
  const bool untouched = incident.page == PublicPage{};
  if (untouched || named(incident.page.page) == named(name)) {
    if (untouched) incident.page.page = name;
    return incident.page;
  }
  for (auto& page : incident.other_pages)
    if (named(page.page) == named(name)) return page;
  auto& page = incident.other_pages.emplace_back();
  page.page = name;
  return page;
}

void heard_by_the_public(Incident& incident, Time at, bool published, std::optional<Time> due) {
  if (published) {
    ++incident.public_posts;
    if (incident.public_due && at > *incident.public_due) ++incident.public_late;
    incident.public_nudges = 0;
    incident.public_due = due;
  } else if (due && !incident.public_due) {
    incident.public_due = due;
  }
}

void evolve_public(Incident& incident, const Recorded& event, const PublicTextDrafted& e) {
  incident.draft = PublicDraft{e.text, e.from, e.title, {event.by, event.at}};
}

void evolve_public(Incident& incident, const Recorded& event, const PublicTextPublished& e) {
  incident.visibility = Visibility::public_page;
  if (!e.title.empty()) incident.public_title = e.title;
  incident.draft.reset();
  heard_by_the_public(incident, event.at, true, e.public_due);
}

void evolve_public(Incident& incident, const Recorded&, const PublicUpdateNudged&) {
  ++incident.public_nudges;
}

void evolve_public(Incident& incident, const Recorded&, const PublicUpdateSnoozed& e) {
  incident.public_due = e.until;
  incident.public_nudges = 0;
}

void evolve_public(Incident& incident, const Recorded& event, const PublicPageAdopted& e) {
  incident.visibility = Visibility::public_page;
  page_of(incident, e.page) = {e.page_id, e.link, e.shows, event.at, {}, e.page};
  // It goes on from where it stands there: customers who read "monitoring" do not read "investigating" next.
  const auto shown = parse_status(e.shows);
  if (!shown || *shown == Status::resolved || *shown == Status::cancelled) return;
  incident.status = *shown;
  if (*shown == Status::monitoring && !incident.mitigated) incident.mitigated = event.at;
}

void evolve_status_desk(StatusDesk& desk, const Recorded& event) {
  desk.version = event.number;
  std::visit(Overloaded{[&](const PageRead& e) {
                          replace_of_page(desk.suspected, e.page, e.suspected);
                          replace_of_page(desk.drifts, e.page, e.drifts);
                          replace_of_page(desk.strangers, e.page, e.strangers);
                          // What was ignored is ignored only as long as it stays as it was.
                          std::erase_if(desk.ignored, [&](const Drift& old) {
                            return old.page == e.page && std::ranges::any_of(e.fresh_drifts, [&](const Drift& fresh) {
                                     return fresh.component == old.component;
                                   });
                          });
                          if (e.trouble.empty())
                            desk.trouble.erase(e.page);
                          else
                            desk.trouble[e.page] = e.trouble;
                        },
                        [&](const DriftSettled& e) {
                          const auto it = std::ranges::find_if(desk.drifts, [&](const Drift& drift) {
                            return drift.page == e.page && drift.component == e.component;
                          });
                          if (it == desk.drifts.end()) return;
                          if (e.how == DriftAnswer::ignored) desk.ignored.push_back(*it);
                          desk.drifts.erase(it);
                        },
                        [](const auto&) {}},
             event.event);
}

}  // namespace playbooks
