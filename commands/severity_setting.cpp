#include "commands/severity_setting.hpp"

#include "commands/escalation_words.hpp"
#include "commands/replies.hpp"

namespace commands {

Reply set_severity(const playbooks::Incident& before, const std::string& severity, const std::string& reason,
                   Desk& desk) {
  const auto done = desk.execute(playbooks::SetSeverity{before.id, severity, reason});
  if (!done) return declined(done.error());
  const auto after = desk.find(before.id);
  if (!after) return declined(after.error());
  playbooks::Text text;
  text << playbooks::Bold{to_string(after->id)} << " is now " << playbooks::Bold{after->severity} << " (was "
       << before.severity << ")";
  text << due(*after) << ".";
  return text << who_is_paged(*done, *after, desk.policy());
}

}  // namespace commands
