#pragma once
// Everything that can be told to the outside world. An effect is data, one call each, and is rendered only in the
// moment of sending, from the state as it is then.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "playbooks/model/component.hpp"
#include "playbooks/model/form.hpp"
#include "playbooks/model/incident.hpp"
#include "playbooks/model/maintenance.hpp"
#include "playbooks/model/page_effects.hpp"
#include "playbooks/model/text.hpp"

namespace playbooks {

/// Draw the incident's card: post it the first time, edit it in place afterwards.
struct DrawCard {
  IncidentId incident;
  bool operator==(const DrawCard&) const = default;
};
/// One line of the timeline, into the card's thread.
struct PostToThread {
  IncidentId incident;
  Text text;
  bool operator==(const PostToThread&) const = default;
};
/// A new message that someone must notice, in the incident's channel.
struct PostToChannel {
  IncidentId incident;
  Text text;
  bool operator==(const PostToChannel&) const = default;
};
/// What the public status page must say of an incident from now on. `body` may be empty: then only status/components
/// move.
struct PublishIncident {
  IncidentId incident;
  Status status = Status::investigating;
  std::string body;
  Time at{};                     // when it was said, for bodies that had to wait
  std::string page{};            // which status page; empty: "statuspage"
  std::optional<bool> notify{};  // whether subscribers hear of it; none: as the page's configuration says
  bool operator==(const PublishIncident&) const = default;
};
/// Bring one component of the status page to the worst of its claims (changes that no public incident carries).
struct PublishComponent {
  std::string component;
  std::string page{};  // which status page; empty: "statuspage"
  bool operator==(const PublishComponent&) const = default;
};
/// Publish the link of the post-mortem beside the resolved incident on the status page.
struct PublishPostmortem {
  IncidentId incident;
  std::string page{};  // which status page; empty: "statuspage"
  bool operator==(const PublishPostmortem&) const = default;
};
/// What a status page must say of a maintenance from now on: as it is in the moment of sending, with `body` as the
/// newest words.
struct PublishMaintenance {
  MaintenanceId maintenance;
  MaintenanceState state = MaintenanceState::scheduled;
  std::string body;
  Time at{};
  std::string page;
  bool notify = false;
  bool operator==(const PublishMaintenance&) const = default;
};
/// Read a status page, to find what was changed there by hand. The answer comes as the news NotePageRead.
struct ReadPage {
  std::string page;
  bool operator==(const ReadPage&) const = default;
};
/// A question to a channel, with its answers as buttons: pressing one is typing its line. In the thread of `incident`
/// when there is one.
struct Prompt {
  struct Choice {
    std::string label, line;
    bool operator==(const Choice&) const = default;
  };
  std::string channel;
  IncidentId incident;
  Text text;
  std::vector<Choice> choices;
  bool operator==(const Prompt&) const = default;
};
/// An answer to a person: to `user` alone in `channel`, or for all in the thread when `thread_ts` is set and `user`
/// empty.
struct Answer {
  std::string channel, user, thread_ts;
  Text text;
  bool operator==(const Answer&) const = default;
};
/// Open a form. Slack allows 3 s from the click that `trigger_id` stands for.
struct OpenForm {
  std::string trigger_id, user, channel;
  Form form;
  bool operator==(const OpenForm&) const = default;
};

using EffectBody = std::variant<DrawCard, PostToThread, PostToChannel, PublishIncident, PublishComponent, Answer,
                                OpenForm, PublishPostmortem, SendPage, CheckPage, EndPage, TellPerson, SetTopic,
                                SetUserGroup, FetchSchedule, PingDeadMan, PublishMaintenance, ReadPage, Prompt>;

/// Smaller is sooner within a lane's turn. `form` is also that of an incident's first page.
enum class Priority { form = 0, answer = 1, notice = 2, normal = 3, card = 4 };

struct Effect {
  std::string key;   // deterministic, e.g. "INC-12/4/card": the same input gives the same key
  std::string lane;  // order holds inside a lane; a stuck lane blocks nobody else
  Priority priority = Priority::normal;
  /// Undelivered effects of one group are delivered as one: only the newest card is drawn, waiting public texts are
  /// joined.
  std::string group;
  Time created{};
  std::optional<Time> expires;  // not sent after this; the person is told where possible
  std::string input;            // id of the input that caused it
  EffectBody body;
  bool operator==(const Effect&) const = default;
};

/// The incident that an effect tells of; none for answers, forms, components, trial pages and what is about on-call.
std::optional<IncidentId> incident_of(const Effect& effect);

/// The status page that an effect goes to; empty when it goes to none.
std::string_view page_of(const Effect& effect);

/// What came of an effect, kept for ever under its key.
struct Receipt {
  std::string id;    // Slack ts, Statuspage incident id
  std::string link;  // for people, may be empty
  std::string detail;
  bool operator==(const Receipt&) const = default;
};

}  // namespace playbooks
