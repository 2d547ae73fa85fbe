#pragma once
// The small parts that the HTML pages are made of. Whatever people wrote goes through `escaped`.
#include <string>
#include <string_view>

#include "integrations/local_page/site.hpp"
#include "integrations/local_page/uptime.hpp"

namespace integrations::local_page {

/// For text and for attributes in double quotes, in HTML and in XML.
std::string escaped(std::string_view text);
/// Paragraphs at empty lines, line breaks at others.
std::string paragraphs(std::string_view text);

/// "21 Nov 2026".
std::string spoken_day(std::chrono::sys_days day);
/// <time datetime="2026-11-21T14:05:00Z">21 Nov 2026, 14:05 UTC</time>
std::string time_element(playbooks::Time at);
/// From one to the other; the day is not said twice.
std::string time_span(playbooks::Time from, playbooks::Time until);

/// "Partial outage", "Operational".
std::string spoken_status(playbooks::ComponentStatus status);
/// The same with its sign and colour: a word, a shape and a colour say it, so that each may be missed.
std::string status_label(playbooks::ComponentStatus status);
/// "Identified", "In progress": of a story or an update.
std::string spoken_step(std::string_view status);

/// A whole page. `root`: the way from it to the front page, "" or "../".
struct PageFrame {
  std::string title;
  std::string root;
  std::string body;    // of <main>
  bool front = false;  // the front page: it says how all stands, and when it was brought up to date
};
std::string page_of(const Site& site, const PageFrame& frame);

/// One incident or maintenance with its updates, newest first. `level`: of its heading.
std::string story_article(const Site& site, const Story& story, int level, std::string_view root);
/// The bars of one component's days, what they say in words, and the days with trouble as a list.
std::string uptime_bars(const playbooks::Component& component, const std::vector<DayShare>& days);

}  // namespace integrations::local_page
