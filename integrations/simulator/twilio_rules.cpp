#include "integrations/simulator/twilio_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "integrations/email/mime.hpp"
#include "integrations/twilio/requests.hpp"

namespace integrations::simulator {

namespace json = boost::json;
using playbooks::Time;
using namespace std::chrono_literals;

namespace {

HttpServerReply reply(int status, const json::object& body) {
  HttpServerReply result;
  result.status = status;
  result.body = json::serialize(body);
  return result;
}

std::map<std::string, std::string> form_of(const HttpServerRequest& request) {
  std::map<std::string, std::string> form;
  for (auto& [name, value] : parse_form(request.body)) form.insert_or_assign(name, std::move(value));
  return form;
}

std::string at(const std::map<std::string, std::string>& form, const std::string& name) {
  const auto found = form.find(name);
  return found == form.end() ? std::string{} : found->second;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// The words within the first <Say>, with the entities of XML undone. Empty when the document is not well made.
std::string spoken(const std::string& twiml) {
  const auto begin = twiml.find("<Say>"), end = twiml.find("</Say>");
  const bool whole = twiml.starts_with("<Response>") && twiml.ends_with("</Response>");
  if (!whole || begin == std::string::npos || end == std::string::npos || end < begin) return {};
  auto words = twiml.substr(begin + 5, end - begin - 5);
  if (words.find('<') != std::string::npos) return {};
  static const std::vector<std::pair<std::string, std::string>> entities = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}};
  for (const auto& [entity, character] : entities)
    for (auto found = words.find(entity); found != std::string::npos; found = words.find(entity, found + 1))
      words.replace(found, entity.size(), character);
  return words;
}

}  // namespace

HttpServerReply TwilioRules::wrong(int status, int code, const std::string& message) {
  return reply(status, {{"code", code},
                        {"message", message},
                        {"more_info", fmt::format("https://www.twilio.com/docs/errors/{}", code)},
                        {"status", status}});
}

bool TwilioRules::authorised(const HttpServerRequest& request) const {
  twilio::Settings own;
  own.account_sid = options_.account_sid;
  own.auth_token = options_.auth_token;
  return request.header("authorization") == twilio::authorization(own);
}

HttpServerReply TwilioRules::answer(const HttpServerRequest& request, Time now) {
  if (!authorised(request)) return wrong(401, 20003, "Authenticate");
  const auto base = "/2010-04-01/Accounts/" + options_.account_sid;
  const bool get = request.method == "GET";
  if (get && request.path == base + ".json")
    return reply(200, {{"sid", options_.account_sid},
                       {"status", "active"},
                       {"friendly_name", "Simulated account"},
                       {"type", options_.trial ? "Trial" : "Full"}});
  for (const bool call : {false, true}) {
    const auto kind = base + (call ? "/Calls" : "/Messages");
    if (request.path == kind + ".json") return get ? list(request, call, now) : create(request, call, now);
    if (!get || !request.path.starts_with(kind + "/")) continue;
    for (const auto& page : pages_)
      if (request.path == fmt::format("{}/{}.json", kind, page.sid)) {
        HttpServerReply result;
        result.body = json_of(as_of(page, now));
        return result;
      }
  }
  return wrong(404, 20404, "The requested resource was not found");
}

std::optional<HttpServerReply> TwilioRules::check_sms(const Form& form) {
  const auto to = at(form, "To"), body = at(form, "Body"), service = at(form, "MessagingServiceSid");
  const auto validity = at(form, "ValidityPeriod");
  const auto seconds = validity.empty() ? 36000 : std::atoi(validity.c_str());
  if (to.empty()) return wrong(400, 21604, "A 'To' phone number is required.");
  if (body.empty()) return wrong(400, 21602, "Message body is required.");
  if (characters(body) > 1600)
    return wrong(400, 21617, "The concatenated message body exceeds the 1600 character limit");
  if (at(form, "From").empty() && service.empty())
    return wrong(400, 21603, "A 'From' phone number or MessagingServiceSid is required.");
  const bool known_sender =
      service.empty() ? at(form, "From") == options_.from : service == options_.messaging_service_sid;
  if (!known_sender) return wrong(400, 21606, "The 'From' number is not a valid, SMS-capable number of this account");
  if (seconds < 1 || seconds > 36000) return wrong(400, 21725, "The ValidityPeriod must be from 1 to 36000");
  if (!twilio::is_phone_number(to) || none.contains(to))
    return wrong(400, 21211, fmt::format("Invalid 'To' Phone Number: {}", to));
  return std::nullopt;
}

std::optional<HttpServerReply> TwilioRules::check_call(const Form& form) {
  const auto to = at(form, "To"), twiml = at(form, "Twiml"), timeout = at(form, "Timeout");
  const auto seconds = timeout.empty() ? 60 : std::atoi(timeout.c_str());
  if (to.empty()) return wrong(400, 21201, "No 'To' number is specified");
  if (at(form, "From") != options_.from) return wrong(400, 21210, "'From' phone number not verified");
  if (twiml.empty() && at(form, "Url").empty()) return wrong(400, 21205, "Url parameter is required.");
  if (characters(twiml) > 4000) return wrong(400, 21218, "Twiml must be at most 4000 characters");
  if (spoken(twiml).empty()) return wrong(400, 12100, "Document parse failure");
  if (seconds < 1 || seconds > 600) return wrong(400, 21221, "Timeout must be from 1 to 600");
  if (!twilio::is_phone_number(to) || none.contains(to))
    return wrong(400, 21217, "Phone number does not appear to be valid");
  return std::nullopt;
}

HttpServerReply TwilioRules::create(const HttpServerRequest& request, bool call, Time now) {
  static const std::set<std::string> sms_fields = {"To", "From", "MessagingServiceSid", "Body", "ValidityPeriod"},
                                     call_fields = {"To", "From", "Twiml", "Timeout"};
  const auto form = form_of(request);
  for (const auto& [name, value] : form)
    if (!(call ? call_fields : sms_fields).contains(name)) violations_.push_back("unknown field " + name);
  if (!request.header("content-type").starts_with("application/x-www-form-urlencoded"))
    violations_.push_back("not form-encoded");
  if (auto refused = call ? check_call(form) : check_sms(form)) {
    const auto to = at(form, "To");
    if (!none.contains(to)) violations_.push_back(refused->body);
    return *refused;
  }
  const auto to = at(form, "To");
  if (options_.trial) return wrong(400, call ? 21219 : 21608, fmt::format("The number {} is unverified.", to));
  TwilioPage page;
  page.call = call;
  page.sid = fmt::format("{}{:032x}", call ? "CA" : "SM", pages_.size() + 1);
  page.to = to;
  page.from = options_.from;
  page.twiml = at(form, "Twiml");
  page.text = call ? spoken(page.twiml) : at(form, "Body");
  page.at = now;
  if (const auto fate = fates.find(to); fate != fates.end()) settled_[page.sid] = fate->second;
  pages_.push_back(page);
  if (told) told(fmt::format("{} to {}: {}", call ? "Call" : "SMS", to, page.text));
  HttpServerReply result;
  result.status = 201;
  result.body = json_of(as_of(page, now));
  return result;
}

HttpServerReply TwilioRules::list(const HttpServerRequest& request, bool call, Time now) const {
  const auto to = request.query("To"), size = request.query("PageSize");
  const std::size_t most = size ? static_cast<std::size_t>(std::max(1, std::atoi(size->c_str()))) : 50;
  std::string items;
  std::size_t count = 0;
  for (auto page = pages_.rbegin(); page != pages_.rend() && count < most; ++page) {  // newest first
    if (page->call != call || (to && page->to != *to)) continue;
    items += (items.empty() ? "" : ",") + json_of(as_of(*page, now));
    ++count;
  }
  HttpServerReply result;
  result.body = fmt::format(R"({{"{}":[{}],"page":0,"page_size":{}}})", call ? "calls" : "messages", items, most);
  return result;
}

TwilioPage TwilioRules::as_of(TwilioPage page, Time now) const {
  const auto age = now - page.at;
  const auto settled = settled_.find(page.sid);
  const auto* fate = settled == settled_.end() || settled->second.status.empty() ? nullptr : &settled->second;
  if (age < 1s)
    page.status = "queued";
  else if (page.call && age < 5s)
    page.status = "ringing";
  else if (page.call)
    page.status = fate != nullptr ? fate->status : age < 15s ? "in-progress" : "completed";
  else if (age < 3s)
    page.status = "sent";
  else
    page.status = fate != nullptr ? fate->status : "delivered";
  if (!page.call && fate != nullptr && page.status == fate->status) page.error = fate->error;
  return page;
}

std::string TwilioRules::json_of(const TwilioPage& page) const {
  const auto date = email::mail_date(page.at);  // Twilio writes the dates of RFC 2822, as mail does
  json::object result{{"sid", page.sid},
                      {"account_sid", options_.account_sid},
                      {"to", page.to},
                      {"from", page.from},
                      {"status", page.status},
                      {"direction", "outbound-api"},
                      {"date_created", date},
                      {"date_updated", date},
                      {"api_version", "2010-04-01"}};
  const bool waiting = page.status == "queued";
  if (page.call) {
    result["start_time"] = waiting ? json::value(nullptr) : json::value(date);
  } else {
    result["body"] = page.text;
    result["date_sent"] = waiting ? json::value(nullptr) : json::value(date);
    result["error_code"] = page.error == 0 ? json::value(nullptr) : json::value(page.error);
    result["error_message"] = nullptr;
  }
  return json::serialize(result);
}

std::vector<TwilioPage> TwilioRules::pages(Time now) const {
  std::vector<TwilioPage> result;
  for (const auto& page : pages_) result.push_back(as_of(page, now));
  return result;
}

}  // namespace integrations::simulator
