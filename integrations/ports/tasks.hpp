#pragma once
// The owner of coroutines. Every long-lived coroutine is started here under a name, is cancelled here, and is waited
// for here; one that ends with an exception is reported, never lost. Network thread only.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>

namespace integrations {

class Tasks {
 public:
  /// `failed(name, what)` is called when a task ends with an exception that is not the consequence of cancel().
  Tasks(boost::asio::any_io_executor executor,
        std::function<void(std::string_view name, std::string_view what)> failed);
  ~Tasks();  // every task must have ended (cancel, then wait)
  Tasks(const Tasks&) = delete;
  Tasks& operator=(const Tasks&) = delete;

  void start(std::string name, boost::asio::awaitable<void> task);
  /// Starts again after an exception, first after 100 ms, doubling to 30 s (real time), until cancelled.
  void keep_running(std::string name, std::function<boost::asio::awaitable<void>()> make);
  void cancel();
  int running() const;
  /// Returns when the last task has ended. Await it from outside the tasks themselves.
  boost::asio::awaitable<void> wait();

 private:
  struct Impl;
  std::shared_ptr<Impl>
      impl_;  // shared with the completion handlers, which may run after the destructor of a failed owner
};

/// A bell joins plain code to a waiting loop: ring() lets one wait() through, also when it came first.
class Bell {
 public:
  explicit Bell(boost::asio::any_io_executor executor);
  ~Bell();
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;
  void ring();
  boost::asio::awaitable<void> wait();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace integrations
