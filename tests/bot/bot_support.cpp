#include "bot_support.hpp"

#include <stdlib.h>

#include <boost/asio/post.hpp>
#include <future>
#include <stdexcept>

#include "bot/configuration.hpp"
#include "bot/plain_reply.hpp"
#include "integrations/ports/log.hpp"

namespace bot_test {
namespace asio = boost::asio;

namespace {

constexpr playbooks::Time start_of_tests =
    playbooks::Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + 14h};

std::string last_part(const std::string& key) {
  return key.substr(key.rfind('/') + 1);
}

std::filesystem::path prepared(const std::filesystem::path& database) {
  if (const auto done = storage::prepare(database); !done) throw std::runtime_error(done.error().message);
  return database;
}

playbooks::Policy test_policy() {
  auto policy = bot::default_configuration().policy;
  policy.publicity.pages = {"statuspage"};
  policy.components = {{"api", "API", "", "", {}, {}, {}}, {"db", "Database", "", "", {}, {}, {}}};
  return policy;
}

}  // namespace

Scratch::Scratch() {
  auto name = (std::filesystem::temp_directory_path() / "sitrep-bot-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  directory_ = name;
  prepared(database());
}
Scratch::~Scratch() {
  std::error_code ignored;  // a left-over in the temporary folder harms nobody
  std::filesystem::remove_all(directory_, ignored);
}

void Journal::commit(storage::Stage stage, std::move_only_function<void(storage::CommitResult)> done) {
  if (failing) {
    ++failures;
    return done(std::unexpected(storage::CommitFailure{storage::CommitFailure::Cause::disk_full, "The disk is full."}));
  }
  std::promise<storage::CommitResult> result;
  real_.commit(std::move(stage), [&](storage::CommitResult r) { result.set_value(std::move(r)); });
  ++commits;
  done(result.get_future().get());
}

asio::awaitable<integrations::Outcome> World::deliver(integrations::Delivery delivery) {
  Sent sent{delivery.effect.key, {}, clock_.now()};
  for (const auto& older : delivery.merged) sent.merged.push_back(older.key);
  tried.push_back(sent);
  if (throws > 0) {
    --throws;
    throw std::runtime_error("a bug");
  }
  integrations::Outcome outcome = integrations::Delivered{{"ts" + std::to_string(tried.size()), "", "C0INC"}};
  if (auto& planned = outcomes[last_part(delivery.effect.key)]; !planned.empty()) {
    outcome = planned.front();
    planned.pop_front();
  }
  if (std::holds_alternative<integrations::Delivered>(outcome)) {
    arrived.insert(sent.key);
    arrived.insert(sent.merged.begin(), sent.merged.end());
  }
  co_return outcome;
}

asio::awaitable<integrations::Lookup> World::find(std::vector<integrations::Delivery> deliveries) {
  auto& keys = asked.emplace_back();
  for (const auto& delivery : deliveries) keys.push_back(delivery.effect.key);
  if (!lookups.empty()) {
    auto answer = lookups.front();
    lookups.pop_front();
    co_return answer;
  }
  integrations::Found found;
  for (const auto& key : keys)
    if (arrived.contains(key)) found.receipts[key] = {"ts-found", "", "C0INC"};
  co_return found;
}

asio::awaitable<std::vector<integrations::Finding>> World::doctor() {
  co_return std::vector<integrations::Finding>{};
}

int World::times(const std::string& key) const {
  return static_cast<int>(std::ranges::count(tried, key, &Sent::key));
}

Bot::Bot()
    : clock(context.get_executor(), start_of_tests),
      journal(scratch.database()),
      reader(scratch.database()),
      policy(test_policy()),
      world(clock) {
  integrations::set_log("off");
  start();
}

Bot::~Bot() {
  end();
}

void Bot::start() {
  const auto executor = context.get_executor();
  tasks = std::make_unique<integrations::Tasks>(executor, [](std::string_view, std::string_view) {});
  engine = std::make_unique<bot::Engine>(
      bot::Engine::Surroundings{executor,
                                clock,
                                activity,
                                journal,
                                reader,
                                policy,
                                names,
                                [this](bot::Committed c) { on_commit(std::move(c)); },
                                [this](const std::string& group) { return outbox->withdrawable(group); },
                                {}});
  outbox = std::make_unique<bot::Outbox>(executor, clock, activity, std::vector<integrations::Integration*>{&world},
                                         *engine, *tasks);
  timers = std::make_unique<bot::TimerLoop>(executor, clock, *engine);
  tasks->start("engine", engine->run());
  timers->set(reader.timers());
  outbox->resume(reader.undelivered());
  tasks->start("timers", timers->run());
}

void Bot::end() {
  outbox->close();
  cancel();
  timers.reset();
  outbox.reset();
  engine.reset();
  tasks.reset();
}

void Bot::restart() {
  end();
  start();
}

void Bot::on_commit(bot::Committed committed) {
  timers->cancel(committed.timers_gone);
  timers->set(committed.timers_set);
  outbox->forget(committed.effects_gone);
  outbox->add(std::move(committed.effects));
}

void Bot::cancel() {
  asio::post(context, [this] { tasks->cancel(); });
  settle();
}

void Bot::settle() {
  context.restart();
  context.poll();
}

void Bot::pass(playbooks::Duration span) {
  const auto until = clock.now() + span;
  settle();
  while (clock.next_sleeper() && *clock.next_sleeper() <= until) {
    clock.step();
    settle();
  }
  clock.advance_to(until);
  settle();
}

commands::Reply Bot::say(const std::string& line) {
  commands::Reply answer;
  commands::Request request;
  request.surface = commands::Surface::command_line;
  request.by = {"cli:ann", "ann"};
  request.line = line;
  engine->ask(std::move(request), [&](commands::Reply reply) { answer = std::move(reply); });
  settle();
  return answer;
}

std::optional<std::string> Bot::slash(const std::string& line, const std::string& envelope) {
  std::optional<std::string> payload;
  engine->receive(inbound(line, envelope), [&](std::string given) { payload = std::move(given); });
  settle();
  return payload;
}

std::string text_of(const commands::Reply& reply) {
  std::string all;
  for (const auto& line : bot::plain_lines(reply)) all += line + "\n";
  return all;
}

integrations::Inbound inbound(const std::string& line, const std::string& envelope) {
  integrations::Inbound inbound;
  inbound.kind = integrations::Inbound::Kind::slash;
  inbound.keys = {"envelope:" + envelope};
  inbound.by = {"U0ANN", "ann"};
  inbound.channel = "C0INC";
  inbound.line = line;
  inbound.may_answer = true;
  inbound.raw = "{}";
  return inbound;
}

playbooks::Effect effect(const std::string& key, const std::string& lane, playbooks::EffectBody body,
                         playbooks::Time created) {
  playbooks::Effect effect;
  effect.key = key;
  effect.lane = lane;
  effect.body = std::move(body);
  effect.created = created;
  return effect;
}

}  // namespace bot_test
