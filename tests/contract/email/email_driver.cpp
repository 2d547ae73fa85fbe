// The e-mail integration for the contract test: `email_driver HOST PORT CA-FILE USER PASSWORD` looks at the server,
// sends two pages of an incident and its end, and prints the outcomes.
#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>
#include <vector>

#include "integrations/email/email.hpp"
#include "integrations/http/curl_mail.hpp"
#include "integrations/ports/system_clock.hpp"
#include "tests/integrations/twilio_support.hpp"

namespace integrations::email {
namespace {

namespace asio = boost::asio;
using playbooks::Channel;
using playbooks::EndPage;

template <class T>
T run(asio::io_context& io, asio::awaitable<T> task) {
  std::optional<T> result;
  asio::co_spawn(io, std::move(task), [&](std::exception_ptr error, T value) {
    if (error) std::rethrow_exception(error);
    result = std::move(value);
  });
  io.restart();
  while (!result) io.run_one();
  return std::move(*result);
}

int drive(const std::vector<std::string>& arguments) {
  if (arguments.size() != 5) return 2;
  asio::io_context io{1};
  SystemClock clock{io.get_executor()};
  Activity activity;
  Settings settings;
  settings.server.host = arguments[0];
  settings.server.port = std::stoi(arguments[1]);
  settings.server.ca_file = arguments[2];
  settings.server.user = arguments[3];
  settings.server.password = arguments[4];
  settings.from = "Sitrep für Acme <sitrep@acme.test>";
  const auto policy = paging_policy();
  const auto mail = make_curl_mail(io.get_executor(), activity, settings.server);
  const auto client = make_email(settings, policy, *mail, clock, activity);
  for (const auto& finding : run(io, client->doctor()))
    fmt::print("doctor {}: {}\n", finding.level == Finding::Level::ok ? "ok" : "complains", finding.says);
  const auto say = [&](Delivery delivery) {
    delivery.incident->title = "Straße – “Checkout” is down, and this title is long enough to be folded twice 🚨";
    const auto outcome = run(io, client->deliver(std::move(delivery)));
    fmt::print("{} {}\n", in_words(outcome), receipt_id(outcome));
    return receipt_id(outcome);
  };
  const auto id = say(page_delivery(page_effect(Channel::email)));
  say(page_delivery(page_effect(Channel::email, 4, "bob")));
  auto end = page_delivery(end_effect(Channel::email, EndPage::How::resolved, id));
  end.incident->status = playbooks::Status::resolved;
  end.incident->last_update = ".\n.. dots, and = signs \nFrom here on: ümlauts";
  say(std::move(end));
  return 0;
}

}  // namespace
}  // namespace integrations::email

int main(int count, char** arguments) {
  return integrations::email::drive({arguments + 1, arguments + count});
}
