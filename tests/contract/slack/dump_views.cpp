// Prints everything that the bot can send to Slack as JSON lines: every call of the Web API, as the integration makes
// it, and every acknowledgement; with ordinary texts and with those that attackers would try.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "integrations/ports/log.hpp"
#include "integrations/slack/reply.hpp"
#include "integrations/slack/slack.hpp"

namespace {
using namespace integrations;
using namespace playbooks;
using namespace std::chrono_literals;
namespace json = boost::json;

std::string subject;  // what is being drawn

void print(std::string kind, std::string name, std::string value) {
  const auto line =
      "{\"kind\":\"" + kind + "\",\"of\":" + json::serialize(json::value(subject)) + "," + name + value + "}\n";
  std::fwrite(line.data(), 1, line.size(), stdout);
}

/// Prints each request and answers so that every path is walked.
class Recorder : public Http {
 public:
  std::string error;  // what chat.* is answered with, once
  boost::asio::awaitable<HttpResponse> request(HttpRequest request) override {
    const auto method = request.url.substr(request.url.rfind('/') + 1);
    const bool is_json = request.headers[1].second.starts_with("application/json");
    print(is_json ? "json" : "form", "\"method\":\"" + method + "\"," + (is_json ? "\"arguments\":" : "\"body\":"),
          is_json ? request.body : json::serialize(json::value(request.body)));
    HttpResponse response;
    response.outcome = HttpResponse::Outcome::answered;
    response.status = 200;
    if (method == "conversations.open" || method == "conversations.info") {
      response.body = R"({"ok":true,"channel":{"id":"D0ANN"}})";
      co_return response;
    }
    response.body =
        R"({"ok":true,"bot_id":"B1","channel":"C0INC","ts":"1.2","channels":[{"id":"C0INC","name":"incidents"}],)"
        R"("response_metadata":{"next_cursor":""}})";
    if (method == "conversations.list" && ++lists_ == 1)
      response.body = R"({"ok":true,"response_metadata":{"next_cursor":"a="}})";
    if (method.starts_with("chat.") && !error.empty())
      response.body = R"({"ok":false,"error":")" + std::exchange(error, "") + "\"}";
    co_return response;
  }

 private:
  int lists_ = 0;
};

class Now : public Clock {
 public:
  Time now() const override { return now_; }
  boost::asio::awaitable<void> sleep_until(Time) override { co_return; }
  void advance() { now_ += 2min; }

 private:
  Time now_ = from_millis(1'795'269'900'000);
};

template <class T>
void finish(boost::asio::awaitable<T> task) {
  boost::asio::io_context io;
  std::exception_ptr failure;
  boost::asio::co_spawn(io, std::move(task), [&](std::exception_ptr error, T) { failure = error; });
  io.run();
  if (failure) std::rethrow_exception(failure);
}

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

std::vector<std::string> texts() {
  return {"Checkout is down",
          "",
          " \n\t ",
          "<!channel> <!everyone> @here <@U0ANN> <#C0INC|x> & <https://x|y>",
          repeated("x", 10'000),
          repeated("🔥", 10'000),
          repeated("\"\\\n", 4000),
          repeated("&<>", 4000),
          repeated("many words ", 1000),
          "\xE2\x80\xAEright to left\xE2\x80\xAC שלום \xE2\x81\xA6",
          "\xFF\xFE\xC3\x28 broken \xF0\x9F",
          "```\nan unclosed fence *and* _more_ `"};
}

Incident incident_with(const std::string& text, Time now) {
  Incident i;
  i.id = {12};
  i.title = i.impact = i.last_update = text;
  i.severity = text.size() < 20 ? "P1" : text;
  i.visibility = Visibility::public_page;
  i.lead = {"U0ANN", text};
  i.updated = i.status_set = i.declared = {{"cli:" + text, text}, now - 5min};
  i.started = now - 12min;
  i.channel = "#incidents";
  i.components = {{"api", ComponentStatus::partial_outage}, {text, ComponentStatus::major_outage}};
  i.page = {"id", "https://stspg.io/" + text, text, now, text, {}};
  return i;
}

class Dump {
 public:
  Dump() {
    policy_.severities = default_severities();
    policy_.incident_channel = "#incidents";
    policy_.publicity.pages = {"statuspage"};
    Component api;
    api.key = "api";
    api.name = "API";
    policy_.components = {api};
    Responder ann;
    ann.key = ann.name = "ann";
    ann.slack = "U0ANN";
    policy_.people = {ann};
    Schedule primary;
    primary.key = "primary";
    primary.user_group = "S0614TZR7";
    primary.topic_channel = "#incidents";
    policy_.schedules = {primary};
    policy_.escalation_policies.push_back({});
    policy_.escalation_policies.back().key = "default";
    slack::Settings settings;
    settings.bot_token = "xoxb-x";
    settings.app_token = "xapp-x";
    slack_ = slack::make_slack(settings, policy_, http_, clock_, activity_);
  }

  void all() {
    subject = "doctor";
    finish(slack_->doctor());
    for (const auto& text : texts()) {
      subject = text.substr(0, 20);
      cards(text);
      messages(text);
      pages(text);
      form(text);
      replies(text);
    }
    find();
  }

 private:
  void deliver(EffectBody body, std::optional<Incident> incident, std::vector<DeliveryMark> marks = {},
               std::vector<Effect> merged = {}) {
    clock_.advance();
    Effect effect{"INC-12/4/x", "slack:C0INC", Priority::normal, "", clock_.now(), {}, "in-1", std::move(body)};
    finish(slack_->deliver(
        {std::move(effect), std::move(merged), std::move(incident), {}, std::move(marks), clock_.now()}));
  }

  void cards(const std::string& text) {
    auto incident = incident_with(text, clock_.now());
    deliver(DrawCard{{12}}, incident);
    incident.card = {"C0INC", "1.2", "https://p"};
    const std::vector<DeliveryMark> marks = {{DeliveryMark::State::waiting, "status page", text, clock_.now()},
                                             {DeliveryMark::State::failed, "thread", text, clock_.now()}};
    for (const auto status :
         {Status::investigating, Status::identified, Status::monitoring, Status::resolved, Status::cancelled}) {
      incident.status = status;
      incident.update_due = clock_.now() + (status == Status::identified ? 0min : 30min);
      deliver(DrawCard{{12}}, incident, marks);
    }
    incident.kind = Kind::drill;
    incident.status = Status::investigating;
    deliver(DrawCard{{12}}, incident);
    incident.kind = Kind::real;
    incident.visibility = Visibility::internal;
    deliver(DrawCard{{12}}, incident);
  }

  void messages(const std::string& text) {
    auto incident = incident_with(text, clock_.now());
    incident.card = {"C0INC", "1.2", ""};
    const auto rich = Text{} << Bold{text} << " " << Code{text} << Person{{"U0ANN", text}} << Person{{text, text}}
                             << Moment{clock_.now()} << Link{"https://" + text, text} << Room{text} << "\n"
                             << text;
    Effect older{"INC-12/3/x", "", Priority::normal, "", clock_.now(), {}, "in-1", PostToThread{{12}, text}};
    deliver(PostToThread{{12}, rich}, incident, {}, {older, older, older});
    deliver(PostToChannel{{12}, rich}, incident);
    deliver(Answer{"C0INC", "U0ANN", "", rich}, {});
    deliver(Answer{"C0INC", "U0ANN", "1.2", rich}, {});
    deliver(Answer{"C0INC", "", "1.2", rich}, {});
    http_.error = "user_not_in_channel";
    deliver(Answer{"C0INC", "U0ANN", "", rich}, {});
  }

  void pages(const std::string& text) {
    policy_.people[0].name = policy_.organisation = text;
    auto incident = incident_with(text, clock_.now());
    incident.card = {"C0INC", "1.2", "https://p/" + text};
    auto& e = incident.escalation;
    e.policy.key = "default";  // and edited since
    e.policy.tiers.push_back({text, {}, {}, 15min, {}});
    e.tier = 1;
    e.next = clock_.now() + 15min;
    e.reason = text;
    e.by = {"U0ANN", text};
    e.snoozed_until = clock_.now();
    const std::vector<Target> targets = {{Target::Kind::person, "ann"},
                                         {Target::Kind::user_group, "S0614TZR7"},
                                         {Target::Kind::channel, "C0OPS"},
                                         {Target::Kind::person, text}};
    for (int i = 0; i < 40; ++i) {
      Page page;
      page.number = i + 1;
      page.to = targets[static_cast<std::size_t>(i) % 4];
      if (i > 3) page.to.name += std::to_string(i);
      page.attempts = {{Channel::slack, static_cast<PageState>(i % 5), clock_.now(), clock_.now(), text, {}}};
      e.pages.push_back(std::move(page));
    }
    for (int state = 0; state < 5; ++state) {
      e.state = static_cast<EscalationState>(state);
      deliver(DrawCard{{12}}, incident);
      deliver(EndPage{{12}, 1, Channel::slack, targets[0], "D0ANN:1.2", EndPage::How::acknowledged}, incident);
    }
    e.answer_by = clock_.now();
    deliver(DrawCard{{12}}, incident);
    deliver(SendPage{{12}, 1, Channel::slack, targets[0]}, incident);
    for (int page = 1; page <= 3; ++page)
      deliver(SendPage{{12}, page, Channel::mention, targets[static_cast<std::size_t>(page) - 1]}, incident);
    incident.status = Status::resolved;
    deliver(EndPage{{12}, 1, Channel::slack, targets[0], "D0ANN:1.2", EndPage::How::resolved}, incident);
    deliver(TellPerson{"ann", Text{} << Bold{text} << text}, {});
    deliver(SetTopic{"C0INC", "x" + text}, {});
    deliver(SetUserGroup{"S0614TZR7", {"ann"}}, {});
    ContactTest test;
    test.id = 7;
    clock_.advance();
    Effect effect{"oncall/3/trial", "", Priority::normal, "",
                  clock_.now(),     {}, "in-1",           SendPage{{}, 7, Channel::slack, targets[0]}};
    finish(slack_->deliver({std::move(effect), {}, {}, {}, {}, clock_.now(), test}));
  }

  void form(const std::string& text) {
    using Kind = FormField::Kind;
    Form form{text, text, "incident declare", {}};
    std::vector<FormOption> options;
    for (int i = 0; i < 120; ++i) {
      options.push_back({i == 3 ? text : "value" + std::to_string(i), text});
      if (i == 8) form.fields.push_back({"few", text, text, Kind::choices, false, "value1,value2", options});
    }
    form.fields.push_back({"", text, text, Kind::paragraph, true, text, {}});
    form.fields.push_back({"title", text, "", Kind::line, true, text, {}});
    form.fields.push_back({"severity", text, text, Kind::choice, true, "value7", options});
    form.fields.push_back({"on", text, text, Kind::choices, false, "value1,value7", options});
    form.fields.push_back({"none", text, text, Kind::choice, false, text, {}});
    form.fields.push_back({text, text, text, Kind::line, false, text, {}});
    deliver(OpenForm{"1.2.x", "U0ANN", "C0INC", form}, {});
  }

  void replies(const std::string& text) {
    slack::Table table{{"Incident", text}, {}};
    for (int i = 0; i < 120; ++i)
      table.rows.push_back({Text{} << Bold{"INC-" + std::to_string(i)}, Text{} << text << Moment{clock_.now()}, text});
    slack::Buttons buttons;
    for (int i = 0; i < 30; ++i)
      buttons.buttons.push_back({text, "incident show " + text, slack::Button::Style::primary});
    for (const auto dialect : {slack::Dialect::modern, slack::Dialect::classic}) {
      reply({{Text{text}, table, buttons, Text{} << Code{text}}, {}}, dialect);
      reply({{slack::Document{text, text}}, {}}, dialect);
      reply({{slack::Table{{"a", "b"}, {{"x", text}}}}, {}}, dialect);
    }
    reply({{}, {{"", text}, {"title", text}}}, slack::Dialect::modern);
  }

  static void reply(const slack::Reply& reply, slack::Dialect dialect) {
    const auto payload = slack::draw_reply(reply, dialect);
    if (!payload.empty()) print("ack", "\"payload\":", payload);
  }

  void find() {
    subject = "find";
    auto incident = incident_with("x", clock_.now());
    const auto wanted = [&](EffectBody body) {
      Effect effect{"INC-12/4/card", "", Priority::normal, "", clock_.now(), {}, "in-1", std::move(body)};
      return Delivery{std::move(effect), {}, incident, {}, {}, clock_.now()};
    };
    finish(slack_->find({wanted(DrawCard{{12}}), wanted(PostToChannel{{12}, "x"})}));
    finish(slack_->find({wanted(SendPage{{12}, 1, Channel::slack, {Target::Kind::person, "ann"}})}));
    incident.card = {"C0INC", "1.2", ""};
    finish(slack_->find(
        {wanted(DrawCard{{12}}), wanted(PostToThread{{12}, "x"}), wanted(Answer{"C0INC", "", "1.1", "x"})}));
  }

  Recorder http_;
  Now clock_;
  Activity activity_;
  Policy policy_;
  std::unique_ptr<Integration> slack_;
};

}  // namespace

int main() {
  set_log("off");
  Dump{}.all();
  return 0;
}
