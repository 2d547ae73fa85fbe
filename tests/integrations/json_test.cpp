#include "integrations/http/json.hpp"

#include <gtest/gtest.h>

#include "integrations/http/retry.hpp"

namespace integrations {
using namespace std::chrono_literals;
using playbooks::Duration;
namespace {

TEST(JsonTest, RefusesWhatIsNotOneDocument) {
  for (const auto* text : {"", "{", "{\"a\":}", "<html>", "{} {}", "\xff\xfe", "{\"a\":\"\xc3\"}"})
    EXPECT_FALSE(parse_json(text)) << text;
  EXPECT_FALSE(parse_json(std::string(100, '[') + std::string(100, ']')));
  EXPECT_TRUE(parse_json(" {\"a\":[1,2]} "));
}

TEST(JsonTest, ReadsByPathAndTakesNothingForGranted) {
  const auto document = *parse_json(
      R"({"ok":"true","user":{"id":"U1","team":null},"n":"30","x":1.5,"big":18446744073709551615,"actions":[{"value":"v"}]})");
  EXPECT_EQ(text_at(document, "user.id"), "U1");
  EXPECT_EQ(text_at(document, "actions.0.value"), "v");
  for (const auto* absent :
       {"user.team", "user.team.id", "user.id.x", "actions.1.value", "actions.-1", "actions.x", "n.0"})
    EXPECT_EQ(find(document, absent), nullptr) << absent;
  EXPECT_EQ(text_at(document, "x"), "");
  EXPECT_EQ(number_at(document, "n"), 30);
  EXPECT_EQ(number_at(document, "x"), 1);
  EXPECT_EQ(number_at(document, "big"), std::nullopt);
  EXPECT_EQ(number_at(document, "user"), std::nullopt);
  EXPECT_EQ(flag_at(document, "ok"), true);
  EXPECT_EQ(flag_at(document, "n"), std::nullopt);
  EXPECT_NE(object_at(document, "user"), nullptr);
  EXPECT_EQ(object_at(document, "actions"), nullptr);
  EXPECT_NE(array_at(document, "actions"), nullptr);
}

TEST(JsonTest, NamesTheFirstThingThatIsMissing) {
  const auto document = *parse_json(R"({"a":{"b":1,"c":"","d":"x"}})");
  const auto problem = [&](std::string_view path) {
    JsonReader reader{document, "$.payload"};
    reader.text(path);
    return reader.problem();
  };
  EXPECT_EQ(problem("a.d"), "");
  EXPECT_EQ(problem("a.b"), "$.payload.a.b: not a string");
  EXPECT_EQ(problem("a.c"), "$.payload.a.c: empty");
  EXPECT_EQ(problem("a.e.f"), "$.payload.a.e.f: missing");
  JsonReader reader{document};
  reader.text("x");
  reader.text("y");
  EXPECT_EQ(reader.problem(), "$.x: missing");
}

HttpResponse answer(int status, const std::string& wait = {}) {
  HttpResponse response;
  response.outcome = HttpResponse::Outcome::answered;
  response.status = status;
  if (!wait.empty()) response.headers["retry-after"] = wait;
  return response;
}

TEST(RetryTest, JudgesByStatus) {
  const struct {
    HttpResponse response;
    Verdict verdict;
    Duration wait;
  } table[] = {
      {answer(200), Verdict::done, 0s},           {answer(204), Verdict::done, 0s},
      {answer(302), Verdict::refused, 0s},        {answer(400), Verdict::refused, 0s},
      {answer(404), Verdict::refused, 0s},        {answer(408), Verdict::ambiguous, 0s},
      {answer(420, "60"), Verdict::retry, 60s},   {answer(429), Verdict::retry, 30s},
      {answer(429, "2"), Verdict::retry, 2s},     {answer(429, "0.5"), Verdict::retry, 500ms},
      {answer(429, "soon"), Verdict::retry, 30s}, {answer(500), Verdict::ambiguous, 0s},
      {answer(502), Verdict::ambiguous, 0s},      {answer(503), Verdict::ambiguous, 0s},
      {answer(503, "5"), Verdict::retry, 5s},
  };
  for (const auto& row : table) {
    const auto judgement = judge(row.response, playbooks::from_millis(0));
    EXPECT_EQ(judgement.verdict, row.verdict) << row.response.status;
    EXPECT_EQ(judgement.wait, row.wait) << row.response.status;
  }
  HttpResponse failed;
  failed.outcome = HttpResponse::Outcome::not_sent;
  EXPECT_EQ(judge(failed, {}).verdict, Verdict::retry);
  failed.outcome = HttpResponse::Outcome::unknown;
  EXPECT_EQ(judge(failed, {}).verdict, Verdict::ambiguous);
}

TEST(RetryTest, RetryAfterIsNeverNegativeOrAbsurd) {
  const auto noon = playbooks::from_millis(784'111'777'000);  // 1994-11-06 08:49:37
  const auto wait = [&](const std::string& header) { return retry_after(answer(429, header), noon); };
  EXPECT_EQ(wait("-5"), 0s);
  EXPECT_EQ(wait("1e300"), 1h);
  EXPECT_EQ(wait("nan"), 0s);
  EXPECT_EQ(wait("Sun, 06 Nov 1994 08:49:57 GMT"), 20s);
  EXPECT_EQ(wait("Sun, 06 Nov 1994 08:49:17 GMT"), 0s);
  EXPECT_EQ(retry_after(answer(429), noon), std::nullopt);
}

TEST(RetryTest, BackOffDoublesToItsCapWithFullJitter) {
  std::mt19937_64 random{1};
  for (const auto& [attempt, most] :
       {std::pair{0, 500ms}, {1, 1000ms}, {5, 16000ms}, {6, 30000ms}, {1000, 30000ms}, {-1, 500ms}}) {
    Duration least = 1h, longest{};
    for (int i = 0; i < 500; ++i) {
      const auto wait = backoff(attempt, 500ms, 30s, random);
      least = std::min(least, wait);
      longest = std::max(longest, wait);
    }
    EXPECT_GE(least, 0ms);
    EXPECT_LT(least, most / 10);
    EXPECT_LE(longest, most);
    EXPECT_GT(longest, most * 9 / 10);
  }
}

}  // namespace
}  // namespace integrations
