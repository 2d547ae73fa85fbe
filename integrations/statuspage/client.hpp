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

/// What an effect tells of: "INC-12" or "MNT-3"; empty for the others.
std::string subject(const playbooks::Effect& effect);
/// The page's own id of that, as history knows it; empty when it does not.
std::string known_page_id(const Delivery& delivery);

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
    std::string id;  // "INC-12" or "MNT-3"
    std::string page_id;
    std::string name;           // as the page has it
    playbooks::Time created{};  // of the oldest effect in doubt
  };

  /// A list of incidents on its way: read page by page, over the waits that the rate limit asks for.
  struct Listing {
    std::vector<PageIncident> entries;
    int next_page = 1;  // 0: it is whole
    playbooks::Time began{};
  };

  static constexpr std::size_t list_size = 100;  // Statuspage's maximum
  /// Takes the next page of the list; a short one is the last. False, and `answer` is one to ask again for, when it is
  /// no list.
  static bool add_to(Listing& list, Answer& answer);

  /// A reading of the whole page on its way.
  struct Reading {
    playbooks::Time began{};
    Directory components;
    Listing unresolved;
  };

  /// What a request of ours made of a component.
  struct Carried {
    playbooks::ComponentStatus status{};
    playbooks::Time at{};
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
  boost::asio::awaitable<Outcome> publish_maintenance(Delivery delivery);
  boost::asio::awaitable<Outcome> send_payload(Delivery delivery, Payload payload, std::string page_id,
                                               playbooks::Time asked);
  /// Reads the page's components where that is needed for these keys. The answer is `done` when it is not or was done.
  boost::asio::awaitable<Answer> need_components(std::vector<std::string> keys);
  boost::asio::awaitable<Answer> read_directory();
  std::optional<std::string> component_id(const std::string& key, std::string& problem) const;
  std::string page_id_of(const Delivery& delivery) const;
  /// A refusal that may come from a component deleted on the page: worth one more try with its components read anew.
  bool stale_components(const Answer& answer, playbooks::Time asked) const;
  Outcome outcome(Answer answer, const std::string& lane);
  Outcome published(const Delivery& delivery, const Answer& answer, const Payload& payload);
  /// Whether a request that left after this was said has set the component so already.
  bool carried(const std::string& id, playbooks::ComponentStatus status, playbooks::Time said) const;

  // find
  boost::asio::awaitable<Answer> look_up(std::vector<Wanted> wanted);
  boost::asio::awaitable<Answer> look_at_one(Wanted wanted);
  boost::asio::awaitable<Answer> read_list(std::string which);
  boost::asio::awaitable<Answer> look_among(std::vector<PageIncident> list, std::vector<Wanted> wanted);
  boost::asio::awaitable<Answer> look_among_open(std::vector<Wanted> wanted);
  boost::asio::awaitable<Answer> look_among_newest(std::vector<Wanted> wanted);
  boost::asio::awaitable<Answer> confirm_by_name(std::string page_id, Wanted wanted);
  const Seen* remembered(const std::string& id) const;
  bool seen(const std::string& id) const;  // nothing more to look for
  void note_seen(const std::string& id, std::optional<PageIncident> incident);
  boost::asio::awaitable<Answer> look_at_postmortems(std::vector<Delivery> deliveries);
  void add_postmortem(Found& found, const Delivery& delivery) const;
  void add_found(Found& found, const Delivery& delivery) const;

  // reading
  boost::asio::awaitable<Outcome> read_page(Delivery delivery);
  boost::asio::awaitable<Answer> read_everything();
  /// As call(), but only when nothing else is in a hurry.
  boost::asio::awaitable<Answer> ask_idly(std::string path);
  playbooks::NotePageRead picture(Reading reading, std::string page) const;

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
  std::map<std::string, std::string> page_ids_;  // learned since the start: "INC-12" or "MNT-3" -> id on the page
  std::set<std::string> doubtful_;               // a first publication whose fate is unknown: find() before another
  std::map<std::string, Listing> listings_;      // read so far by find(), by the name of the list
  std::map<std::string, Carried> carried_;       // by the component's id on the page
  std::optional<Reading> reading_;
  std::map<std::string, std::string> drafts_;               // id on the page -> draft there that is not yet published
  std::map<std::string, SeenPostmortem> seen_postmortems_;  // by id on the page, as seen_ is
  std::map<std::string, Seen> seen_;  // progress of find() over the waits that the rate limit asks for
};

}  // namespace integrations::statuspage
