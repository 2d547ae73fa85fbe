// The table of the wording check: which words, what is wrong with them, what to write instead. How patterns are written
// stands in wording_check_parts.hpp. English, and the commonest of German.
#include <array>

#include "playbooks/wording_check.hpp"
#include "playbooks/wording_check_parts.hpp"

namespace playbooks::wording_check {
namespace {

using namespace wording_kind;

constexpr std::array<WordList, 10> word_lists = {{
    {"<will>", "will|shall|should|we'll|it'll|they'll|everything'll|going|wird|werden"},
    {"<fixed>", "fix|fixed|resolve|resolved|restore|restored|solve|solved|repair|repaired|mended"},
    {"<back>", "back|up|available|online|working|running|normal"},
    {"<unit>",
     "second|seconds|sec|secs|minute|minutes|min|mins|hour|hours|hr|hrs|h|day|days|week|weeks|sekunden|minute|minuten|"
     "stunde|stunden|tag|tagen|tage"},
    {"<soon>", "soon|shortly|momentarily|immediately|today|tonight|tomorrow"},
    {"<when>",
     "<number>|noon|midnight|today|tonight|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|end"},
    {"<party>",
     "aws|amazon|azure|microsoft|google|gcp|cloudflare|fastly|akamai|vercel|netlify|heroku|supabase|firebase|twilio|"
     "stripe|paypal|adyen|sendgrid|mailgun|github|openai|anthropic|okta|auth0|digitalocean|hetzner|ovh|atlassian|"
     "provider|providers|vendor|vendors|supplier|suppliers|contractor|contractors|subcontractor|subcontractors|"
     "anbieter|"
     "anbieters|dienstleister|dienstleisters"},
    {"<staff>",
     "engineer|engineers|developer|developers|employee|employees|colleague|colleagues|intern|interns|administrator|"
     "administrators|technician|technicians|someone|somebody"},
    {"<misdeed>", "deleted|forgot|broke|misconfigured|caused|overlooked|messed|mistyped"},
    {"<fault>", "problem|problems|issue|issues|outage|outages|failure|failures|error|errors|incident|trouble"},
}};

constexpr std::string_view what_people_notice = "say what people notice: slow, failing, unavailable";
constexpr std::string_view what_it_does = "say what it means for the people who use it";
constexpr std::string_view plainly = "say what is being done in everyday words";
constexpr std::string_view what_fails = "say which action fails, without the code";
constexpr std::string_view own_it = "say what happened and what we do, and leave out who did it";
constexpr std::string_view no_others = "speak of our service only, and leave out other companies";
constexpr std::string_view regret = "say that you are sorry, and what you do";
constexpr std::string_view next_update = "say when you will post the next update";
constexpr std::string_view prevention = "say what you do to keep it from happening";
constexpr std::string_view known_only = "say only what is known, and that the rest is being looked into";
constexpr std::string_view who_is_affected = "say who is affected, and how";

constexpr std::array<Rule, 110> table = {{
    // For engineers
    {"kubernetes|k8s|kubelet|pod|pods|helm|terraform|docker|etcd|istio|envoy|nginx|haproxy", jargon, what_it_does},
    {"memcached|redis|postgres|postgresql|mysql|mariadb|mongodb|cassandra|kafka|rabbitmq|elasticsearch|dynamodb",
     jargon, what_it_does},
    {"latency|latencies|latenz|latenzen|throughput|timeout|timeouts|iops|qps|rps|p50|p90|p95|p99", jargon,
     what_people_notice},
    {"error rate|rates", jargon, "say that some requests fail"},
    {"failover|failovers", jargon, plainly},
    {"fail|failed|failing|fails over to", jargon, plainly},
    {"replica|replicas|replication|replikation|shard|shards|sharding|cluster|clusters|node|nodes", jargon,
     what_it_does},
    {"connection pool exhaustion|exhausted|saturation|size", jargon, what_people_notice},
    {"connection|thread|worker pool|pools", jargon, what_people_notice},
    {"pool exhaustion|exhausted", jargon, what_people_notice},
    {"verbindungspool|arbeitsspeicher|lastverteiler|datenbankverbindungen", jargon, what_people_notice},
    {"memory leak|leaks|pressure|usage", jargon, what_people_notice},
    {"out of memory", jargon, what_people_notice},
    {"oom|oomkilled|heap|deadlock|deadlocks|deadlocked|segfault|mutex|backpressure|cpu|daemon", jargon,
     what_people_notice},
    {"garbage collection", jargon, what_people_notice},
    {"race condition|conditions", jargon, what_people_notice},
    {"stack trace|traces|overflow", jargon, what_people_notice},
    {"core dump|dumps", jargon, what_people_notice},
    {"kernel panic", jargon, what_people_notice},
    {"null pointer", jargon, what_people_notice},
    {"unhandled|uncaught exception|exceptions", jargon, what_people_notice},
    {"load balancer|balancers|balancing", jargon, what_it_does},
    {"circuit breaker|breakers", jargon, what_it_does},
    {"rate limiter|limiters", jargon, what_it_does},
    {"message queue|queues|broker|brokers", jargon, what_it_does},
    {"job queue|queues", jargon, what_it_does},
    {"queue depth|backlog", jargon, what_people_notice},
    {"cache miss|misses|invalidation|stampede|eviction", jargon, what_people_notice},
    {"thundering herd", jargon, what_people_notice},
    {"retry storm|storms", jargon, what_people_notice},
    {"cold start|starts", jargon, what_people_notice},
    {"packet loss", jargon, what_people_notice},
    {"dns|bgp|tcp|udp|tls|ssl|vpc|cdn|nat", jargon, what_it_does},
    {"upstream|downstream|backend|backends|frontend|frontends|middleware|microservice|microservices", jargon,
     what_it_does},
    {"back|front end|ends", jargon, what_it_does},
    {"api gateway|gateways", jargon, what_it_does},
    {"reverse proxy", jargon, what_it_does},
    {"ingress|egress|autoscaler|autoscaling|throttling|throttled", jargon, what_it_does},
    {"scale|scales|scaled|scaling horizontally|vertically|up|out", jargon, plainly},
    {"horizontal|vertical|auto scaling", jargon, plainly},
    {"hotfix|hotfixes|redeploy|redeployed|redeploying|canary|rebase|cronjob|cron", jargon, plainly},
    {"prod|preprod|staging", jargon, "name the service that people use"},
    {"config|configs", jargon, "write “setting”"},
    {"schema change|changes|migration|migrations", jargon, plainly},
    {"slow query|queries", jargon, what_people_notice},
    {"sql|rca|mttr|slo|sli|runbook|runbooks", jargon, plainly},
    {"port <number>", jargon, what_it_does},
    {"p0|p1|p2|p3|p4|sev0|sev1|sev2|sev3|sev4", jargon, who_is_affected},
    {"sev|severity <number>", jargon, who_is_affected},
    // Codes
    {"<code> error|errors|response|responses|status|statuses", error_code, what_fails},
    {"<code> internal server error|errors", error_code, what_fails},
    {"<code> bad gateway", error_code, what_fails},
    {"<code> service unavailable", error_code, what_fails},
    {"<code> gateway timeout|timeouts", error_code, what_fails},
    {"error|errors|http|fehler|code|codes|fehlercode <code>", error_code, what_fails},
    {"http status|error|code|errors <code>", error_code, what_fails},
    {"status|error code|codes <code>", error_code, what_fails},
    {"http status|error code <code>", error_code, what_fails},
    {"internal server error|errors", error_code, what_fails},
    {"error|exit code|status <number>", error_code, what_fails},
    {"errno|sqlstate <number>", error_code, what_fails},
    // People and other companies
    {"due|thanks to ~ <party>", blame, no_others},
    {"because|fault|result of ~ <party>", blame, no_others},
    {"caused by ~ <party>", blame, no_others},
    {"verursacht durch|von ~ <party>", blame, no_others},
    {"wegen|aufgrund ~ <party>", blame, no_others},
    {"due|caused|because to|by|of ~ third party|parties", blame, no_others},
    {"third party ~ provider|vendor|supplier|outage|failure", blame, no_others},
    {"<fault> at|with|from|of|by our|a|an|the|one ~ provider|providers|vendor|vendors|supplier|suppliers", blame,
     no_others},
    {"<fault> at|of <party>", blame, no_others},
    {"<fault> on their end|side|part", blame, no_others},
    {"<party> is|are|was|were|has|had|have|having ~ down|failing|failed|broken|unavailable|<fault>", blame, no_others},
    {"<party> outage|outages|failure|failures", blame, no_others},
    {"provider|providers|vendor|vendors|supplier|suppliers|anbieter failed|fails|broke", blame, no_others},
    {"their fault|mistake|responsibility", blame, no_others},
    {"blame|blamed|blaming|negligent|negligence|careless|carelessness|incompetent|incompetence|sloppy|schuld", blame,
     own_it},
    {"not our fault|responsibility|problem", blame, regret},
    {"human|operator|user|pilot error|errors|mistake", blame, own_it},
    {"menschliches versagen", blame, own_it},
    {"bedienfehler", blame, own_it},
    {"<staff> ~ <misdeed>", blame, own_it, "what|found|identified|which"},
    {"<staff> ~ made a|an mistake|error", blame, own_it},
    {"<staff> mistake|mistakes|fault|error|carelessness", blame, own_it},
    // Excuses
    {"beyond|outside our control", excuse, regret},
    {"out|outside of our control|hands", excuse, regret},
    {"außerhalb|ausserhalb unserer kontrolle", excuse, regret},
    {"unforeseen|unforeseeable|exceptional|unprecedented circumstances|circumstance|events", excuse, regret},
    {"höhere gewalt", excuse, regret},
    {"unvorhersehbar|unvorhersehbare|unprecedented|understaffed", excuse, regret},
    {"short staffed", excuse, regret},
    {"no one could have ~ foreseen|predicted|known|expected", excuse, regret},
    {"nobody could have ~ foreseen|predicted|known|expected", excuse, regret},
    {"these things ~ happen", excuse, regret},
    {"bad luck", excuse, regret},
    {"growing pains", excuse, regret},
    {"not a big deal", excuse, who_is_affected},
    {"all|any|every software has bugs", excuse, regret},
    // Promises
    {"eta ~ <number> <unit>", promise, next_update, "update|news"},
    {"eta ~ <number>|soon|shortly|noon|midnight|tonight", promise, next_update, "update|news"},
    {"<will> ~ <fixed> ~ in|within ~ <unit>", promise, next_update, "update|updates|news"},
    {"<will> ~ <fixed> ~ <soon>", promise, next_update, "as|update"},
    {"<will> ~ <fixed> ~ by|before|until <when>", promise, next_update, "update"},
    {"<will> be <back> ~ in|within ~ <unit>", promise, next_update, "update|updates|news|on|maintenance"},
    {"<will> be <back> ~ by|before|until <when>", promise, next_update, "update|on|maintenance"},
    {"<will> be <back> ~ <soon>", promise, next_update, "as|update|news|on|maintenance"},
    {"wird|werden|ist|sind ~ in ~ <unit> ~ behoben|gelöst|wieder", promise, next_update, "update|meldung|wurde|worden"},
    {"any minute|moment|second now", promise, next_update, "update"},
    {"won't|wont|never|cannot|can't ~ happen|occur again", promise, prevention},
    {"will|can|shall|would not|never ~ happen|occur again", promise, prevention},
    {"won't|never ~ recur|reoccur", promise, prevention},
}};

constexpr std::array<Rule, 18> more = {{
    {"never again", promise, prevention},
    {"nie wieder", promise, prevention},
    {"nicht|nie wieder vorkommen|passieren", promise, prevention},
    {"kommt ~ nicht|nie wieder vor", promise, prevention},
    {"once and for all", promise, prevention},
    {"permanently fixed|resolved|solved", promise, prevention},
    {"guarantee|guaranteed|guarantees|garantieren|garantiert", promise, next_update, "not|cannot|can't|no|nicht"},
    {"we promise", promise, next_update},
    // Guesses
    {"probably|presumably|supposedly|perhaps|maybe|possibly|apparently|likely", speculation, known_only},
    {"vermutlich|wahrscheinlich|vielleicht|womöglich|möglicherweise|anscheinend", speculation, known_only},
    {"we think|believe|suspect|assume|guess", speculation, known_only},
    {"wir glauben|vermuten", speculation, known_only},
    {"it seems", speculation, known_only},
    {"it looks|appears like|that|as", speculation, known_only},
    {"seems|seem|appears|appear to be|have", speculation, known_only},
    {"may|might|could be|have ~ caused|due|related|linked", speculation, known_only},
    {"our best guess", speculation, known_only},
    {"rumour|rumours|rumor|rumors|rumored|rumoured", speculation, known_only},
}};

constexpr auto all_rules = [] {
  std::array<Rule, table.size() + more.size()> all;
  std::size_t at = 0;
  for (const auto& rule : table) all[at++] = rule;
  for (const auto& rule : more) all[at++] = rule;
  return all;
}();

}  // namespace

std::span<const Rule> rules() {
  return all_rules;
}

std::span<const WordList> lists() {
  return word_lists;
}

}  // namespace playbooks::wording_check
