// What may be in a message.
#include <fmt/core.h>

#include "integrations/simulator/block_kit/block_kit.hpp"
#include "integrations/simulator/slack/method.hpp"

namespace integrations::simulator::slack {
namespace {

constexpr std::size_t longest_text = 40'000, longest_markdown = 12'000, most_attachments = 100;

/// The bytes of the first `count` characters.
std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t at = 0, seen = 0;
  while (at < text.size()) {
    const bool starts = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (starts && seen++ == count) break;
    ++at;
  }
  return at;
}

json::object read_text(Record& record, const json::object& arguments, Post& post) {
  if (arguments.contains("text")) {
    post.shown.text = text_of(arguments, "text");
    if (block_kit::characters(post.shown.text) > longest_text) {
      post.shown.text.resize(bytes_of(post.shown.text, longest_text));
      record.violation(fmt::format("text of more than {} characters was truncated", longest_text));
    }
  }
  if (!arguments.contains("markdown_text")) return {};
  if (arguments.contains("text") || arguments.contains("blocks")) return refusal("markdown_text_conflict");
  post.shown.text = text_of(arguments, "markdown_text");
  return block_kit::characters(post.shown.text) > longest_markdown ? refusal("msg_too_long") : json::object{};
}

json::object read_blocks(const json::object& arguments, Post& post) {
  const auto* blocks = arguments.if_contains("blocks");
  if (blocks == nullptr) return {};
  if (!blocks->is_array()) return refusal("invalid_blocks_format");
  const auto problems = block_kit::check_blocks(*blocks, block_kit::Surface::message, "/blocks");
  if (!problems.empty()) return refusal("invalid_blocks", problems);
  post.blocks = blocks->get_array();
  return {};
}

json::object read_metadata(const json::object& arguments, Post& post) {
  const auto* metadata = arguments.if_contains("metadata");
  if (metadata == nullptr) return {};
  if (const auto error = block_kit::check_metadata(*metadata); !error.empty()) return refusal(error);
  post.metadata.reset();
  post.shown.metadata_key.clear();
  if (metadata->get_object().empty()) return {};
  post.metadata = metadata->get_object();
  post.shown.metadata_key = text_of(post.metadata->at("event_payload").as_object(), "key");
  return {};
}

}  // namespace

json::object read_content(Record& record, const json::object& arguments, Post& post) {
  if (auto refused = read_text(record, arguments, post); !refused.empty()) return refused;
  if (auto refused = read_blocks(arguments, post); !refused.empty()) return refused;
  if (auto refused = read_metadata(arguments, post); !refused.empty()) return refused;
  const auto* attachments = arguments.if_contains("attachments");
  if (attachments != nullptr && !attachments->is_array()) return refusal("invalid_attachments");
  const std::size_t attached = attachments == nullptr ? 0 : attachments->get_array().size();
  if (attached > most_attachments) return refusal("too_many_attachments");
  if (post.shown.text.empty() && post.blocks.empty() && attached == 0) return refusal("no_text");
  return {};
}

}  // namespace integrations::simulator::slack
