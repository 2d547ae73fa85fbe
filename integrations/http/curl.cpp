#include "integrations/http/curl.hpp"

#include <curl/curl.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <stdexcept>
#include <unordered_map>

#include "integrations/http/curl_transfer.hpp"

namespace integrations {
namespace asio = boost::asio;
using boost::system::error_code;

namespace {

void initialise_libcurl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw std::runtime_error(curl_easy_strerror(code));
}

/// One of libcurl's sockets, which libcurl owns: the descriptor here only waits for it.
struct Watch {
  Watch(const asio::any_io_executor& executor, curl_socket_t number) : socket(executor, number) {}
  asio::posix::stream_descriptor socket;
  int wanted = 0;
  bool reading = false, writing = false;
  bool dropped = false;  // libcurl is done with it; its number may already be another socket's
};

/// A request that is out, in the coroutine that waits for it.
struct Call {
  Call(HttpRequest request, const asio::any_io_executor& executor)
      : transfer(std::move(request)), bell(executor, asio::steady_timer::time_point::max()) {}
  CurlTransfer transfer;
  asio::steady_timer bell;
  std::optional<CURLcode> result;
};

class CurlHttp : public Http {
 public:
  CurlHttp(asio::any_io_executor executor, Activity& activity);
  ~CurlHttp() override;
  CurlHttp(const CurlHttp&) = delete;
  CurlHttp& operator=(const CurlHttp&) = delete;
  asio::awaitable<HttpResponse> request(HttpRequest request) override;

 private:
  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* unused);
  static int on_timer(CURLM* multi, long milliseconds, void* self);
  void watch(curl_socket_t socket, int what);
  void wait_for(const std::shared_ptr<Watch>& watch, curl_socket_t socket);
  void ready(const std::shared_ptr<Watch>& watch, curl_socket_t socket, int what);
  void act(curl_socket_t socket, int what);
  void collect();

  asio::any_io_executor executor_;
  Activity& activity_;
  asio::steady_timer timer_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
  std::unordered_map<CURL*, Call*> calls_;
  CURLM* multi_ = nullptr;
};

CurlHttp::CurlHttp(asio::any_io_executor executor, Activity& activity)
    : executor_(std::move(executor)), activity_(activity), timer_(executor_) {
  initialise_libcurl();
  multi_ = curl_multi_init();
  if (multi_ == nullptr) throw std::runtime_error("libcurl cannot start");
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlHttp::on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlHttp::on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
}

CurlHttp::~CurlHttp() {
  *alive_ = false;
  for (const auto& [easy, call] : calls_) curl_multi_remove_handle(multi_, easy);
  curl_multi_cleanup(multi_);
  for (const auto& [number, watch] : watches_) watch->socket.release();
}

asio::awaitable<HttpResponse> CurlHttp::request(HttpRequest request) {
  const auto token = activity_.hold();
  Call call{std::move(request), executor_};
  CURL* easy = call.transfer.handle();
  struct Registration {  // whatever ends the wait, a cancellation too
    CurlHttp* http;
    CURL* easy;
    std::shared_ptr<bool> alive;
    ~Registration() {
      if (!*alive) return;
      http->calls_.erase(easy);
      curl_multi_remove_handle(http->multi_, easy);
    }
  };
  calls_.emplace(easy, &call);
  const Registration registration{this, easy, alive_};
  const CURLMcode added = curl_multi_add_handle(multi_, easy);
  if (added != CURLM_OK) throw std::runtime_error(curl_multi_strerror(added));
  while (!call.result) {  // after a cancel the second turn throws
    error_code ignored;
    co_await call.bell.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  co_return call.transfer.finish(*call.result);
}

int CurlHttp::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
  static_cast<CurlHttp*>(self)->watch(socket, what);
  return 0;
}

int CurlHttp::on_timer(CURLM*, long milliseconds, void* self) {
  auto& http = *static_cast<CurlHttp*>(self);
  if (milliseconds < 0) {
    http.timer_.cancel();
    return 0;
  }
  http.timer_.expires_after(std::chrono::milliseconds{milliseconds});  // also 0: not from inside of libcurl
  http.timer_.async_wait([&http, alive = http.alive_](error_code error) {
    if (!error && *alive) http.act(CURL_SOCKET_TIMEOUT, 0);
  });
  return 0;
}

void CurlHttp::watch(curl_socket_t socket, int what) {
  auto& watch = watches_[socket];
  if (what == CURL_POLL_REMOVE) {
    if (watch) {
      watch->dropped = true;
      watch->socket.release();
    }
    watches_.erase(socket);
    return;
  }
  if (!watch) watch = std::make_shared<Watch>(executor_, socket);
  watch->wanted = what;
  wait_for(watch, socket);
}

void CurlHttp::wait_for(const std::shared_ptr<Watch>& watch, curl_socket_t socket) {
  if ((watch->wanted & CURL_POLL_IN) != 0 && !watch->reading) {
    watch->reading = true;
    watch->socket.async_wait(asio::posix::stream_descriptor::wait_read,
                             [this, watch, socket, alive = alive_](error_code error) {
                               watch->reading = false;
                               if (!error && *alive) ready(watch, socket, CURL_CSELECT_IN);
                             });
  }
  if ((watch->wanted & CURL_POLL_OUT) != 0 && !watch->writing) {
    watch->writing = true;
    watch->socket.async_wait(asio::posix::stream_descriptor::wait_write,
                             [this, watch, socket, alive = alive_](error_code error) {
                               watch->writing = false;
                               if (!error && *alive) ready(watch, socket, CURL_CSELECT_OUT);
                             });
  }
}

void CurlHttp::ready(const std::shared_ptr<Watch>& watch, curl_socket_t socket, int what) {
  if (watch->dropped) return;
  const int still = what == CURL_CSELECT_IN ? CURL_POLL_IN : CURL_POLL_OUT;
  if ((watch->wanted & still) != 0) act(socket, what);
  if (!watch->dropped) wait_for(watch, socket);
}

void CurlHttp::act(curl_socket_t socket, int what) {
  int running = 0;
  curl_multi_socket_action(multi_, socket, what, &running);
  collect();
}

void CurlHttp::collect() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const auto call = calls_.find(message->easy_handle);
    if (call == calls_.end()) continue;
    call->second->result = message->data.result;
    call->second->bell.cancel();
  }
}

}  // namespace

std::unique_ptr<Http> make_curl_http(asio::any_io_executor executor, Activity& activity) {
  return std::make_unique<CurlHttp>(std::move(executor), activity);
}

}  // namespace integrations
