#include "config/checks.hpp"
#include "tests/config/toy_table.hpp"

config::Table toy_table() {
  using config::Type;
  const auto no_coffee = [](const std::string& value) { return value == "coffee" ? "this is a tea house" : ""; };
  const auto key = [](const std::string& value) { return value.starts_with("tk-") ? "" : "something else"; };
  return {
      {.path = "house", .type = Type::section, .help = "The house itself."},
      {.path = "house.name", .help = "Over the door.", .example = "Camellia", .required = true, .max = 20},
      {.path = "house.seats", .type = Type::number, .help = "Chairs.", .fallback = "12", .min = 1, .max = 40},
      {.path = "house.open", .type = Type::flag, .help = "Now.", .fallback = "true"},
      {.path = "house.steep", .type = Type::duration, .help = "How long.", .fallback = "3m", .max = 3'600'000},
      {.path = "house.music",
       .type = Type::word,
       .help = "Any?",
       .fallback = "none",
       .words = {"none", "koto", "jazz"}},
      {.path = "house.door_key",
       .help = "Opens the door.",
       .expected = "a key (tk-…)",
       .required = true,
       .check = key,
       .environment = "SITREP_TOY_KEY",
       .secret = true},
      {.path = "house.site",
       .help = "Where to look.",
       .fallback = "https://tea.example/",
       .check = config::url_trouble,
       .environment = "SITREP_TOY_SITE"},
      {.path = "teas",
       .type = Type::objects,
       .help = "The menu.",
       .fallback = "- name: sencha\n  other: [green]\n- name: assam\n",
       .min = 1,
       .max = 5},
      {.path = "teas[].name", .help = "Of the tea.", .required = true, .max = 30, .check = no_coffee, .names = "tea"},
      {.path = "teas[].other", .type = Type::texts, .help = "Names.", .max = 3, .check = no_coffee, .names = "tea"},
      {.path = "teas[].goes_with", .type = Type::objects, .help = "Pairs.", .max = 4},
      {.path = "teas[].goes_with[].tea", .help = "Which.", .required = true, .refers = "tea"},
      {.path = "favourite", .help = "Of the house.", .example = "sencha", .refers = "tea"},
      {.path = "delivery", .type = Type::section, .help = "By bicycle.", .optional = true},
      {.path = "delivery.town", .help = "Where to.", .example = "Uji", .required = true},
  };
}
