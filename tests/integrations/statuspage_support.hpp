#pragma once
// What the Statuspage tests share: an incident to publish, a fake HTTP that answers from a list, and a loop that runs
// coroutines on virtual time.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "integrations/ports/virtual_clock.hpp"
#include "integrations/simulator/statuspage_simulator.hpp"
#include "integrations/statuspage/statuspage.hpp"

namespace integrations::statuspage {

/// 2026-11-21 14:05:00 UTC.
playbooks::Time start_of_test();
/// Two severities (P1: major, P3: minor) and the components api "API", db "Database", web "Web".
playbooks::Policy test_policy();
playbooks::Incident test_incident(int number, std::string title, std::vector<playbooks::ComponentClaim> components);
/// The effect "INC-<n>/<event>/public" of that incident.
playbooks::Effect publication(const playbooks::Incident& incident, int event, playbooks::Status status,
                              std::string body, playbooks::Time at);
playbooks::Effect component_change(const std::string& component, int event);
/// MNT-3 "Database upgrade" on db and api, from a day after the start of the test for two hours.
playbooks::Maintenance test_maintenance();
/// The effect "maintenance/<event>/page/statuspage" of MNT-3.
playbooks::Effect maintenance_effect(int event, playbooks::MaintenanceState state, std::string body, playbooks::Time at,
                                     bool notify = false);
playbooks::Effect reading_effect(int number, playbooks::Time at);
/// With the maintenance as it is; claims are up to the test.
Delivery delivery_of_maintenance(playbooks::Effect effect, playbooks::Maintenance maintenance, playbooks::Time now);
/// Every component of the incident is claimed as the incident says.
Delivery delivery_of(playbooks::Effect effect, std::optional<playbooks::Incident> incident, playbooks::Time now);

HttpResponse answered(int status, std::string body, std::map<std::string, std::string> headers = {});
/// A page incident as the API answers it, marked as ours when `key` is not empty.
std::string incident_json(const std::string& id, const std::string& status, const std::string& owner = {},
                          const std::string& key = {}, const std::string& name = "Checkout is down");
/// API, Database and Web with the ids c-api, c-db, c-web.
std::string components_json();

class FakeHttp : public Http {
 public:
  std::deque<HttpResponse> answers;  // an empty list answers "not sent"
  std::vector<HttpRequest> requests;
  boost::asio::awaitable<HttpResponse> request(HttpRequest request) override;
  /// "POST /pages/p/incidents"
  std::string line(std::size_t index) const;
};

/// Runs coroutines; time moves to the next sleeper whenever nothing else is under way.
struct World {
  boost::asio::io_context io{1};
  VirtualClock clock{io.get_executor(), start_of_test()};
  Activity activity;

  /// Turns the loop until `done`; throws when it has not come to an end after 30 s of real time.
  void turn_until(const bool& done);

  template <class T>
  T run(boost::asio::awaitable<T> task) {
    std::optional<T> result;
    std::exception_ptr failure;
    bool done = false;
    boost::asio::co_spawn(io, std::move(task), [&](std::exception_ptr error, T value) {
      failure = error;
      if (!error) result = std::move(value);
      done = true;
    });
    turn_until(done);
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
  }
  void run(boost::asio::awaitable<void> task);
};

/// What an outbox does: delivers until there is an end, waits when told to, looks before it repeats.
struct Delivering {
  Outcome outcome;
  int deliveries = 0, lookups = 0;
  std::vector<std::string> waits;  // why
};
boost::asio::awaitable<Delivering> deliver_to_the_end(Integration& client, Clock& clock, Delivery delivery);

std::string json_text(const std::string& body, std::string_view path);
bool json_has(const std::string& body, std::string_view path);

}  // namespace integrations::statuspage
