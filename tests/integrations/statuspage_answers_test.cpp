#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "integrations/statuspage/answers.hpp"
#include "statuspage_support.hpp"

namespace integrations::statuspage {
namespace {

using namespace std::chrono_literals;
using Kind = Answer::Kind;

HttpResponse failed(HttpResponse::Outcome outcome) {
  HttpResponse response;
  response.outcome = outcome;
  response.trouble = "Connection refused";
  return response;
}

HttpResponse truncated() {
  auto response = answered(200, R"({"id":"i"})");
  response.truncated = true;
  return response;
}

TEST(StatuspageAnswersTest, EveryAnswerHasOneMeaning) {
  const struct {
    const char* name;
    HttpResponse response;
    Kind read, written;
    const char* says;
  } table[] = {
      {"done", answered(200, "{}"), Kind::done, Kind::done, ""},
      {"created", answered(201, R"({"id":"i"})"), Kind::done, Kind::done, ""},
      {"refused connection", failed(HttpResponse::Outcome::not_sent), Kind::later, Kind::later, "cannot be reached"},
      {"time-out after sending", failed(HttpResponse::Outcome::unknown), Kind::later, Kind::doubtful, "no answer"},
      {"HTML with 200", answered(200, "<html>Hello</html>"), Kind::later, Kind::doubtful, "without JSON: <html>Hello"},
      {"half a JSON", answered(200, R"({"id":"i","na)"), Kind::later, Kind::doubtful, "without JSON"},
      {"empty", answered(201, ""), Kind::later, Kind::doubtful, "an empty answer"},
      {"100 MB", truncated(), Kind::later, Kind::doubtful, "without JSON"},
      {"500", answered(500, R"({"error":"boom"})"), Kind::later, Kind::doubtful, "answered 500: boom"},
      {"502 HTML", answered(502, "<html>Bad Gateway</html>"), Kind::later, Kind::doubtful, "Bad Gateway"},
      {"503", answered(503, ""), Kind::later, Kind::doubtful, "answered 503"},
      {"408", answered(408, ""), Kind::later, Kind::doubtful, "answered 408"},
      {"420", answered(420, "{}"), Kind::later, Kind::later, "Statuspage rate limit until 14:06 UTC"},
      {"429", answered(429, ""), Kind::later, Kind::later, "Statuspage rate limit until 14:06 UTC"},
      {"401", answered(401, R"({"error":"Could not authenticate"})"), Kind::refused, Kind::refused,
       "Set SITREP_STATUSPAGE_API_KEY"},
      {"403", answered(403, R"({"message":"Forbidden"})"), Kind::refused, Kind::refused, "(Forbidden)"},
      {"404", answered(404, R"({"error":"Not found"})"), Kind::refused, Kind::refused,
       "Statuspage has no page \"p\", or the API key cannot see it (Not found)"},
      {"422 list", answered(422, R"({"error":["Name can't be blank","Status x"]})"), Kind::refused, Kind::refused,
       "refused the request (422): Name can't be blank; Status x"},
      {"400", answered(400, "bad\nrequest"), Kind::refused, Kind::refused, "(400): bad request"},
      {"301", answered(301, ""), Kind::refused, Kind::refused, "api_url"}};
  for (const auto& row : table) {
    const auto read = classify(row.response, Asks::reads, "page \"p\"", start_of_test());
    const auto written = classify(row.response, Asks::writes, "page \"p\"", start_of_test());
    EXPECT_EQ(read.kind, row.read) << row.name;
    EXPECT_EQ(written.kind, row.written) << row.name;
    EXPECT_NE(written.why.find(row.says), std::string::npos) << row.name << ": " << written.why;
  }
}

TEST(StatuspageAnswersTest, RetryAfterIsHonouredAndOtherwiseAMinute) {
  const struct {
    const char* header;
    playbooks::Duration wait;
  } table[] = {{"7", 7s}, {"0", 1s}, {"soon", 60s}, {"", 60s}};
  for (const auto& row : table) {
    const auto answer = classify(answered(420, "", {{"retry-after", row.header}}), Asks::writes, "", start_of_test());
    EXPECT_EQ(answer.at, start_of_test() + row.wait) << row.header;
  }
  EXPECT_EQ(classify(answered(429, ""), Asks::reads, "", start_of_test()).at, start_of_test() + 60s);
}

TEST(StatuspageAnswersTest, LongAndStrangeComplaintsStayShortAndOnOneLine) {
  const auto answer = classify(answered(422, std::string(5000, '\n') + "x"), Asks::writes, "", start_of_test());
  EXPECT_LT(answer.why.size(), 300U);
  EXPECT_EQ(answer.why.find('\n'), std::string::npos);
}

TEST(StatuspageAnswersTest, ReadsIncidentsLenientlyAndRefusesOtherShapes) {
  const auto read = [](const std::string& text) { return read_incident(boost::json::parse(text)); };
  for (const auto* wrong : {"{}", "[]", "null", "3", R"({"id":7,"status":"resolved"})", R"({"id":"i"})",
                            R"({"id":"","status":"resolved"})", R"({"incident":{"id":"i"}})"})
    EXPECT_FALSE(read(wrong)) << wrong;
  const auto bare = read(R"({"id":"i","status":"monitoring","name":null,"shortlink":null,"metadata":null})");
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->status, "monitoring");
  EXPECT_TRUE(bare->owner.empty());
  const auto wrapped = read(R"({"incident":)" + incident_json("i", "resolved", "INC-12", "INC-12/4/public") + "}");
  ASSERT_TRUE(wrapped);
  EXPECT_EQ(wrapped->owner, "INC-12");
  EXPECT_EQ(wrapped->key, "INC-12/4/public");
  EXPECT_EQ(wrapped->link, "https://stspg.io/i");
  EXPECT_EQ(wrapped->created, start_of_test() + 1250ms);
  EXPECT_FALSE(read_incidents(boost::json::parse("{}")));
  EXPECT_EQ(read_incidents(boost::json::parse(R"([{"id":"a","status":"resolved"},{"x":1},7])"))->size(), 1U);
  EXPECT_FALSE(read_components(boost::json::parse(R"({"error":"x"})")));
  EXPECT_EQ(read_components(boost::json::parse(R"([{"id":"a"},{"x":1}])"))->size(), 2U);
  EXPECT_FALSE(read_component(boost::json::parse(R"({"id":"g","name":"API","group":true})"))) << "a group is none";
  EXPECT_TRUE(read_component(boost::json::parse(R"({"id":"a","name":"API","group":false})")));
}

TEST(StatuspageAnswersTest, AMaintenanceHasItsOwnMarkAndItsOwnStatuses) {
  const auto read = read_incident(
      boost::json::parse(R"({"id":"m","status":"in_progress",)"
                         R"("metadata":{"sitrep":{"maintenance":"MNT-3","key":"maintenance/4/page/x"}}})"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->owner, "MNT-3");
  EXPECT_EQ(read->key, "maintenance/4/page/x");
  EXPECT_TRUE(read->marks);
  EXPECT_FALSE(read_incident(boost::json::parse(R"({"id":"m","status":"resolved","metadata":null})"))->marks);
  const auto with = [](const char* status) {
    PageIncident one;
    one.status = status;
    return one;
  };
  for (const auto* status : {"scheduled", "in_progress", "verifying", "completed"})
    EXPECT_TRUE(is_maintenance(with(status))) << status;
  for (const auto* status : {"investigating", "identified", "monitoring", "resolved", ""})
    EXPECT_FALSE(is_maintenance(with(status))) << status;
}

TEST(StatuspageAnswersTest, ReadsTimesWithAndWithoutOffset) {
  const auto at = start_of_test();
  const struct {
    const char* text;
    std::optional<playbooks::Time> expected;
  } table[] = {{"2026-11-21T14:05:00Z", at},
               {"2026-11-21T14:05:00.250Z", at + 250ms},
               {"2026-11-21T14:05:00.123456Z", at + 123ms},
               {"2026-11-21T15:05:00+01:00", at},
               {"2026-11-21T07:05:00.000-07:00", at},
               {"2026-11-21", std::nullopt},
               {"2026-11-21T14:05:00", std::nullopt},
               {"2026-11-21T14:05:00.", std::nullopt},
               {"2026-11-21T14:05:00+", std::nullopt},
               {"2026-13-21T14:05:00Z", std::nullopt},
               {"2026-02-30T14:05:00Z", std::nullopt},
               {"2026-11-21T25:05:00Z", std::nullopt},
               {"2026-11-2xT14:05:00Z", std::nullopt},
               {"", std::nullopt}};
  for (const auto& row : table) EXPECT_EQ(read_time(row.text), row.expected) << row.text;
}

TEST(StatuspageAnswersTest, KeysAreNumberedWithinTheirIncident) {
  const struct {
    const char* key;
    std::optional<int> expected;
  } table[] = {{"INC-12/7/public", 7},
               {"INC-12/0/public", 0},
               {"INC-1/7/public", std::nullopt},
               {"INC-12/public", std::nullopt},
               {"INC-12//public", std::nullopt},
               {"INC-12/x/public", std::nullopt},
               {"INC-12/-7/public", std::nullopt},
               {"INC-12/7/card", std::nullopt},
               {"INC-123/7/public", std::nullopt},
               {"", std::nullopt},
               {"INC-12/99999999999/public", std::nullopt}};
  for (const auto& row : table) EXPECT_EQ(key_number(row.key, "INC-12"), row.expected) << row.key;
  EXPECT_EQ(key_number("INC-12/7/public/statuspage", "INC-12"), 7);
  EXPECT_EQ(key_number("INC-12/7/publicity", "INC-12"), std::nullopt);
  EXPECT_EQ(key_number("maintenance/7/page/statuspage", "MNT-3"), 7);
  EXPECT_EQ(key_number("maintenance/7/notice", "MNT-3"), std::nullopt);
  EXPECT_EQ(key_number("maintenance/7/page/statuspage", "INC-12"), std::nullopt);
  EXPECT_EQ(key_number("INC-12/7/public", ""), std::nullopt);
}

}  // namespace
}  // namespace integrations::statuspage
