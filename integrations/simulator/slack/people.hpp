#pragma once
// What people do: each act becomes an envelope, shaped as Slack's captured ones.
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <string>

#include "integrations/simulator/slack/envelopes.hpp"
#include "integrations/simulator/slack/record.hpp"
#include "integrations/simulator/slack/world.hpp"

namespace integrations::simulator::slack {

class People {
 public:
  /// `base_url` is where response_urls are: "http://127.0.0.1:4100".
  People(World& world, Record& record, Envelopes& envelopes, std::string base_url)
      : world_(world), record_(record), envelopes_(envelopes), base_url_(std::move(base_url)) {}

  void slash(const std::string& user, const std::string& channel, const std::string& command, const std::string& text);
  std::string say(const std::string& user, const std::string& channel, const std::string& text,
                  const std::string& thread_ts);
  bool click(const std::string& user, const std::string& channel, const std::string& ts, const std::string& button);
  bool click_in_view(const std::string& user, const std::string& button);
  bool submit(const std::string& user, const std::map<std::string, std::string>& values);
  bool close_form(const std::string& user);
  void open_home(const std::string& user);

  /// By id or by name; "@ann" is the direct conversation with her. Throws std::invalid_argument when there is none: the
  /// test or the demo is wrong, not the bot.
  const User& person(const std::string& name) const;
  Channel& place(const std::string& name);

 private:
  boost::json::object interaction(const std::string& type, const User& user);
  boost::json::object event_payload(boost::json::object event);
  void send_event(boost::json::object event);
  void answer_command(const boost::json::object& payload, const Permit& permit, const std::string& typed);
  void answer_submission(const std::string& view_id, const boost::json::object& payload);
  void show_missed(const User& user, SlackMessage about, const std::string& error);
  bool subscribed(std::string_view event) const;

  World& world_;
  Record& record_;
  Envelopes& envelopes_;
  std::string base_url_;
};

/// The action object of the first button or option whose label, action_id or value is `button`; null when none is.
boost::json::value find_action(const boost::json::array& blocks, const std::string& button);

/// What a form holds when a person has typed `values` (by block_id or label) into it.
struct Filled {
  boost::json::object state;   // values[block_id][action_id]
  boost::json::object errors;  // what Slack's own client would refuse: {"block_id":"text"}
  std::string unknown;         // a name that no field has
};
Filled fill_in(const World& world, const boost::json::array& blocks, const std::map<std::string, std::string>& values);

}  // namespace integrations::simulator::slack
