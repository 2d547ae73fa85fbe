// maintenance checklist and done: what there is to do, and what is done of it.
#include <fmt/format.h>

#include <array>
#include <charconv>

#include "commands/args.hpp"
#include "commands/maintenance/which.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands::maintenance {
namespace {

using playbooks::Text;

constexpr std::array<std::string_view, 3> checklist_aliases = {"steps", "todo", "check"};
constexpr std::array<std::string_view, 4> done_aliases = {"tick", "did", "step", "undone"};
constexpr std::array<Flag, 1> done_flags = {{{"undo", "not", "", "it is not done after all", Flag::Takes::nothing}}};
constexpr std::size_t most = 50;  // steps in one line

/// With numbers, phase by phase, done ones marked.
Text listed(const playbooks::Maintenance& window) {
  Text text;
  const std::string* phase = nullptr;
  for (std::size_t i = 0; i < window.steps.size(); ++i) {
    const auto& step = window.steps[i];
    if (phase == nullptr || *phase != step.phase) text << (text.empty() ? "" : "\n") << playbooks::Bold{step.phase};
    phase = &step.phase;
    text << fmt::format("\n{} {}. {}", step.done ? "✓" : "☐", i + 1, step.text);
    if (step.done)
      text << " (@" << (step.done->by.name.empty() ? step.done->by.id : step.done->by.name) << ", "
           << playbooks::Moment{step.done->at} << ")";
  }
  return text;
}

Reply run_checklist(const Request&, Arguments& arguments, Desk& desk) {
  auto found = which(arguments, desk, "checklist", Among::open, Bare::names);
  if (!found) return std::move(found.error());
  if (auto reply = arguments.leftover()) return std::move(*reply);
  if (found->steps.empty())
    return headed(*found) << " has no checklist. Checklists are configured under " << playbooks::Code{"maintenance"}
                          << ".";
  Reply reply{headed(*found)};
  reply.parts.emplace_back(listed(*found));
  reply.parts.emplace_back(Text{"Tick one: "} << playbooks::Code{
                               arguments.as_typed(fmt::format("maintenance done {} 1", to_string(found->id)))});
  return reply;
}

/// "2", "2,3", "2 3": what is left of the line.
Asked<std::vector<int>> numbers(Arguments& arguments) {
  std::vector<int> result;
  for (const auto* token = arguments.next(); token != nullptr; token = arguments.next()) {
    std::string_view rest{token->text};
    while (!rest.empty()) {
      const auto part = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(part.size() + 1, rest.size()));
      if (part.empty()) continue;
      int number = 0;
      const auto* const end = part.data() + part.size();
      if (const auto [behind, error] = std::from_chars(part.data(), end, number);
          error != std::errc{} || behind != end || result.size() >= most)
        return std::unexpected(arguments.refuse(fmt::format("“{}” is no number of a step.", shortened(part, 40))));
      result.push_back(number);
    }
    arguments.take_next();
  }
  if (result.empty()) return std::unexpected(arguments.refuse("Say which step: its number in the checklist."));
  return result;
}

Reply run_done(const Request&, Arguments& arguments, Desk& desk) {
  auto found = which(arguments, desk, "done", Among::open, Bare::is_text);
  if (!found) return std::move(found.error());
  const auto steps = numbers(arguments);
  if (!steps) return steps.error();
  const bool done = !arguments.has("undo") && arguments.typed() != "undone";
  for (const auto step : *steps)
    if (const auto events = desk.execute(playbooks::SetMaintenanceStep{found->id, step, done}); !events)
      return declined(events.error());
  const auto* window = now_known(desk, found->id);
  if (window == nullptr) return Text{"Noted."};
  std::size_t open = 0;
  for (const auto& step : window->steps) open += step.done ? 0 : 1;
  const auto number = static_cast<std::size_t>(steps->front());
  auto text = headed(*window) << (done ? ": done" : ": not done");
  if (steps->size() == 1 && number <= window->steps.size()) text << ": " << window->steps[number - 1].text;
  return text << fmt::format(". {} of {} steps are open.", open, window->steps.size());
}

}  // namespace

const Verb checklist{.command = "maintenance",
                     .name = "checklist",
                     .aliases = checklist_aliases,
                     .usage = "checklist [MNT-3]",
                     .help = "What there is to do, phase by phase, and what is done",
                     .example = "maintenance checklist MNT-3",
                     .flags = {},
                     .free_text = false,
                     .run = run_checklist};

const Verb done{.command = "maintenance",
                .name = "done",
                .aliases = done_aliases,
                .usage = "done [MNT-3] <2> [--undo]",
                .help = "Tick a step of the checklist",
                .example = "maintenance done MNT-3 2",
                .flags = done_flags,
                .free_text = false,
                .run = run_done};

}  // namespace commands::maintenance
