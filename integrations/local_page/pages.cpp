// The pages that people read: the front page, the history, and one for each incident and maintenance.
#include <fmt/format.h>

#include <algorithm>

#include "integrations/local_page/changes.hpp"
#include "integrations/local_page/html.hpp"

namespace integrations::local_page {
namespace {

using playbooks::Component;
using playbooks::Time;

constexpr auto recent = std::chrono::days{14};

bool maintenance(const Story& story) {
  return story.scheduled_for.has_value();
}

std::string component_item(const Site& site, const Component& component, int level) {
  const auto status = site.document.status_of(component.key);
  std::string html = fmt::format("<li><div class=\"row\"><h{0}>{1}</h{0}>{2}</div>", level, escaped(component.name),
                                 status_label(status));
  if (!component.description.empty())
    html += fmt::format("<p class=\"quiet\">{}</p>", escaped(clean_line(component.description)));
  return html + uptime_bars(component, last_days(site.document.component(component.key), site.now)) + "</li>\n";
}

std::string components_section(const Site& site) {
  if (site.policy.components.empty()) return {};
  std::string html = "<section aria-labelledby=\"components\"><h2 id=\"components\">Components</h2>\n";
  for (const auto& group : grouped(site.policy)) {
    if (!group.name.empty()) html += fmt::format("<h3>{}</h3>\n", escaped(group.name));
    html += "<ul class=\"list\">\n";
    for (const auto* component : group.components) html += component_item(site, *component, group.name.empty() ? 3 : 4);
    html += "</ul>\n";
  }
  return html + "</section>\n";
}

std::string stories_section(const Site& site, std::string_view id, std::string_view heading,
                            const std::vector<const Story*>& stories) {
  if (stories.empty()) return {};
  auto html = fmt::format("<section aria-labelledby=\"{0}\"><h2 id=\"{0}\">{1}</h2>\n", id, heading);
  for (const auto* story : stories) html += story_article(site, *story, 3, "");
  return html + "</section>\n";
}

std::vector<const Story*> closed(const Site& site) {
  std::vector<const Story*> result;
  for (const auto* list : {&site.document.incidents, &site.document.maintenances})
    for (const auto& story : *list)
      if (!story.open()) result.push_back(&story);
  std::ranges::sort(result, [](const Story* a, const Story* b) {
    return *a->resolved != *b->resolved ? *a->resolved > *b->resolved : a->id < b->id;
  });
  return result;
}

/// By the day on which they ended, newest first.
std::string by_day(const Site& site, const std::vector<const Story*>& stories) {
  std::string html;
  std::optional<std::chrono::sys_days> last;
  for (const auto* story : stories) {
    const auto day = std::chrono::floor<std::chrono::days>(*story->resolved);
    if (day != last) html += fmt::format("<h3>{}</h3>\n", spoken_day(day));
    last = day;
    html += story_article(site, *story, 4, "");
  }
  return html;
}

std::string past_section(const Site& site) {
  auto stories = closed(site);
  std::erase_if(stories, [&](const Story* story) { return *story->resolved + recent < site.now; });
  std::string html = "<section aria-labelledby=\"past\"><h2 id=\"past\">Past 14 days</h2>\n";
  html +=
      stories.empty() ? "<p>No incident and no maintenance ended in the last 14 days.</p>\n" : by_day(site, stories);
  return html + "<p><a href=\"history.html\">Everything before: the history</a></p></section>\n";
}

std::string affected_names(const Site& site, const Story& story) {
  std::string names;
  for (const auto* component : affected_components(site, story)) {
    if (!names.empty()) names += ", ";
    names += escaped(component->name);
  }
  return names;
}

std::string facts(const Site& site, const Story& story) {
  std::string html;
  const auto names = affected_names(site, story);
  if (!names.empty()) html += fmt::format("<p class=\"quiet\">Affects: {}</p>", names);
  if (story.scheduled_for && story.scheduled_until)
    html += fmt::format("<p class=\"quiet\">Planned: {}</p>", time_span(*story.scheduled_for, *story.scheduled_until));
  if (!maintenance(story)) {
    html += fmt::format("<p class=\"quiet\">Began: {}", time_element(story.started));
    if (story.resolved) html += fmt::format(", lasted {}", playbooks::spoken(*story.resolved - story.started));
    html += "</p>";
  }
  return html;
}

/// What an update did to components, in words; nothing where it left them as they were.
std::string moved(const Site& site, const Update& update) {
  std::string html;
  for (const auto& one : update.affected) {
    const auto component = std::ranges::find(site.policy.components, one.component, &Component::key);
    if (component == site.policy.components.end() || one.was == one.is) continue;
    html += fmt::format("<p class=\"quiet\">{}: {} → {}</p>", escaped(component->name), playbooks::in_words(one.was),
                        playbooks::in_words(one.is));
  }
  return html;
}

std::string update_item(const Site& site, const Story& story, const Update& update) {
  const bool link = update.status == "postmortem" &&
                    (story.postmortem.starts_with("https://") || story.postmortem.starts_with("http://"));
  const auto body = link ? fmt::format("<p><a href=\"{}\">Read the post-mortem</a></p>", escaped(story.postmortem))
                         : paragraphs(update.body);
  return fmt::format("<li><b>{}</b>{}{}<p class=\"when\">{}</p></li>\n", spoken_step(update.status), body,
                     moved(site, update), time_element(update.at));
}

}  // namespace

std::string story_article(const Site& site, const Story& story, int level, std::string_view root) {
  auto html = fmt::format("<article class=\"card\"><h{0}><a href=\"{1}{2}\">{3}</a></h{0}>", level, root,
                          path_of(story), escaped(story.title));
  html += facts(site, story) + "<ol class=\"updates\">\n";
  for (auto update = story.updates.rbegin(); update != story.updates.rend(); ++update)
    html += update_item(site, story, *update);
  return html + "</ol></article>\n";
}

std::string front_page(const Site& site) {
  const auto now = overall(site);
  auto html = fmt::format("<h1 class=\"banner {}\">{}</h1>\n", now.indicator, now.headline);
  html += stories_section(site, "current", "Current incidents", open_incidents(site));
  html += stories_section(site, "progress", "Maintenance in progress", in_progress(site));
  html += components_section(site);
  html += stories_section(site, "upcoming", "Upcoming maintenance", upcoming(site));
  html += past_section(site);
  return page_of(site, {site.name(), "", std::move(html), true});
}

std::string history_page(const Site& site) {
  std::string html =
      "<h1>History</h1>\n<section aria-labelledby=\"ended\"><h2 id=\"ended\">Incidents and maintenance "
      "that ended in the last year</h2>\n";
  const auto stories = closed(site);
  html += stories.empty() ? "<p>None yet.</p>\n" : by_day(site, stories);
  html += "</section>\n";
  return page_of(site, {"History: " + site.name(), "", std::move(html), false});
}

std::string story_page(const Site& site, const Story& story) {
  auto html = fmt::format("<h1>{}</h1>\n<article>{}<h2>{}</h2><ol class=\"updates\">\n", escaped(story.title),
                          facts(site, story), "Updates, newest first");
  for (auto update = story.updates.rbegin(); update != story.updates.rend(); ++update)
    html += update_item(site, story, *update);
  html += "</ol></article>\n";
  return page_of(site, {fmt::format("{}: {}", story.title, site.name()), "../", std::move(html), false});
}

}  // namespace integrations::local_page
