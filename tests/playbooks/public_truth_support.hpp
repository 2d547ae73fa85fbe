#pragma once
// The rules with a memory, their timers and two status pages, each with a lane of its own. Does what the bot does with
// an input, a timer, a delivery and a start, and says in `problem` what must never be.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "playbooks/rules.hpp"
#include "tests/playbooks/public_page_support.hpp"

namespace playbooks {

enum class Sent { arrived, failed, arrived_unheard };

struct PublicWorld {
  Policy rules;
  State state;
  Time now = Time{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{12}};
  std::vector<Recorded> history;
  std::map<std::string, Timer> timers;
  std::map<std::string, FakePage> pages;
  std::map<std::string, PageLane> lanes;
  std::set<std::string> keys;                         // of every effect there was
  std::set<std::string> private_words;                // said, and for nobody outside to read
  std::map<std::string, std::set<std::string>> owed;  // keys that subscribers must hear of, by page
  std::string problem;                                // the first thing that was wrong
  std::vector<std::string> story;                     // what was done, for people
  int done = 0;                                       // commands that were allowed

  explicit PublicWorld(Policy policy);

  bool run(const Command& command, const Actor& by);
  /// Every timer in its time; or, when Sitrep is down, all that are overdue at its end.
  void wait(Duration how_long, bool down = false);
  /// One delivery from the snapshot to the outcome; other inputs may come between begin() and end().
  bool begin(const std::string& page);
  void end(const std::string& page, Sent how);
  void deliver_all(const std::string& page);
  /// Everything but what is on disk is lost.
  void restart();
  void read(const std::string& page);
  void check();

  void fail(std::string what);

 private:
  void take(Reaction reaction);
  void take_effect(Effect effect);
  void note_words(const Effect& effect, const PublishIncident& publish);
  void settle(const std::string& page, const Parcel& parcel, const PageAnswer& answer);
  void note(const Parcel& parcel, const PageAnswer& answer);
  void check_event(const Recorded& event);
  void check_again(const Command& command, const Context& context);
  void check_cascade(const State& before, const Command& command);
  void check_rebuilt();
  void hear(const std::string& page, const Parcel& parcel);
};

}  // namespace playbooks
