#include "bot/chat_reply.hpp"

#include "integrations/slack/reply.hpp"
#include "playbooks/model/overloaded.hpp"

namespace bot {
namespace {
namespace slack = integrations::slack;
using playbooks::Overloaded;

slack::Button::Style style_of(commands::Button::Style style) {
  switch (style) {
    case commands::Button::Style::primary:
      return slack::Button::Style::primary;
    case commands::Button::Style::danger:
      return slack::Button::Style::danger;
    case commands::Button::Style::plain:
      break;
  }
  return slack::Button::Style::plain;
}

slack::ReplyPart converted(const commands::ReplyPart& part) {
  return std::visit(Overloaded{[](const playbooks::Text& text) -> slack::ReplyPart { return text; },
                               [](const commands::Table& table) -> slack::ReplyPart {
                                 return slack::Table{table.header, table.rows};
                               },
                               [](const commands::Buttons& buttons) -> slack::ReplyPart {
                                 slack::Buttons result;
                                 for (const auto& b : buttons.buttons)
                                   result.buttons.push_back({b.label, b.line, style_of(b.style)});
                                 return result;
                               },
                               [](const commands::Document& document) -> slack::ReplyPart {
                                 return slack::Document{document.name, document.content};
                               }},
                    part);
}

void add_row(playbooks::Text& text, const std::vector<playbooks::Text>& row) {
  text << "\n";
  bool first = true;
  for (const auto& cell : row) {
    if (!first) text << " · ";
    text << cell;
    first = false;
  }
}

}  // namespace

std::string acknowledgement(const commands::Reply& reply) {
  slack::Reply result;
  for (const auto& part : reply.parts) result.parts.push_back(converted(part));
  result.field_errors = reply.field_errors;
  return slack::draw_reply(result);
}

namespace {

/// Slack keeps /status for itself.
std::string typed(const std::string& line) {
  return line.starts_with("status ") ? "/statuspage " + line.substr(7) : "/" + line;
}

}  // namespace

playbooks::Text in_one_text(const commands::Reply& reply) {
  playbooks::Text text;
  for (const auto& part : reply.parts) {
    if (!text.empty()) text << "\n";
    std::visit(Overloaded{[&](const playbooks::Text& t) { text << t; },
                          [&](const commands::Table& table) {
                            for (const auto& row : table.rows) add_row(text, row);
                          },
                          [&](const commands::Buttons& buttons) {
                            for (const auto& button : buttons.buttons)
                              text << "\n" << button.label << ": " << playbooks::Code{typed(button.line)};
                          },
                          [&](const commands::Document& document) { text << document.content; }},
               part);
  }
  return text;
}

}  // namespace bot
