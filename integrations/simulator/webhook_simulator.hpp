#pragma once
// A site's own web server on loopback: takes signed pages and believes none without a good signature, hears the
// dead-man pings, and serves calendars.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "integrations/simulator/service_shell.hpp"

namespace integrations::simulator {

struct WebhookOptions {
  unsigned short port = 0;
  std::string secret = "simulated-webhook-secret";
};

/// A page that was believed, once for each Idempotency-Key.
struct HookPage {
  std::string event, key, text, body, idempotency_key;
  int repeats = 0;  // further requests with the same Idempotency-Key
  playbooks::Time at{};
};

class WebhookSimulator {
 public:
  WebhookSimulator(boost::asio::any_io_executor executor, Clock& clock, Activity& activity,
                   WebhookOptions options = {});
  ~WebhookSimulator();
  std::string page_url() const;   // "http://127.0.0.1:PORT/page"
  std::string alive_url() const;  // "http://127.0.0.1:PORT/alive/a-secret"
  std::string calendar_url(const std::string& name) const;
  boost::asio::awaitable<void> stop();

  /// What is served at calendar_url(name), with an ETag; nothing: 404.
  void set_calendar(const std::string& name, std::optional<std::string> text);

  void fault(ServiceFault fault);
  void clear_faults();
  /// While down nothing listens.
  void down(bool is_down);

  const std::vector<HookPage>& pages() const;
  int pings() const;
  /// One line for each page: "Webhook: page P1 INC-12 …", "Webhook: acknowledged P1 INC-12 is acknowledged by Ann."
  void on_page(std::function<void(const std::string& line)> listener);
  const std::vector<ServiceCall>& calls() const;
  void on_call(std::function<void(const ServiceCall&)> before);    // called before a request takes effect
  void on_answer(std::function<void(const ServiceCall&)> answer);  // after its effect, before the answer leaves
  /// Requests without a good signature, that are no JSON, or to unknown paths.
  const std::vector<std::string>& violations() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace integrations::simulator
