// The history as RSS 2.0 and Atom: one entry for each incident and maintenance, what was said last first.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "integrations/local_page/changes.hpp"
#include "integrations/local_page/html.hpp"

namespace integrations::local_page {
namespace {

using playbooks::Time;

constexpr std::size_t most = 25;

std::vector<const Story*> entries(const Site& site) {
  auto result = newest(site.document.incidents);
  const auto more = newest(site.document.maintenances);
  result.insert(result.end(), more.begin(), more.end());
  std::ranges::sort(result, [](const Story* a, const Story* b) {
    return a->changed != b->changed ? a->changed > b->changed : a->id < b->id;
  });
  if (result.size() > most) result.resize(most);
  return result;
}

/// The updates as HTML, for the reader to show.
std::string content(const Story& story) {
  std::string html;
  if (story.scheduled_for && story.scheduled_until)
    html += fmt::format("<p>Planned: {}</p>", time_span(*story.scheduled_for, *story.scheduled_until));
  for (auto update = story.updates.rbegin(); update != story.updates.rend(); ++update)
    html += fmt::format("<p><small>{}</small><br><strong>{}</strong></p>{}", time_element(update->at),
                        spoken_step(update->status), paragraphs(update->body));
  return html;
}

/// "Sat, 21 Nov 2026 14:05:09 +0000", as RSS wants it.
std::string rfc822(Time at) {
  constexpr std::array names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const auto clock = playbooks::rfc3339(at).substr(11, 8);
  auto date = spoken_day(day);
  if (date[1] == ' ') date.insert(0, 1, '0');
  return fmt::format("{}, {} {} +0000", names.at(std::chrono::weekday{day}.c_encoding()), date, clock);
}

}  // namespace

std::string rss(const Site& site) {
  const auto& url = site.settings.url;
  auto xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n"
      "<channel>\n<title>{0}</title>\n<link>{1}/</link>\n<description>Incidents and maintenance</description>\n"
      "<language>en</language>\n<lastBuildDate>{2}</lastBuildDate>\n"
      "<atom:link href=\"{1}/history.rss\" rel=\"self\" type=\"application/rss+xml\"/>\n",
      escaped(site.name()), escaped(url), rfc822(site.document.changed));
  for (const auto* story : entries(site)) {
    const auto link = escaped(link_of(*story, url));
    xml += fmt::format(
        "<item>\n<title>{}</title>\n<link>{}</link>\n<guid isPermaLink=\"true\">{}</guid>\n<pubDate>{}</pubDate>\n"
        "<description>{}</description>\n</item>\n",
        escaped(story->title), link, link, rfc822(story->changed), escaped(content(*story)));
  }
  return xml + "</channel>\n</rss>\n";
}

std::string atom(const Site& site) {
  const auto& url = site.settings.url;
  auto xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n"
      "<id>{1}/</id>\n<title>{0}</title>\n<updated>{2}</updated>\n<author><name>{3}</name></author>\n"
      "<link rel=\"alternate\" type=\"text/html\" href=\"{1}/\"/>\n"
      "<link rel=\"self\" type=\"application/atom+xml\" href=\"{1}/history.atom\"/>\n",
      escaped(site.name()), escaped(url), playbooks::rfc3339(site.document.changed), escaped(site.policy.organisation));
  for (const auto* story : entries(site)) {
    const auto link = escaped(link_of(*story, url));
    xml += fmt::format(
        "<entry>\n<id>{0}</id>\n<title>{1}</title>\n<published>{2}</published>\n<updated>{3}</updated>\n"
        "<link rel=\"alternate\" type=\"text/html\" href=\"{0}\"/>\n<content type=\"html\">{4}</content>\n</entry>\n",
        link, escaped(story->title), playbooks::rfc3339(story->created), playbooks::rfc3339(story->changed),
        escaped(content(*story)));
  }
  return xml + "</feed>\n";
}

}  // namespace integrations::local_page
