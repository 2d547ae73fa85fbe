// Reading the page to find what was changed there by hand. It leaves the rate limit to publications: it asks only when
// nothing is in a hurry, and goes on where it was held up.
#include <fmt/format.h>

#include <algorithm>

#include "integrations/statuspage/client.hpp"

namespace integrations::statuspage {

namespace asio = boost::asio;
using playbooks::NotePageRead;
using Kind = Answer::Kind;

namespace {

/// What was read over a longer time is not one picture of the page any more.
constexpr auto one_picture = std::chrono::minutes{1};

}  // namespace

asio::awaitable<Outcome> Client::read_page(Delivery delivery) {
  const auto lane = delivery.effect.lane + "/reading";  // its failures delay no publication
  const auto now = clock_.now();
  if (const auto at = back_off_.next(lane, now); at > now)
    co_return Retry{at, "Statuspage could not be read: it is tried again later"};
  if (!reading_ || now - reading_->began >= one_picture) reading_ = Reading{now, {}, {}};
  auto answer = co_await read_everything();
  const auto page = std::string{playbooks::page_of(delivery.effect)};
  if (answer.kind == Kind::refused || answer.kind == Kind::doubtful) {
    NotePageRead unread{page, {}, {}, reading_->began, std::move(answer.why)};
    reading_.reset();
    co_return Delivered{playbooks::Receipt{{}, {}, "could not be read"}, {std::move(unread)}};
  }
  if (answer.kind == Kind::later)
    co_return Retry{answer.at ? *answer.at : back_off_.failed(lane, clock_.now()), std::move(answer.why)};
  back_off_.succeeded(lane);
  auto note = picture(std::move(*reading_), page);
  reading_.reset();
  auto detail = fmt::format("{} components and {} incidents of others read", note.components.size(), note.open.size());
  co_return Delivered{playbooks::Receipt{{}, {}, std::move(detail)}, {std::move(note)}};
}

asio::awaitable<Answer> Client::read_everything() {
  Answer answer{Kind::done, 200, {}, {}, {}};
  while (reading_->components.reading()) {
    const int number = reading_->components.next_page();
    answer = co_await ask_idly(fmt::format("/components?page={}&per_page={}", number, Directory::page_size));
    if (answer.kind != Kind::done) co_return answer;
    auto entries = read_components(answer.value);
    if (!entries) co_return Answer{Kind::later, 0, {}, {}, "Statuspage answered without a list of components"};
    reading_->components.add(number, std::move(*entries), clock_.now());
  }
  auto& list = reading_->unresolved;
  while (list.next_page != 0) {
    answer = co_await ask_idly(fmt::format("/incidents/unresolved?per_page={}&page={}", list_size, list.next_page));
    if (answer.kind != Kind::done) co_return answer;
    if (!add_to(list, answer)) co_return answer;
  }
  // The newest word on components is the page's own.
  directory_ = reading_->components;
  carried_.clear();
  co_return answer;
}

asio::awaitable<Answer> Client::ask_idly(std::string path) {
  const auto now = clock_.now();
  if (const auto at = gate_.next_idle(now); at > now)
    co_return Answer{Kind::later, 0, {}, at, "reading the status page gives way to what is published there"};
  auto answer = co_await call("GET", page_path() + path, {}, page_name());
  co_return answer;
}

NotePageRead Client::picture(Reading reading, std::string page) const {
  NotePageRead note{std::move(page), {}, {}, reading.began, {}};
  for (const auto& component : policy_.components) {
    std::string problem;
    const auto id = component_id(component.key, problem);
    const auto* listed = id ? directory_.by_id(*id) : nullptr;
    if (listed == nullptr) continue;
    // An empty status is legal and says nothing.
    if (const auto status = playbooks::parse_component_status(listed->status))
      note.components.emplace(component.key, *status);
  }
  for (const auto& one : reading.unresolved.entries) {
    const auto ours = [&](const auto& known) { return known.second == one.id; };
    if (!one.owner.empty() || is_maintenance(one) || std::ranges::any_of(page_ids_, ours)) continue;
    note.open.push_back({note.page, one.id, one.name, one.status, one.link});
  }
  return note;
}

}  // namespace integrations::statuspage
