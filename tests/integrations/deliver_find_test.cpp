// After a crash or an unclear answer: what has arrived is found by its key, and nothing is sent twice.
#include <gtest/gtest.h>

#include "deliver_support.hpp"

namespace {
using namespace integrations;
using namespace integrations::slack;
using namespace playbooks;
using namespace std::chrono_literals;
using namespace slack_test;

TEST_F(SlackDelivery, FindsNewMessagesByTheirKeyOverPages) {
  http.answer("conversations.history", R"({"ok":true,"messages":[{"ts":"1.0","text":"by a person"},)" +
                                           message("INC-12/1/card", "2.0") +
                                           R"(],"response_metadata":{"next_cursor":"x"}})");
  http.answer("conversations.history", history(message("INC-12/3/notice", "3.0")));
  http.answer("chat.getPermalink", R"({"ok":true,"permalink":"https://p"})");
  const auto receipts =
      found(find({delivery(effect("INC-12/1/card", DrawCard{{12}}), without_card()),
                  delivery(effect("INC-12/3/notice", PostToChannel{{12}, "raised"}), without_card()),
                  delivery(effect("INC-12/4/notice", PostToChannel{{12}, "again"}), without_card())}));
  EXPECT_EQ(receipts.size(), 2U);
  EXPECT_EQ(receipts.at("INC-12/1/card"), (Receipt{"2.0", "https://p", "C0INC"}));
  EXPECT_EQ(receipts.at("INC-12/3/notice"), (Receipt{"3.0", "", "C0INC"}));
  const auto& asked = http.calls[0].request.body;
  EXPECT_TRUE(asked.contains("include_all_metadata=true")) << asked;
  EXPECT_TRUE(asked.contains("oldest=1763733840.000000")) << asked;
}

TEST_F(SlackDelivery, FindsThreadLinesAndThoseMergedIntoThem) {
  http.answer("conversations.replies", history(message("INC-12/3/thread", "3.0", "INC-12/1/thread INC-12/2/thread")));
  const auto receipts = found(find({delivery(effect("INC-12/1/thread", PostToThread{{12}, "a"})),
                                    delivery(effect("INC-12/3/thread", PostToThread{{12}, "c"})),
                                    delivery(effect("INC-12/4/thread", PostToThread{{12}, "d"}))}));
  EXPECT_EQ(receipts.size(), 2U);
  EXPECT_EQ(receipts.at("INC-12/1/thread").id, "3.0");
  EXPECT_EQ(http.methods(), Names{"conversations.replies"});
  EXPECT_TRUE(http.calls[0].request.body.contains("ts=1763733300.000100"));
}

struct Shown {
  const char *seen, *wanted;
  bool found;
};

TEST_F(SlackDelivery, AnEditIsFoundWhenTheCardShowsItOrANewerOne) {
  for (const auto& each : std::vector<Shown>{{"INC-12/4/card", "INC-12/4/card", true},
                                             {"INC-12/5/card", "INC-12/4/card", true},
                                             {"INC-12/10/card", "INC-12/9/card", true},
                                             {"INC-12/4/card@1763733900000", "INC-12/4/card", true},
                                             {"INC-12/4/card@20", "INC-12/4/card@10", true},
                                             {"INC-12/5/card", "INC-12/4/card@99", true},
                                             {"INC-12/3/card", "INC-12/4/card", false},
                                             {"INC-12/4/card", "INC-12/4/card@10", false},
                                             {"INC-13/9/card", "INC-12/4/card", false},
                                             {"INC-12/x/card", "INC-12/4/card", false},
                                             {"", "INC-12/4/card", false}}) {
    http.answer("conversations.history", history(message(each.seen, "1763733300.000100")));
    const auto receipts = found(find({delivery(effect(each.wanted, DrawCard{{12}}))}));
    EXPECT_EQ(!receipts.empty(), each.found) << each.seen << " for " << each.wanted;
    const auto& asked = http.calls.back().request.body;
    EXPECT_TRUE(asked.contains("latest=1763733300.000100&oldest=1763733300.000100&inclusive=true")) << asked;
    clock.advance(1min);
  }
}

TEST_F(SlackDelivery, ACardPostedAnewIsFoundWhereTheOldOneIsGone) {
  http.answer("conversations.history", history(""));
  http.answer("conversations.history", history(message("INC-12/4/card", "9.9")));
  EXPECT_EQ(found(find({delivery(effect("INC-12/4/card", DrawCard{{12}}))})).at("INC-12/4/card").id, "9.9");
}

TEST_F(SlackDelivery, WhatLeavesNoTraceIsNotRepeated) {
  const auto receipts =
      found(find({delivery(effect("a/1", playbooks::Answer{"C0INC", "U0ANN", "", "x"}), {}),
                  delivery(effect("f/1", OpenForm{"t", "U0ANN", "C0INC", {}}), {}),
                  delivery(effect("INC-12/1/thread", PostToThread{{12}, "no card, so no thread"}), without_card())}));
  EXPECT_EQ(receipts.size(), 2U);
  EXPECT_EQ(receipts.at("a/1").detail, "not repeated");
  EXPECT_TRUE(http.calls.empty());
}

TEST_F(SlackDelivery, WhoCannotLookSaysSoAndSendsNothingTwice) {
  const auto notice = delivery(effect("INC-12/3/notice", PostToChannel{{12}, "raised"}));
  http.answer("conversations.history", FakeSlack::status(500, ""));
  EXPECT_TRUE(std::holds_alternative<Retry>(find({notice})));
  http.answer("conversations.history", R"({"ok":false,"error":"not_in_channel"})");
  const auto lookup = find({notice});
  ASSERT_TRUE(std::holds_alternative<Retry>(lookup));
  EXPECT_TRUE(std::get<Retry>(lookup).why.contains("/invite @sitrep"));
  EXPECT_EQ(std::get<Retry>(lookup).at, clock.now() + 60s);
  http.answer("conversations.history", R"({"ok":false,"error":"channel_not_found"})");
  EXPECT_TRUE(found(find({notice})).empty()) << "where there is no channel nothing was posted";
}

}  // namespace
