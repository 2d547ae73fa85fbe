// Is the page reachable with this key, and is every configured component on it?
#include <fmt/format.h>

#include "integrations/http/json.hpp"
#include "integrations/statuspage/client.hpp"

namespace integrations::statuspage {

namespace asio = boost::asio;
using Kind = Answer::Kind;
using Level = Finding::Level;

namespace {

Finding trouble(std::string what, const Answer& answer) {
  return {answer.kind == Kind::refused ? Level::error : Level::warning, std::move(what), answer.why};
}

std::string page_says(const boost::json::value& page) {
  const auto url = text_at(page, "url"), subdomain = text_at(page, "subdomain");
  const auto address = !url.empty()         ? std::string{url}
                       : !subdomain.empty() ? fmt::format("https://{}.statuspage.io", subdomain)
                                            : std::string{"address unknown"};
  return fmt::format("\"{}\", {}", text_at(page, "name"), address);
}

}  // namespace

asio::awaitable<std::vector<Finding>> Client::doctor() {
  std::vector<Finding> findings;
  if (settings_.api_key.empty() || settings_.page_id.empty()) {
    const auto says = settings_.api_key.empty()
                          ? "no API key: set SITREP_STATUSPAGE_API_KEY (in Statuspage: your avatar, API info)"
                          : "no page: set `statuspage.page_id` (in Statuspage: your avatar, API info)";
    findings.push_back({Level::error, "Statuspage", says});
    co_return findings;
  }
  auto page = co_await call("GET", page_path(), {}, page_name());
  if (page.kind != Kind::done) {
    findings.push_back(trouble("Statuspage page", page));
    co_return findings;
  }
  findings.push_back({Level::ok, "Statuspage page", page_says(page.value)});
  directory_.reload();
  const auto read = co_await read_directory();
  if (read.kind != Kind::done) {
    findings.push_back(trouble("Statuspage components", read));
    co_return findings;
  }
  std::size_t good = 0;
  for (const auto& component : policy_.components) {
    auto finding = component_finding(component);
    if (finding.level == Level::ok)
      ++good;
    else
      findings.push_back(std::move(finding));
  }
  const auto says = fmt::format("{} of {} configured components are on the page", good, policy_.components.size());
  findings.push_back({good == policy_.components.size() ? Level::ok : Level::error, "Statuspage components", says});
  co_return findings;
}

Finding Client::component_finding(const playbooks::Component& component) const {
  std::string problem;
  if (const auto id = component_id(component.key, problem)) return {Level::ok, "Statuspage component", component.name};
  return {Level::error, fmt::format("Statuspage component \"{}\"", component.name), problem};
}

}  // namespace integrations::statuspage
