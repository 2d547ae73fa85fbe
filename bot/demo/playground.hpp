#pragma once
// A whole small world on loopback: a simulated Slack with people and channels, a simulated status page, a telephone
// network, a mail server, and the real bot between them. The demo, the scenarios and the crash sweep live in it.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/app.hpp"
#include "bot/demo/gates.hpp"
#include "bot/health_server.hpp"
#include "integrations/simulator/pagerduty_simulator.hpp"
#include "integrations/simulator/slack_simulator.hpp"
#include "integrations/simulator/smtp_sink.hpp"
#include "integrations/simulator/statuspage_simulator.hpp"
#include "integrations/simulator/twilio_simulator.hpp"
#include "storage/database.hpp"

namespace bot {

struct PlaygroundOptions {
  std::filesystem::path database;
  bool status_page = true;
  /// The folder of Sitrep's own status page, which is then served on loopback. Empty: there is none.
  std::filesystem::path local_page{};
  bool rate_limits = true;
  int connections = 1;
  playbooks::Duration server_ping_every = std::chrono::seconds{10};
  double speed = 1;  // of the clock; Slack's 3 s for an answer are 3 s outside
  /// YAML: people, schedules, escalation, severities. Empty: nobody is paged.
  std::string settings{};
};

/// Components that depend on each other, people with telephones, a rota and three tiers: what the demo begins with.
extern const std::string_view demo_settings;

class Playground {
 public:
  Playground(boost::asio::any_io_executor executor, integrations::Clock& clock, integrations::Activity& activity,
             PlaygroundOptions options);
  ~Playground();

  integrations::simulator::SlackSimulator& slack() { return *slack_; }
  integrations::simulator::StatuspageSimulator& page() { return *page_; }
  integrations::simulator::TwilioSimulator& twilio() { return *twilio_; }
  integrations::simulator::SmtpSink& mail() { return *mail_; }
  integrations::simulator::PagerDutySimulator& pagerduty() { return *pagerduty_; }
  Gates& gates() { return gates_; }
  App* app() { return app_.get(); }
  const Configuration& configuration() const { return configuration_; }

  /// "ann" -> "U-ANN"-like id; channels likewise, with or without "#". Empty when unknown.
  std::string user(const std::string& name) const;
  std::string channel(const std::string& name) const;
  std::string name_of(const std::string& id) const;
  /// Of somebody who is configured: "+491700000001", "ann@example.com".
  std::string phone_of(const std::string& name) const;
  std::string address_of(const std::string& name) const;
  /// Where a browser shows our own status page: "http://127.0.0.1:40123/status/". Empty when there is none.
  std::string local_page_address() const;
  /// The same line with names for telephone numbers and addresses.
  std::string with_names(std::string line) const;

  /// What the next start reads (YAML as in PlaygroundOptions). What is wrong with it; empty when nothing is.
  std::string configure(const std::string& settings);

  /// Prepares the database, takes it, starts the bot. What prevents that, in words; empty when it runs.
  std::string start_bot();
  boost::asio::awaitable<void> stop_bot();
  /// As if killed: nothing is finished, nothing is closed politely; only what is on disk remains.
  boost::asio::awaitable<void> kill_bot();
  boost::asio::awaitable<void> stop();

 private:
  boost::asio::awaitable<void> end_bot(bool orderly);
  Health health() const;
  void keep_pages();

  boost::asio::any_io_executor executor_;
  integrations::Clock& clock_;
  integrations::Activity& activity_;
  PlaygroundOptions options_;
  Gates gates_;
  std::unique_ptr<integrations::Http> curl_;
  GatedHttp http_;
  std::unique_ptr<integrations::Mail> curl_mail_;
  std::unique_ptr<GatedMail> gated_mail_;
  std::unique_ptr<integrations::simulator::SlackSimulator> slack_;
  std::unique_ptr<integrations::simulator::StatuspageSimulator> page_;
  std::unique_ptr<integrations::simulator::TwilioSimulator> twilio_;
  std::unique_ptr<integrations::simulator::SmtpSink> mail_;
  std::unique_ptr<integrations::simulator::PagerDutySimulator> pagerduty_;
  Configuration configuration_;
  std::optional<storage::Hold> hold_;
  std::unique_ptr<storage::SqliteJournal> journal_;
  std::unique_ptr<GatedJournal> gated_journal_;
  std::unique_ptr<App> app_;
  std::unique_ptr<HealthServer> local_page_;  // shows our own status page
};

}  // namespace bot
