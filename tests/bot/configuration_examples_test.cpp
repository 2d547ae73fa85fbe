// The files in docs/escalation-examples load as they are and say what their seeds say.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <tuple>

#include "configuration_texts.hpp"

namespace {

using namespace std::chrono_literals;
using namespace configuration_texts;

const std::filesystem::path folder{SITREP_SOURCE_DIR "/docs/escalation-examples"};
constexpr playbooks::Time today = std::chrono::sys_days{std::chrono::year{2026} / 11 / 21};

playbooks::Policy load(const std::string& name) {
  const auto loaded = bot::load_configuration(folder / name, tokens, config::Secrets::required, today);
  for (const auto& line : lines(loaded ? loaded->warnings : loaded.error())) ADD_FAILURE() << line;
  return loaded ? loaded->policy : playbooks::Policy{};
}

std::vector<playbooks::Duration> waits(const playbooks::EscalationPolicy& policy) {
  std::vector<playbooks::Duration> result;
  for (const auto& tier : policy.tiers) result.push_back(tier.next_after);
  return result;
}

std::vector<std::string> targets(const playbooks::EscalationPolicy& policy) {
  std::vector<std::string> result;
  for (const auto& tier : policy.tiers)
    for (const auto& target : tier.targets) result.push_back(to_string(target));
  return result;
}

using Names = std::vector<std::string>;
using Waits = std::vector<playbooks::Duration>;

TEST(EscalationExamples, AllLoadWithoutAWarningAndAreListed) {
  const auto listed = [] {
    std::stringstream text;
    text << std::ifstream{folder / "README.md"}.rdbuf();
    return text.str();
  }();
  std::set<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    if (entry.path().extension() != ".yaml") continue;
    const auto name = entry.path().filename().string();
    found.insert(name);
    EXPECT_FALSE(load(name).escalation_routes.empty()) << name;
    EXPECT_TRUE(says(listed, "](" + name + ")")) << name;
  }
  EXPECT_EQ(found.size(), 4U);
}

TEST(EscalationExamples, ThreeTiersByTheHour) {
  const auto policy = load("three-tiers-by-the-hour.yaml").escalation_policies.at(0);
  EXPECT_EQ(targets(policy), (Names{"schedule primary", "lena", "victor"}));
  EXPECT_EQ(waits(policy), (Waits{1h, 4h, 1h}));
}

TEST(EscalationExamples, FifteenMinutesEachAndTheLastAtOnceWhenCritical) {
  const auto policy = load("fifteen-minutes-each.yaml").escalation_policies.at(0);
  EXPECT_EQ(targets(policy), (Names{"schedule primary", "dana", "carlos"}));
  EXPECT_EQ(waits(policy), (Waits{15min, 15min, 15min}));
  EXPECT_TRUE(policy.tiers[1].at_once.empty());
  EXPECT_EQ(policy.tiers[2].at_once, (Names{"P0"}));
}

TEST(EscalationExamples, AMatrixOfSeverities) {
  const auto all = load("a-matrix-of-severities.yaml");
  const std::vector<std::tuple<std::string, playbooks::Duration, Names>> matrix{
      {"critical", 5min, {"carlos", "hugo"}}, {"major", 15min, {"lena"}}, {"minor", 1h, {"schedule primary"}}};
  ASSERT_EQ(all.severities.size(), matrix.size());
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    const auto& [severity, within, who] = matrix[i];
    EXPECT_EQ(all.severities[i].name, severity);
    EXPECT_EQ(all.severities[i].respond_within, within);
    const auto& route = all.escalation_routes.at(i);
    EXPECT_EQ(route.severities, (Names{severity}));
    const auto* policy = all.escalation_policy(route.policy);
    ASSERT_NE(policy, nullptr) << route.policy;
    Names first;
    for (const auto& target : policy->tiers.at(0).targets) first.push_back(to_string(target));
    EXPECT_EQ(first, who);
    EXPECT_EQ(policy->tiers[0].next_after, 0ms) << "the severity's response time";
  }
}

TEST(EscalationExamples, ResponseTimes) {
  const auto all = load("response-times.yaml");
  std::vector<std::pair<std::string, playbooks::Duration>> times;
  for (const auto& severity : all.severities) times.emplace_back(severity.name, severity.respond_within);
  EXPECT_EQ(times, (std::vector<std::pair<std::string, playbooks::Duration>>{
                       {"P0", 5min}, {"P1", 1h}, {"P2", 4h}, {"P3", 24h}}));
  const auto policy = all.escalation_policies.at(0);
  EXPECT_EQ(targets(policy), (Names{"schedule primary", "schedule secondary", "founders"}));
  EXPECT_EQ(waits(policy), (Waits{0ms, 0ms, 0ms})) << "the severity's response time";
  EXPECT_EQ(policy.tiers[1].at_once, (Names{"P0"}));
  EXPECT_EQ(policy.tiers[2].channels, (std::vector<playbooks::ContactStep>{{playbooks::Channel::email, 0ms}}));
}

/// Whatever stands in the place of a value: the answer is a policy or problems of one line, never an exception.
TEST(EscalationExamples, AnyValueAnywhereIsAnswered) {
  std::ifstream file{folder / "fifteen-minutes-each.yaml"};
  std::vector<std::string> all;
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line.front() != '#') all.push_back(line);
  ASSERT_GT(all.size(), 50U);
  std::size_t refused = 0;
  for (std::size_t changed = 0; changed < all.size(); ++changed) {
    const auto colon = all[changed].find(": ");
    const auto head = colon == std::string::npos ? std::string{} : all[changed].substr(0, colon + 1);
    for (const auto* value : {"", " \"\"", " []", " [\"\"]", " {}", " x", " 0", " [ann, ann]", " schedule primary"}) {
      std::string text;
      for (std::size_t i = 0; i < all.size(); ++i) text += (i == changed ? head + value : all[i]) + "\n";
      const auto loaded = bot::parse_configuration(text, "s.yaml", tokens, config::Secrets::required, today);
      refused += loaded ? 0 : 1;
      for (const auto& line : lines(loaded ? loaded->warnings : loaded.error()))
        EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    }
  }
  EXPECT_GT(refused, all.size()) << "most of it makes no sense";
}

}  // namespace
