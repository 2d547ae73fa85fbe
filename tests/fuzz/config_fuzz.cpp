// Any bytes as a settings file: the loader must answer with values or with problems, each on one line of valid UTF-8.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "config/load.hpp"
#include "config/utf8.hpp"
#include "tests/config/toy_table.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const config::Table table = toy_table();
  static const config::Environment environment{{"SITREP_TOY_KEY", "tk-1"}};
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto loaded = config::load(text, "f", table, environment);
  for (const auto& problem : loaded.problems) {
    const auto line = config::to_string(problem);
    if (line.find('\n') != std::string::npos || config::invalid_utf8(line)) std::abort();
  }
  if (!config::failed(loaded.problems) && loaded.values.text("house.name").empty()) std::abort();
  return 0;
}
