#include "integrations/slack/reply.hpp"

#include <fmt/format.h>

#include "integrations/slack/escape.hpp"
#include "integrations/slack/utf8.hpp"
#include "integrations/slack/views/form.hpp"
#include "integrations/slack/views/json.hpp"
#include "playbooks/model/overloaded.hpp"

namespace integrations::slack {
namespace {
using namespace playbooks;

constexpr std::size_t notification_limit = 500;  // characters; with blocks beside it only notifications show it
constexpr std::size_t document_limit = 4000;

void draw_document(Blocks& blocks, const Document& document) {
  blocks.brief(Text{} << Bold{document.name}, 300);
  blocks.preformatted(document.content, document_limit);
  if (length(document.content) > document_limit)
    blocks.context(Text{} << "The whole of it, in a shell beside Sitrep: the same command after " << Code{"sitrep"});
}

/// What stands for the blocks where none are shown: the first text, or what the first part is.
Text summary(const Reply& reply) {
  for (const auto& part : reply.parts)
    if (const auto* text = std::get_if<Text>(&part); text != nullptr && !text->empty()) return *text;
  for (const auto& part : reply.parts)
    if (const auto* document = std::get_if<Document>(&part)) return Text{document->name};
  return "Sitrep answers";
}

}  // namespace

std::string draw_reply(const Reply& reply, Dialect dialect) {
  if (!reply.field_errors.empty()) return draw_field_errors(reply.field_errors);
  const auto text = notification(summary(reply), notification_limit);
  Blocks blocks{dialect, payload_limit - text.size() * 2 - 100};
  for (const auto& part : reply.parts)
    std::visit(Overloaded{[&](const Text& p) { blocks.section(p); }, [&](const Table& p) { blocks.table(p); },
                          [&](const Buttons& p) { blocks.buttons(p.buttons); },
                          [&](const Document& p) { draw_document(blocks, p); }},
               part);
  if (blocks.empty()) return {};
  std::string out;
  JsonObject{out}.text("response_type", "ephemeral").text("text", text).raw("blocks", blocks.json());
  return out;
}

}  // namespace integrations::slack
