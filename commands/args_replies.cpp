// What Arguments says when something is missing or not understood.
#include <fmt/format.h>

#include "commands/args.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands {
namespace {

/// What people type for a command of ours. "/status" belongs to Slack itself, so another name is preferred there.
std::string_view typed_name(std::string_view command, const Names& names) {
  std::string_view other;
  for (const auto& [typed, meant] : names)
    if (meant == command && typed != command) other = typed;
  const bool own = names.empty() || names.contains(std::string{command});
  return other.empty() || (own && command != "status") ? command : other;
}

}  // namespace

std::string as_typed(const Request& request, const Names& names, std::string_view line) {
  if (request.surface == Surface::command_line)
    return fmt::format("{}{}", line.starts_with("sitrep ") ? "" : "sitrep ", line);
  if (request.surface == Surface::mention)
    return fmt::format("@sitrep {}", line.starts_with("sitrep ") ? line.substr(7) : line);
  const auto command = line.substr(0, line.find(' '));
  return fmt::format("/{}{}", typed_name(command, names), line.substr(command.size()));
}

Reply Arguments::refuse(std::string_view why) const {
  auto text = marked(why);
  text << " Type: " << playbooks::Code{as_typed(fmt::format("{} {}", verb_->command, verb_->usage))};
  return Reply::refusal(std::move(text));
}

Reply Arguments::refuse_field(std::string_view field, std::string_view why) const {
  if (!request_->fields.contains(std::string{field})) return refuse(why);
  auto reply = Reply::refusal(marked(why));
  reply.field_errors[std::string{field}] = why;
  return reply;
}

Reply Arguments::ask(playbooks::Form form, std::string_view missing) const {
  if (request_->surface == Surface::form) return refuse_field("", missing);
  if (!request_->can_open_form) return refuse(missing);
  Reply reply;
  reply.form = std::move(form);
  return reply;
}

std::optional<Reply> Arguments::leftover() const {
  if (line_->unclosed && first_ < line_->tokens.size() && *line_->unclosed >= line_->tokens[first_].begin) {
    const auto opened = std::string_view{line_->text}.substr(*line_->unclosed);
    return Reply::refusal(
        marked(fmt::format("A quote is opened before {} and never closed. Type the line again with "
                           "the closing quote.",
                           shortened(opened, 40))));
  }
  const auto rest = raw(first_, used_.size());
  const auto left = trimmed(rest);
  if (left.empty()) return std::nullopt;
  return refuse(
      fmt::format("I do not know what “{}” means here. Put a text of several words in quotes.", shortened(left, 60)));
}

std::string Arguments::line_with(playbooks::IncidentId id) const {
  std::string line = fmt::format("{} {} {}", verb_->command, typed_, to_string(id));
  if (first_ < line_->tokens.size())
    line += " " + std::string{trimmed(std::string_view{line_->text}.substr(line_->tokens[first_].begin))};
  return line.size() > longest_button_line ? std::string{} : line;
}

}  // namespace commands
