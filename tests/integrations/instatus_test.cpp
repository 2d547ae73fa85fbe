// Instatus with answers made by hand: what is sent, and what every answer leads to. What the three providers share is
// tested here once.
#include "integrations/instatus/instatus.hpp"

#include "pages_support.hpp"

namespace integrations::instatus {
namespace {

using namespace std::chrono_literals;
using pages::answered;
using pages::same_json;
using pages::silence;
using pages::told;
using playbooks::ComponentStatus;
using playbooks::MaintenanceState;
using playbooks::Status;

class Instatus : public pages::Publishing {
 protected:
  Instatus() {
    page = "instatus";
    component_list = answered(200, R"([{"id":"c-api","name":"API","status":"OPERATIONAL"},
                                       {"id":"c-db","name":"Database","status":"OPERATIONAL"}])");
    client = make_instatus(settings(), policy, http, world.clock, world.activity);
  }
};

const std::string made = R"({"id":"i1","name":"Checkout is down","status":"INVESTIGATING"})";

/// The page's list of incidents with ours in it.
std::string listed(const std::string& name, const std::string& started, const std::string& created) {
  return R"([{"id":"i0","name":"Other","started":"2026-11-21T14:05:00.000Z","updates":[]},{"id":"i1","name":")" + name +
         R"(","started":")" + started + R"(","updates":[{"message":"Looking.","createdAt":")" + created + R"("}]}])";
}

TEST_F(Instatus, AnUnknownIncidentIsRefused) {
  auto delivery = publish(Status::investigating, "Looking.");
  delivery.incident.reset();
  EXPECT_EQ(told(deliver(delivery)), "refused: INC-12 is unknown, so nothing was published.");
  incident.kind = playbooks::Kind::drill;
  EXPECT_EQ(told(deliver(publish(Status::investigating, "Looking."))),
            "refused: INC-12 is internal or a drill, so nothing was published.");
  EXPECT_TRUE(http.requests.empty());
}

TEST_F(Instatus, TakesOnlyWhatIsForItsPage) {
  auto delivery = publish(Status::investigating, "Looking.");
  EXPECT_TRUE(client->takes(delivery.effect));
  std::get<playbooks::PublishIncident>(delivery.effect.body).page.clear();
  EXPECT_FALSE(client->takes(delivery.effect)) << "no name means Statuspage";
  delivery.effect.body = playbooks::DrawCard{{12}};
  EXPECT_FALSE(client->takes(delivery.effect));
}

TEST_F(Instatus, ARefusedKeyWaitsAndSaysWhereToMendIt) {
  answers({answered(401, R"({"error":{"message":"wrong key secret-key-1"}})")});
  const auto outcome = deliver(publish(Status::investigating, "Looking."));
  const auto says = told(outcome);
  EXPECT_TRUE(says.starts_with("retry: Instatus refused the API key (wrong key ***). Set SITREP_INSTATUS_API_KEY"))
      << says;
  EXPECT_FALSE(says.contains("secret-key-1")) << says;
  EXPECT_EQ(std::get<Retry>(outcome).at, now() + 60s);
  http.answers = {answered(200, made)};
  pass(60s);
  EXPECT_EQ(told(deliver(publish(Status::investigating, "Looking."))), "delivered: i1 Investigating")
      << "a refused first publication is not in doubt";
}

TEST_F(Instatus, ADeletedIncidentIsRefusedInWords) {
  answers({answered(404, R"({"error":"Not found"})")});
  EXPECT_EQ(told(deliver(publish(Status::identified, "Found it.", "i1"))),
            "refused: Instatus has no incident \"i1\" (was it deleted on the page?), or the API key cannot see it (Not "
            "found).");
}

TEST_F(Instatus, ARateLimitHoldsEverythingForAsLongAsAsked) {
  answers({answered(429, "{}", {{"retry-after", "40"}})});
  const auto outcome = deliver(publish(Status::investigating, "Looking."));
  ASSERT_TRUE(std::holds_alternative<Retry>(outcome)) << told(outcome);
  EXPECT_EQ(std::get<Retry>(outcome).at, now() + 40s);
  const auto sent = http.requests.size();
  EXPECT_EQ(told(deliver(publish_component("api", ComponentStatus::major_outage))),
            "retry: Instatus rate limit until 14:05 UTC");
  EXPECT_EQ(http.requests.size(), sent);
}

TEST_F(Instatus, WhatNeverLeftIsTriedAgain) {
  answers({});
  EXPECT_EQ(told(deliver(publish(Status::investigating, "Looking."))),
            "retry: Instatus cannot be reached: Connection refused");
}

TEST_F(Instatus, UnclearAnswersAreNotRepeated) {
  for (const auto& unclear :
       {silence(), answered(500, R"({"error":"oops"})"), answered(502, "<html>Bad gateway</html>"),
        answered(200, "<html>Welcome</html>"), answered(200, ""), answered(200, "{}")}) {
    client = make_instatus(settings(), policy, http, world.clock, world.activity);
    http.answers.clear();
    http.requests.clear();
    answers({unclear});
    const auto first = deliver(publish(Status::investigating, "Looking."));
    EXPECT_TRUE(std::holds_alternative<Unknown>(first)) << told(first);
    pass(2min);
    const auto again = deliver(publish(Status::investigating, "Looking."));
    EXPECT_TRUE(std::holds_alternative<Unknown>(again)) << told(again);
    EXPECT_EQ(http.requests.size(), 2U) << "nothing is sent before it is known what became of the first";
  }
}

TEST_F(Instatus, WhatTookEffectAfterATimeOutIsFound) {
  answers({silence()});
  const auto delivery = publish(Status::investigating, "Looking.");
  deliver(delivery);
  http.answers = {
      answered(200, listed("Checkout is down", "2026-11-21T14:00:00.000Z", "2026-11-21T14:05:01.000Z")),
      answered(200, R"({"id":"i1","updates":[{"message":"Looking.","createdAt":"2026-11-21T14:05:01Z"}]})")};
  EXPECT_EQ(found({delivery}), (std::vector<std::string>{"INC-12/1/public/instatus is i1"}));
  EXPECT_EQ(line(2), "GET /v1/p1/incidents?page=1&per_page=100");
  pass(1min);
  http.answers = {answered(200, R"({"id":"u2","message":"Found it."})")};
  EXPECT_EQ(told(deliver(publish(Status::identified, "Found it."))), "delivered: i1 Identified");
  EXPECT_EQ(line(4), "POST /v1/p1/incidents/i1/incident-updates");
}

TEST_F(Instatus, WhatIsNotThereIsSentAgain) {
  answers({silence()});
  const auto delivery = publish(Status::investigating, "Looking.");
  deliver(delivery);
  // One of the same title from yesterday, begun and made at another time, is somebody else's.
  http.answers = {answered(200, listed("Checkout is down", "2026-11-20T14:00:00.000Z", "2026-11-20T14:05:01.000Z"))};
  EXPECT_TRUE(found({delivery}).empty());
  pass(1min);
  http.answers = {answered(200, made)};
  EXPECT_EQ(told(deliver(delivery)), "delivered: i1 Investigating");
}

TEST_F(Instatus, ALookThatFailsDecidesNothing) {
  answers({silence()});
  const auto delivery = publish(Status::investigating, "Looking.");
  deliver(delivery);
  http.answers = {answered(200, "<html>Welcome</html>")};
  EXPECT_EQ(found({delivery}), (std::vector<std::string>{"retry: Instatus answered 200 without JSON"}));
  http.answers = {answered(200, R"({"incidents":[]})")};
  EXPECT_EQ(found({delivery}), (std::vector<std::string>{"retry: Instatus answered without a list"}));
  pass(2min);
  EXPECT_TRUE(std::holds_alternative<Unknown>(deliver(delivery)));
}

TEST_F(Instatus, AnUpdateIsKnownByItsWordsAndItsTime) {
  pass(1h);
  const auto first = publish(Status::identified, "Found it.", "i1"),
             second = publish(Status::monitoring, "Fixed.", "i1");
  http.answers = {answered(200, R"({"id":"i1","updates":[{"message":"Fixed.","createdAt":"2026-11-21T13:00:00Z"},
                                                         {"message":" Found\nit. ","createdAt":"2026-11-21T15:05:02Z"}]})")};
  EXPECT_EQ(found({first, second}), (std::vector<std::string>{"INC-12/1/public/instatus is i1"}))
      << "“Fixed.” was said two hours before";
  EXPECT_EQ(line(0), "GET /v1/p1/incidents/i1");
  http.answers = {answered(404, "{}")};
  EXPECT_TRUE(found({first}).empty()) << "deleted on the page";
}

TEST_F(Instatus, TheFirstPublicationCarriesEverything) {
  answers({answered(200, made)});
  EXPECT_EQ(told(deliver(publish(Status::investigating, "Looking."))), "delivered: i1 Investigating");
  EXPECT_EQ(line(0), "GET /v1/p1/components?page=1&per_page=100");
  EXPECT_EQ(line(1), "POST /v1/p1/incidents");
  EXPECT_TRUE(same_json(body(1), R"({"name":"Checkout is down","message":"Looking.","status":"INVESTIGATING",
      "started":"2026-11-21T14:00:00Z","notify":false,"shouldPublish":true,"components":["c-api","c-db"],
      "statuses":[{"id":"c-api","status":"MAJOROUTAGE"},{"id":"c-db","status":"DEGRADEDPERFORMANCE"}]})"));
  const auto& headers = http.requests[1].headers;
  EXPECT_EQ(headers.front(), (std::pair<std::string, std::string>{"Authorization", "Bearer secret-key-1"}));
}

TEST_F(Instatus, ResolvingSetsOnlyItsOwnComponentsToTheWorstClaimLeft) {
  worst = {{"db", ComponentStatus::partial_outage}, {"web", ComponentStatus::major_outage}};
  answers({answered(200, R"({"id":"u1"})")});
  EXPECT_EQ(told(deliver(publish(Status::resolved, "Over.", "i1"))), "delivered: i1 Resolved");
  EXPECT_EQ(line(1), "POST /v1/p1/incidents/i1/incident-updates");
  EXPECT_TRUE(same_json(body(1), R"({"message":"Over.","status":"RESOLVED","started":"2026-11-21T14:05:00Z",
      "notify":false,"components":["c-api","c-db"],
      "statuses":[{"id":"c-api","status":"OPERATIONAL"},{"id":"c-db","status":"PARTIALOUTAGE"}]})"));
}

TEST_F(Instatus, WithoutWordsNoEmptyUpdateIsMade) {
  answers({answered(200, made), silence()});
  EXPECT_EQ(told(deliver(publish(Status::identified, "", "i1"))), "delivered: i1 Identified");
  EXPECT_EQ(line(1), "PUT /v1/p1/incidents/i1");
  const auto again = deliver(publish(Status::identified, "", "i1"));
  EXPECT_TRUE(std::holds_alternative<Retry>(again)) << "may be repeated: " << told(again);
}

TEST_F(Instatus, SubscribersHearWhatIsSaidToBeTold) {
  auto yes = settings();
  yes.notify_subscribers = true;
  client = make_instatus(yes, policy, http, world.clock, world.activity);
  answers({answered(200, made)});
  const auto tells = [&](Delivery delivery) {
    deliver(std::move(delivery));
    http.answers = {answered(200, made)};
    return http.requests.back().body.contains(R"("notify":true)");
  };
  EXPECT_TRUE(tells(publish(Status::identified, "Found it.", "i1")));
  auto quiet = publish(Status::identified, "Found it.", "i1");
  std::get<playbooks::PublishIncident>(quiet.effect.body).notify = false;
  EXPECT_FALSE(tells(quiet));
  auto joined = quiet;
  joined.merged = {publish(Status::investigating, "Looking.", "i1").effect};
  EXPECT_TRUE(tells(joined)) << "one of the joined texts asks for it";
  joined.merged = {publish(Status::investigating, "", "i1").effect};
  EXPECT_FALSE(tells(joined)) << "what had no words asks for nothing";
  EXPECT_FALSE(tells(publish(Status::identified, "", "i1"))) << "only components move";
  EXPECT_FALSE(tells(publish(Status::cancelled, ""))) << "a false alarm that nobody saw";
}

TEST_F(Instatus, AComponentThatThePageLacksIsNamedAndDoesNotStopIt) {
  incident.components.push_back({"web", ComponentStatus::partial_outage});
  answers({answered(200, made)});
  const auto says = told(deliver(publish(Status::investigating, "Looking.")));
  EXPECT_TRUE(says.starts_with("delivered: i1 Investigating; not shown: The status page has no component \"Web\""))
      << says;
  EXPECT_FALSE(body(1).contains("web"));
}

TEST_F(Instatus, AnIncidentWithoutComponentsLeavesThemOut) {
  incident.components.clear();
  http.answers = {answered(200, made)};
  EXPECT_EQ(told(deliver(publish(Status::investigating, ""))), "delivered: i1 Investigating");
  EXPECT_TRUE(same_json(body(0), R"({"name":"Checkout is down","message":"We are investigating the cause.",
      "status":"INVESTIGATING","started":"2026-11-21T14:00:00Z","notify":false,"shouldPublish":true})"));
}

TEST_F(Instatus, ComponentsDeletedOnThePageAreReadAgain) {
  answers({answered(200, made), answered(422, R"({"message":"component not found"})"), component_list,
           answered(200, R"({"id":"u1"})")});
  deliver(publish(Status::investigating, "Looking."));
  pass(1s);
  const auto update = publish(Status::identified, "Found it.", "i1");
  EXPECT_EQ(told(deliver(update)), "retry: reading the components of the status page again");
  EXPECT_EQ(told(deliver(update)), "delivered: i1 Identified");
}

TEST_F(Instatus, OneComponentIsSetToItsWorstClaim) {
  answers({answered(200, R"({"id":"c-api"})"), answered(200, R"({"id":"c-api"})")});
  EXPECT_EQ(told(deliver(publish_component("api", ComponentStatus::under_maintenance))),
            "delivered: c-api under maintenance");
  EXPECT_EQ(line(1), "PUT /v1/p1/components/c-api");
  EXPECT_TRUE(same_json(body(1), R"({"status":"UNDERMAINTENANCE"})"));
  deliver(publish_component("api", ComponentStatus::operational));
  EXPECT_TRUE(same_json(body(2), R"({"status":"OPERATIONAL"})"));
  http.answers = {component_list, component_list};
  EXPECT_EQ(found({publish_component("api", ComponentStatus::operational)}),
            (std::vector<std::string>{"component/api is c-api"}));
  EXPECT_TRUE(found({publish_component("api", ComponentStatus::major_outage)}).empty());
  EXPECT_TRUE(told(deliver(publish_component("web", ComponentStatus::major_outage))).starts_with("refused: "));
}

TEST_F(Instatus, TheLifeOfAMaintenance) {
  answers({answered(200, R"({"id":"m1"})")});
  EXPECT_EQ(told(deliver(publish_maintenance(MaintenanceState::scheduled, "Planned."))), "delivered: m1 Scheduled");
  EXPECT_EQ(line(1), "POST /v1/p1/maintenances");
  EXPECT_TRUE(same_json(body(1), R"({"name":"Database upgrade","message":"Planned.","status":"NOTSTARTEDYET",
      "start":"2026-11-21T16:00:00Z","end":"2026-11-21T18:00:00Z","duration":120,"notify":true,"components":["c-db"],
      "autoStart":false,"autoEnd":false,"notifyStart":false,"notifyEnd":false,"notifyEarly":false})"))
      << "nothing flips before it begins";
  http.answers = {answered(200, "{}")};
  EXPECT_EQ(told(deliver(publish_maintenance(MaintenanceState::in_progress, "", "m1"))), "delivered: m1 In progress");
  EXPECT_EQ(line(2), "POST /v1/p1/maintenances/m1/maintenance-updates");
  EXPECT_TRUE(
      same_json(body(2), R"({"message":"The maintenance has begun. It is planned to end at 2026-11-21 18:00 UTC.",
      "status":"INPROGRESS","started":"2026-11-21T14:05:00Z","end":"2026-11-21T18:00:00Z","notify":true,
      "components":["c-db"],"statuses":[{"id":"c-db","status":"UNDERMAINTENANCE"}]})"));
  http.answers = {answered(200, "{}")};
  deliver(publish_maintenance(MaintenanceState::completed, "Done.", "m1"));
  EXPECT_TRUE(same_json(body(3), R"({"message":"Done.","status":"COMPLETED","started":"2026-11-21T14:05:00Z",
      "end":"2026-11-21T17:30:00Z","notify":true,"components":["c-db"],
      "statuses":[{"id":"c-db","status":"OPERATIONAL"}]})"));
}

TEST_F(Instatus, ACancelledMaintenanceSaysSo) {
  answers({answered(200, "{}")});
  EXPECT_EQ(told(deliver(publish_maintenance(MaintenanceState::cancelled, "Not needed.", "m1"))),
            "delivered: m1 Cancelled");
  EXPECT_TRUE(same_json(body(1), R"({"message":"Cancelled: Not needed.","status":"COMPLETED",
      "started":"2026-11-21T14:05:00Z","end":"2026-11-21T14:05:00Z","notify":true,"components":["c-db"],
      "statuses":[{"id":"c-db","status":"OPERATIONAL"}]})"));
}

TEST_F(Instatus, AMaintenanceThatWasNeverShownNeedNotBeCancelled) {
  EXPECT_EQ(told(deliver(publish_maintenance(MaintenanceState::cancelled, "Not needed."))),
            "delivered:  was never shown there");
  EXPECT_TRUE(http.requests.empty());
}

TEST_F(Instatus, AMaintenanceIsFoundByItsTitleAndStart) {
  answers({silence()});
  const auto delivery = publish_maintenance(MaintenanceState::scheduled, "Planned.");
  EXPECT_TRUE(std::holds_alternative<Unknown>(deliver(delivery)));
  http.answers = {answered(200, R"([{"id":"m0","name":"Database upgrade","start":"2026-11-14T16:00:00.000Z"},
                                    {"id":"m1","name":"Database upgrade","start":"2026-11-21T16:00:00.000Z"}])"),
                  answered(200, R"({"id":"m1","updates":[]})")};
  EXPECT_EQ(found({delivery}), (std::vector<std::string>{"MNT-3/1/public/instatus is m1"}));
}

TEST_F(Instatus, ThePostmortemIsAQuietUpdate) {
  EXPECT_EQ(told(deliver(publish_postmortem(""))),
            "refused: INC-12 is not on Instatus, so its post-mortem was not published there.");
  worst = {{"web", ComponentStatus::major_outage}};
  answers({answered(200, R"({"id":"u1"})")});
  EXPECT_EQ(told(deliver(publish_postmortem("i1"))), "delivered: i1 Resolved");
  EXPECT_TRUE(same_json(body(1), R"({"message":"Read the post-mortem: https://wiki.example.com/12","status":"RESOLVED",
      "started":"2026-11-21T14:05:00Z","notify":false,"components":["c-api","c-db"],
      "statuses":[{"id":"c-api","status":"OPERATIONAL"},{"id":"c-db","status":"OPERATIONAL"}]})"));
}

TEST_F(Instatus, AReadingTellsWhatComponentsShow) {
  auto reading = publish_component("api", ComponentStatus::operational);
  reading.effect.body = playbooks::ReadPage{"instatus"};
  EXPECT_TRUE(client->takes(reading.effect));
  const auto read = [&]() -> playbooks::NotePageRead {
    const auto outcome = deliver(reading);
    const auto* delivered = std::get_if<Delivered>(&outcome);
    if (delivered == nullptr || delivered->news.size() != 1) return {};
    return std::get<playbooks::NotePageRead>(delivered->news.front());
  };
  http.answers = {answered(200, R"([{"id":"c-api","name":"API","status":"PARTIALOUTAGE"},
                                    {"id":"c-db","name":"Database","status":"MINOROUTAGE"}])")};
  const auto note = read();
  EXPECT_EQ(note.page, "instatus");
  EXPECT_EQ(note.components, (std::map<std::string, ComponentStatus>{{"api", ComponentStatus::partial_outage}}))
      << "what is no word of ours is left alone";
  EXPECT_EQ(note.trouble, "");
  http.answers = {answered(401, R"({"error":"wrong key"})")};
  EXPECT_TRUE(read().trouble.starts_with("Instatus refused the API key (wrong key)"));
  http.answers = {silence()};
  EXPECT_TRUE(std::holds_alternative<Retry>(deliver(reading)));
}

TEST_F(Instatus, DoctorNamesThePageAndTheComponentsItLacks) {
  http.answers = {answered(200, R"([{"id":"p0","name":"Other"},{"id":"p1","name":"Acme","subdomain":"acme"}])"),
                  component_list};
  const auto says = doctor();
  EXPECT_TRUE(says.contains("ok Instatus page: “Acme”, https://acme.instatus.com\n")) << says;
  EXPECT_TRUE(says.contains("error Instatus component “Web”: ")) << says;
  EXPECT_TRUE(says.contains("error Instatus components: 2 of 3 configured components are on the page\n")) << says;
  http.answers = {answered(200, R"([{"id":"p0","name":"Other"}])")};
  EXPECT_TRUE(doctor().starts_with("error Instatus page: the API key is good, but it sees no page “p1”."));
  http.answers = {answered(401, "{}")};
  EXPECT_TRUE(doctor().starts_with("error Instatus page: Instatus refused the API key"));
  http.answers.clear();
  EXPECT_TRUE(doctor().starts_with("warning Instatus page: Instatus cannot be reached"));
}

}  // namespace
}  // namespace integrations::instatus
