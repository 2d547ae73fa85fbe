#include "integrations/simulator/slack_simulator.hpp"

#include <fmt/core.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "integrations/ports/log.hpp"
#include "integrations/simulator/slack/api.hpp"
#include "integrations/simulator/slack/envelopes.hpp"
#include "integrations/simulator/slack/people.hpp"
#include "integrations/simulator/slack/sockets.hpp"

namespace integrations::simulator {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// A bot that never acknowledges must not hold up virtual time for ever: after this much real time nobody waits.
constexpr auto real_patience = 5s;

void report(std::string_view name, std::string_view what) {
  log_error("simulator task failed", {{"task", name}, {"what", what}});
}

asio::awaitable<HttpServerReply> not_found(HttpServerRequest) {
  HttpServerReply reply;
  reply.status = 404;
  co_return reply;
}

}  // namespace

struct SlackSimulator::Impl {
  Impl(asio::any_io_executor with, Clock& clock, Activity& activity, SlackOptions options)
      : executor(with),
        tasks(with, report),
        timers(clock, tasks),
        world(clock, options),
        sockets(with, world, record, timers, tasks, hooks()),
        envelopes(world, record, timers, activity, sockets),
        server(
            with, options.port, [this](HttpServerRequest request) { return handle(std::move(request)); },
            [this](RawStream stream, HttpServerRequest request) {
              return sockets.serve(std::move(stream), std::move(request));
            }),
        people(world, record, envelopes, base()),
        api(world, record, faults, {world, record, [this] { return link(); }}) {
    tasks.start("patience", lose_patience());
  }

  slack::Sockets::Hooks hooks() {
    return {[this](int connection, const std::string& text) { envelopes.took(connection, text); },
            [this](int connection) { envelopes.connection_gone(connection); },
            [this] { return faults.take("link", world.now()); }};
  }

  std::string base() const { return fmt::format("http://127.0.0.1:{}", server.port()); }
  std::string link() { return fmt::format("ws://127.0.0.1:{}{}", server.port(), sockets.new_ticket()); }

  asio::awaitable<HttpServerReply> handle(HttpServerRequest request) {
    const auto& path = request.path;
    if (!path.starts_with("/api/") && !path.starts_with("/commands/") && !path.starts_with("/actions/")) {
      auto reply = co_await other(std::move(request));
      co_return reply;
    }
    co_return api.answer(request);
  }

  asio::awaitable<void> lose_patience() {
    asio::steady_timer timer{executor};
    while (true) {
      timer.expires_after(1s);
      co_await timer.async_wait(asio::use_awaitable);
      envelopes.give_up_waiting(std::chrono::steady_clock::now() - real_patience);
    }
  }

  asio::any_io_executor executor;
  Tasks tasks;
  Timers timers;
  slack::World world;
  slack::Record record;
  slack::Faults faults;
  slack::Sockets sockets;
  slack::Envelopes envelopes;
  HttpServer server;
  slack::People people;
  slack::Api api;
  HttpServer::Handler other = not_found;
};

SlackSimulator::SlackSimulator(asio::any_io_executor executor, Clock& clock, Activity& activity, SlackOptions options)
    : impl_(std::make_unique<Impl>(std::move(executor), clock, activity, std::move(options))) {}

SlackSimulator::~SlackSimulator() = default;

std::string SlackSimulator::api_url() const {
  return impl_->base() + "/api/";
}

asio::awaitable<void> SlackSimulator::stop() {
  impl_->tasks.cancel();
  co_await impl_->server.stop();
  co_await impl_->tasks.wait();
}

void SlackSimulator::add_user(std::string id, std::string name, std::string zone) {
  impl_->world.add_user({std::move(id), std::move(name), std::move(zone)});
}
void SlackSimulator::add_channel(std::string id, std::string name, bool bot_is_member) {
  impl_->world.add_channel(std::move(id), std::move(name), bot_is_member);
}

void SlackSimulator::add_user_group(std::string id, std::string handle, std::vector<std::string> users) {
  auto key = id;
  impl_->world.groups.insert_or_assign(std::move(key),
                                       slack::UserGroup{std::move(id), std::move(handle), std::move(users)});
}
void SlackSimulator::deactivate(const std::string& user) {
  impl_->world.deactivate(impl_->people.person(user).id);
}

void SlackSimulator::slash(const std::string& user, const std::string& channel, const std::string& command,
                           const std::string& text) {
  impl_->people.slash(user, channel, command, text);
}
std::string SlackSimulator::say(const std::string& user, const std::string& channel, const std::string& text,
                                const std::string& thread_ts) {
  return impl_->people.say(user, channel, text, thread_ts);
}
bool SlackSimulator::click(const std::string& user, const std::string& channel, const std::string& ts,
                           const std::string& button) {
  return impl_->people.click(user, channel, ts, button);
}
bool SlackSimulator::click_in_view(const std::string& user, const std::string& button) {
  return impl_->people.click_in_view(user, button);
}
bool SlackSimulator::submit(const std::string& user, const std::map<std::string, std::string>& values) {
  return impl_->people.submit(user, values);
}
bool SlackSimulator::close_form(const std::string& user) {
  return impl_->people.close_form(user);
}
void SlackSimulator::open_home(const std::string& user) {
  impl_->people.open_home(user);
}

void SlackSimulator::fault(SlackFault fault) {
  const bool everything = fault.kind == SlackFault::Kind::refuse && fault.method == "*" && fault.until;
  if (everything) {
    impl_->server.refuse(true);
    impl_->timers.at(*fault.until, [this] { impl_->server.refuse(false); });
  }
  impl_->faults.add(std::move(fault));
}
void SlackSimulator::clear_faults() {
  impl_->faults.clear();
  impl_->server.refuse(false);
}

void SlackSimulator::refresh() {
  impl_->sockets.disconnect("refresh_requested", false);
}
void SlackSimulator::warn() {
  impl_->sockets.disconnect("warning", false);
}
void SlackSimulator::disconnect(const std::string& reason) {
  impl_->sockets.disconnect(reason, true);
}
void SlackSimulator::kill_connections() {
  impl_->sockets.kill();
}
void SlackSimulator::set_silent(bool silent) {
  impl_->sockets.silence(silent);
}
void SlackSimulator::set_hello(bool hello) {
  impl_->sockets.set_hello(hello);
}
void SlackSimulator::redeliver_last(bool same_envelope_id) {
  impl_->envelopes.redeliver_last(same_envelope_id);
}
void SlackSimulator::send_raw(const std::string& frame) {
  impl_->envelopes.send_raw(frame);
}
void SlackSimulator::set_num_connections_offset(int ghosts) {
  impl_->sockets.set_ghosts(ghosts);
}

void SlackSimulator::on_sight(std::function<void(const SlackSight&)> listener) {
  impl_->world.listen(std::move(listener));
}

std::vector<SlackMessage> SlackSimulator::messages(const std::string& channel) const {
  std::vector<SlackMessage> all;
  const auto* found = impl_->world.channel(channel);
  if (found == nullptr) found = impl_->world.channel_named(channel);
  if (found == nullptr) return all;
  for (const auto& [ts, post] : found->posts) {
    if (!post.ephemeral) all.push_back(post.shown);
  }
  return all;
}

std::optional<SlackMessage> SlackSimulator::message(const std::string& channel, const std::string& ts) const {
  const auto* post = impl_->world.post(channel, ts);
  if (post == nullptr) return std::nullopt;
  return post->shown;
}

std::string SlackSimulator::channel_name(const std::string& id) const {
  const auto* channel = impl_->world.channel(id);
  return channel == nullptr ? id : channel->name;
}
std::string SlackSimulator::direct_to(const std::string& channel) const {
  const auto* user = impl_->world.direct_to(channel);
  return user == nullptr ? std::string{} : user->id;
}
std::vector<SlackMessage> SlackSimulator::direct_messages(const std::string& user) const {
  return messages(impl_->world.direct(impl_->people.person(user)).id);
}
std::string SlackSimulator::topic(const std::string& channel) const {
  return impl_->people.place(channel).topic;
}
std::vector<std::string> SlackSimulator::user_group(const std::string& id) const {
  const auto found = impl_->world.groups.find(id);
  return found == impl_->world.groups.end() ? std::vector<std::string>{} : found->second.users;
}
std::string SlackSimulator::user_name(const std::string& id) const {
  const auto* user = impl_->world.user(id);
  return user == nullptr ? id : user->name;
}

const std::vector<SlackCall>& SlackSimulator::calls() const {
  return impl_->record.calls;
}
void SlackSimulator::on_call(std::function<void(const SlackCall&)> before) {
  impl_->record.before.push_back(std::move(before));
}
void SlackSimulator::on_answer(std::function<void(const SlackCall&)> answering) {
  impl_->record.answering.push_back(std::move(answering));
}
void SlackSimulator::drop_call() {
  impl_->record.dropped = true;
}
void SlackSimulator::serve(HttpServer::Handler other) {
  impl_->other = std::move(other);
}
int SlackSimulator::connections() const {
  return impl_->sockets.open();
}
const std::vector<std::string>& SlackSimulator::violations() const {
  return impl_->record.violations;
}

}  // namespace integrations::simulator
