#pragma once
// A status page that does what it is told, and the lane that leads to it: what waits, what is on its way, what is
// joined. The rules are tested against it without any network.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "playbooks/rules.hpp"

namespace playbooks {

/// What one request says: a snapshot from the moment of sending, and the older effects that it settles too.
struct Parcel {
  Effect effect;
  std::vector<Effect> merged;
  std::optional<Incident> incident;
  std::optional<Maintenance> maintenance;
  std::map<std::string, ComponentStatus> worst;
  Time now{};
};

/// Waiting effects in the order of the outbox: by priority, then by age. Of one group the newest component stands for
/// all; texts about an incident are joined when they have waited.
struct PageLane {
  std::vector<Effect> waiting;
  std::set<std::string> doubtful;  // keys that may have arrived
  std::optional<Parcel> in_flight;

  void add(Effect effect);
  void remove(const std::string& key);
  void withdraw(const std::string& group);
  /// The effect that goes next and the older ones of its group.
  std::optional<Parcel> next(Time now) const;
};

/// An incident or a maintenance on the page. `owner` is our mark; a person who writes there by hand leaves none.
struct Shown {
  std::string id, owner, status;
  std::vector<std::string> texts;
  bool postmortem = false;
};

struct PageAnswer {
  bool delivered = false;
  Receipt receipt;
  std::string why;
};

/// It has no opinions: components are only what it was told last. Sitrep's own page levels all of them with every
/// delivery; the rules must not need that.
struct FakePage {
  std::string name;
  bool down = false;
  std::map<std::string, ComponentStatus> components;
  std::vector<Shown> incidents, maintenances;
  std::set<std::string> by_hand;                                    // components that a person changed here last
  std::map<std::string, std::pair<ComponentStatus, Time>> carried;  // what the client knows to have said
  std::map<std::string, std::string> learned;                       // ids that the client knows: by owner
  std::set<std::string> keys;                                       // what has arrived, to be looked up
  std::string trouble;                                              // something that must never happen
  int made = 0;

  /// Components that the parcel moves, with what it makes of them.
  static std::map<std::string, ComponentStatus> moves(const Parcel& parcel);
  PageAnswer take(const Parcel& parcel);
  ComponentStatus shown(const std::string& component) const;
  Shown* find(std::vector<Shown>& list, const std::string& id);
  const Shown* owned(const std::vector<Shown>& list, const std::string& owner) const;

 private:
  Shown& entry(std::vector<Shown>& list, const std::string& id, const std::string& owner);
  PageAnswer take_incident(const Parcel& parcel);
  PageAnswer take_maintenance(const Parcel& parcel);
  PageAnswer take_component(const Parcel& parcel);
  PageAnswer take_postmortem(const Parcel& parcel);
};

/// Components that an effect will move, whatever its order.
bool will_move(const Effect& effect, const std::string& component, const State& state);

}  // namespace playbooks
