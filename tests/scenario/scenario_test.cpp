// Plays every scenario and compares what was seen with what the file says. UPDATE_SCENARIOS=1 writes the files anew;
// the difference is then what a reviewer reads.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "bot/demo/script.hpp"
#include "integrations/ports/log.hpp"

namespace bot {
namespace {
namespace fs = std::filesystem;

const fs::path folder = fs::path{SITREP_SOURCE_DIR} / "tests/scenario/scenarios";

std::vector<fs::path> scenarios() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator{folder})
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::string read(const fs::path& file) {
  std::ifstream stream{file};
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// The first line that differs, with what stands around it.
std::string difference(const std::string& expected, const std::string& actual) {
  std::istringstream left{expected}, right{actual};
  std::string a, b, before;
  for (int line = 1;; ++line) {
    const bool more_left = static_cast<bool>(std::getline(left, a)),
               more_right = static_cast<bool>(std::getline(right, b));
    if (!more_left && !more_right) return "only line endings differ";
    if (more_left != more_right || a != b)
      return "line " + std::to_string(line) + ", after: " + before + "\n  expected: " + (more_left ? a : "(end)") +
             "\n  seen:     " + (more_right ? b : "(end)");
    before = a;
  }
}

bool updating() {
  return ::getenv("UPDATE_SCENARIOS") != nullptr;
}

class Scenario : public testing::TestWithParam<fs::path> {};

TEST_P(Scenario, EveryoneSeesWhatTheFileSays) {
  integrations::set_log("off");
  std::string scratch = (fs::temp_directory_path() / "sitrep-scenario-XXXXXX").string();
  ASSERT_NE(::mkdtemp(scratch.data()), nullptr);
  const auto expected = read(GetParam());
  ScriptOptions options;
  options.database = fs::path{scratch} / "scenario.db";
  const auto outcome = play_script(expected, options);
  fs::remove_all(scratch);
  ASSERT_TRUE(outcome) << GetParam() << ": " << outcome.error();
  EXPECT_EQ(outcome->violations, "");
  if (updating())
    std::ofstream{GetParam()} << outcome->transcript;
  else
    EXPECT_EQ(outcome->transcript, expected) << GetParam() << " " << difference(expected, outcome->transcript);
}

INSTANTIATE_TEST_SUITE_P(Files, Scenario, testing::ValuesIn(scenarios()), [](const auto& parameter) {
  auto name = parameter.param.stem().string();
  std::ranges::replace_if(
      name, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')); }, '_');
  return name;
});

TEST(Scenarios, AreNotRewrittenInContinuousIntegration) {
  EXPECT_FALSE(updating() && ::getenv("CI") != nullptr) << "UPDATE_SCENARIOS would make every scenario pass";
}

TEST(Scenarios, AreMany) {
  EXPECT_GE(scenarios().size(), 25U);
}

}  // namespace
}  // namespace bot
