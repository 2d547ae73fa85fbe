#pragma once
// What becomes of a page on its ways, and trial pages.
#include <optional>
#include <string>
#include <vector>

#include "playbooks/model/contact.hpp"

namespace playbooks {

enum class PageState { queued, sent, delivered, failed, withdrawn };
std::string_view to_string(PageState state);

/// What became of one channel of a page.
struct PageAttempt {
  Channel channel = Channel::slack;
  PageState state = PageState::queued;
  Time at{};            // when it was asked for
  Time settled{};       // when its state was last learned
  std::string why;      // of a failure; or "bundled with page 5"
  std::string receipt;  // the other side's id: Slack's ts, Twilio's sid
  bool operator==(const PageAttempt&) const = default;
};

/// A trial page to one person on each of the person's channels: asked for by hand, or the monthly drill.
struct ContactTest {
  int id = 0;
  std::string person;
  bool drill = false;
  Actor by;
  Time at{};
  std::vector<PageAttempt> attempts;
  std::optional<Time> answered;  // the person pressed “Got it”
  bool operator==(const ContactTest&) const = default;
};

}  // namespace playbooks
