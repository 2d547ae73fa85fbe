#include "simulator_control.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

namespace integrations::simulator {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

std::string text(const json::object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

bool flag(const json::object& from, std::string_view name, bool otherwise) {
  const auto* value = from.if_contains(name);
  return value != nullptr && value->is_bool() ? value->get_bool() : otherwise;
}

int number(const json::object& from, std::string_view name, int otherwise) {
  const auto* value = from.if_contains(name);
  return value != nullptr && value->is_number() ? value->to_number<int>() : otherwise;
}

SlackFault::Kind fault_kind(const std::string& name) {
  using K = SlackFault::Kind;
  static const std::map<std::string, K> kinds{{"rate_limited", K::rate_limited},
                                              {"http_error", K::http_error},
                                              {"slack_error", K::slack_error},
                                              {"html", K::html},
                                              {"half_json", K::half_json},
                                              {"empty", K::empty},
                                              {"refuse", K::refuse},
                                              {"swallow", K::swallow},
                                              {"done_unanswered", K::done_unanswered},
                                              {"done_then_error", K::done_then_error}};
  const auto found = kinds.find(name);
  if (found == kinds.end()) throw std::invalid_argument("no such fault: " + name);
  return found->second;
}

PageFault::Kind page_fault_kind(const std::string& name) {
  using K = PageFault::Kind;
  static const std::map<std::string, K> kinds{{"http_error", K::http_error},
                                              {"rate_limited", K::rate_limited},
                                              {"html", K::html},
                                              {"half_json", K::half_json},
                                              {"empty", K::empty},
                                              {"refuse", K::refuse},
                                              {"swallow", K::swallow},
                                              {"done_unanswered", K::done_unanswered},
                                              {"done_then_error", K::done_then_error}};
  const auto found = kinds.find(name);
  if (found == kinds.end()) throw std::invalid_argument("no such fault: " + name);
  return found->second;
}

std::string sight_name(SlackSight::Kind kind) {
  static const std::map<SlackSight::Kind, std::string> names{{SlackSight::Kind::posted, "posted"},
                                                             {SlackSight::Kind::edited, "edited"},
                                                             {SlackSight::Kind::deleted, "deleted"},
                                                             {SlackSight::Kind::ephemeral, "ephemeral"},
                                                             {SlackSight::Kind::form, "form"},
                                                             {SlackSight::Kind::form_errors, "form_errors"},
                                                             {SlackSight::Kind::form_closed, "form_closed"},
                                                             {SlackSight::Kind::timeout, "timeout"}};
  return names.at(kind);
}

json::object show(const SlackMessage& message) {
  json::object shown;
  shown["channel"] = message.channel;
  shown["ts"] = message.ts;
  shown["thread_ts"] = message.thread_ts;
  shown["user"] = message.user;
  shown["text"] = message.text;
  shown["blocks"] = message.blocks.empty() ? json::value(nullptr) : json::parse(message.blocks);
  shown["metadata_key"] = message.metadata_key;
  shown["edits"] = message.edits;
  return shown;
}

json::object show(const SlackSight& sight) {
  json::object shown;
  shown["kind"] = sight_name(sight.kind);
  shown["to"] = sight.to;
  shown["message"] = show(sight.message);
  shown["view"] = sight.view.empty() ? json::value(nullptr) : json::parse(sight.view);
  shown["view_id"] = sight.view_id;
  shown["at"] = playbooks::to_millis(sight.at);
  return shown;
}

json::object show(const SlackCall& call) {
  json::object shown;
  shown["method"] = call.method;
  shown["arguments"] = call.arguments;
  shown["answer"] = call.answer;
  shown["status"] = call.status;
  shown["at"] = playbooks::to_millis(call.at);
  return shown;
}

json::object done(bool it_was) {
  json::object answer;
  answer["done"] = it_was;
  return answer;
}

}  // namespace

SimulatorControl::SimulatorControl(SlackSimulator& slack, StatuspageSimulator& page) : slack_(slack), page_(page) {
  slack_.on_sight([this](const SlackSight& sight) { sights_.push_back(sight); });
  slack_.serve([this](HttpServerRequest request) -> asio::awaitable<HttpServerReply> { co_return answer(request); });
  add_people_acts();
  add_server_acts();
  add_page_acts();
}

void SimulatorControl::add_people_acts() {
  acts_["user"] = [this](const json::object& with) {
    slack_.add_user(text(with, "id"), text(with, "name"));
    return done(true);
  };
  acts_["channel"] = [this](const json::object& with) {
    channels_.push_back(text(with, "id"));
    slack_.add_channel(text(with, "id"), text(with, "name"), flag(with, "bot_is_member", true));
    return done(true);
  };
  acts_["slash"] = [this](const json::object& with) {
    slack_.slash(text(with, "user"), text(with, "channel"), text(with, "command"), text(with, "text"));
    return done(true);
  };
  acts_["say"] = [this](const json::object& with) {
    auto answer = done(true);
    answer["ts"] = slack_.say(text(with, "user"), text(with, "channel"), text(with, "text"), text(with, "thread_ts"));
    return answer;
  };
  acts_["click"] = [this](const json::object& with) {
    if (!with.contains("channel")) return done(slack_.click_in_view(text(with, "user"), text(with, "button")));
    return done(slack_.click(text(with, "user"), text(with, "channel"), text(with, "ts"), text(with, "button")));
  };
  acts_["submit"] = [this](const json::object& with) {
    std::map<std::string, std::string> values;
    for (const auto& member : with.at("values").as_object())
      values[member.key()] = text(with.at("values").as_object(), member.key());
    return done(slack_.submit(text(with, "user"), values));
  };
  acts_["close_form"] = [this](const json::object& with) { return done(slack_.close_form(text(with, "user"))); };
  acts_["open_home"] = [this](const json::object& with) {
    slack_.open_home(text(with, "user"));
    return done(true);
  };
}

void SimulatorControl::add_server_acts() {
  const auto add = [this](const std::string& name, std::function<void(const json::object&)> act) {
    acts_[name] = [act = std::move(act)](const json::object& with) {
      act(with);
      return done(true);
    };
  };
  add("fault", [this](const json::object& with) {
    SlackFault fault;
    fault.kind = fault_kind(text(with, "kind"));
    if (with.contains("method")) fault.method = text(with, "method");
    fault.times = number(with, "times", fault.times);
    fault.code = number(with, "code", fault.code);
    fault.seconds = number(with, "seconds", fault.seconds);
    if (with.contains("text")) fault.text = text(with, "text");
    slack_.fault(fault);
  });
  add("clear_faults", [this](const json::object&) { slack_.clear_faults(); });
  add("refresh", [this](const json::object&) { slack_.refresh(); });
  add("warn", [this](const json::object&) { slack_.warn(); });
  add("disconnect", [this](const json::object& with) { slack_.disconnect(text(with, "reason")); });
  add("kill", [this](const json::object&) { slack_.kill_connections(); });
  add("silent", [this](const json::object& with) { slack_.set_silent(flag(with, "on", true)); });
  add("hello", [this](const json::object& with) { slack_.set_hello(flag(with, "on", true)); });
  add("redeliver", [this](const json::object& with) { slack_.redeliver_last(flag(with, "same", true)); });
  add("raw", [this](const json::object& with) { slack_.send_raw(text(with, "frame")); });
  add("ghosts", [this](const json::object& with) { slack_.set_num_connections_offset(number(with, "count", 0)); });
}

void SimulatorControl::add_page_acts() {
  acts_["page_component"] = [this](const json::object& with) {
    page_.add_component(text(with, "name"), text(with, "group"));
    return done(true);
  };
  acts_["page_fault"] = [this](const json::object& with) {
    PageFault fault;
    fault.kind = page_fault_kind(text(with, "kind"));
    if (with.contains("method")) fault.method = text(with, "method");
    fault.times = number(with, "times", fault.times);
    fault.code = number(with, "code", fault.code);
    fault.seconds = number(with, "seconds", fault.seconds);
    page_.fault(fault);
    return done(true);
  };
  acts_["clear_page_faults"] = [this](const json::object&) {
    page_.clear_faults();
    return done(true);
  };
}

HttpServerReply SimulatorControl::answer(const HttpServerRequest& request) {
  HttpServerReply reply;
  const std::string prefix = "/_control/";
  const auto name = request.path.starts_with(prefix) ? request.path.substr(prefix.size()) : "";
  if (name == "state") {
    reply.body = json::serialize(state());
    return reply;
  }
  const auto act = acts_.find(name);
  try {
    if (act == acts_.end()) throw std::invalid_argument("no such act: " + request.path);
    const auto with = request.body.empty() ? json::object{} : json::parse(request.body).as_object();
    reply.body = json::serialize(act->second(with));
  } catch (const std::exception& error) {  // the caller's mistake, told to the caller
    json::object answer;
    answer["error"] = error.what();
    reply.status = 400;
    reply.body = json::serialize(answer);
  }
  return reply;
}

json::object SimulatorControl::state() const {
  json::object messages, all;
  for (const auto& id : channels_) {
    json::array shown;
    for (const auto& message : slack_.messages(id)) shown.emplace_back(show(message));
    messages[id] = std::move(shown);
  }
  json::array sights, calls, violations;
  for (const auto& sight : sights_) sights.emplace_back(show(sight));
  for (const auto& call : slack_.calls()) calls.emplace_back(show(call));
  for (const auto& violation : slack_.violations()) violations.emplace_back(violation);
  for (const auto& violation : page_.violations()) violations.emplace_back(violation);
  all["connections"] = slack_.connections();
  all["messages"] = std::move(messages);
  all["sights"] = std::move(sights);
  all["calls"] = std::move(calls);
  all["violations"] = std::move(violations);
  return all;
}

}  // namespace integrations::simulator
