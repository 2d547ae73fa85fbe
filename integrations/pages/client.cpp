// Delivering: the calls of one publication in order, or one for one component.
#include "integrations/pages/client.hpp"

#include <fmt/format.h>

namespace integrations::pages {

namespace asio = boost::asio;
using playbooks::ComponentStatus;
using playbooks::PublishComponent;
using playbooks::Receipt;
using AnswerKind = ServiceAnswer::Kind;

namespace {

ServiceAnswer nothing_asked() {
  return {AnswerKind::done, 200, {}, {}, {}};
}

/// Somebody's error message may repeat what was sent to it.
std::string without(std::string text, const std::string& secret) {
  if (secret.empty()) return text;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at))
    text.replace(at, secret.size(), "***");
  return text;
}

}  // namespace

Client::Client(Provider provider, Settings settings, std::unique_ptr<Dialect> dialect, Parts parts)
    : provider_(std::move(provider)),
      settings_(std::move(settings)),
      dialect_(std::move(dialect)),
      policy_(parts.policy),
      http_(parts.http),
      clock_(parts.clock),
      activity_(parts.activity) {}

bool Client::takes(const playbooks::Effect& effect) const {
  const bool ours = subject_of(effect) || std::holds_alternative<PublishComponent>(effect.body) ||
                    std::holds_alternative<playbooks::ReadPage>(effect.body);
  return ours && playbooks::page_of(effect) == provider_.key;
}

asio::awaitable<ServiceAnswer> Client::call(Call call) {
  const auto now = clock_.now();
  if (held_until_ > now)
    co_return ServiceAnswer{AnswerKind::later,
                            0,
                            {},
                            held_until_,
                            fmt::format("{} rate limit until {}", provider_.name, playbooks::utc_clock(held_until_))};
  HttpRequest request;
  request.method = std::move(call.method);
  request.url = settings_.api_url + call.path;
  request.headers = {{"Authorization", "Bearer " + settings_.api_key},
                     {"Accept", "application/json"},
                     {"User-Agent", "Sitrep/" SITREP_VERSION}};
  if (!call.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(call.body);
  request.timeout = settings_.timeout;
  const auto asks = request.method == "GET" || call.repeatable ? ServiceAsks::reads : ServiceAsks::writes;
  const ServiceWords words{provider_.name, [this, what = call.what](int status, const std::string& says) {
                             return refusal(status, says, what);
                           }};
  const auto busy = activity_.hold();
  const auto response = co_await http_.request(std::move(request));
  auto answer = read_answer(response, asks, words, clock_.now());
  answer.why = without(std::move(answer.why), settings_.api_key);
  if (answer.kind == AnswerKind::later && answer.at) held_until_ = std::max(held_until_, *answer.at);
  co_return answer;
}

std::string Client::refusal(int status, const std::string& says, const std::string& what) const {
  const auto& who = provider_.name;
  const auto variable = provider_.environment + "_API_KEY";
  if (status == 401)
    return fmt::format("{} refused the API key ({}). Set {} to a valid key and restart Sitrep. {}", who, says, variable,
                       provider_.key_help);
  if (status == 403)
    return fmt::format("{} does not let this API key do it ({}). Set {} to a key that may, and restart Sitrep. {}", who,
                       says, variable, provider_.key_help);
  if (status == 404) return fmt::format("{} has no {}, or the API key cannot see it ({}).", who, what, says);
  if (status >= 300 && status < 400)
    return fmt::format("{} sends us elsewhere (HTTP {}). Check `{}.api_url` in the configuration.", who, status,
                       provider_.key);
  return fmt::format("{} refused the request (HTTP {}): {}", who, status, says);
}

asio::awaitable<Outcome> Client::deliver(Delivery delivery) {
  if (std::holds_alternative<playbooks::ReadPage>(delivery.effect.body)) {
    auto result = co_await read_page(std::move(delivery));
    co_return result;
  }
  const auto now = clock_.now();
  const auto not_before = back_off_.next(delivery.effect.lane, now);
  if (not_before > now)
    co_return Retry{not_before,
                    fmt::format("{} failed: next try in {}", provider_.name, playbooks::spoken(not_before - now))};
  if (std::holds_alternative<PublishComponent>(delivery.effect.body)) {
    auto result = co_await set_component(std::move(delivery));
    co_return result;
  }
  auto result = co_await publish(std::move(delivery));
  co_return result;
}

asio::awaitable<Outcome> Client::publish(Delivery delivery) {
  if (auto problem = why_not(delivery, provider_.name); !problem.empty()) co_return Refused{std::move(problem)};
  const auto& lane = delivery.effect.lane;
  const auto owner = subject_of(delivery.effect)->owner;
  const auto page_id = page_id_of(delivery);
  const bool first = page_id.empty();
  if (first && doubtful_.contains(owner))
    co_return Unknown{fmt::format("whether {} is on {} already is not known yet", owner, provider_.name)};
  if (first && std::holds_alternative<playbooks::PublishPostmortem>(delivery.effect.body))
    co_return Refused{
        fmt::format("{} is not on {}, so its post-mortem was not published there.", owner, provider_.name)};

  const auto* maintenance = std::get_if<playbooks::PublishMaintenance>(&delivery.effect.body);
  if (first && maintenance != nullptr && maintenance->state == playbooks::MaintenanceState::cancelled)
    co_return Delivered{Receipt{{}, {}, "was never shown there"}};  // nobody need hear that it will not be

  const auto asked = clock_.now();
  auto answer = co_await need_components(components_of(delivery));
  if (answer.kind != AnswerKind::done) co_return outcome(std::move(answer), lane);
  const auto ids = [this](const std::string& key, std::string& problem) { return component_id(key, problem); };
  const auto publication = publication_of(delivery, policy_, ids, page_id, settings_.notify_subscribers);

  auto calls = dialect_->publish(publication);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    // Until the answer says otherwise, also when this coroutine is cancelled meanwhile.
    if (first && i + 1 == calls.size()) doubtful_.insert(owner);
    answer = co_await call(std::move(calls[i]));
    if (answer.kind == AnswerKind::done) continue;
    if (first && answer.kind != AnswerKind::doubtful) doubtful_.erase(owner);
    if (stale_components(answer, asked)) {
      directory_.reload();
      co_return Retry{clock_.now(), "reading the components of the status page again"};
    }
    co_return outcome(std::move(answer), lane);
  }
  co_return published(delivery, publication, answer);
}

Outcome Client::published(const Delivery& delivery, const Publication& publication, const ServiceAnswer& answer) {
  const auto& lane = delivery.effect.lane;
  const auto& owner = publication.owner;
  auto id = publication.page_id;
  if (publication.first()) {
    const auto shown = dialect_->created(answer.value);
    if (!shown) {
      back_off_.failed(lane, clock_.now());
      return Unknown{fmt::format("{} answered {} without the id of what it made", provider_.name, answer.status)};
    }
    id = page_ids_[owner] = shown->id;
    links_[owner] = shown->link;
    doubtful_.erase(owner);
  }
  back_off_.succeeded(lane);
  auto link = links_[owner];
  if (link.empty() && delivery.incident && publication.kind == Kind::incident)
    link = delivery.incident->page_on(provider_.key).link;
  if (link.empty() && delivery.maintenance && publication.kind == Kind::maintenance)
    link = delivery.maintenance->page_on(provider_.key).link;
  std::string detail{in_words(publication.phase)};
  for (const auto& gap : publication.gaps) detail += "; not shown: " + gap;
  return Delivered{Receipt{std::move(id), std::move(link), std::move(detail)}};
}

asio::awaitable<Outcome> Client::set_component(Delivery delivery) {
  const auto key = std::get<PublishComponent>(delivery.effect.body).component;
  const auto& lane = delivery.effect.lane;
  const auto asked = clock_.now();
  std::vector<std::string> keys{key};
  auto answer = co_await need_components(std::move(keys));
  if (answer.kind != AnswerKind::done) co_return outcome(std::move(answer), lane);
  std::string problem;
  const auto id = component_id(key, problem);
  if (!id) co_return Refused{std::move(problem)};
  const auto status = worst_claim(delivery, key);
  auto change = dialect_->set_component(*id, status);
  if (!change && status == ComponentStatus::operational)
    co_return Delivered{Receipt{*id, {}, fmt::format("{} shows what its reports say", provider_.name)}};
  if (!change)
    co_return Refused{fmt::format(
        "{} shows a component's state only within an incident or a maintenance: “{}” is not shown there as {}. Declare "
        "a public incident on it.",
        provider_.name, key, playbooks::in_words(status))};
  answer = co_await call(std::move(*change));
  const bool gone = answer.kind == AnswerKind::refused && answer.status == 404 && directory_.loaded() &&
                    *directory_.loaded_at() < asked;
  if (gone || stale_components(answer, asked)) {
    directory_.reload();
    co_return Retry{clock_.now(), "reading the components of the status page again"};
  }
  if (answer.kind != AnswerKind::done) co_return outcome(std::move(answer), lane);
  back_off_.succeeded(lane);
  co_return Delivered{Receipt{*id, {}, std::string{playbooks::in_words(status)}}};
}

asio::awaitable<ServiceAnswer> Client::need_components(std::vector<std::string> keys) {
  // A name that is missing may have been added to the page since: look again, but not before every single request.
  constexpr auto look_again = std::chrono::minutes{5};
  const auto loaded = directory_.loaded_at();
  bool missing = false;
  for (const auto& key : keys) {
    std::string problem;
    if (!component_id(key, problem)) missing = true;
  }
  if (loaded && missing && clock_.now() - *loaded >= look_again) directory_.reload();
  if (keys.empty() || (loaded && !directory_.reading())) co_return nothing_asked();
  auto answer = co_await read_directory();
  co_return answer;
}

asio::awaitable<ServiceAnswer> Client::read_directory() {
  constexpr int most_pages = 40;
  std::vector<statuspage::Listed> all;
  ServiceAnswer answer = nothing_asked();
  bool more = true;
  for (int page = 1; more && page <= most_pages; ++page) {
    auto question = dialect_->components(page);
    answer = co_await call(std::move(question));
    if (answer.kind != AnswerKind::done) co_return answer;
    auto listing = dialect_->read_components(answer.value);
    if (!listing) {
      answer.kind = AnswerKind::later;
      answer.why = provider_.name + " answered without a list of components";
      co_return answer;
    }
    all.insert(all.end(), listing->entries.begin(), listing->entries.end());
    more = listing->more;
  }
  directory_.reload();
  const auto now = clock_.now();
  directory_.add(1, std::move(all), now);
  if (directory_.reading()) directory_.add(2, {}, now);  // it counts a full page as one of several
  co_return answer;
}

std::optional<std::string> Client::component_id(const std::string& key, std::string& problem) const {
  const auto* component = policy_.component(key);
  const auto chosen = settings_.component_ids.find(component == nullptr ? key : component->key);
  if (chosen != settings_.component_ids.end()) {
    if (directory_.by_id(chosen->second) != nullptr) return chosen->second;
    problem = fmt::format("{} has no component with the id “{}”, which the configuration gives “{}”.", provider_.name,
                          chosen->second, key);
    return std::nullopt;
  }
  auto match = directory_.find(component == nullptr ? key : component->name);
  if (!match.id.empty()) return std::move(match.id);
  problem = std::move(match.problem);
  return std::nullopt;
}

std::string Client::page_id_of(const Delivery& delivery) const {
  const auto subject = subject_of(delivery.effect);
  if (!subject) return {};
  if (subject->kind == Kind::incident && delivery.incident) {
    if (const auto& id = delivery.incident->page_on(provider_.key).id; !id.empty()) return id;
  }
  if (subject->kind == Kind::maintenance && delivery.maintenance) {
    if (const auto& id = delivery.maintenance->page_on(provider_.key).id; !id.empty()) return id;
  }
  const auto known = page_ids_.find(subject->owner);
  return known == page_ids_.end() ? std::string{} : known->second;
}

bool Client::stale_components(const ServiceAnswer& answer, playbooks::Time asked) const {
  const bool about_content = answer.status == 422 || answer.status == 400;
  return answer.kind == AnswerKind::refused && about_content && directory_.loaded() && *directory_.loaded_at() < asked;
}

Outcome Client::outcome(ServiceAnswer answer, const std::string& lane) {
  const auto now = clock_.now();
  switch (answer.kind) {
    case AnswerKind::later:
      return Retry{answer.at ? *answer.at : back_off_.failed(lane, now), std::move(answer.why)};
    case AnswerKind::refused:
      // A key can be mended by a person without us: what was to be published waits and says so; it is not lost.
      if (answer.status == 401 || answer.status == 403)
        return Retry{now + std::chrono::seconds{60}, std::move(answer.why)};
      return Refused{std::move(answer.why)};
    case AnswerKind::doubtful:
    case AnswerKind::done:
      break;
  }
  back_off_.failed(lane, now);
  return Unknown{std::move(answer.why)};
}

}  // namespace integrations::pages
