// Does the account answer to this token, and is it one that may reach everybody?
#include <fmt/format.h>

#include "integrations/http/json.hpp"
#include "integrations/twilio/client.hpp"

namespace integrations::twilio {

namespace asio = boost::asio;
using Kind = Answer::Kind;
using Level = Finding::Level;

asio::awaitable<std::vector<Finding>> Client::doctor() {
  std::vector<Finding> findings;
  auto answer = co_await call("GET", ".json", {}, {});
  if (answer.kind != Kind::done) {
    const auto level = answer.kind == Kind::refused ? Level::error : Level::warning;
    findings.push_back({level, "Twilio account", std::move(answer.why)});
    co_return findings;
  }
  const auto status = text_at(answer.value, "status"), type = text_at(answer.value, "type");
  const auto name = text_at(answer.value, "friendly_name");
  if (status != "active")
    findings.push_back({Level::error, "Twilio account",
                        fmt::format("it is {}, so nobody can be paged by SMS or phone; see Twilio's console", status)});
  else
    findings.push_back({Level::ok, "Twilio account", fmt::format("active, \"{}\"", name)});
  if (type == "Trial")
    findings.push_back(
        {Level::warning, "Twilio account",
         "a trial account reaches verified numbers only and puts its own words before ours: upgrade it"});
  co_return findings;
}

}  // namespace integrations::twilio
