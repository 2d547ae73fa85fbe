// The two ends of the contract test of PagerDuty and Opsgenie in one process. Prints the addresses of the simulators,
// reads one line with the addresses to go through instead ("EVENTS REST OPSGENIE"), and makes every kind of call there
// is; fails when one goes wrong.
#include <fmt/format.h>

#include <cstdio>
#include <functional>
#include <iostream>
#include <string>

#include "integrations/http/curl.hpp"
#include "integrations/opsgenie/opsgenie.hpp"
#include "integrations/pagerduty/pagerduty.hpp"
#include "integrations/simulator/opsgenie_simulator.hpp"
#include "integrations/simulator/pagerduty_simulator.hpp"
#include "tests/integrations/alerting_support.hpp"

namespace integrations::alerting {
namespace {

using namespace std::chrono_literals;
using playbooks::AcknowledgeIncident;
using playbooks::Channel;
using playbooks::EndPage;

class Driver {
 public:
  Driver() {
    duty_.add_user({"PANN", "Ann Lee", "ann@example.com"});
    duty_.add_user({"PROB", "Robert", "bob@example.com"});
    const auto day = std::chrono::floor<std::chrono::days>(now());
    duty_.set_schedule("PI7DH85", "Daily", {{day, day + 24h, "PANN"}, {day + 24h, day + 48h, "PROB"}});
    playbooks::Schedule schedule;
    schedule.key = "primary";
    schedule.source = playbooks::Schedule::Source::pagerduty;
    schedule.feed = "PI7DH85";
    policy_.schedules = {schedule};
  }

  int story() {
    fmt::print("pagerduty {}\nopsgenie {}\n", duty_.api_url(), genie_.api_url());
    std::fflush(stdout);
    pagerduty::Settings duty;
    opsgenie::Settings genie;
    if (!(std::cin >> duty.events_url >> duty.api_url >> genie.api_url)) return 2;
    duty.routing_key = "0123456789abcdef0123456789abcdef";
    duty.api_token = "simulated-token";
    genie.api_key = "simulated-key";
    const auto pagerduty = pagerduty::make_pagerduty(duty, policy_, *http_, world_.clock, world_.activity);
    const auto opsgenie = opsgenie::make_opsgenie(genie, policy_, *http_, world_.clock, world_.activity);
    play(*pagerduty, Channel::pagerduty, [this] { return duty_.acknowledge(std::string{ann_key}, "PANN"); });
    if (!news<playbooks::ImportSchedule>(deliver(*pagerduty, fetch_schedule("primary", 1, now()))))
      fail("the schedule told nothing");
    play(*opsgenie, Channel::opsgenie, [this] { return genie_.acknowledge(std::string{ann_key}, "ann@example.com"); });
    for (const auto& violation : duty_.violations()) fail(violation);
    for (const auto& violation : genie_.violations()) fail(violation);
    world_.run(duty_.stop());
    world_.run(genie_.stop());
    return failures_ == 0 ? 0 : 1;
  }

 private:
  playbooks::Time now() const { return world_.clock.now(); }
  void fail(const std::string& what) {
    ++failures_;
    fmt::print(stderr, "FAILED: {}\n", what);
  }
  Outcome deliver(Integration& client, Delivery delivery) {
    const auto key = delivery.effect.key;
    auto outcome = world_.run(client.deliver(std::move(delivery)));
    fmt::print("{} {}: {}\n", client.name(), key, told(outcome));
    if (!std::holds_alternative<Delivered>(outcome)) fail(key + " was not delivered");
    world_.clock.advance_to(now() + 30s);
    return outcome;
  }

  /// A page with everything in it, asked about in each of its states, ended twice; a trial; doctor.
  void play(Integration& client, Channel channel, const std::function<bool()>& acknowledge) {
    auto incident = test_incident(channel, playbooks::PageState::sent);
    incident.title = "Checkout is down: \"é 日本 🚨\" & <b> " + std::string(2000, 't');
    incident.page.link = "https://stspg.io/abc";
    incident.impact = std::string(20'000, 'i');
    incident.kind = playbooks::Kind::drill;
    incident.escalation.pages.front().attempts.front().at = now();
    deliver(client, send_page(incident, now()));
    deliver(client, check_page(incident, now(), 1));
    if (!acknowledge()) fail("there is no alert to acknowledge");
    if (!news<AcknowledgeIncident>(deliver(client, check_page(incident, now(), 2))))
      fail("an acknowledgement told nothing");
    deliver(client, end_page(incident, EndPage::How::acknowledged, now()));
    deliver(client, end_page(incident, EndPage::How::resolved, now()));
    deliver(client, check_page(incident, now(), 3));
    deliver(client, trial_page(channel, now()));
    for (const auto& finding : world_.run(client.doctor()))
      if (finding.level != Finding::Level::ok) fail(finding.what + ": " + finding.says);
  }

  World world_;
  playbooks::Policy policy_ = test_policy();
  std::unique_ptr<Http> http_ = make_curl_http(world_.io.get_executor(), world_.activity);
  simulator::PagerDutySimulator duty_{world_.io.get_executor(), world_.clock, world_.activity};
  simulator::OpsgenieSimulator genie_{world_.io.get_executor(), world_.clock, world_.activity};
  int failures_ = 0;
};

}  // namespace
}  // namespace integrations::alerting

int main() {
  integrations::alerting::Driver driver;
  return driver.story();
}
