#include "bot/demo/faults.hpp"

#include <map>
#include <optional>
#include <vector>

#include "bot/demo/fault_words.hpp"
#include "bot/demo/script_lines.hpp"

namespace bot {
namespace {
using integrations::simulator::PageFault;
using integrations::simulator::SlackFault;

/// The rest of a fault: "[method] [30s] [x3] [for 10m]".
struct Details {
  std::string method = "*";
  std::optional<int> seconds;
  int times = 1;
  std::optional<playbooks::Time> until;
  std::string text;
};

Details details(const std::vector<std::string>& words, playbooks::Time now) {
  Details result;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto& word = words[i];
    if (word == "for" && i + 1 < words.size()) {
      if (const auto span = read_span(words[++i])) result.until = now + *span;
    } else if (word.starts_with('x') && number(word.substr(1))) {
      result.times = *number(word.substr(1));
    } else if (const auto span = read_span(word)) {
      result.seconds = static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(*span).count());
    } else if (word.find('.') != std::string::npos || word == "*") {
      result.method = word;
    } else {
      result.text = word;
    }
  }
  return result;
}

template <class Kind>
std::optional<Kind> kind_of(const std::string& word) {
  static const std::map<std::string, Kind> kinds = {{"html", Kind::html},
                                                    {"half_json", Kind::half_json},
                                                    {"empty", Kind::empty},
                                                    {"refuse", Kind::refuse},
                                                    {"swallow", Kind::swallow},
                                                    {"done_unanswered", Kind::done_unanswered},
                                                    {"done_then_error", Kind::done_then_error}};
  const auto found = kinds.find(word);
  if (found == kinds.end()) return std::nullopt;
  return found->second;
}

}  // namespace

std::string break_slack(std::string_view text, integrations::simulator::SlackSimulator& slack, playbooks::Time now) {
  const auto words = words_of(text);
  const auto first = words.empty() ? std::string{} : words.front();
  if (first == "refresh") return slack.refresh(), "";
  if (first == "warning") return slack.warn(), "";
  if (first == "kill") return slack.kill_connections(), "";
  if (first == "silent") return slack.set_silent(true), "";
  if (first == "talks") return slack.set_silent(false), "";
  if (first == "redeliver") return slack.redeliver_last(true), "";
  if (first == "no_hello") return slack.set_hello(false), "";
  if (first == "hello") return slack.set_hello(true), "";
  if (first == "mends") return slack.clear_faults(), "";
  if (first == "link_disabled" || first == "too_many_websockets") return slack.disconnect(first), "";
  if (first == "ghosts")
    return slack.set_num_connections_offset(words.size() > 1 ? number(words[1]).value_or(1) : 1), "";
  if (first == "deactivate" && words.size() > 1) return slack.deactivate(words[1]), "";
  if (first == "frame") return slack.send_raw(std::string{text.substr(text.find(' ') + 1)}), "";

  const auto rest = details(words, now);
  SlackFault fault;
  fault.method = rest.method;
  fault.times = rest.times;
  fault.until = rest.until;
  if (const auto kind = kind_of<SlackFault::Kind>(first))
    fault.kind = *kind;
  else if (first == "429")
    fault.kind = SlackFault::Kind::rate_limited;
  else if (first == "error")
    fault.kind = SlackFault::Kind::slack_error;
  else if (const auto code = number(first); code && *code >= 400)
    fault.code = *code;
  else
    return "expected refresh, warning, kill, silent, talks, redeliver, no_hello, hello, link_disabled, "
           "too_many_websockets, "
           "ghosts N, frame TEXT, mends, or 429, 500, error NAME, html, half_json, empty, refuse, swallow, "
           "done_unanswered, "
           "done_then_error with [method] [30s] [x3] [for 10m]";
  fault.seconds = rest.seconds.value_or(30);
  if (!rest.text.empty()) fault.text = rest.text;
  slack.fault(fault);
  return {};
}

std::string break_page(std::string_view text, integrations::simulator::StatuspageSimulator& page, playbooks::Time now) {
  const auto words = words_of(text);
  const auto first = words.empty() ? std::string{} : words.front();
  if (first == "mends") return page.clear_faults(), "";
  if (first == "set" && words.size() >= 3) {
    const auto name_begin = text.find("set ") + 4;
    const auto status_begin = text.rfind(' ');
    page.set_component(std::string{text.substr(name_begin, status_begin - name_begin)}, words.back());
    return {};
  }
  if (first == "opens" || first == "resolves") {
    const auto begin = text.find('"') + 1, end = text.rfind('"');
    if (begin == 0 || end <= begin) return "expected opens \"NAME\" [COMPONENT] or resolves \"NAME\"";
    const std::string name{text.substr(begin, end - begin)};
    if (first == "resolves") return page.resolve_incident(name) ? "" : "no such incident is open on the page";
    page.open_incident(name, end + 2 < text.size() ? std::string{text.substr(end + 2)} : std::string{});
    return {};
  }
  const auto rest = details(words, now);
  PageFault fault;
  fault.times = rest.times;
  fault.until = rest.until;
  fault.seconds = rest.seconds.value_or(60);
  if (const auto kind = kind_of<PageFault::Kind>(first))
    fault.kind = *kind;
  else if (first == "420" || first == "429")
    fault.kind = PageFault::Kind::rate_limited;
  else if (const auto code = number(first); code && *code >= 400)
    fault.code = *code;
  else
    return "expected mends, set COMPONENT STATUS, opens or resolves \"NAME\", or 420, 503, html, half_json, empty, refuse, swallow, "
           "done_unanswered, "
           "done_then_error with [60s] [x3] [for 10m]";
  page.fault(fault);
  return {};
}

}  // namespace bot
