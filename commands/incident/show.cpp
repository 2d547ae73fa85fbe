// incident show: everything that is known of one.
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/escalation_words.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"

namespace commands::incident {
namespace {

using playbooks::Bold;
using playbooks::Incident;
using playbooks::Moment;
using playbooks::Person;
using playbooks::Text;

constexpr std::array<std::string_view, 5> aliases = {"view", "get", "describe", "details", "card"};

void times(std::vector<std::vector<Text>>& rows, const Incident& i, playbooks::Time now) {
  const auto ago = [&](playbooks::Time at) { return " (" + playbooks::spoken(now - at) + " ago)"; };
  rows.push_back({"Started", Text{} << Moment{i.started} << ago(i.started)});
  rows.push_back({"Declared", Text{} << Moment{i.declared.at} << " by " << Person{i.declared.by}});
  if (i.mitigated)
    rows.push_back(
        {"Mitigated", Text{} << Moment{*i.mitigated} << ", after " << playbooks::spoken(*i.mitigated - i.started)});
  if (i.resolved)
    rows.push_back({i.status == playbooks::Status::cancelled ? "Cancelled" : "Resolved",
                    Text{} << Moment{*i.resolved} << ", after " << playbooks::spoken(*i.resolved - i.started) << ", by "
                           << Person{i.status_set.by}});
  if (i.update_due) {
    Text text;
    text << Moment{*i.update_due};
    if (*i.update_due < now) text << ", overdue for " << playbooks::spoken(now - *i.update_due);
    rows.push_back({"Next update", std::move(text)});
  }
}

void escalation(std::vector<std::vector<Text>>& rows, const Incident& i, const playbooks::Policy& policy,
                const Arguments& arguments, playbooks::Time now) {
  const auto& e = i.escalation;
  if (e.state != playbooks::EscalationState::none && i.open()) rows.push_back({"Escalation", escalation_now(i, now)});
  if (const auto* configured = policy.escalation_policy(e.policy.key);
      i.open() && configured != nullptr && *configured != e.policy)
    rows.push_back({"Policy", Text{e.policy.name}
                                  << ", edited since this escalation began. To go on by it as it is now: "
                                  << playbooks::Code{
                                         arguments.as_typed("incident escalate " + to_string(i.id) + " --apply")}});
  for (auto& line : pages_now(i, policy)) rows.push_back({"Paged", std::move(line)});
}

Text public_page(const Incident& i) {
  if (!i.shown_publicly()) return i.kind == playbooks::Kind::drill ? "Never: this is a drill" : "Internal";
  Text text;
  if (i.page.id.empty())
    text << "Not there yet";
  else
    text << "Shows " << i.page.shows << " since " << Moment{i.page.at};
  if (!i.page.link.empty()) text << ", " << playbooks::Link{i.page.link, i.page.link};
  if (!i.page.trouble.empty()) text << ". Trouble: " << i.page.trouble;
  return text;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident(Which::any);
  if (!id) return std::move(id.error());
  if (auto reply = arguments.leftover()) return std::move(*reply);
  const auto found = desk.find(*id);
  if (!found) return declined(found.error());
  const Incident& i = *found;
  const auto name = to_string(i.id);
  Text head;
  head << Bold{name} << ": " << i.title;
  Table table{{"What", "Now"}, {}};
  auto& rows = table.rows;
  rows.push_back({"Severity", Text{i.severity} << (i.kind == playbooks::Kind::drill ? ", a drill" : "")});
  rows.push_back({"Status", Text{to_string(i.status)} << " since " << Moment{i.status_set.at}});
  rows.push_back({"Lead", Text{} << Person{i.lead}});
  escalation(rows, i, desk.policy(), arguments, request.now);
  rows.push_back({"Components", i.components.empty() ? "none named" : component_words(i.components, desk.policy())});
  if (!i.impact.empty()) rows.push_back({"Impact", Text{i.impact}});
  times(rows, i, request.now);
  if (!i.last_update.empty())
    rows.push_back(
        {"Last update", Text{} << Moment{i.updated.at} << " " << Person{i.updated.by} << ": " << i.last_update});
  rows.push_back({"Status page", public_page(i)});
  if (i.public_posts > 0)
    rows.push_back(
        {"Public words", Text{i.public_late == 0 ? fmt::format("{}, all in time", i.public_posts)
                                                 : fmt::format("{}, {} of them late", i.public_posts, i.public_late)}});
  if (!i.postmortem.empty()) rows.push_back({"Post-mortem", Text{} << playbooks::Link{i.postmortem, i.postmortem}});
  if (!i.card.permalink.empty())
    rows.push_back({"Card", Text{} << playbooks::Link{i.card.permalink, "in Slack"}});
  else if (!i.channel.empty())
    rows.push_back({"Card", Text{"in "} << room(i.channel)});
  Reply reply{std::move(head)};
  reply.parts.emplace_back(std::move(table));
  reply.parts.emplace_back(Text{"What happened: "} << playbooks::Code{arguments.as_typed("incident timeline " + name)}
                                                   << ".");
  return reply;
}

}  // namespace

const Verb show{.command = "incident",
                .name = "show",
                .aliases = aliases,
                .usage = "show [INC-12]",
                .help = "Everything that is known of one",
                .example = "incident show INC-12",
                .flags = {},
                .free_text = false,
                .run = run};

}  // namespace commands::incident
