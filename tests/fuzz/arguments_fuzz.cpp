// Any bytes as a command line, on every surface, with and without forms: an answer, never a crash. The first byte
// chooses the surroundings, the rest is the line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "commands/text.hpp"
#include "commands/times.hpp"
#include "commands/tokenizer.hpp"
#include "tests/commands/desk_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commands;
  if (size == 0) return 0;
  const auto choice = data[0];
  const std::string line{data + 1, data + size};
  const auto pieces = tokenise(line);
  for (const auto& token : pieces.tokens) {
    const auto again = tokenise(in_quotes(token.text));
    if (token.begin >= token.end || token.end > pieces.text.size() || again.tokens.empty()) std::abort();
  }
  // Neither gives anything but a value or words.
  if (!parse_when(line, {testing::now, "Europe/Berlin", Lean::future}) && line.size() > (1U << 30U)) std::abort();
  if (const auto duration = parse_duration(line); duration && duration->count() <= 0) std::abort();

  testing::FakeDesk desk;
  desk.policy_.zone = "Europe/Berlin";
  for (int i = 0; i < (choice & 3); ++i) desk.add(12 + i, "Checkout is down");
  if ((choice & 4) != 0) desk.add_closed(11, "Old one");
  auto request = testing::typed(line);
  request.surface = static_cast<Surface>((choice >> 3U) % 5);
  if (request.surface == Surface::form) request.fields = {{"", line}, {"at", line}, {"on", line}, {"severity", line}};
  if (request.surface == Surface::mention) request.thread_ts = "12.000";
  request.can_open_form = (choice & 64) != 0;
  const auto reply = testing::say(desk, request);
  if (reply.parts.empty() && !reply.form && reply.field_errors.empty()) std::abort();
  for (const auto& button : testing::button_lines(reply))
    if (button.size() > 2000 || cleaned(button) != button) std::abort();
  return 0;
}
