#include "integrations/email/email.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "integrations/email/letters.hpp"
#include "integrations/email/mime.hpp"
#include "integrations/paging/throttle.hpp"

namespace integrations::email {

namespace asio = boost::asio;
using playbooks::Channel;
using playbooks::CheckPage;
using playbooks::EndPage;
using playbooks::Receipt;
using playbooks::Responder;
using playbooks::SendPage;
using playbooks::TellPerson;
using Level = Finding::Level;

namespace {

/// The server's refusal, and who must do what about it (RFC 5321 §4.2.2, RFC 4954 §6).
std::string refusal(const MailResult& result, std::string_view name) {
  if (result.code == 0) return fmt::format("The mail was not sent: {}.", result.text);
  const auto said = fmt::format("(it says: {} {})", result.code, result.text);
  if (result.code == 530 || result.code == 534 || result.code == 535 || result.code == 538)
    return fmt::format(
        "The mail server did not let us in {}. Set `email.user` and SITREP_SMTP_PASSWORD to what it expects, "
        "and restart Sitrep.",
        said);
  if (result.code == 550 || result.code == 551 || result.code == 553)
    return fmt::format(
        "The mail server does not take mail from `email.from` to {} {}. Correct `people[].email`, or allow "
        "the sender at the mail server.",
        name, said);
  return fmt::format("The mail server refused the mail to {} {}.", name, said);
}

class Email final : public Integration {
 public:
  Email(Settings settings, const playbooks::Policy& policy, Mail& mail, Clock& clock, Activity& activity)
      : settings_(std::move(settings)),
        domain_(domain_of(address_of(settings_.from))),
        policy_(policy),
        mail_(mail),
        clock_(clock),
        activity_(activity) {}
  std::string_view name() const override { return "email"; }
  bool takes(const playbooks::Effect& effect) const override;
  asio::awaitable<Outcome> deliver(Delivery delivery) override;
  asio::awaitable<Lookup> find(std::vector<Delivery> deliveries) override;
  asio::awaitable<std::vector<Finding>> doctor() override;

 private:
  struct Letter {
    std::string person, name;
    MailMessage message;
    std::string problem;  // why it cannot be written
    bool urgent = false;  // a page: counted, and perhaps made to wait
    bool none = false;    // nothing is to be said
  };
  Letter write(const Delivery& delivery) const;
  void write_page(const Delivery& delivery, const SendPage& page, const std::string& id, Letter& letter) const;
  asio::awaitable<Outcome> send(Letter letter, Delivery delivery);

  Settings settings_;
  std::string domain_;
  const playbooks::Policy& policy_;
  Mail& mail_;
  Clock& clock_;
  Activity& activity_;
  PageThrottle throttle_;
  PageBackOff back_off_;
};

bool Email::takes(const playbooks::Effect& effect) const {
  if (const auto* page = std::get_if<SendPage>(&effect.body)) return page->channel == Channel::email;
  if (const auto* page = std::get_if<CheckPage>(&effect.body)) return page->channel == Channel::email;
  if (const auto* page = std::get_if<EndPage>(&effect.body)) return page->channel == Channel::email;
  const auto* tell = std::get_if<TellPerson>(&effect.body);
  if (tell == nullptr) return false;
  const auto* person = policy_.person(tell->person);
  return person != nullptr && person->slack.empty() && !person->email.empty();
}

void Email::write_page(const Delivery& delivery, const SendPage& page, const std::string& id, Letter& letter) const {
  letter.urgent = true;
  if (page.incident.number == 0) {
    if (!delivery.test)
      letter.problem = "This trial is not known any more.";
    else
      letter.message = trial_letter(*delivery.test, policy_, id, clock_.now());
    return;
  }
  const auto* made = delivery.incident ? playbooks::find_page(delivery.incident->escalation, page.page) : nullptr;
  if (made == nullptr)
    letter.problem =
        fmt::format("Page {} of {} is not known any more.", page.page, playbooks::to_string(page.incident));
  else
    letter.message = page_letter(*delivery.incident, *made, policy_, id, domain_, clock_.now());
}

Email::Letter Email::write(const Delivery& delivery) const {
  Letter letter;
  const auto id = message_id(delivery.effect, domain_);
  const auto* page = std::get_if<SendPage>(&delivery.effect.body);
  const auto* end = std::get_if<EndPage>(&delivery.effect.body);
  const auto* tell = std::get_if<TellPerson>(&delivery.effect.body);
  if (end != nullptr && (end->how != EndPage::How::resolved || end->receipt.empty() || !delivery.incident)) {
    letter.none = true;  // an acknowledgement is told where the incident is run
    return letter;
  }
  const playbooks::Target to = page != nullptr  ? page->to
                               : end != nullptr ? end->to
                                                : playbooks::Target{playbooks::Target::Kind::person, tell->person};
  const auto* person = to.kind == playbooks::Target::Kind::person ? policy_.person(to.name) : nullptr;
  if (person == nullptr) {
    letter.problem = fmt::format("“{}” is not among the configured people, so there is no address to write to.",
                                 playbooks::to_string(to));
    return letter;
  }
  letter.person = person->key;
  letter.name = person->name.empty() ? person->key : person->name;
  if (person->email.empty() || address_of(person->email) != person->email) {
    letter.problem =
        fmt::format("{} has no e-mail address. Set `people[].email` of {}: ann@example.com.", letter.name, person->key);
    return letter;
  }
  if (page != nullptr) write_page(delivery, *page, id, letter);
  if (end != nullptr) letter.message = end_letter(*delivery.incident, end->receipt, id, domain_, clock_.now());
  if (tell != nullptr) letter.message = plain_letter(tell->text, policy_, id, clock_.now());
  letter.message.from = settings_.from;
  letter.message.to = person->email;
  return letter;
}

asio::awaitable<Outcome> Email::deliver(Delivery delivery) {
  if (const auto* page = std::get_if<CheckPage>(&delivery.effect.body))
    co_return Delivered{Receipt{page->receipt, {}, "the mail server took it; more cannot be known"}};
  if (!takes(delivery.effect)) co_return Refused{"E-mail does not deliver this kind of effect, or not to this person."};
  auto letter = write(delivery);
  if (!letter.problem.empty()) co_return Refused{std::move(letter.problem)};
  if (letter.none) co_return Delivered{Receipt{{}, {}, "nothing is sent"}};
  auto result = co_await send(std::move(letter), std::move(delivery));
  co_return result;
}

asio::awaitable<Outcome> Email::send(Letter letter, Delivery delivery) {
  const auto& lane = delivery.effect.lane;
  const auto now = clock_.now();
  const bool first_of_incident = delivery.effect.priority == playbooks::Priority::form;
  const bool may_wait = letter.urgent && !first_of_incident;
  const auto delay = may_wait ? throttle_.next(letter.person, Channel::email, now) : std::nullopt;
  if (delay) co_return Retry{delay->at, delay->why};

  const auto busy = activity_.hold();
  const auto result = co_await mail_.send(std::move(letter.message));
  const bool may_have_left =
      result.outcome == MailResult::Outcome::accepted || result.outcome == MailResult::Outcome::unknown;
  if (may_have_left) throttle_.sent(letter.person, Channel::email, now);
  switch (result.outcome) {
    case MailResult::Outcome::accepted:
      back_off_.succeeded(lane);
      co_return Delivered{Receipt{message_id(delivery.effect, domain_), {}, "taken by " + settings_.server.host}};
    case MailResult::Outcome::refused:
      if (result.code < 400 || result.code >= 500) co_return Refused{refusal(result, letter.name)};
      co_return Retry{back_off_.failed(lane, clock_.now()),
                      fmt::format("the mail server asks to come again (it says: {} {})", result.code, result.text)};
    case MailResult::Outcome::not_sent:
      co_return Retry{back_off_.failed(lane, clock_.now()),
                      fmt::format("the mail server cannot be reached: {}", result.text)};
    case MailResult::Outcome::unknown:
      break;
  }
  back_off_.failed(lane, clock_.now());
  co_return Unknown{fmt::format("no answer from the mail server after the whole mail: {}", result.text)};
}

/// Nothing can be looked up, so nothing is reported as found, and it goes out again: the one exception from “what
/// cannot be looked up is not repeated”, because a page that is missed is worse than one that comes twice. The second
/// mail has the Message-ID of the first, by which most mail systems and readers show one of them only.
asio::awaitable<Lookup> Email::find(std::vector<Delivery>) {
  co_return Found{};
}

asio::awaitable<std::vector<Finding>> Email::doctor() {
  const auto busy = activity_.hold();
  const auto result = co_await mail_.check();
  const auto& server = settings_.server;
  const auto what = fmt::format("mail server {}:{}", server.host, server.port);
  std::vector<Finding> findings;
  if (result.outcome == MailResult::Outcome::accepted) {
    const auto* tls = server.tls == MailServer::Tls::none ? "not protected, on this machine" : "protected by TLS";
    findings.push_back({Level::ok, what,
                        fmt::format("{}, {}", tls, server.user.empty() ? "no login" : "logged in as " + server.user)});
  } else if (result.outcome == MailResult::Outcome::refused) {
    findings.push_back({Level::error, what, refusal(result, "anybody")});
  } else {
    findings.push_back({Level::warning, what, "it cannot be reached: " + result.text});
  }
  co_return findings;
}

}  // namespace

std::unique_ptr<Integration> make_email(Settings settings, const playbooks::Policy& policy, Mail& mail, Clock& clock,
                                        Activity& activity) {
  return std::make_unique<Email>(std::move(settings), policy, mail, clock, activity);
}

}  // namespace integrations::email
