#pragma once
// What the simulated workspace holds: people, channels, messages, forms, and the short-lived permits (triggers,
// response addresses). No protocol here. Every change that someone would see is told to the listeners.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "integrations/ports/clock.hpp"
#include "integrations/simulator/slack_types.hpp"

namespace integrations::simulator::slack {

namespace json = boost::json;

struct User {
  std::string id, name, zone;
  bool bot = false;
  bool deleted = false;  // the account was switched off
};

struct UserGroup {
  std::string id, handle;
  std::vector<std::string> users;
};

struct Post {
  SlackMessage shown;
  json::array blocks;
  std::optional<json::object> metadata;
  bool ephemeral = false;
  std::string to;  // who alone sees an ephemeral one
  std::string edited_ts;
};

struct Channel {
  std::string id, name;
  bool bot_is_member = true;
  std::string topic;
  std::map<std::string, Post> posts;  // by ts; ephemeral ones too
};

struct View {
  std::string id, user, hash, root_id, previous_id;
  json::object content;  // as the bot gave it, with block and action ids filled in
};

struct Permit {  // a trigger_id or a response_url
  std::string user, channel, message_ts;
  playbooks::Time expires{};
  int uses = 0;
};

class World {
 public:
  World(Clock& clock, SlackOptions options);
  playbooks::Time now() const { return clock_.now(); }
  const SlackOptions& options() const { return options_; }

  /// "1763708400.000100", later than every one before.
  std::string new_ts();
  /// A prefix and ten characters that no other simulator gives out either.
  std::string new_id(std::string_view prefix);
  std::string new_uuid();
  std::string new_trigger(const std::string& user);

  User& add_user(User user);
  void deactivate(const std::string& user);
  Channel& add_channel(std::string id, std::string name, bool bot_is_member);
  const User* user(const std::string& id) const;
  const User* user_named(std::string_view name) const;
  Channel* channel(const std::string& id);
  const Channel* channel(const std::string& id) const;
  Channel* channel_named(std::string_view name);
  /// The direct conversation with a user, opened when needed.
  Channel& direct(const User& user);
  /// Whose direct conversation with the bot the channel is; null for other channels.
  const User* direct_to(const std::string& channel) const;
  Post* post(const std::string& channel, const std::string& ts);

  /// Gives it a ts if it has none, fills in missing block and action ids, stores and shows it.
  Post& add(Channel& channel, Post post);
  /// Shows a post that was changed in place.
  void edited(Post& post);
  void erase(Channel& channel, const std::string& ts);

  View& open_view(const std::string& user, json::object content, const View* below);
  View* view(const std::string& id);
  View* view_with_external_id(const std::string& id);
  View* top_view(const std::string& user);
  /// New content in place, with a new hash; shows it.
  void change_view(View& view, json::object content);
  void close_view(const std::string& id, bool all);
  void show_view(const View& view);
  /// A submission was refused: {"block_id":"text"}.
  void show_errors(const View& view, const json::object& errors);

  void show(SlackSight::Kind kind, std::string to, SlackMessage message, std::string view = {},
            std::string view_id = {});
  void listen(std::function<void(const SlackSight&)> listener) { listeners_.push_back(std::move(listener)); }

  std::map<std::string, Permit> triggers, response_urls;
  std::map<std::string, View> homes;        // by user
  std::map<std::string, UserGroup> groups;  // by id

  const std::map<std::string, User>& users() const { return users_; }
  const std::map<std::string, Channel>& channels() const { return channels_; }

  static constexpr auto bot_user = "U0SITREP", bot_id = "B0SITREP", app_id = "A0SITREP", team_id = "T0ACME";

 private:
  Clock& clock_;
  SlackOptions options_;
  std::uint64_t seed_, count_ = 0, last_ts_ = 0;
  std::map<std::string, User> users_;
  std::map<std::string, Channel> channels_;
  std::map<std::string, View> views_;
  std::map<std::string, std::vector<std::string>> stacks_;  // open forms of a user, the top one last
  std::vector<std::function<void(const SlackSight&)>> listeners_;
};

/// Slack gives every block a block_id and every element an action_id when the bot gave none.
void fill_ids(json::array& blocks, World& world);

}  // namespace integrations::simulator::slack
