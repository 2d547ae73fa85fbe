// People and forms: submit, close, and what the bot answers to it.
#include <fmt/core.h>

#include "integrations/simulator/block_kit/block_kit.hpp"
#include "integrations/simulator/slack/method.hpp"
#include "integrations/simulator/slack/people.hpp"

namespace integrations::simulator::slack {
namespace {

bool has_block(const View& view, std::string_view id) {
  for (const auto& block : view.content.at("blocks").as_array()) {
    const auto* its = block.is_object() ? block.get_object().if_contains("block_id") : nullptr;
    if (its != nullptr && its->is_string() && std::string_view{its->get_string()} == id) return true;
  }
  return false;
}

}  // namespace

bool People::submit(const std::string& user, const std::map<std::string, std::string>& values) {
  const auto& who = person(user);
  const auto* view = world_.top_view(who.id);
  if (view == nullptr) return false;
  const auto filled = fill_in(world_, view->content.at("blocks").as_array(), values);
  if (!filled.unknown.empty()) return false;
  if (!filled.errors.empty()) {
    world_.show_errors(*view, filled.errors);
    return false;
  }
  auto payload = interaction("view_submission", who);
  payload["view"] = view_json(*view, filled.state);
  payload["response_urls"] = json::array{};
  Envelope envelope{"interactive", std::move(payload), true, {}, {}};
  envelope.acked = [this, id = view->id](const json::object& answer) { answer_submission(id, answer); };
  envelope.missed = [this, id = who.id](const std::string& error) { show_missed(person(id), {}, error); };
  envelopes_.send(std::move(envelope));
  return true;
}

void People::answer_submission(const std::string& view_id, const json::object& payload) {
  auto* view = world_.view(view_id);
  if (view == nullptr) return;
  const auto action = text_of(payload, "response_action");
  if (payload.empty()) return world_.close_view(view_id, false);
  if (action == "clear") return world_.close_view(view_id, true);
  if (action == "errors") {
    const auto* errors = payload.if_contains("errors");
    if (errors == nullptr || !errors->is_object() || errors->get_object().empty()) {
      return record_.violation("response_action errors without errors");
    }
    for (const auto& member : errors->get_object()) {
      if (!has_block(*view, member.key())) {
        record_.violation(
            fmt::format("an error for the block `{}`, which the view does not have", std::string_view{member.key()}));
      }
    }
    return world_.show_errors(*view, errors->get_object());
  }
  const auto* next = payload.if_contains("view");
  if ((action != "update" && action != "push") || next == nullptr) {
    return record_.violation(fmt::format("answer to a form: response_action `{}`", action));
  }
  const auto problems = block_kit::check_view(*next, "/view");
  for (const auto& problem : problems) record_.violation("answer to a form: " + problem);
  if (!problems.empty()) return;
  if (action == "update") return world_.change_view(*view, next->get_object());
  const auto user = view->user;
  world_.show_view(world_.open_view(user, next->get_object(), view));
}

bool People::close_form(const std::string& user) {
  const auto& who = person(user);
  const auto* view = world_.top_view(who.id);
  if (view == nullptr) return false;
  const bool all = flag_of(view->content, "clear_on_close");
  if (flag_of(view->content, "notify_on_close")) {
    auto payload = interaction("view_closed", who);
    payload.erase("trigger_id");
    payload["view"] = view_json(*view, {});
    payload["is_cleared"] = all;
    envelopes_.send({"interactive", std::move(payload), false, {}, {}});
  }
  world_.close_view(std::string{view->id}, all);
  return true;
}

}  // namespace integrations::simulator::slack
