#include "bot/demo/narrator.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <regex>

namespace bot {
namespace {
using integrations::simulator::SlackMessage;
using integrations::simulator::SlackSight;

bool is_card(const SlackMessage& message) {
  return message.metadata_key.find("/card") != std::string::npos;
}

/// Lines that change only because time passes; an edit of nothing else is no news.
bool tells_time(const std::string& line) {
  return line.find("as of ") != std::string::npos || line.find("* overdue") != std::string::npos;
}

/// A countdown counts; only what it counts to is news.
std::string without_countdown(std::string line) {
  const auto from = line.find(" in *");
  const auto to = from == std::string::npos ? from : line.find("* (", from);
  if (to != std::string::npos && line.find("*Escalation*") != std::string::npos) line.erase(from, to - from + 1);
  return line;
}

bool among(const std::vector<std::string>& lines, const std::string& line) {
  return std::ranges::any_of(
      lines, [&](const std::string& other) { return without_countdown(other) == without_countdown(line); });
}

/// On a screen of today's messages the day is noise: "2026-03-02 14:00 UTC" -> "14:00 UTC".
void drop_day(std::string& line, const std::string& today) {
  for (auto at = line.find(today); at != std::string::npos; at = line.find(today, at)) {
    const auto clock = at + today.size() + 3;
    if (line.size() > clock && line[at + today.size()] == ' ' && line[clock] == ':')
      line.erase(at, today.size() + 1);
    else
      at += today.size();
  }
}

std::string incident_in(const std::string& key) {
  return key.substr(0, key.find('/'));
}

std::vector<std::string> under(std::string first, std::vector<std::string> lines) {
  if (lines.size() == 1) return {first + lines.front()};
  while (!first.empty() && first.back() == ' ') first.pop_back();
  std::vector<std::string> result{std::move(first)};
  for (auto& line : lines) result.push_back("    " + std::move(line));
  return result;
}

}  // namespace

std::vector<std::string> Narrator::tell(const SlackSight& sight) {
  today_ = playbooks::rfc3339(sight.at).substr(0, 10);
  switch (sight.kind) {
    case SlackSight::Kind::posted:
      return posted(sight);
    case SlackSight::Kind::edited:
      return edited(sight);
    case SlackSight::Kind::deleted:
      return {place(sight.message) + "  a message was deleted"};
    case SlackSight::Kind::ephemeral:
      return under("@" + name_of_(sight.to) + " only  ", lines_of(sight.message));
    case SlackSight::Kind::form:
      return form(sight);
    case SlackSight::Kind::form_errors:
      return {"@" + name_of_(sight.to) + " only  the form says: " + sight.view};
    case SlackSight::Kind::form_closed:
      return {"@" + name_of_(sight.to) + " only  the form closes"};
    case SlackSight::Kind::timeout:
      return {"@" + name_of_(sight.to) + " only  Slack says: operation_timeout"};
  }
  return {};
}

std::vector<std::string> Narrator::lines_of(const SlackMessage& message) const {
  auto screen = blocks_as_screen(message.blocks, name_of_);
  if (screen.lines.empty()) screen.lines.push_back(mrkdwn_as_text(message.text, name_of_));
  std::string buttons;
  for (const auto& button : screen.buttons) buttons += (buttons.empty() ? "[" : " [") + button.label + "]";
  if (!buttons.empty()) screen.lines.push_back(buttons);
  for (auto& line : screen.lines) {
    drop_day(line, today_);
    static const std::regex port{"port [0-9]+ after [0-9]+ ms"};  // another one in every run
    line = std::regex_replace(line, port, "port …");
  }
  return screen.lines;
}

std::string Narrator::place(const SlackMessage& message) const {
  auto where = name_of_(message.channel);
  where = where.starts_with('@') ? "DM " + where : "#" + where;
  if (message.thread_ts.empty() || message.thread_ts == message.ts) return where;
  const auto title = titles_.find(message.channel + "/" + message.thread_ts);
  return where + " > " + (title == titles_.end() ? "thread" : title->second);
}

std::vector<std::string> Narrator::posted(const SlackSight& sight) {
  const auto& message = sight.message;
  const auto id = message.channel + "/" + message.ts;
  auto lines = lines_of(message);
  seen_[id] = lines;
  if (!is_card(message)) return under(place(message) + "  ", std::move(lines));
  titles_[id] = incident_in(message.metadata_key);
  return under(place(message) + "  card of " + titles_[id], std::move(lines));
}

std::vector<std::string> Narrator::edited(const SlackSight& sight) {
  const auto& message = sight.message;
  const auto id = message.channel + "/" + message.ts;
  auto lines = lines_of(message);
  auto& before = seen_[id];
  std::vector<std::string> news;
  for (const auto& line : lines)
    if (!among(before, line) && !tells_time(line)) news.push_back(line);
  for (const auto& line : before)
    if (!tells_time(line) && !among(lines, line) && news.empty()) news.push_back("(gone) " + line);
  before = std::move(lines);
  if (news.empty()) return {};
  const auto title = titles_.find(id);
  auto result = std::vector<std::string>{
      place(message) + "  " + (title == titles_.end() ? "edited" : "card of " + title->second + " now says")};
  for (auto& line : news) result.push_back("    " + std::move(line));
  return result;
}

std::vector<std::string> Narrator::form(const SlackSight& sight) const {
  namespace json = boost::json;
  boost::system::error_code error;
  const auto view = json::parse(sight.view, error);
  std::vector<std::string> lines;
  std::string title = "form";
  if (!error && view.is_object()) {
    if (const auto* t = view.get_object().if_contains("title"); t != nullptr && t->is_object())
      if (const auto* text = t->get_object().if_contains("text"); text != nullptr && text->is_string())
        title = std::string{text->get_string()};
    if (const auto* blocks = view.get_object().if_contains("blocks"))
      lines = blocks_as_screen(json::serialize(*blocks), name_of_).lines;
  }
  auto result = std::vector<std::string>{"@" + name_of_(sight.to) + " only  a form opens: " + title};
  for (auto& line : lines) result.push_back("    " + std::move(line));
  return result;
}

}  // namespace bot
