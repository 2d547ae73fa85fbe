#pragma once
// Words and shapes that several verbs share.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command.hpp"

namespace commands {

/// A message with its `commands` as code spans.
playbooks::Text marked(std::string_view message);

/// What the rules refused. "Already done by … at …" is an answer, not an error.
Reply declined(const playbooks::Error& error);

/// A Slack channel id as a room, a configured "#name" as it is.
playbooks::Text room(std::string_view channel);

/// "; next update due 14:35 UTC": empty when none is due.
playbooks::Text due(const playbooks::Incident& incident);

/// Buttons may carry no longer line than this (Slack: 2,000 characters).
inline constexpr std::size_t longest_button_line = 1900;

/// "INC-12 Checkout is down", short enough for a button.
std::string button_label(const playbooks::Incident& incident);

/// Open incidents, oldest first.
std::vector<const playbooks::Incident*> open_incidents(const playbooks::State& state);

/// "API partial outage, Database major outage".
std::string component_words(const std::vector<playbooks::ComponentClaim>& claims, const playbooks::Policy& policy);
/// The name that people read for a component.
std::string component_name(std::string_view key, const playbooks::Policy& policy);

/// What follows from these claims for other components, with one button that says it of all: `line` and the list.
/// Nothing where nothing follows, or where it is applied at once.
void offer_consequences(Reply& reply, const std::vector<playbooks::ComponentClaim>& claims, const Desk& desk,
                        std::string_view line, std::string_view behind = {});

/// What an incident of this severity does to a component of which nothing else was said.
playbooks::ComponentStatus presumed_status(std::string_view severity, const playbooks::Policy& policy);

// Parts of forms.
playbooks::FormField paragraph(std::string_view name, std::string_view label, std::string_view hint, bool required);
playbooks::FormField line_field(std::string_view name, std::string_view label, std::string_view hint, bool required);
playbooks::FormField choice(std::string_view name, std::string_view label, std::vector<playbooks::FormOption> options,
                            std::string_view initial = {});
std::vector<playbooks::FormOption> severity_options(const playbooks::Policy& policy);
std::vector<playbooks::FormOption> component_options(const playbooks::Policy& policy);
std::vector<playbooks::FormOption> component_status_options();

}  // namespace commands
