// The table of what may stand inside a rich_text block.
#include "integrations/simulator/block_kit/shape.hpp"

namespace integrations::simulator::block_kit {
namespace {

Field style() {
  return {"style", object({{"bold", boolean()},
                           {"code", boolean()},
                           {"italic", boolean()},
                           {"strike", boolean()},
                           {"underline", boolean()}})};
}

const Types& spans() {
  constexpr std::size_t long_text = 40'000;
  static const Types table{
      {"text", {{{"text", string(long_text, 1), required}, style()}, {}}},
      {"link", {{{"url", string(3000, 1), required}, {"text", string(long_text)}, {"unsafe", boolean()}, style()}, {}}},
      {"user", {{{"user_id", string(255, 1), required}, style()}, {}}},
      {"channel", {{{"channel_id", string(255, 1), required}, style()}, {}}},
      {"usergroup", {{{"usergroup_id", string(255, 1), required}, style()}, {}}},
      {"team", {{{"team_id", string(255, 1), required}, style()}, {}}},
      {"broadcast", {{{"range", one_of({"here", "channel", "everyone"}), required}, style()}, {}}},
      {"color", {{{"value", string(20, 1), required}, style()}, {}}},
      {"emoji", {{{"name", string(255, 1), required}, {"unicode", string(255)}, {"url", string(3000)}, style()}, {}}},
      {"date",
       {{{"timestamp", integer(0, 9'999'999'999), required},
         {"format", string(3000, 1), required},
         {"url", string(3000)},
         {"fallback", string(3000)},
         style()},
        {}}}};
  return table;
}

const Types& sections() {
  constexpr std::size_t many = 10'000;
  static const Field border{"border", integer(0, 1)};
  static const Types table{
      {"rich_text_section", {{{"elements", list(typed(spans), many, 0), required}}, {}}},
      {"rich_text_quote", {{{"elements", list(typed(spans), many, 0), required}, border}, {}}},
      {"rich_text_preformatted", {{{"elements", list(typed(spans, {"text", "link"}), many, 0), required}, border}, {}}},
      {"rich_text_list",
       {{{"elements", list(typed(sections, {"rich_text_section"}), many), required},
         {"style", one_of({"bullet", "ordered"}), required},
         {"indent", integer(0, 8)},
         {"offset", integer(0, 1'000'000)},
         border},
        {}}}};
  return table;
}

}  // namespace

Check rich_text_block() {
  return object({{"type", one_of({"rich_text"}), required},
                 {"block_id", string(255, 1)},
                 {"elements", list(typed(sections), 10'000), required}});
}

}  // namespace integrations::simulator::block_kit
