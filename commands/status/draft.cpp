// status draft: words for the public, to be looked at before anybody reads them; from a template where none are given.
#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/status/public_words.hpp"
#include "playbooks/public_words.hpp"

namespace commands::status {
namespace {

constexpr std::array<std::string_view, 3> aliases = {"write", "compose", "prepare"};
constexpr std::array<Flag, 2> flags = {{
    {"title", "", "\"Slow logins\"", "what customers see as its title", Flag::Takes::text},
    {"cause", "", "\"A disk was full\"", "for the words of a resolution", Flag::Takes::text},
}};

/// The words that fit the moment: the first post, an update, or the resolution.
playbooks::PublicWords ready_words(const playbooks::Incident& incident, const std::string& cause, const Desk& desk,
                                   playbooks::Time now) {
  if (!incident.open()) return playbooks::resolved_words(incident, desk.policy(), now, cause);
  if (incident.public_posts == 0) return playbooks::first_words(incident, desk.policy(), now);
  return playbooks::update_words(incident, desk.policy(), now);
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident(Which::any);
  if (!id) return std::move(id.error());
  const auto before = desk.find(*id);
  if (!before) return declined(before.error());
  auto text = arguments.text();
  auto title = arguments.value("title");
  std::string from;
  if (text.empty()) {
    const auto words = ready_words(*before, arguments.value("cause"), desk, request.now);
    const auto name = to_string(*id);
    auto draft = paragraph("text", "Words for customers", "What is wrong, for whom, what comes next", true);
    draft.initial = words.text;
    auto heading = line_field("title", "Title", "What customers see as its title", false);
    heading.initial = title.empty() ? words.title : title;
    if (request.can_open_form)
      return arguments.ask(
          {"Draft for " + name, "Save the draft", "status draft " + name, {std::move(heading), std::move(draft)}}, "");
    text = words.text;
    if (title.empty()) title = words.title;
    from = "template";
  }
  const auto done = desk.execute(playbooks::DraftPublicText{*id, text, from, title});
  if (!done) return declined(done.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  return preview_of(*incident, incident->draft->text, incident->draft->title, desk, request.now);
}

}  // namespace

const Verb draft{.command = "status",
                 .name = "draft",
                 .aliases = aliases,
                 .usage = "draft [INC-12] [text] [--title \"…\"]",
                 .help = "Write words for customers, or take those of a template; nobody reads them yet",
                 .example = "status draft INC-12 Some logins are slow. We are looking into it.",
                 .flags = flags,
                 .free_text = true,
                 .run = run};

}  // namespace commands::status
