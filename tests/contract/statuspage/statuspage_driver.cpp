// The two ends of the Statuspage contract test: `serve` is the simulated page (prints its address, ends with its
// standard input), `drive URL` is the client, which makes every kind of call there is and fails when one goes wrong.
#include <fmt/format.h>

#include <unistd.h>
#include <algorithm>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>
#include <string>
#include <string_view>

#include "integrations/http/curl.hpp"
#include "integrations/ports/system_clock.hpp"
#include "tests/integrations/statuspage_support.hpp"

namespace integrations::statuspage {
namespace {

namespace asio = boost::asio;
using playbooks::ComponentStatus;
using playbooks::MaintenanceState;
using playbooks::Status;

asio::awaitable<bool> input_ended(asio::any_io_executor executor) {
  asio::posix::stream_descriptor input{executor, ::dup(STDIN_FILENO)};
  std::string ignored(256, '\0');
  boost::system::error_code error;
  while (!error)
    co_await input.async_read_some(asio::buffer(ignored), asio::redirect_error(asio::use_awaitable, error));
  co_return true;
}

asio::awaitable<void> serve_until_input_ends(asio::any_io_executor executor, simulator::StatuspageSimulator& page) {
  co_await input_ended(executor);
  co_await page.stop();
}

int serve() {
  asio::io_context io{1};
  SystemClock clock{io.get_executor()};
  Activity activity;
  simulator::StatuspageOptions options;
  options.rate_limits = false;  // the driver's clock runs faster than ours
  simulator::StatuspageSimulator page{io.get_executor(), clock, activity, options};
  for (const auto* name : {"API", "Database", "Web"}) page.add_component(name, "Backend");
  fmt::print("{}\n", page.api_url());
  std::fflush(stdout);
  asio::co_spawn(io, serve_until_input_ends(io.get_executor(), page), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  io.run();
  for (const auto& violation : page.violations()) fmt::print(stderr, "{}\n", violation);
  return 0;
}

/// Plays a story through the client; every delivery must arrive.
class Driver {
 public:
  explicit Driver(std::string url) {
    settings_.api_url = std::move(url);
    settings_.api_key = "simulated-key";
    settings_.page_id = "simulatedpage";
    restart();
  }
  void restart() { client_ = make_statuspage(settings_, policy_, *http_, world_.clock, world_.activity); }

  void deliver(Delivery delivery) {
    const auto key = delivery.effect.key;
    const auto result = world_.run(deliver_to_the_end(*client_, world_.clock, std::move(delivery)));
    const auto* done = std::get_if<Delivered>(&result.outcome);
    if (done == nullptr) fail(key + " was not delivered");
    last_ = done == nullptr ? playbooks::Receipt{} : done->receipt;
    for (const auto& why : result.waits)
      if (!why.contains("one request a second") && !why.contains("gives way")) fail(key + ": " + why);
    fmt::print("{}: {} {}\n", key, last_.id, last_.detail);
  }
  void publish(const playbooks::Incident& incident, int event, Status status, const std::string& body,
               std::vector<playbooks::Effect> merged = {}) {
    auto one =
        delivery_of(publication(incident, event, status, body, world_.clock.now()), incident, world_.clock.now());
    one.merged = std::move(merged);
    deliver(std::move(one));
  }
  void must_find(const playbooks::Incident& incident, int event) {
    must_find(incident, publication(incident, event, Status::investigating, "", world_.clock.now()));
  }
  void must_find(const playbooks::Incident& incident, const playbooks::Effect& effect) {
    Lookup seen = Retry{};
    for (int turn = 0; turn < 20 && std::holds_alternative<Retry>(seen); ++turn) {
      world_.clock.advance_to(std::get<Retry>(seen).at);
      seen = world_.run(client_->find({delivery_of(effect, incident, world_.clock.now())}));
    }
    const auto* found = std::get_if<Found>(&seen);
    if (found == nullptr || !found->receipts.contains(effect.key)) fail(effect.key + " was not found");
  }
  /// Published beside the resolved incident, and found there.
  void link_postmortem(playbooks::Incident incident, int event) {
    incident.status = Status::resolved;
    incident.postmortem = "https://wiki.example.com/pm?a=1&b=é";
    playbooks::Effect effect;
    effect.key = fmt::format("INC-12/{}/postmortem", event);
    effect.lane = "statuspage";
    effect.created = world_.clock.now();
    effect.body = playbooks::PublishPostmortem{incident.id};
    deliver(delivery_of(effect, incident, world_.clock.now()));
    must_find(incident, effect);
  }
  Delivery step(playbooks::Maintenance maintenance, int event, MaintenanceState state, const std::string& body,
                bool notify = false) {
    maintenance.state = state;
    const bool begun = state == MaintenanceState::in_progress || state == MaintenanceState::completed;
    if (begun) maintenance.started = playbooks::Done{{}, world_.clock.now()};
    auto effect = maintenance_effect(event, state, body, world_.clock.now(), notify);
    std::get<playbooks::PublishMaintenance>(effect.body).maintenance = maintenance.id;
    auto one = delivery_of_maintenance(std::move(effect), std::move(maintenance), world_.clock.now());
    if (state == MaintenanceState::in_progress)
      one.public_components = {{"db", ComponentStatus::under_maintenance}, {"api", ComponentStatus::partial_outage}};
    return one;
  }
  void must_find(Delivery one) {
    const auto key = one.effect.key;
    Lookup seen = Retry{};
    for (int turn = 0; turn < 20 && std::holds_alternative<Retry>(seen); ++turn) {
      world_.clock.advance_to(std::get<Retry>(seen).at);
      seen = world_.run(client_->find({one}));
    }
    const auto* found = std::get_if<Found>(&seen);
    if (found == nullptr || !found->receipts.contains(key)) fail(key + " was not found");
  }
  void maintenance_story() {
    auto maintenance = test_maintenance();
    deliver(step(maintenance, 1, MaintenanceState::scheduled, "We will upgrade the database: \"é 日本 🚨\"", true));
    restart();
    must_find(step(maintenance, 1, MaintenanceState::scheduled, ""));  // through the lists
    maintenance.pages = {{last_.id, last_.link, "scheduled", {}, {}, "statuspage"}};
    deliver(step(maintenance, 2, MaintenanceState::scheduled, "It begins in an hour.", true));
    deliver(step(maintenance, 3, MaintenanceState::in_progress, "It has begun."));
    restart();
    maintenance.pages.clear();
    must_find(step(maintenance, 3, MaintenanceState::in_progress, ""));
    maintenance.ends += std::chrono::minutes{30};
    deliver(step(maintenance, 4, MaintenanceState::in_progress, "We need 30 minutes more."));
    deliver(step(maintenance, 5, MaintenanceState::completed, "Done.", true));
    must_find(step(maintenance, 5, MaintenanceState::completed, ""));
    // Shown late, and cancelled: begun and only planned.
    for (const auto state : {MaintenanceState::scheduled, MaintenanceState::in_progress, MaintenanceState::completed}) {
      ++maintenance.id.number;
      deliver(step(maintenance, 6, state, std::string(30000, 'x')));
      deliver(step(maintenance, 7, MaintenanceState::cancelled, "the vendor is not ready"));
    }
  }
  /// The whole page, and what is not ours on it.
  void read() {
    Delivery one;
    one.effect = reading_effect(++readings_, world_.clock.now());
    const auto result = world_.run(deliver_to_the_end(*client_, world_.clock, std::move(one)));
    const auto* done = std::get_if<Delivered>(&result.outcome);
    if (done == nullptr || done->news.empty()) return fail("the page was not read");
    const auto& note = std::get<playbooks::NotePageRead>(done->news.front());
    if (!note.trouble.empty() || note.components.size() != policy_.components.size() || !note.open.empty())
      fail(fmt::format("read {} components, {} incidents of others: {}", note.components.size(), note.open.size(),
                       note.trouble));
  }
  /// A page of another account: refused, and the doctor says why.
  void wrong_page() {
    auto settings = settings_;
    settings.page_id = "anotherpage";
    auto stranger = make_statuspage(settings, policy_, *http_, world_.clock, world_.activity);
    const auto findings = world_.run(stranger->doctor());
    if (findings.size() != 1 || !findings[0].says.contains("has no page \"anotherpage\"")) fail("a wrong page passed");
  }
  void doctor() {
    for (const auto& finding : world_.run(client_->doctor()))
      if (finding.level != Finding::Level::ok) fail(finding.what + ": " + finding.says);
  }

  int story() {
    doctor();
    auto incident = test_incident(12, "Checkout is down: \"é 日本 🚨\"", {{"api", ComponentStatus::major_outage}});
    publish(incident, 1, Status::investigating, "We are looking into it.");
    restart();
    must_find(incident, 1);  // through the lists
    incident.page.id = last_.id;
    must_find(incident, 1);  // through the incident itself
    incident.components.push_back({"db", ComponentStatus::degraded_performance});
    publish(incident, 4, Status::identified, "");
    publish(incident, 7, Status::monitoring, "A fix is in place.",
            {publication(incident, 5, Status::identified, std::string(30000, 'x'), world_.clock.now())});
    for (auto& claim : incident.components) claim.status = ComponentStatus::operational;
    publish(incident, 8, Status::resolved, "Fixed.");
    link_postmortem(incident, 8);
    publish(incident, 9, Status::investigating, "It is back.");
    publish(incident, 10, Status::cancelled, "");
    publish(test_incident(13, std::string(400, 't'), {}), 1, Status::investigating, "");
    auto change = delivery_of(component_change("web", 3), {}, world_.clock.now());
    for (const auto status : {ComponentStatus::under_maintenance, ComponentStatus::operational}) {
      change.public_components["web"] = status;
      deliver(change);
    }
    maintenance_story();
    read();
    wrong_page();
    return failures_ == 0 ? 0 : 1;
  }

 private:
  void fail(const std::string& what) {
    ++failures_;
    fmt::print(stderr, "FAILED: {}\n", what);
  }

  World world_;
  playbooks::Policy policy_ = test_policy();
  Settings settings_;
  std::unique_ptr<Http> http_ = make_curl_http(world_.io.get_executor(), world_.activity);
  std::unique_ptr<Integration> client_;
  playbooks::Receipt last_;
  int failures_ = 0, readings_ = 0;
};

}  // namespace
}  // namespace integrations::statuspage

int main(int argc, char** argv) {
  const std::string_view verb = argc > 1 ? argv[1] : "";
  if (verb == "serve") return integrations::statuspage::serve();
  if (verb == "drive" && argc == 3) return integrations::statuspage::Driver{argv[2]}.story();
  fmt::print(stderr, "usage: statuspage_driver serve | drive URL\n");
  return 2;
}
