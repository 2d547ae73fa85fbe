// Makes a status page for the contract tests: `local_page_driver rich|calm|empty DIRECTORY URL`. What happens on it
// takes four months of virtual time and ends at a fixed minute.
#include <fmt/format.h>

#include <string_view>

#include "integrations/local_page/changes.hpp"
#include "tests/integrations/local_page_support.hpp"

namespace integrations::local_page {
namespace {

using namespace std::chrono_literals;
using playbooks::MaintenanceState;
using std::chrono::days;

playbooks::Component component(std::string key, std::string name, std::string group, std::string description) {
  playbooks::Component result;
  result.key = std::move(key);
  result.name = std::move(name);
  result.group = std::move(group);
  result.description = std::move(description);
  return result;
}

playbooks::Policy policy_of(std::string_view kind) {
  auto policy = statuspage::test_policy();
  policy.organisation = "Acme & Sons";
  policy.components.clear();
  if (kind == "empty") return policy;
  policy.components = {
      component("web", "Website", "", ""),
      component("api", "API", "Platform", "What your own programs speak to, over HTTPS"),
      component("db", "Database", "Platform", ""),
      component("checkout", "Checkout and payments by card, invoice and direct debit", "Shop", ""),
      component("search", "Search", "Shop", "Finding <anything> & everything"),
      component("mail", "E-mail notifications", "", ""),
  };
  return policy;
}

/// What happens, told as the bot would tell it: each delivery with all claims that hold at that time.
class Telling {
 public:
  Telling(std::string_view kind, files::path directory, std::string url) : policy_(policy_of(kind)) {
    page_ = make_local_page({std::move(directory), std::move(url), ""}, policy_, world_.clock, world_.activity);
  }
  void wait(playbooks::Duration span) { world_.clock.advance_to(now() + span); }
  void claim(const std::string& component, ComponentStatus status) {
    if (status == ComponentStatus::operational)
      claims_.erase(component);
    else
      claims_[component] = status;
  }
  void read() {
    playbooks::Effect effect;
    effect.body = playbooks::ReadPage{"local"};
    deliver(std::move(effect), {}, {});
  }
  void say(playbooks::Incident& incident, Status status, const std::string& words) {
    incident.status = status;
    deliver(publication(incident, ++event_, status, words, now()), incident, {});
  }
  void say(const playbooks::Maintenance& window, const std::string& words) {
    deliver(window_change(window, ++event_, words, now()), {}, window);
  }
  void link(const playbooks::Incident& incident) {
    playbooks::Effect effect;
    effect.key = fmt::format("postmortem/{}", ++event_);
    effect.body = playbooks::PublishPostmortem{incident.id, "local"};
    deliver(std::move(effect), incident, {});
  }
  Time now() const { return world_.clock.now(); }
  int failures() const { return failures_; }

 private:
  void deliver(playbooks::Effect effect, std::optional<playbooks::Incident> incident,
               std::optional<playbooks::Maintenance> window) {
    effect.created = now();
    Delivery delivery{std::move(effect), {}, std::move(incident), claims_, {}, now(), {}, std::move(window)};
    const auto outcome = world_.run(page_->deliver(std::move(delivery)));
    if (std::holds_alternative<Delivered>(outcome)) return;
    ++failures_;
    fmt::print(stderr, "FAILED: {}\n", told(outcome));
  }

  statuspage::World world_;
  playbooks::Policy policy_;
  std::unique_ptr<Integration> page_;
  PublicComponents claims_;
  int event_ = 0, failures_ = 0;
};

playbooks::Incident incident(int number, std::string title, std::vector<playbooks::ComponentClaim> claims,
                             Time started) {
  auto result = statuspage::test_incident(number, std::move(title), std::move(claims));
  result.started = started;
  return result;
}

playbooks::Maintenance window(int number, std::string title, std::vector<std::string> components, Time starts,
                              playbooks::Duration length) {
  playbooks::Maintenance result;
  result.id = {number};
  result.title = std::move(title);
  result.components = std::move(components);
  result.starts = starts;
  result.ends = starts + length;
  return result;
}

void weeks_before(Telling& story) {
  story.wait(days{20});
  auto slow = incident(1, "Search is slow", {{"search", ComponentStatus::degraded_performance}}, story.now());
  story.claim("search", ComponentStatus::degraded_performance);
  story.say(slow, Status::investigating, "Searches take longer than usual.");
  story.wait(5h + 20min);
  story.claim("search", ComponentStatus::operational);
  story.say(slow, Status::resolved, "Searches are fast again.");
  story.wait(days{30});
  auto upgrade = window(1, "Database upgrade", {"db", "api"}, story.now() + 24h, 2h);
  story.say(upgrade, "We will upgrade the database. It is read-only in that time.");
  story.wait(24h);
  story.claim("db", ComponentStatus::under_maintenance);
  upgrade.state = MaintenanceState::in_progress;
  story.say(upgrade, "The upgrade has begun.");
  story.wait(2h);
  story.claim("db", ComponentStatus::operational);
  upgrade.state = MaintenanceState::completed;
  story.say(upgrade, "The upgrade is done.");
  story.wait(days{25});
}

void last_days_of(Telling& story) {
  auto down =
      incident(2, "API and website are down",
               {{"api", ComponentStatus::major_outage}, {"web", ComponentStatus::major_outage}}, story.now() - 4min);
  story.claim("api", ComponentStatus::major_outage);
  story.claim("web", ComponentStatus::major_outage);
  story.say(down, Status::investigating, "The API and the website do not answer. We are looking into it.");
  story.wait(12min);
  story.say(down, Status::identified,
            "A network device has failed.\nWe are replacing it.\n\nNext update by 15:00 UTC.");
  story.wait(31min);
  story.claim("api", ComponentStatus::partial_outage);
  story.claim("web", ComponentStatus::operational);
  story.say(down, Status::monitoring, "The website is back; some requests to the API still fail.");
  story.wait(15min);
  story.claim("api", ComponentStatus::operational);
  story.say(down, Status::resolved, "Everything answers again. We are sorry for the trouble.");
  story.wait(days{2});
  down.postmortem = "https://wiki.example.com/postmortems?id=2&lang=en";
  story.link(down);
  auto off = window(2, "Move to the new mail provider", {"mail"}, story.now() + 24h, 1h);
  story.say(off, "Notifications may come late.");
  off.state = MaintenanceState::cancelled;
  story.wait(1h);
  story.say(off, "This maintenance will not take place.");
  story.wait(days{3});
}

void today(Telling& story) {
  auto search = window(3, "New search index", {"search"}, story.now(), 3h);
  story.say(search, "We will build a new search index.");
  story.claim("search", ComponentStatus::under_maintenance);
  search.state = MaintenanceState::in_progress;
  story.say(search, "It has begun.");
  story.say(window(4, "Database maintenance", {"db"}, story.now() + days{4}, 2h), "The database is read-only.");
  story.say(window(5, "Certificate renewal", {"web", "api"}, story.now() + days{1} + 9h, 16h), "");
  story.wait(40min);
  auto cards = incident(3, "Payments by card fail <b>for some</b> & “é 日本 🚨” " + std::string(60, 'w'),
                        {{"checkout", ComponentStatus::partial_outage}}, story.now() - 3min);
  story.claim("checkout", ComponentStatus::partial_outage);
  story.say(cards, Status::investigating, "Some payments by card are refused. Other ways to pay work.");
  story.wait(20min);
  story.say(cards, Status::identified,
            "<script>document.title = 'broken'</script>\nOur provider has trouble: https://" + std::string(120, 'x') +
                ".example.com");
}

int play(std::string_view kind, files::path directory, std::string url) {
  Telling story{kind, std::move(directory), std::move(url)};
  story.read();
  if (kind == "rich") {
    story.wait(days{1});
    weeks_before(story);
    last_days_of(story);
    today(story);
  } else {
    story.wait(days{95});
  }
  story.read();
  return story.failures() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace integrations::local_page

int main(int argc, char** argv) {
  if (argc == 4) return integrations::local_page::play(argv[1], argv[2], argv[3]);
  fmt::print(stderr, "usage: local_page_driver rich|calm|empty DIRECTORY URL\n");
  return 2;
}
