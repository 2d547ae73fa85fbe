#include "integrations/email/letters.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "integrations/email/mime.hpp"
#include "playbooks/paging.hpp"

namespace integrations::email {

using playbooks::Incident;
using playbooks::Time;

namespace {

/// What RFC 5322 allows before the "@" of an id: letters, digits and single dots between them.
std::string slug(std::string_view key) {
  std::string result;
  for (const char c : key) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    const bool capital = c >= 'A' && c <= 'Z';
    if (letter)
      result += c;
    else if (capital)
      result += static_cast<char>(c - 'A' + 'a');
    else if (!result.empty() && result.back() != '.')
      result += '.';
  }
  while (result.ends_with('.')) result.pop_back();
  return result.empty() ? "page" : result;
}

std::int64_t seconds(Time at) {
  return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
}

MailMessage letter(const std::string& id, Time now) {
  MailMessage result;
  // RFC 3834: written by a program, so that nobody's out-of-office note answers it.
  result.headers = {{"Date", mail_date(now)}, {"Message-ID", id}, {"Auto-Submitted", "auto-generated"}};
  return result;
}

std::string subject_of(const Incident& incident) {
  return fmt::format("{}: {}", playbooks::to_string(incident.id), incident.title);
}

std::string on_the_command_line(const Incident& incident) {
  return fmt::format("When Slack is down, on the machine that runs Sitrep: sitrep incident ack {}\n",
                     playbooks::to_string(incident.id));
}

}  // namespace

std::string message_id(const playbooks::Effect& effect, std::string_view domain) {
  return fmt::format("<{}.{}@{}>", slug(effect.key), seconds(effect.created), domain);
}

std::string thread_id(const Incident& incident, std::string_view domain) {
  return fmt::format("<{}.{}@{}>", slug(playbooks::to_string(incident.id)), seconds(incident.declared.at), domain);
}

MailMessage page_letter(const Incident& incident, const playbooks::Page& page, const playbooks::Policy& policy,
                        const std::string& id, std::string_view domain, Time now) {
  auto result = letter(id, now);
  const auto thread = thread_id(incident, domain);
  result.headers.emplace_back("In-Reply-To", thread);
  result.headers.emplace_back("References", thread);
  result.headers.emplace_back("Importance", "high");
  result.subject = subject_of(incident);
  result.body = playbooks::paging::long_text(incident, page, policy);
  if (!result.body.ends_with('\n')) result.body += '\n';
  result.body += on_the_command_line(incident);
  return result;
}

MailMessage trial_letter(const playbooks::ContactTest& test, const playbooks::Policy& policy, const std::string& id,
                         Time now) {
  auto result = letter(id, now);
  result.subject = fmt::format("{}: trial page {}, nothing is wrong", policy.organisation, test.id);
  result.body = playbooks::paging::trial_text(test, policy) + "\n";
  return result;
}

MailMessage end_letter(const Incident& incident, const std::string& page_id, const std::string& id,
                       std::string_view domain, Time now) {
  auto result = letter(id, now);
  result.headers.emplace_back("In-Reply-To", page_id);
  result.headers.emplace_back("References", fmt::format("{} {}", thread_id(incident, domain), page_id));
  result.subject = "Re: " + subject_of(incident);
  const bool cancelled = incident.status == playbooks::Status::cancelled;
  const auto& by = incident.status_set.by;
  result.body =
      fmt::format("{} is {}{}{}.\nNothing is left to do about this page.\n", playbooks::to_string(incident.id),
                  cancelled ? "cancelled" : "resolved", by.name.empty() ? "" : " by " + by.name,
                  incident.resolved ? ", " + playbooks::utc_minute(*incident.resolved) : std::string{});
  if (!incident.last_update.empty()) result.body += fmt::format("\n{}\n", incident.last_update);
  return result;
}

MailMessage plain_letter(const playbooks::Text& text, const playbooks::Policy& policy, const std::string& id,
                         Time now) {
  auto result = letter(id, now);
  const auto words = playbooks::plain(text);
  constexpr std::size_t longest = 70;
  auto head = std::string_view{words}.substr(0, words.find('\n'));
  const bool short_enough = head.size() <= longest;
  if (!short_enough) {
    head = head.substr(0, longest);
    head = head.substr(0, std::max<std::size_t>(1, std::min(head.rfind(' '), head.size())));
  }
  result.subject = fmt::format("{}: {}{}", policy.organisation, head, short_enough ? "" : " …");
  result.body = words + "\n";
  return result;
}

}  // namespace integrations::email
