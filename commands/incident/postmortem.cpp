// incident postmortem: where to read what was learned.
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands::incident {
namespace {

constexpr std::array<std::string_view, 3> aliases = {"retro", "pir", "post-mortem"};

/// The address behind what Slack made a link of, or the word as it was typed.
std::string link(const Request& request, Arguments& arguments) {
  if (request.fields.contains("")) return arguments.text();
  const auto* token = arguments.next();
  if (token == nullptr) return {};
  auto result = token->kind == Token::Kind::link ? token->id : token->text;
  arguments.take_next();
  return result;
}

Reply run(const Request& request, Arguments& arguments, Desk& desk) {
  auto id = arguments.incident(Which::closed);
  if (!id) return std::move(id.error());
  const auto name = to_string(*id);
  const auto url = link(request, arguments);
  const auto before = desk.find(*id);
  if (url.empty() && before && !before->open()) {
    auto field =
        line_field("", "Where is the post-mortem?", "https://… Customers see it if the incident is public", true);
    field.initial = before->postmortem;
    return arguments.ask({"Post-mortem " + name, "Link it", "incident postmortem " + name, {std::move(field)}},
                         "Give the link of the post-mortem.");
  }
  if (!request.fields.contains("") && arguments.anything_left())
    return arguments.refuse(fmt::format("One link is enough: “{}” is left over.", shortened(arguments.text(), 60)));
  const auto done = desk.execute(playbooks::SetPostmortem{*id, url});
  if (!done && request.fields.contains("")) return arguments.refuse_field("", done.error().message);
  if (!done) return declined(done.error());
  const auto incident = desk.find(*id);
  if (!incident) return declined(incident.error());
  playbooks::Text text;
  text << playbooks::Bold{name} << " links to its post-mortem: " << playbooks::Link{url, url} << ".";
  const bool published = incident->shown_publicly() && incident->status == playbooks::Status::resolved;
  return text << (published ? " The status page follows." : " It stays internal.");
}

}  // namespace

const Verb postmortem{.command = "incident",
                      .name = "postmortem",
                      .aliases = aliases,
                      .usage = "postmortem [INC-12] <https://…>",
                      .help = "Link the post-mortem; if the incident is public, customers see it",
                      .example = "incident postmortem INC-12 https://wiki.example.com/INC-12",
                      .flags = {},
                      .free_text = false,
                      .run = run};

}  // namespace commands::incident
