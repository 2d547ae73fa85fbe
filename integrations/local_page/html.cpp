#include "integrations/local_page/html.hpp"

#include <fmt/format.h>

#include <array>

#include "integrations/local_page/style.hpp"

namespace integrations::local_page {

using playbooks::ComponentStatus;
using playbooks::Time;

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string paragraphs(std::string_view text) {
  std::string result;
  bool open = false, line_before = false;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.find_first_not_of(' ') == std::string_view::npos) {
      if (open) result += "</p>";
      open = line_before = false;
      continue;
    }
    result += open ? (line_before ? "<br>" : "") : "<p>";
    result += escaped(line);
    open = line_before = true;
  }
  if (open) result += "</p>";
  return result;
}

std::string spoken_day(std::chrono::sys_days day) {
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day date{day};
  return fmt::format("{} {} {}", static_cast<unsigned>(date.day()), months.at(static_cast<unsigned>(date.month()) - 1),
                     static_cast<int>(date.year()));
}

std::string time_element(Time at) {
  return fmt::format(R"(<time datetime="{}">{}, {}</time>)", playbooks::rfc3339(at),
                     spoken_day(std::chrono::floor<std::chrono::days>(at)), playbooks::utc_clock(at));
}

std::string time_span(Time from, Time until) {
  const auto day = [](Time at) { return std::chrono::floor<std::chrono::days>(at); };
  const bool one_day = day(from) == day(until);
  const auto end =
      one_day ? fmt::format(R"(<time datetime="{}">{}</time>)", playbooks::rfc3339(until), playbooks::utc_clock(until))
              : time_element(until);
  return fmt::format("{} to {}", time_element(from), end);
}

std::string spoken_status(ComponentStatus status) {
  std::string words{playbooks::in_words(status)};
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

std::string status_label(ComponentStatus status) {
  const auto sign = [&] {
    switch (status) {
      case ComponentStatus::operational:
        return "●";
      case ComponentStatus::under_maintenance:
        return "◆";
      case ComponentStatus::degraded_performance:
        return "▲";
      case ComponentStatus::partial_outage:
        return "▼";
      case ComponentStatus::major_outage:
        break;
    }
    return "■";
  }();
  return fmt::format(R"(<span class="state {}"><span aria-hidden="true">{}</span> {}</span>)",
                     playbooks::to_string(status), sign, spoken_status(status));
}

std::string spoken_step(std::string_view status) {
  if (status == "postmortem") return "Post-mortem";
  if (status == "in_progress") return "In progress";
  std::string words{status};
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return escaped(words);
}

std::string page_of(const Site& site, const PageFrame& frame) {
  const auto name = escaped(site.name());
  std::string html = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  html += "<meta name=\"color-scheme\" content=\"light dark\">\n";
  html += fmt::format("<title>{}</title>\n", escaped(frame.title));
  html += fmt::format("<link rel=\"icon\" href=\"{}\">\n", icon(frame.front ? overall(site).indicator : std::string{}));
  html +=
      fmt::format("<link rel=\"alternate\" type=\"application/rss+xml\" title=\"{} (RSS)\" href=\"{}history.rss\">\n",
                  name, frame.root);
  html += fmt::format(
      "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"{} (Atom)\" href=\"{}history.atom\">\n", name,
      frame.root);
  html += fmt::format("<style>{}</style>\n</head>\n<body>\n", style_sheet);
  html += frame.front ? fmt::format("<header><p class=\"site\">{}</p></header>\n", name)
                      : fmt::format("<header><p class=\"site\"><a href=\"{}index.html\">{}</a></p></header>\n",
                                    frame.root, name);
  html += fmt::format("<main>\n{}</main>\n", frame.body);
  const auto brought =
      frame.front ? fmt::format("<p>This page was brought up to date on {}.</p>\n", time_element(site.now)) : "";
  html += fmt::format(
      "<footer>\n{1}<nav aria-label=\"More\"><ul class=\"links\"><li><a href=\"{0}index.html\">Current "
      "status</a></li><li><a href=\"{0}history.html\">History</a></li><li><a "
      "href=\"{0}history.rss\">RSS</a></li><li><a "
      "href=\"{0}history.atom\">Atom</a></li><li><a "
      "href=\"{0}api/v2/summary.json\">JSON</a></li></ul></nav>\n</footer>\n</body>\n</html>\n",
      frame.root, brought);
  return html;
}

}  // namespace integrations::local_page
