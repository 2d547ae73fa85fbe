#pragma once
// What the tests of the local page share: a directory that goes away, a page on virtual time, deliveries to it.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "integrations/local_page/local_page.hpp"
#include "integrations/local_page/site.hpp"
#include "statuspage_support.hpp"

namespace integrations::local_page {

namespace files = std::filesystem;
using playbooks::ComponentStatus;
using playbooks::Status;
using playbooks::Time;

class Folder {
 public:
  Folder() {
    auto name = (files::temp_directory_path() / "sitrep-page-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    files::remove_all(path_, ignored);
  }
  const files::path& path() const { return path_; }
  std::string read(const std::string& name) const {
    std::ifstream file{path_ / name, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
  }
  void write(const std::string& name, const std::string& content) const {
    files::create_directories((path_ / name).parent_path());
    std::ofstream{path_ / name, std::ios::binary} << content;
  }

 private:
  files::path path_;
};

/// Every component of the incident is claimed as the incident says.
inline Delivery delivery_of(playbooks::Effect effect, std::optional<playbooks::Incident> incident, Time now) {
  Delivery delivery;
  delivery.effect = std::move(effect);
  if (incident)
    for (const auto& claim : incident->components) delivery.public_components[claim.component] = claim.status;
  delivery.incident = std::move(incident);
  delivery.now = now;
  return delivery;
}

/// "INC-<n>/<event>/public/local", at `at`.
inline playbooks::Effect publication(const playbooks::Incident& incident, int event, Status status, std::string body,
                                     Time at) {
  auto effect = statuspage::publication(incident, event, status, std::move(body), at);
  effect.key += "/local";
  effect.lane = "local";
  std::get<playbooks::PublishIncident>(effect.body).page = "local";
  return effect;
}

inline playbooks::Effect component_change(const std::string& component, int event, Time at) {
  auto effect = statuspage::component_change(component, event);
  effect.lane = "local";
  effect.created = at;
  std::get<playbooks::PublishComponent>(effect.body).page = "local";
  return effect;
}

inline playbooks::Effect window_change(const playbooks::Maintenance& maintenance, int event, std::string body,
                                       Time at) {
  playbooks::Effect effect;
  effect.key = playbooks::to_string(maintenance.id) + "/" + std::to_string(event) + "/public/local";
  effect.lane = "local";
  effect.created = at;
  effect.body = playbooks::PublishMaintenance{maintenance.id, maintenance.state, std::move(body), at, "local", false};
  return effect;
}

/// What came of a delivery: "delivered", "retry: why", "refused: why", "unknown: why".
inline std::string told(const Outcome& outcome) {
  if (const auto* retry = std::get_if<Retry>(&outcome)) return "retry: " + retry->why;
  if (const auto* refused = std::get_if<Refused>(&outcome)) return "refused: " + refused->why;
  if (const auto* unknown = std::get_if<Unknown>(&outcome)) return "unknown: " + unknown->why;
  return "delivered";
}

inline int count_of(const std::string& text, std::string_view part) {
  int count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

/// A page in a folder of its own; `restart` is a new process on the same folder.
struct LocalWorld {
  LocalWorld() { restart(); }
  void restart() {
    settings.directory = folder.path() / "page";
    settings.url = "https://status.example.com";
    page = make_local_page(settings, policy, world.clock, world.activity);
  }
  Time now() const { return world.clock.now(); }
  void wait(playbooks::Duration span) { world.clock.advance_to(now() + span); }
  Outcome deliver(Delivery delivery) { return world.run(page->deliver(std::move(delivery))); }
  Outcome publish(const playbooks::Incident& incident, int event, Status status, const std::string& body) {
    return deliver(delivery_of(publication(incident, event, status, body, now()), incident, now()));
  }
  Outcome set(const std::string& component, int event, ComponentStatus status) {
    auto delivery = delivery_of(component_change(component, event, now()), {}, now());
    if (status != ComponentStatus::operational) delivery.public_components[component] = status;
    return deliver(std::move(delivery));
  }
  Outcome change(const playbooks::Maintenance& maintenance, int event, const std::string& body) {
    auto delivery = delivery_of(window_change(maintenance, event, body, now()), {}, now());
    delivery.maintenance = maintenance;
    if (maintenance.state == playbooks::MaintenanceState::in_progress)
      for (const auto& key : maintenance.components)
        delivery.public_components[key] = ComponentStatus::under_maintenance;
    return deliver(std::move(delivery));
  }
  Lookup find(Delivery delivery) {
    std::vector<Delivery> one;
    one.push_back(std::move(delivery));
    return world.run(page->find(std::move(one)));
  }
  std::string file(const std::string& name) const { return folder.read("page/" + name); }
  std::string text(const std::string& name, std::string_view path) const {
    return statuspage::json_text(file(name), path);
  }

  Folder folder;
  statuspage::World world;
  playbooks::Policy policy = statuspage::test_policy();
  Settings settings;
  std::unique_ptr<Integration> page;
};

}  // namespace integrations::local_page
