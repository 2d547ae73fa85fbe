#include "bot/demo/script_lines.hpp"

#include <charconv>

namespace bot {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::map<std::string, std::string> values(std::string_view text) {
  std::map<std::string, std::string> result;
  while (!text.empty()) {
    const auto end = std::min(text.find(';'), text.size());
    const auto part = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto equals = part.find('=');
    if (equals != std::string_view::npos) result.emplace(part.substr(0, equals), part.substr(equals + 1));
  }
  return result;
}

std::expected<Step, std::string> click(std::string_view who, std::string_view rest, bool at_once) {
  const auto on = rest.rfind(" on INC-");
  StepClick step{std::string{who}, std::string{rest}, {}, at_once, false};
  if (constexpr std::string_view in_dm = " in DM"; rest.ends_with(in_dm)) {
    step.button = rest.substr(0, rest.size() - in_dm.size());
    step.in_direct_message = true;
    return step;
  }
  if (on != std::string_view::npos) {
    step.button = rest.substr(0, on);
    step.incident = rest.substr(on + 4);
  }
  return step;
}

std::expected<Step, std::string> say(std::string_view head, std::string_view text, bool at_once) {
  StepSay step{std::string{head}, "incident-response", std::string{text}, false, at_once};
  const auto in = head.find(" in ");
  if (in != std::string_view::npos) {
    step.who = head.substr(0, in);
    const auto where = head.substr(in + 4);
    if (where == "thread")
      step.in_thread = true;
    else
      step.where = where;
  }
  return step;
}

}  // namespace

std::expected<playbooks::Duration, std::string> read_span(std::string_view text) {
  long count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
  if (error == std::errc{} && count >= 0) {
    using namespace std::chrono;
    if (unit == "s") return seconds{count};
    if (unit == "m") return minutes{count};
    if (unit == "h") return hours{count};
    if (unit == "d") return hours{24 * count};
  }
  return std::unexpected("expected a span like 90s, 10m, 2h or 1d, not “" + std::string{text} + "”");
}

std::expected<Step, std::string> read_step(std::string_view line) {
  if (line.starts_with('|')) return StepConfigure{std::string{line.substr(std::min<std::size_t>(2, line.size()))}};
  line = trimmed(line);
  if (line.empty() || line.front() == '#' || line.front() == '>') return StepNothing{};
  if (line.front() == '+') {
    auto span = read_span(line.substr(1));
    if (!span) return std::unexpected(span.error());
    return StepWait{*span};
  }
  bool at_once = false;
  if (line.front() == '&') {
    at_once = true;
    line = trimmed(line.substr(1));
  }
  const auto space = line.find(' ');
  if (space != std::string_view::npos) {
    const auto who = line.substr(0, space);
    const auto rest = line.substr(space + 1);
    if (rest.starts_with("clicks ")) return click(who, trimmed(rest.substr(7)), at_once);
    if (rest.starts_with("submits")) return StepSubmit{std::string{who}, values(trimmed(rest.substr(7)))};
  }
  const auto colon = line.find(": ");
  if (colon == std::string_view::npos)
    return std::unexpected(
        "expected “name: what is typed”, “name clicks Button”, “+10m”, “slack: ...”, “page: ...” or “bot: ...”");
  const auto head = line.substr(0, colon);
  const auto text = trimmed(line.substr(colon + 2));
  if (head == "slack") return StepSlack{std::string{text}};
  if (head == "page") return StepPage{std::string{text}};
  if (head == "bot") return StepBot{std::string{text}};
  if (head == "twilio") return StepTwilio{std::string{text}};
  if (head == "mail") return StepMail{std::string{text}};
  if (head == "pagerduty") return StepPagerDuty{std::string{text}};
  if (head == "clock") {
    const auto span = read_span(text.starts_with('+') ? text.substr(1) : text);
    if (!span) return std::unexpected(span.error());
    return StepClock{*span};
  }
  if (head == "cli") return StepCommandLine{std::string{text}};
  return say(head, text, at_once);
}

}  // namespace bot
