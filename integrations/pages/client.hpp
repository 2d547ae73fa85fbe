#pragma once
// The coroutines around a dialect: deliver, look up, diagnose. The same for Instatus, Better Stack and Cachet.
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "integrations/integration.hpp"
#include "integrations/pages/dialect.hpp"
#include "integrations/paging/answer.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"
#include "integrations/statuspage/pace.hpp"

namespace integrations::pages {

struct Parts {
  const playbooks::Policy& policy;
  Http& http;
  Clock& clock;
  Activity& activity;
};

class Client final : public Integration {
 public:
  Client(Provider provider, Settings settings, std::unique_ptr<Dialect> dialect, Parts parts);
  std::string_view name() const override { return provider_.key; }
  /// What is to be published on the page of this provider's name, and readings of it.
  bool takes(const playbooks::Effect& effect) const override;
  boost::asio::awaitable<Outcome> deliver(Delivery delivery) override;
  boost::asio::awaitable<Lookup> find(std::vector<Delivery> deliveries) override;
  boost::asio::awaitable<std::vector<Finding>> doctor() override;

 private:
  /// What find() has read of one incident or maintenance.
  struct Seen {
    std::string id, link;
    std::vector<Said> texts;
    bool there = false;
  };

  boost::asio::awaitable<ServiceAnswer> call(Call call);
  std::string refusal(int status, const std::string& says, const std::string& what) const;

  // deliver
  boost::asio::awaitable<Outcome> publish(Delivery delivery);
  boost::asio::awaitable<Outcome> set_component(Delivery delivery);
  boost::asio::awaitable<Outcome> read_page(Delivery delivery);
  /// `done` when the page's components have been read, now or before.
  boost::asio::awaitable<ServiceAnswer> need_components(std::vector<std::string> keys);
  boost::asio::awaitable<ServiceAnswer> read_directory();
  std::optional<std::string> component_id(const std::string& key, std::string& problem) const;
  std::string page_id_of(const Delivery& delivery) const;
  Outcome published(const Delivery& delivery, const Publication& publication, const ServiceAnswer& answer);
  /// A refusal that may come from a component deleted on the page: worth one more try with its components read anew.
  bool stale_components(const ServiceAnswer& answer, playbooks::Time asked) const;
  Outcome outcome(ServiceAnswer answer, const std::string& lane);

  // find
  boost::asio::awaitable<ServiceAnswer> look_up(Delivery delivery, Subject subject);
  boost::asio::awaitable<ServiceAnswer> look_in_list(Delivery delivery, Subject subject);
  boost::asio::awaitable<ServiceAnswer> read_texts(Kind kind, std::string owner, std::string id);
  void add_found(Found& found, const Delivery& delivery);

  Finding component_finding(const playbooks::Component& component) const;

  Provider provider_;
  Settings settings_;
  std::unique_ptr<Dialect> dialect_;
  const playbooks::Policy& policy_;
  Http& http_;
  Clock& clock_;
  Activity& activity_;
  statuspage::BackOff back_off_;
  statuspage::Directory directory_;
  playbooks::Time held_until_{};                 // the provider told us to wait
  std::map<std::string, std::string> page_ids_;  // learned since the start: "INC-12" -> id on the page
  std::map<std::string, std::string> links_;     // by owner
  std::set<std::string> doubtful_;               // a first publication whose fate is unknown: find() before another
  std::map<std::string, Seen> seen_;             // by owner, within one find()
};

}  // namespace integrations::pages
