#pragma once
// What is said of an incident to the public: drafts, publication, and when the next word is owed. See events.hpp.
#include <optional>
#include <string>

#include "playbooks/model/incident.hpp"

namespace playbooks {

// Events
struct PublicTextDrafted {
  std::string text;
  std::string from;   // name of the template, empty for a person's own words
  std::string title;  // what the incident is called on the page from now on; empty: as it was
  bool operator==(const PublicTextDrafted&) const = default;
};
/// The draft, or words typed with the order to publish, go out. An internal incident becomes public by it.
struct PublicTextPublished {
  std::string text;
  std::string title;           // empty: as it was
  bool notify = false;         // subscribers hear of it
  bool became_public = false;  // it was internal before
  std::optional<Actor> drafted_by;
  std::optional<Time> public_due;
  bool operator==(const PublicTextPublished&) const = default;
};
/// Shortly before the public is owed a word, and after it.
struct PublicUpdateNudged {
  Time due{};
  bool late = false;
  std::optional<Time> next;  // when it is asked again
  bool operator==(const PublicUpdateNudged&) const = default;
};
struct PublicUpdateSnoozed {
  Time until{};
  std::string reason;
  bool operator==(const PublicUpdateSnoozed&) const = default;
};
/// It was opened by hand on a page and is ours from now on.
struct PublicPageAdopted {
  std::string page, page_id, link, shows;
  bool operator==(const PublicPageAdopted&) const = default;
};

// Commands
struct DraftPublicText {
  IncidentId incident;
  std::string text;
  std::string from;
  std::string title;
};
struct PublishPublicText {
  IncidentId incident;
  std::string text;   // empty: the draft
  std::string title;  // empty: the draft's, or as it was
  bool notify = false;
  bool anyway = false;  // although the wording check has something to say
};
struct SnoozePublicUpdate {
  IncidentId incident;
  Duration how_long{};
  std::string reason;
};
/// From the timer
struct NudgePublicUpdate {
  IncidentId incident;
  Time due{};
};

}  // namespace playbooks
