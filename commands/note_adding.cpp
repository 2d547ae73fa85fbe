#include "commands/note_adding.hpp"

#include "commands/replies.hpp"

namespace commands {

Reply add_note(playbooks::IncidentId incident, Arguments& arguments, Desk& desk) {
  auto at = arguments.moment("at");
  if (!at) return std::move(at.error());
  if (!*at) at = arguments.trailing_moment();
  if (!at) return std::move(at.error());
  const auto text = arguments.text();
  const auto name = to_string(incident);
  if (text.empty())
    return arguments.ask({"Note on " + name,
                          "Add",
                          "incident note " + name,
                          {paragraph("", "What happened?", "Only responders read this", true),
                           line_field("at", "When?", "14:05, 15m ago, yesterday 23:50; now when left empty", false)}},
                         "Say what happened.");
  const auto done = desk.execute(playbooks::AddNote{incident, text, *at});
  if (!done) return declined(done.error());
  playbooks::Text reply{"Noted on "};
  reply << playbooks::Bold{name};
  if (*at) reply << ", as of " << playbooks::Moment{**at};
  return reply << ".";
}

}  // namespace commands
