// Delivering: one request makes one SMS or one call; another one asks what became of it.
#include <fmt/format.h>

#include <algorithm>

#include "integrations/twilio/client.hpp"
#include "playbooks/paging.hpp"

namespace integrations::twilio {

namespace asio = boost::asio;
using playbooks::Channel;
using playbooks::CheckPage;
using playbooks::EndPage;
using playbooks::PageState;
using playbooks::Receipt;
using playbooks::SendPage;
using Kind = Answer::Kind;

namespace {

bool ours(Channel channel) {
  return channel == Channel::sms || channel == Channel::voice;
}

/// A sid is put into a path: letters and digits, as Twilio makes them.
bool is_sid(const std::string& sid) {
  return sid.size() == 34 && std::ranges::all_of(sid, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

playbooks::Command news_of(const CheckPage& page, Fate fate) {
  if (page.incident.number == 0)
    return playbooks::NoteContactTest{page.page, page.channel, fate.state, std::move(fate.why), page.receipt};
  return playbooks::NotePage{page.incident, page.page, page.channel, fate.state, std::move(fate.why), page.receipt};
}

}  // namespace

Client::Client(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock, Activity& activity)
    : settings_(std::move(settings)), policy_(policy), http_(http), clock_(clock), activity_(activity) {}

bool Client::takes(const playbooks::Effect& effect) const {
  if (const auto* page = std::get_if<SendPage>(&effect.body)) return ours(page->channel);
  if (const auto* page = std::get_if<CheckPage>(&effect.body)) return ours(page->channel);
  if (const auto* page = std::get_if<EndPage>(&effect.body)) return ours(page->channel);
  return false;
}

asio::awaitable<Answer> Client::call(std::string method, std::string path, Form form, std::string who) {
  HttpRequest request;
  request.method = std::move(method);
  request.url = settings_.api_url + account_path() + path;
  request.headers = {{"Authorization", authorization(settings_)},
                     {"Accept", "application/json"},
                     {"User-Agent", "Sitrep/" SITREP_VERSION}};
  if (!form.empty()) request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  request.body = encode_form(form);
  request.timeout = settings_.timeout;
  const auto asks = request.method == "GET" ? Asks::reads : Asks::writes;
  const auto busy = activity_.hold();
  const auto response = co_await http_.request(std::move(request));
  co_return classify(response, asks, who, clock_.now());
}

asio::awaitable<Outcome> Client::deliver(Delivery delivery) {
  if (std::holds_alternative<SendPage>(delivery.effect.body)) {
    auto result = co_await send(std::move(delivery));
    co_return result;
  }
  if (std::holds_alternative<CheckPage>(delivery.effect.body)) {
    auto result = co_await check(std::move(delivery));
    co_return result;
  }
  if (const auto* page = std::get_if<EndPage>(&delivery.effect.body))
    co_return Delivered{Receipt{page->receipt, {}, "nothing is sent: an SMS or a call cannot be taken back"}};
  co_return Refused{"Twilio does not deliver this kind of effect."};
}

Client::Addressed Client::addressed(const Delivery& delivery) const {
  const auto& page = std::get<SendPage>(delivery.effect.body);
  Addressed result;
  const auto refuse = [&](std::string problem) {
    result.problem = std::move(problem);
    return result;
  };
  const auto way = playbooks::in_words(page.channel);
  if (page.to.kind != playbooks::Target::Kind::person)
    return refuse(fmt::format("Twilio reaches people only (by {}), not “{}”.", way, playbooks::to_string(page.to)));
  const auto* person = policy_.person(page.to.name);
  if (person == nullptr) return refuse(fmt::format("“{}” is not among the configured people any more.", page.to.name));
  result.person = person->key;
  result.name = person->name.empty() ? person->key : person->name;
  result.phone = person->phone;
  if (!is_phone_number(person->phone))
    return refuse(
        fmt::format("{} has no telephone number. Set `people[].phone` of {}, with country code: +15551234567.",
                    result.name, person->key));
  if (page.incident.number == 0) {
    if (!delivery.test) return refuse("This trial is not known any more.");
    result.text = playbooks::paging::trial_text(*delivery.test, policy_);
    return result;
  }
  const auto* made = delivery.incident ? playbooks::find_page(delivery.incident->escalation, page.page) : nullptr;
  if (made == nullptr)
    return refuse(fmt::format("Page {} of {} is not known any more.", page.page, playbooks::to_string(page.incident)));
  result.text = page.channel == Channel::sms ? playbooks::paging::short_text(*delivery.incident, *made, policy_)
                                             : playbooks::paging::spoken_text(*delivery.incident, *made, policy_);
  return result;
}

asio::awaitable<Outcome> Client::send(Delivery delivery) {
  const auto page = std::get<SendPage>(delivery.effect.body);
  const auto& key = delivery.effect.key;
  const auto to = addressed(delivery);
  if (!to.problem.empty()) co_return Refused{to.problem};
  const auto now = clock_.now();
  const bool first_of_incident = delivery.effect.priority == playbooks::Priority::form;
  const auto delay = first_of_incident ? std::nullopt : throttle_.next(to.person, page.channel, now);
  if (delay) co_return Retry{delay->at, delay->why};

  const bool sms = page.channel == Channel::sms;
  auto form = sms ? sms_form(settings_, to.phone, to.text) : call_form(settings_, to.phone, to.text);
  attempts_[key] = now;
  auto answer = co_await call("POST", sms ? "/Messages.json" : "/Calls.json", std::move(form), to.name);
  std::optional<Sent> sent;
  if (answer.kind == Kind::done) {
    sent = read_sent(answer.value);
    if (!sent) {
      answer.kind = Kind::doubtful;
      answer.why = fmt::format("Twilio answered {} without the id of what it made", answer.status);
    }
  }
  const bool may_have_left = answer.kind == Kind::done || answer.kind == Kind::doubtful;
  if (may_have_left) throttle_.sent(to.person, page.channel, now);
  if (!sent) {
    if (!may_have_left) attempts_.erase(key);
    co_return outcome(std::move(answer), delivery.effect.lane);
  }
  attempts_.erase(key);
  remember(sent->sid, key);
  back_off_.succeeded(delivery.effect.lane);
  co_return Delivered{Receipt{sent->sid, {}, sent->status}};
}

asio::awaitable<Outcome> Client::check(Delivery delivery) {
  const auto page = std::get<CheckPage>(delivery.effect.body);
  if (!is_sid(page.receipt)) co_return Delivered{Receipt{page.receipt, {}, "Twilio never gave it an id"}};
  auto path = fmt::format("/{}/{}.json", page.channel == Channel::sms ? "Messages" : "Calls", page.receipt);
  auto answer = co_await call("GET", std::move(path), {}, {});
  if (answer.status == 404) co_return Delivered{Receipt{page.receipt, {}, "Twilio does not know it any more"}};
  if (answer.kind != Kind::done) co_return outcome(std::move(answer), delivery.effect.lane);
  const auto sent = read_sent(answer.value);
  if (!sent) {
    answer.kind = Kind::later;
    answer.why = "Twilio answered without the state of the page";
    co_return outcome(std::move(answer), delivery.effect.lane);
  }
  back_off_.succeeded(delivery.effect.lane);
  Delivered delivered{Receipt{sent->sid, {}, sent->status}};
  auto fate = fate_of(*sent, page.channel);
  if (fate.state != PageState::sent) delivered.news.push_back(news_of(page, std::move(fate)));
  co_return delivered;
}

Outcome Client::outcome(Answer answer, const std::string& lane) {
  if (answer.kind == Kind::refused) return Refused{std::move(answer.why)};
  const auto at = back_off_.failed(lane, clock_.now());
  if (answer.kind == Kind::later) return Retry{std::max(at, answer.at.value_or(at)), std::move(answer.why)};
  return Unknown{std::move(answer.why)};
}

void Client::remember(const std::string& sid, const std::string& key) {
  const auto now = clock_.now();
  std::erase_if(owners_, [&](const auto& one) { return now - one.second.at > std::chrono::hours{24}; });
  owners_[sid] = {key, now};
}

std::unique_ptr<Integration> make_twilio(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock,
                                         Activity& activity) {
  return std::make_unique<Client>(std::move(settings), policy, http, clock, activity);
}

}  // namespace integrations::twilio
