#include "integrations/paging/far_side.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "integrations/paging/alert.hpp"

namespace integrations {

using playbooks::CheckPage;
using playbooks::PageState;
using playbooks::Receipt;
using playbooks::Time;
using State = FarAlert::State;

namespace {

/// Their clock and ours may differ by so much: nobody acknowledges a page within the first seconds.
constexpr playbooks::Duration clock_difference = std::chrono::seconds{10};
/// How long an acknowledgement is remembered; an escalation that is older has long been asked about.
constexpr playbooks::Duration memory = std::chrono::days{7};

std::string_view in_words(State state) {
  if (state == State::acknowledged) return "acknowledged";
  return state == State::resolved ? "resolved" : "triggered";
}

}  // namespace

bool FarSide::is_new(const Question& question, const FarAlert& alert, const std::string& effect) const {
  if (alert.at + clock_difference < question.asked) return false;
  const auto told = told_.find(question.key);
  return told == told_.end() || alert.at > told->second.at || told->second.effect == effect;
}

std::string FarSide::why_nobody_was_told(const Question& question, const FarAlert& alert) const {
  const auto since = playbooks::utc_minute(alert.at);
  if (alert.person.id.empty() && alert.at + clock_difference >= question.asked)
    return fmt::format("{} {} it by itself at {}", service_, in_words(alert.state), since);
  return fmt::format("{} has it as {} since {} and tells nobody again", service_, in_words(alert.state), since);
}

Delivered FarSide::heard(const Delivery& delivery, const FarAlert& alert) {
  const auto& page = std::get<CheckPage>(delivery.effect.body);
  Delivered answer{Receipt{alert.id, alert.link, std::string{in_words(alert.state)}}};
  const auto* made = delivery.incident ? playbooks::find_page(delivery.incident->escalation, page.page) : nullptr;
  const auto* attempt = made == nullptr ? nullptr : playbooks::find_attempt(*made, page.channel);
  if (attempt == nullptr) return answer;
  const Question question{page, *delivery.incident, attempt->at, alert_key(delivery, page.to)};
  const auto note = [&](PageState state, std::string why) {
    answer.news.push_back(
        playbooks::NotePage{page.incident, page.page, page.channel, state, std::move(why), page.receipt});
  };
  const bool earlier = alert.at + clock_difference < attempt->at;
  if (alert.state == State::resolved && earlier) return answer;  // of an earlier page; the new one is not there yet
  // Nobody waits for an acknowledgement any more: what was acknowledged there may be our own doing.
  if (alert.state == State::triggered || !question.incident.escalation.active()) {
    note(PageState::delivered, {});
    return answer;
  }
  if (alert.person.id.empty() || !is_new(question, alert, delivery.effect.key)) {
    note(PageState::failed, why_nobody_was_told(question, alert));
    return answer;
  }
  std::erase_if(told_, [&](const auto& one) { return one.second.at + memory < delivery.now; });
  told_[question.key] = {alert.at, delivery.effect.key};
  note(PageState::delivered, {});
  answer.news.push_back(playbooks::AcknowledgeIncident{
      page.incident, alert.state == State::resolved
                         ? fmt::format("resolved in {}; here it stays open until somebody resolves it", service_)
                         : fmt::format("in {}", service_)});
  answer.by = alert.person;
  return answer;
}

}  // namespace integrations
