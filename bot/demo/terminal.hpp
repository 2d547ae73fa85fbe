#pragma once
// The demo at a terminal: type as different people in different channels, see what everyone sees, follow a story.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>

#include "bot/demo/line_input.hpp"
#include "bot/demo/narrator.hpp"
#include "bot/demo/playground.hpp"

namespace bot {

class Terminal {
 public:
  Terminal(boost::asio::any_io_executor executor, integrations::Clock& clock, integrations::Activity& activity,
           Playground& playground, double speed);
  /// Until :quit or the end of the input.
  boost::asio::awaitable<void> run();
  /// Before the process ends in a hurry (Ctrl-C).
  void leave() { input_.restore(); }

 private:
  void welcome();
  void show(const std::vector<std::string>& lines, const char* colour);
  void see(const integrations::simulator::SlackSight& sight);
  boost::asio::awaitable<void> take(std::string line);
  void say(const std::string& line);
  void next_of_story();
  void own_command(const std::string& line);
  void as(const std::string& who);
  void in(const std::string& where);
  void click(const std::string& button);
  void tap(const std::string& button);
  void submit(const std::string& values);
  void show_page();
  boost::asio::awaitable<void> settle();
  std::string prompt() const;
  std::string where_the_page_is() const;

  boost::asio::any_io_executor executor_;
  integrations::Clock& clock_;
  integrations::Activity& activity_;
  Playground& playground_;
  double speed_;
  LineInput input_;
  Narrator narrator_;
  std::string who_ = "ann", where_ = "incident-response";
  using Place = std::pair<std::string, std::string>;  // channel and ts
  bool press(const std::vector<Place>& places, const std::string& button);
  Place last_card_;
  std::vector<Place> posted_;                          // in channels, newest first
  std::map<std::string, std::vector<Place>> private_;  // answers and direct messages by user, newest first
  std::size_t story_ = 0;
  bool quit_ = false;
};

}  // namespace bot
