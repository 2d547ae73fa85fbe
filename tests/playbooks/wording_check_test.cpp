#include "playbooks/wording_check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "playbooks/wording_check_parts.hpp"

namespace playbooks {
namespace {

using Kinds = std::vector<std::string_view>;
using namespace wording_kind;

Policy policy() {
  Policy p;
  p.organisation = "Kulti";
  p.severities = default_severities();
  p.components = {{"video", "Video Streaming (100ms)", "", "", "", {}, {}},
                  {"db", "Database (Supabase)", "", "", "", {"postgres"}, {}},
                  {"chat", "Real-time Chat", "", "", "", {}, {}},
                  {"cdn", "CDN & Caching", "", "", "", {}, {}},
                  {"sms", "SMS Verification (Twilio)", "", "", "", {}, {}}};
  p.publicity.customers = {"Acme Corp", "Zürich Schule"};
  p.publicity.internal_names = {"Project Falcon", "bluebird"};
  p.incident_channel = "#incident-response";
  p.people = {{"ann", "Ann Lee", "U1", "", "", {}, {}, {}}};
  return p;
}

Kinds kinds(std::string_view text) {
  static std::vector<WordingFinding> kept;
  kept = check_wording(text, policy());
  Kinds result;
  for (const auto& finding : kept) result.push_back(finding.kind);
  return result;
}

std::string said(std::string_view text) {
  std::string all;
  for (const auto& finding : check_wording(text, policy())) all += in_words(finding) + "\n";
  return all;
}

std::vector<std::string> found(std::string_view text) {
  std::vector<std::string> result;
  for (auto& finding : check_wording(text, policy())) result.push_back(std::move(finding.found));
  return result;
}

struct Case {
  std::string_view text;
  Kinds kinds;
};

// The guide to the status page, Part F.
TEST(WordingCheck, TheGuidesGoodExamplesAreGood) {
  for (const std::string_view text :
       {"We're investigating why some users are unable to start video calls.\nOther features are working normally. We "
        "don't have a root cause yet\nbut are actively investigating. We'll post an update in 15 minutes.",
        "We're aware that Video Streaming is down. We're investigating and will\nprovide updates every 15 minutes. We "
        "apologize for this disruption.",
        "✓ Service is restored and fully operational.\nDuration: 42 minutes\nRoot Cause: a change that we have "
        "undone.\nWe're sorry for the disruption and thank you for your patience.",
        "Post-mortem and detailed explanation available at https://status.kulti.club/incidents/42\nWe've taken these "
        "steps to prevent recurrence: more checks before each change.",
        "Some users are experiencing issues with Real-time Chat.\nWe are investigating and working on a resolution.",
        "We are investigating reports of slower than normal response times\nfor Database (Supabase). We are actively "
        "working to resolve this."})
    EXPECT_EQ(said(text), "") << text;
}

TEST(WordingCheck, TheGuidesBadExampleIsBad) {
  EXPECT_EQ(said("Database connection pool exhaustion causing 500 errors.\nScaling horizontally. ETA 5 minutes."),
            "“connection pool exhaustion” (jargon): say what people notice: slow, failing, unavailable.\n"
            "“500 errors” (error code): say which action fails, without the code.\n"
            "“Scaling horizontally” (jargon): say what is being done in everyday words.\n"
            "“ETA 5 minutes” (unfounded promise): say when you will post the next update.\n");
}

const Case fine[] = {
    {"We are looking into problems with signing in. Next update in 15 minutes.", {}},
    {"Video calls may drop after a few minutes. Chat and recordings work as usual.", {}},
    {"A fix is in place. We keep watching it and post again within 30 minutes.", {}},
    {"Since 14:05 UTC about 500 users could not upload recordings. This is resolved.", {}},
    {"The problem was resolved in 12 minutes. We are sorry for the disruption.", {}},
    {"You may see an error message when you pay. Please try again in ten minutes.", {}},
    {"We have found the cause and are working on it as quickly as possible.", {}},
    {"We will restore service as soon as possible and tell you here.", {}},
    {"Google sign-in is unavailable. You can sign in with e-mail and password.", {}},
    {"SMS Verification (Twilio) is down. Codes by e-mail work.", {}},
    {"CDN & Caching is slow in Europe: pictures take longer to load.", {}},
    {"Updates on https://status.kulti.club/incidents/7v9q2x3j4k5l or by support@kulti.club.", {}},
    {"No data was lost. Messages sent between 14:05 and 14:52 UTC arrive late.", {}},
    {"We do not have an ETA yet. We will know more by our next update at 15:00 UTC.", {}},
    {"We cannot guarantee that all messages arrive in order while we work on this.", {}},
    {"The planned work takes two hours, from 02:00 to 04:00 UTC. Everything is saved before.", {}},
    {"Our engineers have identified what caused the slow pages, and are working on a fix.", {}},
    {"We made a mistake in a change at 9:40 and have undone it. We are sorry.", {}},
    {"About 5 % of payments fail. Trying again helps in most cases.", {}},
    {"Wir untersuchen Störungen bei Anrufen. Die nächste Meldung folgt in 15 Minuten.", {}},
    {"Invitations, e-mails and exports are back to normal; thank you for your patience!", {}},
    {"We rolled back a recent change, and pages load normally again.", {}},
    {"We will be back with an update in 15 minutes.", {}},
    {"No action is needed on your end.", {}},
    {"The issue has been identified and a fix is being implemented.", {}},
    {"Sign-in with Okta fails for some users, and we work with them to resolve this.", {}},
    {"Because of a power cut in one data centre, some uploads fail.", {}},
    {"Customers should be able to log in again. Queued e-mails arrive within 2 hours.", {}},
    {"Version 2.14 of the app is not affected. The desktop app (2026-11-21) works 24/7.", {}},
};

const Case bad[] = {
    {"The Redis cluster is out of memory.", {jargon, jargon, jargon}},
    {"We see elevated latency on the backend.", {jargon, jargon}},
    {"K8s pods are restarting; failover is in progress.", {jargon, jargon, jargon}},
    {"Logins answer with HTTP 503.", {error_code}},
    {"Users get a 502 Bad Gateway or ERR_CONNECTION_RESET.", {error_code, error_code}},
    {"This was caused by our hosting provider.", {blame}},
    {"Cloudflare is having issues again.", {blame}},
    {"An engineer deleted the wrong table: human error.", {blame, blame}},
    {"This is beyond our control, and nobody could have foreseen it.", {excuse, excuse}},
    {"It will be fixed in ten minutes.", {promise}},
    {"We'll have everything restored by 16:00.", {promise}},
    {"We guarantee that this won't happen again.", {promise, promise}},
    {"We think that it is probably a network problem.", {speculation, speculation}},
    {"It seems to be related to a recent change.", {speculation}},
    {"db-prod-3 at 10.0.3.7 does not answer.", {host, host}},
    {"See https://grafana.internal/d/42 and eu-west-1a.", {host, jargon}},
    {"Use token xoxb-123456789012-abcdefABCDEF to test.", {secret}},
    {"The key AKIAIOSFODNN7EXAMPLE was used.", {secret}},
    {"<@U024BE7LH> is on it, see <#C024BE7LR|war-room>.", {slack, slack}},
    {"Ask U0LAN0Z89 in #incident-response or @here.", {slack, slack, slack}},
    {"ACME Corp cannot sign in.", {customer}},
    {"Exports for zürich schule fail since bluebird was switched on.", {customer, internal_name}},
    {"This is a P1; /api/v1/login times out on port 5432.", {jargon, jargon, jargon}},
    {"Es ist vermutlich die Schuld von Twilio.", {speculation, blame}},
    {"Der Fehler wird in 10 Minuten behoben sein und kommt nie wieder vor.", {promise, promise}},
};

TEST(WordingCheck, FineSentencesAreLeftAlone) {
  static_assert(std::size(fine) >= 20);
  for (const auto& each : fine) EXPECT_EQ(said(each.text), "") << each.text;
}

TEST(WordingCheck, EachFaultIsFoundForWhatItIs) {
  static_assert(std::size(bad) >= 20);
  for (const auto& each : bad) EXPECT_EQ(kinds(each.text), each.kinds) << each.text << "\n" << said(each.text);
}

TEST(WordingCheck, SaysWhatToWriteInstead) {
  for (const auto& each : bad)
    for (const auto& finding : check_wording(each.text, policy())) {
      EXPECT_FALSE(finding.instead.empty()) << each.text;
      EXPECT_FALSE(finding.instead.ends_with('.')) << each.text;
      EXPECT_LE(finding.instead.size(), 70U) << finding.instead;
    }
}

TEST(WordingCheck, NamesOfTheOrganisationAndItsComponentsAreNoFaults) {
  auto p = policy();
  EXPECT_EQ(kinds("The database cluster is slow."), Kinds{jargon});
  p.components.push_back({"cluster", "Database Cluster", "", "", "", {}, {}});
  EXPECT_TRUE(check_wording("The database cluster is slow.", p).empty());
  EXPECT_EQ(check_wording("The search cluster is slow.", p).size(), 1U) << "only the whole name";
  p.organisation = "Kubernetes.internal";
  EXPECT_TRUE(check_wording("Kubernetes.internal is slow.", p).empty());
  p.organisation = "U024BE7LH";
  EXPECT_EQ(check_wording("U024BE7LH", p).size(), 1U) << "an id stays one, whatever things are called";
}

TEST(WordingCheck, ASecretIsNotRepeated) {
  EXPECT_EQ(found("It is sk_live_4eC39HqLyjWDarjtT1zdp7dc."), std::vector<std::string>{"sk_l…"});
  EXPECT_EQ(found("password: hunter22"), std::vector<std::string>{"hunt…"});
  EXPECT_EQ(kinds("See https://example.com/?a=1&token=abc"), Kinds{secret});
  EXPECT_EQ(kinds("3f2504e0-4f89-11d3-9a0c-0305e82c3301"), Kinds{secret});
  EXPECT_EQ(kinds("commit 9fceb02d0ae598e95dc970b74767f19372d61af8"), Kinds{secret});
  EXPECT_EQ(kinds("https://docs.google.com/document/d/1A2b3C4d5E6f7G8h9I0jKlMnOp"), Kinds{}) << "a link to read on";
  EXPECT_EQ(kinds("https://ann:secret@example.com/"), Kinds{secret});
  EXPECT_EQ(kinds("Your password is safe."), Kinds{});
}

TEST(WordingCheck, AddressesAreTellable) {
  for (const std::string_view text :
       {"10.1.2.3", "10.1.2.3:8080", "2001:db8::1", "localhost:3000", "web01", "ip-10-0-3-7", "cache-2.prod.svc",
        "checkout-7f9c6d5b4-x2x9z", "(db3)", "“node-7”"})
    EXPECT_EQ(kinds(text), Kinds{host}) << text;
  for (const std::string_view text :
       {"14:05:30", "1.2.3", "300.1.2.3", "web3", "kulti.club", "ann@kulti.club", "and/or", "e.g. this", "end.Next",
        "app-store", "P.S.", "::", "v2.0", "Windows-11"})
    EXPECT_EQ(kinds(text), Kinds{}) << text << "\n" << said(text);
}

TEST(WordingCheck, LinksAreNoProse) {
  EXPECT_EQ(kinds("https://cdn.kulti.club/redis-latency.html, www.kulti.club/dns"), Kinds{});
  EXPECT_EQ(kinds("https://acme-corp.kulti.club"), Kinds{customer}) << "but they name customers";
}

TEST(WordingCheck, WholeWordsInAnyCase) {
  EXPECT_EQ(found("KAFKA, Kafka's and kafkaesque"), (std::vector<std::string>{"KAFKA", "Kafka's"}));
  EXPECT_EQ(found("We’re sure it won’t happen again"), std::vector<std::string>{"won’t happen again"});
  EXPECT_EQ(found("connection\npool"), std::vector<std::string>{"connection pool"}) << "found on one line";
  EXPECT_EQ(kinds("It has a connection. Pool parties are fine."), Kinds{}) << "not across a full stop";
  EXPECT_EQ(found("ÜBERLAST: VERMUTLICH"), std::vector<std::string>{"VERMUTLICH"});
  EXPECT_EQ(kinds("latency latency Latency"), Kinds{jargon}) << "told once";
}

TEST(WordingCheck, EveryRuleCanBeFound) {  // a pattern with a slip in it would never match
  const auto lists = wording_check::lists();
  const auto first = [&](std::string_view part) -> std::string {
    auto word = part.substr(0, part.find('|'));
    while (word.starts_with('<')) {
      if (word == "<number>") return "7";
      if (word == "<code>") return "500";
      const auto list = std::ranges::find(lists, word, &wording_check::WordList::name);
      if (list == lists.end()) return "unknown list " + std::string{word};
      word = list->words.substr(0, list->words.find('|'));
    }
    return std::string{word};
  };
  for (const auto& rule : wording_check::rules()) {
    std::string sentence;
    std::string_view rest = rule.pattern;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(' '), rest.size());
      if (rest.substr(0, end) != "~") sentence += (sentence.empty() ? "" : " ") + first(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    const auto all = check_wording(sentence, {});
    EXPECT_TRUE(std::ranges::any_of(all, [&](const auto& finding) { return finding.kind == rule.kind; }))
        << rule.pattern << ": " << sentence;
  }
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    const std::size_t size = c < 0x80 ? 1 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC2 ? 2 : 0;
    if (size == 0 || at + size > text.size()) return false;
    for (std::size_t i = 1; i < size; ++i)
      if ((static_cast<unsigned char>(text[at + i]) & 0xC0U) != 0x80) return false;
    at += size;
  }
  return true;
}

TEST(WordingCheck, AnyBytesWillDo) {
  std::mt19937 random{4711};
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random);
  };
  constexpr std::string_view pieces[] = {"ETA",
                                         " ",
                                         "5",
                                         "minutes",
                                         "<@",
                                         "U0",
                                         ">",
                                         "won’t",
                                         "ü",
                                         "。",
                                         "\xC2",
                                         "\xE2\x80",
                                         "\xF0\x9F\x94\xA5",
                                         "://",
                                         "@",
                                         "xoxb-",
                                         "-",
                                         "10.0",
                                         ".",
                                         "=",
                                         "token",
                                         "Acme",
                                         "corp",
                                         "will be fixed",
                                         "due to",
                                         "provider",
                                         "'",
                                         "\n",
                                         "0x",
                                         "a1b2c3d4e5f6g7h8",
                                         "_",
                                         ":",
                                         "::",
                                         "#",
                                         "(",
                                         "500",
                                         "error",
                                         "\0",
                                         "　"};
  const auto p = policy();
  for (int run = 0; run < 10'000; ++run) {
    std::string text;
    const bool valid = run % 2 == 0;
    for (auto count = below(40); count > 0; --count) {
      const auto piece = pieces[below(std::size(pieces))];
      if (valid && !is_utf8(piece)) continue;
      text += piece;
      if (!valid && below(4) == 0) text += static_cast<char>(below(256));
    }
    for (const auto& finding : check_wording(text, p)) {
      ASSERT_FALSE(finding.found.empty()) << text;
      ASSERT_FALSE(finding.kind.empty()) << text;
      if (valid) ASSERT_TRUE(is_utf8(finding.found)) << text << "\n" << finding.found;
      if (finding.kind == secret || finding.found.contains(' ')) continue;
      ASSERT_TRUE(text.contains(finding.found)) << text << "\n" << finding.found;
    }
  }
}

TEST(WordingCheck, ALongTextIsNoTrouble) {
  std::string text;
  while (text.size() < 100'000) text += "will be due to eta a the of <@ ";
  EXPECT_EQ(check_wording(text, policy()), std::vector<WordingFinding>{});
}

}  // namespace
}  // namespace playbooks
