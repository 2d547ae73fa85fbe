#include "integrations/slack/views/card.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "integrations/slack/escape.hpp"
#include "integrations/slack/views/escalation.hpp"
#include "playbooks/wording_public.hpp"

namespace integrations::slack {
namespace {
using namespace playbooks;
using std::chrono::minutes;

constexpr std::size_t text_limit = 700;  // the thread holds the whole text; a card must fit on a phone
constexpr std::size_t most_told = 6;
constexpr std::string_view apply_label = "Apply policy";

class Card {
 public:
  Card(const CardContent& content, Dialect dialect) : i_(content.incident), content_(content), blocks_(dialect) {}

  std::string draw() {
    blocks_.header(fmt::format("{} {} {}", sign(), to_string(i_.id), i_.title));
    if (i_.kind == Kind::drill)
      blocks_.alert(AlertLevel::info, Text{} << Bold{"Drill."} << " A rehearsal: nothing of it is published.");
    facts();
    texts();
    due();
    escalation();
    public_page();
    postmortem();
    deliveries();
    buttons();
    return blocks_.json();
  }

 private:
  std::string_view sign() const {
    if (i_.status == Status::resolved) return "✅";
    if (i_.status == Status::cancelled) return "⚪";
    const auto& all = content_.policy.severities;
    const auto mine = std::ranges::find(all, i_.severity, &Severity::name);
    return mine - all.begin() < 2 && mine != all.end() ? "🔴" : "⚠️";
  }

  /// Few lines, because a phone shows a field a line.
  void facts() {
    Text text;
    text << Bold{"Severity"} << " " << i_.severity << " · " << Bold{"Status"} << " " << to_string(i_.status) << " · "
         << Bold{"Lead"} << " " << (i_.lead.id.empty() ? Text{"nobody"} : Text{} << Person{i_.lead});
    blocks_.brief(text << "\n" << elapsed(), 600);
    blocks_.brief(components(), 1200);
  }

  Text elapsed() const {
    Text text;
    text << Bold{"Started"} << " " << Moment{i_.started};
    if (i_.open())
      return text << ", open for " << Bold{spoken(content_.now - i_.started)} << " as of " << Moment{content_.now};
    const auto end = i_.resolved.value_or(i_.status_set.at);
    return text << ", " << to_string(i_.status) << " " << Moment{end} << " by " << Person{i_.status_set.by} << " after "
                << Bold{spoken(end - i_.started)};
  }

  Text components() const {
    Text text;
    for (const auto& claim : i_.components) {
      const auto* known = content_.policy.component(claim.component);
      text << (text.empty() ? Text{} << Bold{"Components"} << " " : Text{" · "})
           << (known == nullptr ? claim.component : known->name) << ": " << in_words(claim.status);
    }
    return text;
  }

  void texts() {
    if (!i_.impact.empty()) blocks_.brief(Text{} << Bold{"Impact"} << " " << i_.impact, text_limit);
    if (i_.last_update.empty()) return;
    Text text;
    text << Bold{"Last update"};
    if (!i_.updated.by.id.empty()) text << " by " << Person{i_.updated.by} << ", " << Moment{i_.updated.at};
    blocks_.brief(text << "\n" << i_.last_update, text_limit);
  }

  void due() {
    if (!i_.open() || !i_.update_due) return;
    const auto late = content_.now - *i_.update_due;
    if (late < minutes{1}) return blocks_.context(Text{} << "Next update due " << Moment{*i_.update_due});
    blocks_.alert(AlertLevel::warning, Text{} << "The update due " << Moment{*i_.update_due} << " is "
                                              << Bold{spoken(late)} << " overdue. Press Update, or type "
                                              << Code{fmt::format("/incident update {} <text>", to_string(i_.id))});
  }

  void escalation() {
    blocks_.brief(escalation_line(i_, content_.now), 600);
    if (i_.open() && i_.held_by.number > 0 && i_.escalation.state == EscalationState::none)
      blocks_.context(Text{} << "🔧 Nobody is paged before " << to_string(i_.held_by) << " is over.");
    if (!i_.open()) return;
    const auto told = who_was_told(i_, content_.policy, most_told);
    if (!told.empty()) blocks_.context(Text{} << "📟 Told\n" << told);
    if (policy_was_edited(i_, content_.policy))
      blocks_.context(Text{} << "The policy “" << one_line(i_.escalation.policy.key, 60)
                             << "” was edited since; this escalation goes by the earlier one until somebody presses “"
                             << apply_label << "”.");
  }

  void public_page() {
    if (i_.kind == Kind::drill) return;
    if (!i_.shown_publicly())
      blocks_.context("🔒 Internal: nothing is published.");
    else if (i_.page == PublicPage{} && i_.other_pages.empty())
      blocks_.context("🌐 Public, not yet on the status page.");
    else
      one_page(i_.page);
    for (const auto& page : i_.other_pages) one_page(page);
    public_word();
  }

  void one_page(const PublicPage& page) {
    const std::string name = page.page.empty() ? "The status page" : wording::page_name(page.page);
    if (!page.trouble.empty())
      blocks_.alert(AlertLevel::error, Text{} << Bold{name + " is not up to date:"} << " " << page.trouble);
    if (page.shows.empty()) {
      if (page.trouble.empty()) blocks_.context("🌐 Public, not yet on the status page.");
      return;
    }
    Text line;
    line << "🌐 " << name << " shows: " << page.shows << " (" << Moment{page.at} << ")";
    if (!page.link.empty()) line << " · " << Link{page.link, "see it"};
    blocks_.context(line);
  }

  /// When customers are owed a word. Where responders' updates are the public's, their own line says it.
  void public_word() {
    if (i_.draft)
      blocks_.context(Text{} << "📝 A draft for the public waits, by " << Person{i_.draft->written.by} << ". Type "
                             << Code{"/statuspage preview " + to_string(i_.id)});
    if (!i_.open() || !i_.public_due || i_.public_due == i_.update_due) return;
    const auto left = *i_.public_due - content_.now;
    Text line{"📣 Customers are owed a word by "};
    line << Moment{*i_.public_due};
    if (left > -minutes{1} && left <= Duration::zero())
      line << ", " << Bold{"now"};
    else if (left > Duration::zero())
      line << ", in " << Bold{spoken(left)};
    else
      line << ", " << Bold{spoken(-left) + " late"};
    blocks_.context(line);
  }

  void postmortem() {
    if (i_.open() || i_.postmortem.empty()) return;
    blocks_.context(Text{} << "📄 Post-mortem: " << Link{i_.postmortem, i_.postmortem});
  }

  void deliveries() {
    const bool page_owed = i_.shown_publicly() && content_.policy.publishes();
    Text waiting;
    for (const auto& mark : content_.marks) {
      if (mark.state == DeliveryMark::State::failed) {
        blocks_.alert(AlertLevel::error, Text{} << "✗ " << mark.what << ": " << mark.why);
        continue;
      }
      waiting << (waiting.empty() ? "⏳ " : "\n⏳ ") << mark.what << ": waiting since " << Moment{mark.since};
      if (!mark.why.empty()) waiting << ", " << mark.why;
    }
    if (!waiting.empty())
      blocks_.context(waiting);
    else if (content_.marks.empty() && !(page_owed && i_.page.shows.empty()))
      blocks_.context("✓ All delivered");
  }

  std::string line(std::string_view verb, std::string_view rest = {}) const {
    return fmt::format("incident {} {}{}{}", verb, to_string(i_.id), rest.empty() ? "" : " ", rest);
  }

  void buttons() {
    using enum Button::Style;
    if (!i_.open()) {
      const std::array<Button, 3> closed = {Button{"Reopen", line("reopen"), plain},
                                            Button{"Timeline", line("timeline"), plain},
                                            Button{"Export", line("export"), plain}};
      return blocks_.buttons(closed);
    }
    auto open = escalation_buttons(i_);
    open.push_back({"Update", line("update"), open.empty() ? primary : plain});
    const auto step = [&](Status status, std::string label) {
      open.push_back({std::move(label), line("status", to_string(status)), plain});
    };
    if (i_.status == Status::investigating) step(Status::identified, "Identified");
    if (i_.status == Status::investigating || i_.status == Status::identified) step(Status::monitoring, "Monitoring");
    if (i_.status == Status::monitoring) step(Status::investigating, "Investigating again");
    open.push_back({"Resolve", line("resolve"), plain});
    if (policy_was_edited(i_, content_.policy))
      open.push_back({std::string{apply_label}, line("escalate", "--apply"), plain});
    blocks_.buttons(open);
  }

  const Incident& i_;
  const CardContent& content_;
  Blocks blocks_;
};

}  // namespace

Text card_headline(const Incident& incident) {
  return Text{} << (incident.kind == Kind::drill ? "Drill " : "") << to_string(incident.id) << " " << incident.severity
                << " " << to_string(incident.status) << ": " << incident.title;
}

Message draw_card(const CardContent& content, Dialect dialect) {
  return {notification(card_headline(content.incident)), Card{content, dialect}.draw()};
}

}  // namespace integrations::slack
