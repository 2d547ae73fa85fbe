#include "integrations/slack/channels.hpp"

#include <fmt/format.h>

#include "integrations/http/json.hpp"
#include "integrations/slack/escape.hpp"

namespace integrations::slack {
namespace {
using namespace std::chrono_literals;

constexpr int most_pages = 50;
constexpr playbooks::Duration fresh = 60s;  // a name that was not there is looked for again after it

WebApi::Failure not_found(const std::string& name) {
  Trouble trouble;
  trouble.error = "channel_not_found";
  trouble.why = fmt::format(
      "Slack shows Sitrep no channel “#{}”. Correct the name in the configuration; if the channel is private, type "
      "/invite @sitrep there.",
      one_line(name, 80));
  return {std::move(trouble), {}};
}

}  // namespace

boost::asio::awaitable<std::expected<void, WebApi::Failure>> Channels::load(std::string types) {
  std::string cursor;
  for (int page = 0; page < most_pages; ++page) {
    Arguments arguments;
    arguments.text("types", types).flag("exclude_archived", true).text("limit", "1000");
    if (!cursor.empty()) arguments.text("cursor", cursor);
    const auto answer = co_await api_.call("conversations.list", std::move(arguments));
    if (!answer) co_return std::unexpected(answer.error());
    const auto* channels = array_at(answer->body, "channels");
    for (std::size_t i = 0; channels != nullptr && i < channels->size(); ++i)
      ids_[std::string{text_at((*channels)[i], "name")}] = text_at((*channels)[i], "id");
    cursor = text_at(answer->body, "response_metadata.next_cursor");
    if (cursor.empty()) break;
  }
  co_return std::expected<void, WebApi::Failure>{};
}

boost::asio::awaitable<std::expected<std::string, WebApi::Failure>> Channels::id_of(std::string channel) {
  if (is_channel_id(channel) || is_user_id(channel)) co_return channel;
  const auto name = channel.starts_with('#') ? channel.substr(1) : channel;
  if (name.empty()) co_return std::unexpected(not_found("(no channel configured)"));
  if (const auto known = ids_.find(name); known != ids_.end()) co_return known->second;
  if (clock_.now() - loaded_ < fresh) co_return std::unexpected(not_found(name));
  auto loaded = co_await load("public_channel,private_channel");
  if (!loaded && loaded.error().trouble.error == "missing_scope") loaded = co_await load("public_channel");
  if (!loaded) co_return std::unexpected(std::move(loaded.error()));
  loaded_ = clock_.now();
  const auto found = ids_.find(name);
  if (found == ids_.end() || found->second.empty()) co_return std::unexpected(not_found(name));
  co_return found->second;
}

}  // namespace integrations::slack
