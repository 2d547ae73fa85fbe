#pragma once
// Puts what was seen between two lines of a script into one order. Within one instant of virtual time different people
// and channels have no order of their own (real threads and sockets race), so it is fixed here: private answers,
// channels, cards, threads, the status page; each of them in its own order. A card edited several times in an instant
// is told once.
#include <string>
#include <variant>
#include <vector>

#include "bot/demo/narrator.hpp"

namespace bot {

class Sightings {
 public:
  explicit Sightings(NameOf name_of) : narrator_(std::move(name_of)) {}
  void add(playbooks::Time at, integrations::simulator::SlackSight sight) { seen_.push_back({at, std::move(sight)}); }
  void add(playbooks::Time at, std::vector<std::string> lines) { seen_.push_back({at, std::move(lines)}); }
  /// Transcript lines, each beginning with "> "; forgets them.
  std::string take();

 private:
  struct Seen {
    playbooks::Time at;
    std::variant<integrations::simulator::SlackSight, std::vector<std::string>> what;
  };
  void tell_edits_once();

  Narrator narrator_;
  std::vector<Seen> seen_;
};

}  // namespace bot
