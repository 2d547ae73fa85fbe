#pragma once
// Says what Slack would say about blocks and views: known types, required and unknown fields, lengths in characters,
// counts, unique ids. Every problem is one of Slack's sentences with the place as a JSON pointer:
// "must be less than 151 characters [json-pointer:/blocks/0/text/text]".
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace integrations::simulator::block_kit {

enum class Surface { message, modal, home };

/// All problems; empty when Slack would take them. `pointer` is where the array is: "/blocks".
std::vector<std::string> check_blocks(const boost::json::value& blocks, Surface surface, const std::string& pointer);
/// A whole modal or home view, its blocks included; `pointer` is usually "/view".
std::vector<std::string> check_view(const boost::json::value& view, const std::string& pointer);
/// A message's metadata: the error word that Slack answers with, or nothing.
std::string check_metadata(const boost::json::value& metadata);

/// Characters, not bytes. What is not UTF-8 counts a character a byte.
std::size_t characters(std::string_view text);

}  // namespace integrations::simulator::block_kit
