#pragma once
// From our texts to Slack's. Whatever a person typed can neither mention anyone, nor break an entity, nor turn the
// reading direction; what is too long is cut between characters, and says so. Lengths are characters (code points) of
// the finished text, as Slack counts them.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/text.hpp"

namespace integrations::slack {

/// Slack ids look like U012AB3CD (people, also W...), C.../G.../D... (channels).
bool is_user_id(std::string_view id);
bool is_channel_id(std::string_view id);
bool is_user_group_id(std::string_view id);  // S...

/// "<!subteam^S0614TZR7>", which notifies the members of a user group; empty for what is no such id. The only mention
/// of more than one person that Sitrep makes, and only where the configuration names the group.
std::string user_group_mention(std::string_view id);

/// mrkdwn in one piece of at most `limit` characters (at least 60), cut with "… (cut, 812 more characters)".
std::string mrkdwn(const playbooks::Text& text, std::size_t limit = 3000);
/// mrkdwn in at most `most` pieces, broken at white space where possible; only the last one may be cut.
std::vector<std::string> mrkdwn_pieces(const playbooks::Text& text, std::size_t limit, std::size_t most);
/// The top-level `text` of a message, read in notifications: mentions and times, no bold, no code.
std::string notification(const playbooks::Text& text, std::size_t limit = 2000);

/// "&", "<" and ">" escaped, control characters dropped, line breaks kept.
std::string escaped(std::string_view text);
/// For plain_text objects: one line, nothing escaped, cut with "…".
std::string one_line(std::string_view text, std::size_t limit);
/// Line breaks kept, nothing escaped, cut with "… (cut, 812 more characters)" (limit at least 60).
std::string verbatim(std::string_view text, std::size_t limit);

}  // namespace integrations::slack
