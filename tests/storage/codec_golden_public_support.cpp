#include <chrono>

#include "codec_golden_support.hpp"

namespace storage::testing {
using namespace playbooks;
using namespace std::chrono_literals;

std::vector<Golden> public_golden() {
  const auto t = from_millis(1'763'733'900'123), later = from_millis(1'763'735'700'000);
  const Drift drift{"statuspage", "api", ComponentStatus::operational, ComponentStatus::partial_outage};
  const Stranger stranger{"statuspage", "p1", "Slow logins", "investigating", "https://stspg.io/p1"};
  Maintenance planned;
  planned.id = {3};
  planned.title = "Upgrade";
  planned.components = {"db"};
  planned.starts = t;
  planned.ends = later;
  planned.recurrence = "FREQ=MONTHLY;BYDAY=1SU";
  planned.announced = {72h};
  planned.steps = {{"during", "Watch", Done{{"U1", "ann"}, t}}};
  planned.pages = {{"m1", "https://x", "scheduled", t, {}, "local"}};
  UpdatePosted update{"x", later, later, true};
  IncidentDeclared declared;
  declared.held_by = {3};
  declared.published = true;
  declared.public_due = later;
  return {
      {"update_posted", R"({"text":"x","update_due":1763735700000,"public_due":1763735700000,"published":true})",
       update},
      {"component_status_set", R"({"component":"api","status":"major_outage","until":1763735700000,"because":"db"})",
       ComponentStatusSet{"api", ComponentStatus::major_outage, {}, later, "db"}},
      {"public_page_updated", R"({"page_id":"1","link":"https://x","shows":"resolved","page":"local"})",
       PublicPageUpdated{"1", "https://x", "resolved", false, "local"}},
      {"public_text_drafted", R"({"text":"We look into it.","from":"outage","title":"Logins"})",
       PublicTextDrafted{"We look into it.", "outage", "Logins"}},
      {"public_text_published",
       R"({"text":"We look into it.","title":"Logins","notify":true,"became_public":true,"drafted_by":{"id":"U1","name":"ann"},"public_due":1763735700000})",
       PublicTextPublished{"We look into it.", "Logins", true, true, Actor{"U1", "ann"}, later}},
      {"public_update_nudged", R"({"due":1763733900123,"late":true,"next":1763735700000})",
       PublicUpdateNudged{t, true, later}},
      {"public_update_snoozed", R"({"until":1763735700000,"reason":"no news"})", PublicUpdateSnoozed{later, "no news"}},
      {"public_page_adopted",
       R"({"page":"statuspage","page_id":"p1","link":"https://stspg.io/p1","shows":"investigating"})",
       PublicPageAdopted{"statuspage", "p1", "https://stspg.io/p1", "investigating"}},
      {"page_read",
       R"({"page":"statuspage","suspected":[{"page":"statuspage","component":"api","there":"operational","ours":"partial_outage"}],"drifts":[{"page":"statuspage","component":"api","there":"operational","ours":"partial_outage"}],"strangers":[{"page":"statuspage","id":"p1","name":"Slow logins","status":"investigating","link":"https://stspg.io/p1"}],"trouble":"401","fresh_drifts":[{"page":"statuspage","component":"api","there":"operational","ours":"partial_outage"}],"fresh_strangers":[{"page":"statuspage","id":"p1","name":"Slow logins","status":"investigating","link":"https://stspg.io/p1"}],"trouble_is_new":true})",
       PageRead{"statuspage", {drift}, {drift}, {stranger}, "401", {drift}, {stranger}, true}},
      {"drift_settled", R"({"page":"statuspage","component":"api","how":"overwritten"})",
       DriftSettled{"statuspage", "api", DriftAnswer::overwritten}},
      {"manual_claim_aged", R"({"component":"api","since":1763733900123})", ManualClaimAged{"api", t}},
      {"maintenance_scheduled",
       R"({"maintenance":{"id":3,"title":"Upgrade","components":["db"],"starts":1763733900123,"ends":1763735700000,"start":"automatic","recurrence":"FREQ=MONTHLY;BYDAY=1SU","state":"scheduled","scheduled":{"by":{},"at":0},"announced":[259200000],"start_asked":false,"updated":{"by":{},"at":0},"overdue_reminders":0,"steps":[{"phase":"during","text":"Watch","done":{"by":{"id":"U1","name":"ann"},"at":1763733900123}}],"pages":[{"id":"m1","link":"https://x","shows":"scheduled","at":1763733900123,"page":"local"}]}})",
       MaintenanceScheduled{planned}},
      {"maintenance_announced", R"({"maintenance":3,"before":259200000})", MaintenanceAnnounced{{3}, 72h}},
      {"maintenance_start_asked", R"({"maintenance":3})", MaintenanceStartAsked{{3}}},
      {"maintenance_started", R"({"maintenance":3,"late":120000,"update_due":1763735700000})",
       MaintenanceStarted{{3}, 2min, later}},
      {"maintenance_updated", R"({"maintenance":3,"text":"Half done","update_due":1763735700000})",
       MaintenanceUpdated{{3}, "Half done", later}},
      {"maintenance_update_overdue",
       R"({"maintenance":3,"due":1763733900123,"over_time":true,"next_reminder":1763735700000})",
       MaintenanceUpdateOverdue{{3}, t, true, later}},
      {"maintenance_extended", R"({"maintenance":3,"ends":1763735700000,"reason":"slow copy"})",
       MaintenanceExtended{{3}, later, "slow copy"}},
      {"maintenance_step_set", R"({"maintenance":3,"step":2,"done":false})", MaintenanceStepSet{{3}, 2, false}},
      {"maintenance_completed",
       R"({"maintenance":3,"text":"Done","still_red":["api: INC-1"],"watched_until":1763735700000})",
       MaintenanceCompleted{{3}, "Done", {"api: INC-1"}, later}},
      {"maintenance_cancelled", R"({"maintenance":3,"reason":"not needed"})", MaintenanceCancelled{{3}, "not needed"}},
      {"maintenance_watched", R"({"maintenance":3,"troubles":["api: INC-1"]})",
       MaintenanceWatched{{3}, {"api: INC-1"}}},
      {"maintenance_page_updated",
       R"({"maintenance":3,"page":{"id":"m1","link":"https://x","shows":"scheduled","at":1763733900123,"page":"local"}})",
       MaintenancePageUpdated{{3}, {"m1", "https://x", "scheduled", t, {}, "local"}}},
      {"maintenance_delivery_failed", R"({"maintenance":3,"page":"local","why":"disk full"})",
       MaintenanceDeliveryFailed{{3}, "local", "disk full"}},
      {"incident_declared",
       R"({"visibility":"internal","kind":"real","started":0,"lead":{},"public_due":1763735700000,"published":true,"held_by":3})",
       declared},
  };
}

}  // namespace storage::testing
