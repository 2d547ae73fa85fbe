#pragma once
// Channels by name: asked of Slack once, and only for those that are configured as "#name" instead of by id.
#include <boost/asio/awaitable.hpp>
#include <expected>
#include <map>
#include <string>

#include "integrations/slack/web_api.hpp"

namespace integrations::slack {

class Channels {
 public:
  explicit Channels(WebApi& api, Clock& clock) : api_(api), clock_(clock) {}

  /// The id; ids (also of people, for direct messages) come back as they are.
  boost::asio::awaitable<std::expected<std::string, WebApi::Failure>> id_of(std::string channel);

 private:
  boost::asio::awaitable<std::expected<void, WebApi::Failure>> load(std::string types);
  WebApi& api_;
  Clock& clock_;
  std::map<std::string, std::string> ids_;  // by name, without "#"
  playbooks::Time loaded_{};
};

}  // namespace integrations::slack
