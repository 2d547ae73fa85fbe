#include "integrations/local_page/local_page.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <type_traits>

#include "integrations/local_page/page.hpp"

namespace integrations::local_page {
namespace asio = boost::asio;

namespace {

template <class Job>
asio::awaitable<std::invoke_result_t<Job>> as_coroutine(Job job) {
  co_return job();
}

class Client final : public Integration {
 public:
  Client(Settings settings, const playbooks::Policy& policy, Clock& clock, Activity& activity)
      : page_(std::move(settings), policy), clock_(clock), activity_(activity) {}
  ~Client() override {
    disk_.stop();
    disk_.join();
  }

  std::string_view name() const override { return "local"; }
  bool takes(const playbooks::Effect& effect) const override { return playbooks::page_of(effect) == name(); }
  asio::awaitable<Outcome> deliver(Delivery delivery) override {
    auto outcome = co_await on_disk([this, one = std::move(delivery)] { return page_.deliver(one); });
    co_return outcome;
  }
  asio::awaitable<Lookup> find(std::vector<Delivery> deliveries) override {
    auto lookup =
        co_await on_disk([this, all = std::move(deliveries), now = clock_.now()] { return page_.find(all, now); });
    co_return lookup;
  }
  asio::awaitable<std::vector<Finding>> doctor() override {
    auto findings = co_await on_disk([this] { return page_.doctor(); });
    co_return findings;
  }

 private:
  /// Runs the job on the disk's thread, one at a time; the caller goes on where it was.
  template <class Job>
  asio::awaitable<std::invoke_result_t<Job>> on_disk(Job job) {
    const auto busy = activity_.hold();
    auto result = co_await asio::co_spawn(disk_, as_coroutine(std::move(job)), asio::use_awaitable);
    co_return result;
  }

  Page page_;
  Clock& clock_;
  Activity& activity_;
  asio::thread_pool disk_{1};  // last: it ends before what its jobs use
};

}  // namespace

std::unique_ptr<Integration> make_local_page(Settings settings, const playbooks::Policy& policy, Clock& clock,
                                             Activity& activity) {
  return std::make_unique<Client>(std::move(settings), policy, clock, activity);
}

}  // namespace integrations::local_page
