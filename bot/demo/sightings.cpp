#include "bot/demo/sightings.hpp"

#include <algorithm>
#include <tuple>

namespace bot {
namespace {
using integrations::simulator::SlackSight;

struct Told {
  playbooks::Time at;
  std::string stream;
  std::size_t number;  // as it was seen
  std::vector<std::string> lines;
};

/// What keeps its order: a person, a channel, one card, one thread, the page.
std::string stream_of(const std::string& line) {
  const auto place = line.substr(0, line.find("  "));
  if (line.starts_with("@")) return "0" + place;
  if (line.starts_with("status page")) return "4";
  if (line.starts_with("DM ")) return "1" + place;
  if (!line.starts_with("#")) return "5" + line;
  if (const auto card = line.find("  card of INC-"); card != std::string::npos)
    return "2" + line.substr(card, line.find(' ', card + 10) - card);
  return (place.find(" > ") == std::string::npos ? "1" : "3") + place;
}

bool same_message(const SlackSight& a, const SlackSight& b) {
  return a.message.channel == b.message.channel && a.message.ts == b.message.ts;
}

}  // namespace

void Sightings::tell_edits_once() {
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    auto* first = std::get_if<SlackSight>(&seen_[i].what);
    if (first == nullptr || (first->kind != SlackSight::Kind::posted && first->kind != SlackSight::Kind::edited))
      continue;
    for (std::size_t j = i + 1; j < seen_.size();) {
      const auto* later = std::get_if<SlackSight>(&seen_[j].what);
      if (seen_[j].at == seen_[i].at && later != nullptr && later->kind == SlackSight::Kind::edited &&
          same_message(*first, *later)) {
        first->message = later->message;
        seen_.erase(seen_.begin() + static_cast<std::ptrdiff_t>(j));
      } else {
        ++j;
      }
    }
  }
}

std::string Sightings::take() {
  tell_edits_once();
  std::vector<Told> told;
  for (auto& seen : seen_) {
    auto lines = std::holds_alternative<SlackSight>(seen.what)
                     ? narrator_.tell(std::get<SlackSight>(seen.what))
                     : std::move(std::get<std::vector<std::string>>(seen.what));
    if (lines.empty()) continue;
    auto stream = stream_of(lines.front());
    told.push_back({seen.at, std::move(stream), told.size(), std::move(lines)});
  }
  seen_.clear();
  std::ranges::sort(told, {}, [](const Told& t) { return std::tuple{t.at, std::string_view{t.stream}, t.number}; });
  std::string text;
  for (const auto& t : told) {
    bool first = true;
    for (const auto& line : t.lines) {
      text += first ? "> " + playbooks::rfc3339(t.at).substr(11, 8) + " " + line + "\n" : "> " + line + "\n";
      first = false;
    }
  }
  return text;
}

}  // namespace bot
