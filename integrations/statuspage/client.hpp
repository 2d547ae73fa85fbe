#pragma once
// The coroutines around the pure parts: one request at a time through the gate, every answer turned into an outcome.
#include <boost/asio/awaitable.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "integrations/statuspage/answers.hpp"
#include "integrations/statuspage/directory.hpp"
#include "integrations/statuspage/pace.hpp"
#include "integrations/statuspage/payload.hpp"
#include "integrations/statuspage/statuspage.hpp"

namespace integrations::statuspage {

class Client final : public Integration {
 public:
  Client(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock, Activity& activity);
  std::string_view name() const override { return "statuspage"; }
  bool takes(const playbooks::Effect& effect) const override;
  boost::asio::awaitable<Outcome> deliver(Delivery delivery) override;
  boost::asio::awaitable<Lookup> find(std::vector<Delivery> deliveries) override;
  boost::asio::awaitable<std::vector<Finding>> doctor() override;

 private:
  /// What was last seen on the page of one of our incidents: `incident` is empty when it is not there, or when only
  /// the list of unresolved ones has been looked at.
  struct Seen {
    std::optional<PageIncident> incident;
    playbooks::Time at{};
    bool settled = false;
  };
  struct Wanted {
    std::string id;  // "INC-12"
    std::string page_id;
    std::string name;           // as the page has it
    playbooks::Time created{};  // of the oldest effect in doubt
  };

  /// What was last read of the post-mortem beside one incident of the page.
  struct SeenPostmortem {
    std::string body;
    bool published = false;
    playbooks::Time at{};
  };

  /// One request, if the gate lets it pass; else `later` with the time.
  boost::asio::awaitable<Answer> call(std::string method, std::string path, std::string body, std::string what);
  std::string page_path() const { return "/pages/" + settings_.page_id; }
  std::string page_name() const { return "page \"" + settings_.page_id + "\""; }

  // deliver
  boost::asio::awaitable<Outcome> publish(Delivery delivery);
  boost::asio::awaitable<Outcome> set_component(Delivery delivery);
  boost::asio::awaitable<Outcome> publish_postmortem(Delivery delivery);
  /// Reads the page's components where that is needed for these keys. The answer is `done` when it is not or was done.
  boost::asio::awaitable<Answer> need_components(std::vector<std::string> keys);
  boost::asio::awaitable<Answer> read_directory();
  std::optional<std::string> component_id(const std::string& key, std::string& problem) const;
  std::string page_id_of(const Delivery& delivery) const;
  /// A refusal that may come from a component deleted on the page: worth one more try with its components read anew.
  bool stale_components(const Answer& answer, playbooks::Time asked) const;
  Outcome outcome(Answer answer, const std::string& lane);
  Outcome published(const Delivery& delivery, const Answer& answer, const std::vector<std::string>& gaps);

  // find
  boost::asio::awaitable<Answer> look_up(std::vector<Wanted> wanted);
  boost::asio::awaitable<Answer> look_at_one(Wanted wanted);
  boost::asio::awaitable<Answer> read_unresolved();
  boost::asio::awaitable<Answer> look_among(std::vector<PageIncident> list, std::vector<Wanted> wanted);
  boost::asio::awaitable<Answer> look_among_unresolved(std::vector<Wanted> wanted);
  boost::asio::awaitable<Answer> look_among_newest(std::vector<Wanted> wanted);
  boost::asio::awaitable<Answer> confirm_by_name(std::string page_id, Wanted wanted);
  const Seen* remembered(const std::string& id) const;
  bool seen(const std::string& id) const;  // nothing more to look for
  void note_seen(const std::string& id, std::optional<PageIncident> incident);
  boost::asio::awaitable<Answer> look_at_postmortems(std::vector<Delivery> deliveries);
  void add_postmortem(Found& found, const Delivery& delivery) const;
  void add_found(Found& found, const Delivery& delivery) const;

  // doctor
  Finding component_finding(const playbooks::Component& component) const;

  Settings settings_;
  const playbooks::Policy& policy_;
  Http& http_;
  Clock& clock_;
  Activity& activity_;
  Gate gate_;
  BackOff back_off_;
  Directory directory_;
  std::map<std::string, std::string> page_ids_;  // learned since the start: "INC-12" -> id on the page
  std::set<std::string> doubtful_;               // a first publication whose fate is unknown: find() before another
  std::vector<PageIncident> unresolved_;         // read so far by read_unresolved()
  int unresolved_page_ = 1;
  playbooks::Time unresolved_at_{};
  std::map<std::string, std::string> drafts_;               // id on the page -> draft there that is not yet published
  std::map<std::string, SeenPostmortem> seen_postmortems_;  // by id on the page, as seen_ is
  std::map<std::string, Seen> seen_;  // progress of find() over the waits that the rate limit asks for
};

}  // namespace integrations::statuspage
