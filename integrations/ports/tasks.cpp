#include "integrations/ports/tasks.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <list>
#include <vector>

#include "integrations/ports/log.hpp"

namespace integrations {
namespace asio = boost::asio;
using boost::system::error_code;

namespace {

std::string describe(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& e) {
    return e.what();
  } catch (...) {
    return "an exception that is not a std::exception";
  }
}

}  // namespace

struct Tasks::Impl {
  struct Task {
    std::string name;
    asio::cancellation_signal signal;
  };

  Impl(asio::any_io_executor on, std::function<void(std::string_view, std::string_view)> report)
      : executor(std::move(on)),
        failed(std::move(report)),
        all_ended(executor, asio::steady_timer::time_point::max()) {}

  void ended(const std::shared_ptr<Task>& task, const std::exception_ptr& error) {
    tasks.remove(task);
    if (error && !cancelled && failed) failed(task->name, describe(error));
    if (tasks.empty()) all_ended.cancel();
  }

  asio::any_io_executor executor;
  std::function<void(std::string_view, std::string_view)> failed;
  std::list<std::shared_ptr<Task>> tasks;
  asio::steady_timer all_ended;
  bool cancelled = false;
};

Tasks::Tasks(asio::any_io_executor executor, std::function<void(std::string_view, std::string_view)> failed)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(failed))) {}

Tasks::~Tasks() {
  for (const auto& task : impl_->tasks) log_error("task outlives its owner", {{"task", task->name}});
  impl_->cancelled = true;  // what they still throw can be told to nobody
  impl_->failed = nullptr;
}

void Tasks::start(std::string name, asio::awaitable<void> task) {
  if (impl_->cancelled) return;  // nobody would ever cancel it
  auto entry = std::make_shared<Impl::Task>();
  entry->name = std::move(name);
  impl_->tasks.push_back(entry);
  asio::co_spawn(impl_->executor, std::move(task),
                 asio::bind_cancellation_slot(entry->signal.slot(), [impl = impl_, entry](std::exception_ptr error) {
                   impl->ended(entry, error);
                 }));
}

namespace {

/// Runs what `make` makes until it ends by itself or `stopped()`; an exception starts it again after a growing pause.
asio::awaitable<void> run_again(std::function<asio::awaitable<void>()> make, std::function<bool()> stopped,
                                std::function<void(std::string)> report) {
  using namespace std::chrono_literals;
  constexpr std::chrono::milliseconds shortest = 100ms, longest = 30s;
  asio::steady_timer pause{co_await asio::this_coro::executor};
  for (auto wait = shortest;; wait = std::min(wait * 2, longest)) {
    const auto began = std::chrono::steady_clock::now();
    std::exception_ptr error;
    try {
      co_await make();
    } catch (...) {  // told below, outside of the handler
      error = std::current_exception();
    }
    if (!error || stopped()) co_return;
    report(describe(error));
    if (std::chrono::steady_clock::now() - began > longest) wait = shortest;  // it had been well
    pause.expires_after(wait);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

}  // namespace

void Tasks::keep_running(std::string name, std::function<asio::awaitable<void>()> make) {
  auto stopped = [impl = impl_] { return impl->cancelled; };
  auto report = [impl = impl_, name](const std::string& what) {
    if (impl->failed) impl->failed(name, what);
  };
  start(std::move(name), run_again(std::move(make), std::move(stopped), std::move(report)));
}

void Tasks::cancel() {
  impl_->cancelled = true;
  const std::vector<std::shared_ptr<Impl::Task>> all{impl_->tasks.begin(), impl_->tasks.end()};  // emit may end some
  for (const auto& task : all) task->signal.emit(asio::cancellation_type::terminal);
}

int Tasks::running() const {
  return static_cast<int>(impl_->tasks.size());
}

asio::awaitable<void> Tasks::wait() {
  const auto impl = impl_;
  while (!impl->tasks.empty()) {
    error_code ignored;  // cancelled is how it rings
    co_await impl->all_ended.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
}

struct Bell::Impl {
  explicit Impl(const asio::any_io_executor& executor) : timer(executor, asio::steady_timer::time_point::max()) {}
  asio::steady_timer timer;
  bool rung = false;
};

Bell::Bell(asio::any_io_executor executor) : impl_(std::make_unique<Impl>(executor)) {}
Bell::~Bell() = default;

void Bell::ring() {
  impl_->rung = true;
  impl_->timer.cancel();
}

asio::awaitable<void> Bell::wait() {
  while (!impl_->rung) {  // after a cancel of the coroutine the next await throws
    error_code ignored;
    co_await impl_->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  impl_->rung = false;
}

}  // namespace integrations
