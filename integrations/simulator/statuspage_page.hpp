#pragma once
// The simulated page itself: components, incidents and what the API says of them. No sockets and no clock.
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "integrations/simulator/statuspage_simulator.hpp"

namespace integrations::simulator {

class SimulatedPage {
 public:
  struct Reply {
    int status = 200;
    boost::json::value body;
  };

  explicit SimulatedPage(std::string id) : id_(std::move(id)) {}
  const std::string& id() const { return id_; }

  void add_component(std::string name, std::string group);
  void set_component(const std::string& name, const std::string& status);
  void remove_incident(const std::string& id);
  std::string open_incident(const std::string& name, const std::string& component, const std::string& text,
                            playbooks::Time now);
  bool resolve_incident(const std::string& name, playbooks::Time now);
  std::vector<PageComponent> components() const { return components_; }
  std::vector<PageIncident> incidents() const;
  void on_change(std::function<void(const std::string&)> listener) { changed_ = std::move(listener); }

  // The API. Bodies have been checked for their form; what needs the state is checked here.
  Reply page() const;
  Reply list_components(int number, int size) const;
  Reply component(std::string_view id) const;
  Reply patch_component(std::string_view id, const boost::json::object& body);
  /// `which`: "" for all of them, else the name of the API's list: unresolved, scheduled, upcoming, active_maintenance.
  Reply list_incidents(std::string_view which, const std::string& query, int number, int size,
                       playbooks::Time now) const;
  Reply incident(std::string_view id) const;
  Reply create_incident(const boost::json::object& body, playbooks::Time now);
  Reply patch_incident(std::string_view id, const boost::json::object& body, playbooks::Time now);
  Reply postmortem(std::string_view id) const;
  Reply put_postmortem(std::string_view id, const std::string& draft, playbooks::Time now);
  Reply publish_postmortem(std::string_view id, bool notify, playbooks::Time now);
  /// The public summary that anybody may read.
  Reply summary(playbooks::Time now) const;

  static Reply not_found(std::string_view what);
  static Reply refused(const std::vector<std::string>& problems);

 private:
  struct Affected {
    std::string id, name, from, to;
  };
  struct Update {
    std::string id, status, body;
    playbooks::Time at{};
    bool notified = false;
    std::vector<Affected> affected;
  };
  struct Postmortem {
    std::string draft, body;
    std::optional<playbooks::Time> drafted, published;
    bool notified = false;
  };
  struct Incident {
    std::string id, name, status = "investigating", impact_override;
    boost::json::object metadata;
    playbooks::Time created{}, updated{};
    std::optional<playbooks::Time> monitoring, resolved;
    std::optional<playbooks::Time> starts, ends;  // of a scheduled maintenance
    boost::json::object automatic;                // its switches, as they were sent
    bool is_maintenance() const { return starts.has_value(); }
    bool over() const { return status == "resolved" || status == "completed"; }
    std::vector<std::string> component_ids;
    std::vector<Update> updates;  // oldest first
    Postmortem postmortem;
  };

  const PageComponent* find_component(std::string_view id) const;
  const Incident* find_incident(std::string_view id) const;
  Incident* find_incident(std::string_view id);
  PageComponent* component_named(std::string_view name);
  std::string impact(const Incident& incident) const;
  /// What the state forbids: ids that are not on the page, a status of the other family, a window that ends before it
  /// begins. `incident`: as it is, nullptr when it is to be made.
  std::vector<std::string> problems(const boost::json::object& body, const Incident* incident) const;
  static bool listed(const Incident& incident, std::string_view which, playbooks::Time now);
  void apply_window(Incident& incident, const boost::json::object& body, bool first);
  void apply(Incident& incident, const boost::json::object& body, bool first, playbooks::Time now);
  std::vector<Affected> move_components(Incident& incident, const boost::json::object& body);
  void set_status(PageComponent& component, const std::string& status);
  void say(const std::string& line) const;

  boost::json::object render(const PageComponent& component) const;
  boost::json::object render(const Incident& incident) const;
  boost::json::array render_updates(const Incident& incident) const;
  boost::json::object render_postmortem(const Incident& incident) const;

  std::string id_;
  std::vector<PageComponent> components_;
  std::vector<Incident> incidents_;  // oldest first
  int made_ = 0;                     // incidents and updates ever made, for their ids
  std::function<void(const std::string&)> changed_;
};

}  // namespace integrations::simulator
