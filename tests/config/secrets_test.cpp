#include "config/secrets.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/config/toy_table.hpp"

namespace {

using config::Environment;
namespace fs = std::filesystem;

class SecretFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("sitrep_secret_" + std::to_string(::getpid()) + "_" +
                                           testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& content, mode_t mode = 0600) const {
    const auto path = folder_ / "key";
    std::ofstream{path} << content;
    EXPECT_EQ(::chmod(path.c_str(), mode), 0);
    return path.string();
  }
  static config::Loaded load(const Environment& environment, config::Secrets secrets = config::Secrets::required) {
    return config::load(toy_least, "t.yaml", toy_table(), environment, secrets);
  }
  static std::string problem(const Environment& environment) {
    const auto loaded = load(environment);
    return loaded.problems.size() == 1 ? to_string(loaded.problems[0])
                                       : std::to_string(loaded.problems.size()) + " problems";
  }

  fs::path folder_;
};

TEST_F(SecretFile, MissingSaysWhereToPutIt) {
  const auto says =
      "environment: SITREP_TOY_KEY: missing; expected a key (tk-…): set SITREP_TOY_KEY, or SITREP_TOY_KEY_FILE to the "
      "path of "
      "a file that holds it";
  EXPECT_EQ(problem({}), says);
  EXPECT_EQ(problem({{"SITREP_TOY_KEY", ""}}), says) << "an empty variable counts as not set";
  const auto checked = load({}, config::Secrets::optional);
  ASSERT_EQ(checked.problems.size(), 1U);
  EXPECT_EQ(checked.problems[0].level, config::Problem::Level::warning);
  EXPECT_EQ(checked.values.text("house.door_key"), "");
}

TEST_F(SecretFile, NoMessageRepeatsASecret) {
  const std::vector<std::string> secrets{"wrong-kind-of-secret", "tk-with space", "tk-two\nlines",
                                         std::string(9000, 'k')};
  for (const auto& secret : secrets) {
    for (const auto& environment :
         {Environment{{"SITREP_TOY_KEY", secret}}, Environment{{"SITREP_TOY_KEY_FILE", write(secret)}}}) {
      const auto loaded = load(environment);
      ASSERT_EQ(loaded.problems.size(), 1U) << secret;
      EXPECT_EQ(loaded.problems[0].level, config::Problem::Level::error);
      EXPECT_EQ(to_string(loaded.problems[0]).find(secret.substr(0, 5)), std::string::npos)
          << to_string(loaded.problems[0]);
    }
  }
}

TEST_F(SecretFile, IsReadWithoutItsLineBreak) {
  EXPECT_EQ(load({{"SITREP_TOY_KEY_FILE", write("tk-1\r\n\n")}}).values.text("house.door_key"), "tk-1");
  EXPECT_EQ(load({{"SITREP_TOY_KEY", "tk-2\n"}}).values.text("house.door_key"), "tk-2");
}

TEST_F(SecretFile, ReadableByAllIsAWarning) {
  const auto path = write("tk-1", 0644);
  const auto loaded = load({{"SITREP_TOY_KEY_FILE", path}});
  ASSERT_EQ(loaded.problems.size(), 1U);
  EXPECT_EQ(to_string(loaded.problems[0]),
            "environment: warning: SITREP_TOY_KEY_FILE: everybody on this machine can read " + path +
                "; type: chmod o-rwx " + path);
  EXPECT_EQ(loaded.values.text("house.door_key"), "tk-1");
  EXPECT_TRUE(load({{"SITREP_TOY_KEY_FILE", write("tk-1", 0640)}}).problems.empty());
}

TEST_F(SecretFile, CannotBeRead) {
  const auto none = (folder_ / "none").string();
  EXPECT_EQ(problem({{"SITREP_TOY_KEY_FILE", none}}),
            "environment: SITREP_TOY_KEY_FILE: cannot read the file " + none + ": No such file or directory");
  EXPECT_EQ(problem({{"SITREP_TOY_KEY_FILE", folder_.string()}}),
            "environment: SITREP_TOY_KEY_FILE: cannot read the file " + folder_.string() + ": Is a directory");
  const auto empty = write("\n");
  EXPECT_EQ(problem({{"SITREP_TOY_KEY_FILE", empty}}),
            "environment: SITREP_TOY_KEY_FILE: in the file " + empty + ": expected a key (tk-…), got nothing");
}

TEST_F(SecretFile, BothWaysAtOnceAreRefused) {
  EXPECT_EQ(problem({{"SITREP_TOY_KEY", "tk-1"}, {"SITREP_TOY_KEY_FILE", write("tk-2")}}),
            "environment: SITREP_TOY_KEY: SITREP_TOY_KEY_FILE is set too; keep one of them");
}

TEST_F(SecretFile, IsTakenFromThisProcess) {
  ASSERT_EQ(::setenv("SITREP_TOY_KEY", "tk-a=b", 1), 0);
  ASSERT_EQ(::setenv("NOT_OURS", "x", 1), 0);
  const auto environment = config::process_environment();
  ASSERT_EQ(::unsetenv("SITREP_TOY_KEY"), 0);
  EXPECT_EQ(environment.at("SITREP_TOY_KEY"), "tk-a=b");
  EXPECT_FALSE(environment.contains("NOT_OURS"));
}

}  // namespace
