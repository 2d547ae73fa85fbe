#include "bot/demo/gates.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace bot {
namespace asio = boost::asio;
using storage::CommitFailure;

namespace {

/// A dead process answers nothing; its coroutines are unwound when it is swept away.
asio::awaitable<void> wait_for_ever() {
  asio::steady_timer never{co_await asio::this_coro::executor, asio::steady_timer::time_point::max()};
  co_await never.async_wait(asio::use_awaitable);
}

}  // namespace

bool Gates::passes(DeathPoint point) {
  if (dead_) return false;
  if (!dies || !dies(point)) return true;
  dead_ = true;
  if (on_death) on_death();
  return false;
}

void GatedJournal::commit(storage::Stage stage, std::move_only_function<void(storage::CommitResult)> done) {
  const auto fail = [&](CommitFailure::Cause cause, std::string message) {
    done(std::unexpected(CommitFailure{cause, std::move(message)}));
  };
  if (gates_.disk_full)
    return fail(CommitFailure::Cause::disk_full,
                "The disk that holds the database is full. Free some space; Sitrep goes on by itself.");
  if (!gates_.passes(DeathPoint::before_commit)) return fail(CommitFailure::Cause::stopped, "the process has died");
  inner_.commit(std::move(stage), [this, done = std::move(done)](storage::CommitResult result) mutable {
    asio::post(executor_, [this, done = std::move(done), result = std::move(result)]() mutable {
      if (result && !gates_.passes(DeathPoint::after_commit))
        result = std::unexpected(CommitFailure{CommitFailure::Cause::stopped, "the process has died"});
      done(std::move(result));
    });
  });
}

asio::awaitable<integrations::HttpResponse> GatedHttp::request(integrations::HttpRequest request) {
  if (!gates_.passes(DeathPoint::before_call)) co_await wait_for_ever();
  auto response = co_await inner_.request(std::move(request));
  if (!gates_.passes(DeathPoint::after_call)) co_await wait_for_ever();
  co_return response;
}

asio::awaitable<integrations::MailResult> GatedMail::send(integrations::MailMessage message) {
  if (!gates_.passes(DeathPoint::before_call)) co_await wait_for_ever();
  auto result = co_await inner_.send(std::move(message));
  if (!gates_.passes(DeathPoint::after_call)) co_await wait_for_ever();
  co_return result;
}

asio::awaitable<integrations::MailResult> GatedMail::check() {
  if (gates_.dead()) co_await wait_for_ever();
  co_return co_await inner_.check();
}

}  // namespace bot
