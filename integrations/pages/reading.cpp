// Reading a page, to find what was changed there by hand. Incidents that were opened there by hand are not looked for.
#include <fmt/format.h>

#include <array>

#include "integrations/pages/client.hpp"

namespace integrations::pages {

namespace asio = boost::asio;
using playbooks::ComponentStatus;
using playbooks::NotePageRead;
using AnswerKind = ServiceAnswer::Kind;

namespace {

std::optional<ComponentStatus> status_of(const Dialect& dialect, const statuspage::Listed& listed) {
  constexpr std::array all{ComponentStatus::operational, ComponentStatus::under_maintenance,
                           ComponentStatus::degraded_performance, ComponentStatus::partial_outage,
                           ComponentStatus::major_outage};
  // Where a component has no state of its own, what it shows is not somebody's change.
  if (!dialect.set_component(listed.id, ComponentStatus::operational)) return std::nullopt;
  for (const auto status : all)
    if (dialect.status_word(status) == listed.status) return status;
  return std::nullopt;
}

}  // namespace

asio::awaitable<Outcome> Client::read_page(Delivery delivery) {
  const auto lane = delivery.effect.lane + "/reading";  // its failures delay no publication
  const auto began = clock_.now();
  if (const auto at = back_off_.next(lane, began); at > began)
    co_return Retry{at, provider_.name + " could not be read: it is tried again later"};
  auto answer = co_await read_directory();
  NotePageRead note;
  note.page = provider_.key;
  note.asked = began;
  if (answer.kind == AnswerKind::refused) {
    note.trouble = std::move(answer.why);
    co_return Delivered{playbooks::Receipt{{}, {}, "could not be read"}, {std::move(note)}};
  }
  if (answer.kind != AnswerKind::done)
    co_return Retry{answer.at ? *answer.at : back_off_.failed(lane, clock_.now()), std::move(answer.why)};
  back_off_.succeeded(lane);
  for (const auto& component : policy_.components) {
    std::string problem;
    const auto id = component_id(component.key, problem);
    const auto* listed = id ? directory_.by_id(*id) : nullptr;
    if (listed == nullptr) continue;
    if (const auto status = status_of(*dialect_, *listed)) note.components.emplace(component.key, *status);
  }
  auto detail = fmt::format("{} components read", note.components.size());
  co_return Delivered{playbooks::Receipt{{}, {}, std::move(detail)}, {std::move(note)}};
}

}  // namespace integrations::pages
