#pragma once
// What the tests of messages and views share: texts that attackers would try, and what Slack would say of the result.
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "slack_support.hpp"

namespace slack_test {

std::string repeated(std::string_view text, std::size_t times);

/// What people and attackers put into every field.
const std::vector<std::string>& hostile();

/// Says what Slack would not accept.
void expect_valid_blocks(const std::string& blocks, const std::string& what);
void expect_valid_view(const std::string& view, const std::string& what);

/// The length of all texts in it.
std::size_t drawn_characters(const boost::json::value& value);
/// Whether what was typed as a mention is live anywhere: plain text and rich text are never read for entities.
bool mentions(const boost::json::value& value);

}  // namespace slack_test
