// What the fuzzer starts from, and what it once found, as ordinary tests.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "config/load.hpp"
#include "config/utf8.hpp"
#include "tests/config/toy_table.hpp"

namespace {

TEST(Corpus, EveryFileIsAnsweredWithValuesOrWithProblemsOnOneLineEach) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator{SITREP_SOURCE_DIR "/tests/fuzz/corpus/config"}) {
    std::stringstream text;
    text << std::ifstream{entry.path(), std::ios::binary}.rdbuf();
    const auto loaded = config::load(text.str(), "f", toy_table(), {{"SITREP_TOY_KEY", "tk-1"}});
    for (const auto& problem : loaded.problems) {
      const auto line = config::to_string(problem);
      EXPECT_EQ(line.find('\n'), std::string::npos) << entry.path();
      EXPECT_FALSE(config::invalid_utf8(line)) << entry.path();
      EXPECT_GT(problem.place.line, -1) << entry.path();
    }
    const auto name = entry.path().stem().string();
    const bool good = name == "least" || name == "whole" || name == "bom";
    if (good || name == "wrong" || name == "bomb") EXPECT_EQ(config::failed(loaded.problems), !good) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 10);
}

}  // namespace
