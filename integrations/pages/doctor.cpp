// Is the page reachable with this key, and is every configured component on it?
#include <fmt/format.h>

#include "integrations/pages/client.hpp"

namespace integrations::pages {

namespace asio = boost::asio;
using AnswerKind = ServiceAnswer::Kind;
using Level = Finding::Level;

namespace {

Finding trouble(std::string what, const ServiceAnswer& answer) {
  return {answer.kind == AnswerKind::refused ? Level::error : Level::warning, std::move(what), answer.why};
}

}  // namespace

asio::awaitable<std::vector<Finding>> Client::doctor() {
  std::vector<Finding> findings;
  const auto what = provider_.name + " page";
  auto question = dialect_->page();
  const auto page = co_await call(std::move(question));
  if (page.kind != AnswerKind::done) {
    findings.push_back(trouble(what, page));
    co_return findings;
  }
  const auto says = dialect_->page_says(page.value);
  if (!says) {
    findings.push_back({Level::error, what,
                        fmt::format("the API key is good, but it sees no page “{}”. Correct `{}.page_id`. {}",
                                    settings_.page_id, provider_.key, provider_.page_help)});
    co_return findings;
  }
  findings.push_back({Level::ok, what, *says});
  if (auto probe = dialect_->key_probe()) {
    const auto key = co_await call(std::move(*probe));
    const bool good = key.kind == AnswerKind::done || key.status == 403;
    findings.push_back(good ? Finding{Level::ok, provider_.name + " API key", "valid"}
                            : trouble(provider_.name + " API key", key));
  }
  const auto read = co_await read_directory();
  if (read.kind != AnswerKind::done) {
    findings.push_back(trouble(provider_.name + " components", read));
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
  findings.push_back({good == policy_.components.size() ? Level::ok : Level::error, provider_.name + " components",
                      fmt::format("{} of {} configured components are on the page", good, policy_.components.size())});
  co_return findings;
}

Finding Client::component_finding(const playbooks::Component& component) const {
  std::string problem;
  if (const auto id = component_id(component.key, problem))
    return {Level::ok, provider_.name + " component", component.name};
  return {Level::error, fmt::format("{} component “{}”", provider_.name, component.name), problem};
}

}  // namespace integrations::pages
