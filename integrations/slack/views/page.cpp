#include "integrations/slack/views/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "integrations/slack/escape.hpp"
#include "integrations/slack/views/escalation.hpp"
#include "playbooks/escalating.hpp"
#include "playbooks/paging.hpp"

namespace integrations::slack {
namespace {
using namespace playbooks;

constexpr std::size_t title_limit = 100;  // a phone shows about as much of a notification
constexpr std::size_t text_limit = 700;
constexpr std::size_t most_told = 5;

/// "P1 INC-12 Checkout is down".
std::string what(const Incident& incident) {
  return fmt::format("{}{} {} {}", incident.kind == Kind::drill ? "Drill: " : "", one_line(incident.severity, 20),
                     to_string(incident.id), one_line(incident.title, title_limit));
}

/// Empty for somebody who was asked for by name, or is the fallback: the page says why below.
std::string tier(const Page& page) {
  return page.tier == 0 ? std::string{} : fmt::format(" (tier {})", page.tier);
}

class Drawing {
 public:
  explicit Drawing(const PageContent& content)
      : i_(content.incident), page_(content.page), policy_(content.policy), now_(content.now) {}

  std::string draw(std::string_view head) {
    blocks_.header(head);
    draw_rest(true);
    return blocks_.json();
  }
  /// `calls` is a user group's id, or empty.
  std::string draw(std::string_view calls, const Text& head) {
    calls.empty() ? blocks_.brief(head, text_limit) : blocks_.calling(calls, head, text_limit);
    draw_rest(page_.to.kind == Target::Kind::person);
    return blocks_.json();
  }

 private:
  void draw_rest(bool to_one) {
    facts();
    known();
    others();
    auto buttons = escalation_buttons(i_);
    if (buttons.empty())  // of a page that goes out although somebody has it in hand: there is still something to say
      buttons.push_back({"Acknowledge", "incident ack " + to_string(i_.id), Button::Style::primary});
    // Only somebody who was called in person can send the call on.
    if (to_one) buttons.push_back({"Not me", "incident decline " + to_string(i_.id), Button::Style::plain});
    blocks_.buttons(buttons);
  }

  void facts() {
    Text text;
    text << Bold{"Severity"} << " " << one_line(i_.severity, 40) << " · " << Bold{"Status"} << " "
         << to_string(i_.status) << " · " << Bold{"Since"} << " " << Moment{i_.started} << " ("
         << spoken(now_ - i_.started) << ")";
    Text components;
    for (const auto& claim : i_.components) {
      const auto* component = policy_.component(claim.component);
      components << (components.empty() ? Text{} << "\n"
                                                 << Bold{"Components"} << " "
                                        : Text{" · "})
                 << (component == nullptr ? claim.component : component->name) << ": " << in_words(claim.status);
    }
    blocks_.brief(text << components, 1200);
  }

  void known() {
    if (!page_.text.empty()) blocks_.brief(Text{} << Bold{"Why you"} << " " << page_.text, text_limit);
    if (!i_.impact.empty()) blocks_.brief(Text{} << Bold{"Impact"} << " " << i_.impact, text_limit);
    if (!i_.last_update.empty())
      blocks_.brief(Text{} << Bold{"Last update"} << " " << Moment{i_.updated.at} << "\n"
                           << i_.last_update,
                    text_limit);
    if (!i_.card.permalink.empty())
      blocks_.brief(Text{} << Link{i_.card.permalink, "Open the card of " + to_string(i_.id)}, 2000);
  }

  void others() {
    const auto told = who_was_told(i_, policy_, most_told, page_.to);
    if (!told.empty()) blocks_.context(Text{} << Bold{"Also told"} << "\n" << told);
    if (i_.escalation.active() && i_.escalation.next)
      blocks_.context(Text{} << "The " << escalating::what_follows(i_.escalation) << " is told "
                             << Moment{*i_.escalation.next} << ", unless somebody acknowledges.");
  }

  const Incident& i_;
  const Page& page_;
  const Policy& policy_;
  Time now_;
  Blocks blocks_{Dialect::classic};
};

Text ended(const Incident& incident, EndPage::How how) {
  const auto& e = incident.escalation;
  Text text;
  if (how == EndPage::How::resolved || !incident.open()) {
    const bool cancelled = incident.status == Status::cancelled;
    text << (cancelled ? "⚪ " : "✅ ") << Bold{cancelled ? "Cancelled" : "Resolved"};
    if (incident.open()) return text << ".";  // opened again since
    return text << " by " << Person{incident.status_set.by} << " " << Moment{incident.status_set.at};
  }
  if (e.state == EscalationState::acknowledged)
    return text << "👀 " << Bold{"Acknowledged"} << " by " << Person{e.by} << " " << Moment{e.at};
  if (e.state == EscalationState::snoozed && e.snoozed_until)
    return text << "💤 " << Bold{"Snoozed"} << " until " << Moment{*e.snoozed_until} << " by " << Person{e.by};
  return text << Bold{"Not needed any more"} << ": somebody else was asked, or it was acknowledged meanwhile";
}

}  // namespace

Message draw_page(const PageContent& content) {
  const auto head = what(content.incident);
  const auto line = fmt::format("{} — you are paged{}", head, tier(content.page));
  return {notification(Text{line}), Drawing{content}.draw(line)};
}

Message draw_mention(const PageContent& content) {
  const auto& to = content.page.to;
  const bool group = to.kind == Target::Kind::user_group && is_user_group_id(to.name);
  Text head;
  if (to.kind == Target::Kind::person)
    if (const auto* person = content.policy.person(to.name); person != nullptr && is_user_id(person->slack))
      head << Person{{person->slack, person->name}} << " ";
  head << Bold{what(content.incident)} << " — please acknowledge it" << tier(content.page);
  return {(group ? user_group_mention(to.name) + " " : "") + notification(head),
          Drawing{content}.draw(group ? to.name : std::string_view{}, head)};
}

Message draw_ended_page(const Incident& incident, EndPage::How how) {
  const auto why = ended(incident, how);
  Text first = why;
  Blocks blocks{Dialect::classic};
  blocks.brief(first << "\n" << what(incident), text_limit);
  if (!incident.card.permalink.empty())
    blocks.context(Text{} << Link{incident.card.permalink, "Open the card of " + to_string(incident.id)});
  return {notification(Text{} << what(incident) << " — " << why), blocks.json()};
}

Message draw_trial_page(const ContactTest& test, const Policy& policy) {
  Text text;
  text << Bold{"This is a trial page"} << (test.drill ? " of the monthly drill" : "")
       << ". Nothing is wrong: it shows that a page by Slack message reaches you.\nPress “Got it” to say that you have "
          "read it.";
  Blocks blocks{Dialect::classic};
  blocks.brief(text, text_limit);
  const Button got_it{"Got it", fmt::format("oncall received {}", test.id), Button::Style::primary};
  blocks.buttons({&got_it, 1});
  return {notification(Text{paging::trial_text(test, policy)}), blocks.json()};
}

}  // namespace integrations::slack
