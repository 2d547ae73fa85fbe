#include "codec_golden_support.hpp"

#include <chrono>

namespace storage::testing {
using namespace playbooks;
using namespace std::chrono_literals;

std::vector<Golden> escalation_golden() {
  const auto t = from_millis(1'763'733'900'123), later = from_millis(1'763'735'700'000);
  const Target ann{Target::Kind::person, "ann"}, primary{Target::Kind::schedule, "primary"};
  EscalationPolicy policy;
  policy.key = "default";
  policy.name = "Default";
  policy.tiers = {{"On-call", {primary}, {{Channel::slack, {}}, {Channel::sms, 2min}}, 15min, {"P0"}}};
  policy.repeat = 1;
  policy.exhausted = Exhausted::keep_paging;
  policy.ack_timeout = 30min;
  policy.fallback = ann;
  policy.catch_up = true;
  const Page page{3,
                  1,
                  ann,
                  "primary",
                  t,
                  {{Channel::slack, {}}},
                  {{Channel::slack, PageState::failed, t, later, "refused", "D1:171.1"}},
                  true,
                  "need you"};
  const ContactTest test{4, "ann", true, {"U1", "ann"}, t, {{Channel::email, PageState::queued, t, t, {}, {}}}, later};
  return {
      {"escalation_started",
       R"({"policy":{"key":"default","name":"Default","tiers":[{"name":"On-call","targets":[{"kind":"schedule","name":"primary"}],"channels":[{"channel":"slack","after":0},{"channel":"sms","after":120000}],"next_after":900000,"at_once":["P0"]}],"repeat":1,"exhausted":"keep_paging","ack_timeout":1800000,"fallback":{"kind":"person","name":"ann"},"catch_up":true},"why":"declared"})",
       EscalationStarted{policy, "declared"}},
      {"tier_reached",
       R"({"tier":2,"round":1,"pages":[{"number":3,"tier":1,"to":{"kind":"person","name":"ann"},"via":"primary","at":1763733900123,"steps":[{"channel":"slack","after":0}],"attempts":[{"channel":"slack","state":"failed","at":1763733900123,"settled":1763735700000,"why":"refused","receipt":"D1:171.1"}],"declined":true,"text":"need you"}],"nobody":[{"kind":"schedule","name":"primary"}],"next":1763735700000,"late":61000,"why":"asked for","name":"Engineering lead"})",
       TierReached{2, 1, {page}, {primary}, later, 61s, "asked for", "Engineering lead"}},
      {"tier_reached", R"({"tier":1,"round":0,"late":0})", TierReached{}},
      {"escalation_exhausted",
       R"({"pages":[{"number":3,"tier":1,"to":{"kind":"person","name":"ann"},"via":"primary","at":1763733900123,"steps":[{"channel":"slack","after":0}],"attempts":[{"channel":"slack","state":"failed","at":1763733900123,"settled":1763735700000,"why":"refused","receipt":"D1:171.1"}],"declined":true,"text":"need you"}],"next":1763735700000})",
       EscalationExhausted{{page}, later}},
      {"people_paged",
       R"({"pages":[{"number":3,"tier":1,"to":{"kind":"person","name":"ann"},"via":"primary","at":1763733900123,"steps":[{"channel":"slack","after":0}],"attempts":[{"channel":"slack","state":"failed","at":1763733900123,"settled":1763735700000,"why":"refused","receipt":"D1:171.1"}],"declined":true,"text":"need you"}],"text":"need you"})",
       PeoplePaged{{page}, "need you"}},
      {"page_continued",
       R"({"page":3,"channel":"voice","why":"no answer for 5 min","to":{"kind":"person","name":"ann"}})",
       PageContinued{3, Channel::voice, "no answer for 5 min", ann}},
      {"page_noted",
       R"({"page":3,"channel":"sms","state":"delivered","why":"why","receipt":"SM1","to":{"kind":"person","name":"ann"}})",
       PageNoted{3, Channel::sms, PageState::delivered, "why", "SM1", ann}},
      {"page_declined", R"({"person":"ann","pages":[3,4]})", PageDeclined{"ann", {3, 4}}},
      {"escalation_acknowledged", R"({"ask_again":1763735700000,"note":"on it","renewed":true})",
       EscalationAcknowledged{later, "on it", true}},
      {"still_on_it_asked", R"({"answer_by":1763735700000})", StillOnItAsked{later}},
      {"escalation_resumed", R"({"why":"no answer"})", EscalationResumed{"no answer"}},
      {"escalation_snoozed", R"({"until":1763735700000,"reason":"waiting"})", EscalationSnoozed{later, "waiting"}},
      {"escalation_policy_applied",
       R"({"policy":{"key":"default","name":"Default","tiers":[{"name":"On-call","targets":[{"kind":"schedule","name":"primary"}],"channels":[{"channel":"slack","after":0},{"channel":"sms","after":120000}],"next_after":900000,"at_once":["P0"]}],"repeat":1,"exhausted":"keep_paging","ack_timeout":1800000,"fallback":{"kind":"person","name":"ann"},"catch_up":true},"next":1763735700000})",
       EscalationPolicyApplied{policy, later}},
      {"lead_handed_off", R"({"to":{"id":"U2","name":"bob"},"summary":"rollback runs"})",
       LeadHandedOff{{"U2", "bob"}, "rollback runs"}},
      {"override_added",
       R"({"override":{"id":5,"schedule":"primary","person":"ann","instead_of":"bob","from":1763733900123,"to":1763735700000,"by":{"id":"U1","name":"ann"},"reason":"dentist"}})",
       OverrideAdded{{5, "primary", "ann", "bob", t, later, {"U1", "ann"}, "dentist"}}},
      {"override_removed", R"({"id":5})", OverrideRemoved{5}},
      {"schedule_imported",
       R"({"schedule":"primary","shifts":[{"from":1763733900123,"to":1763735700000,"person":"ann"}],"trouble":"HTML"})",
       ScheduleImported{"primary", {{t, later, "ann"}}, "HTML"}},
      {"shift_began", R"({"schedule":"primary","from":"ann","to":"bob","until":1763735700000,"first":true})",
       ShiftBegan{"primary", "ann", "bob", later, true}},
      {"contact_tested",
       R"({"test":{"id":4,"person":"ann","drill":true,"by":{"id":"U1","name":"ann"},"at":1763733900123,"attempts":[{"channel":"email","state":"queued","at":1763733900123,"settled":1763733900123}],"answered":1763735700000}})",
       ContactTested{test}},
      {"contact_test_noted", R"({"test":4,"channel":"opsgenie","state":"sent","why":"why","receipt":"r"})",
       ContactTestNoted{4, Channel::opsgenie, PageState::sent, "why", "r"}},
      {"contact_test_answered", R"({"test":4})", ContactTestAnswered{4}},
      {"audit_reported", R"({"findings":["INC-1: overdue"]})", AuditReported{{"INC-1: overdue"}}},
  };
}

}  // namespace storage::testing
