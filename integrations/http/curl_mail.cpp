#include "integrations/http/curl_mail.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "integrations/email/mime.hpp"
#include "integrations/ports/log.hpp"

namespace integrations {
namespace asio = boost::asio;

namespace {

using Outcome = MailResult::Outcome;
constexpr long connect_timeout_ms = 10'000;
constexpr std::size_t threads = 4;

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]" || host == "::1";
}

struct EasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// One conversation with the server, on a thread of the pool from its first line to its last.
class Conversation {
 public:
  Conversation(const MailServer& server, std::string from, std::string to, std::string content,
               const std::atomic<bool>& abandoned);
  /// Without a recipient nothing is sent.
  MailResult run();

 private:
  static std::size_t on_line(const char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_upload(char* to, std::size_t size, std::size_t count, void* self);
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
  void set_server();
  void set_message();
  MailResult judge(CURLcode code) const;
  std::string server_says(long reply) const;

  const MailServer& server_;
  std::string from_, to_, content_;
  const std::atomic<bool>& abandoned_;
  std::size_t sent_ = 0;
  bool ended_ = false;     // libcurl has the last byte: from here on the message may arrive
  bool answered_ = false;  // the server has said something to that,
  bool accepted_ = false;  // namely 2xx
  std::string last_line_, complaint_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  std::unique_ptr<curl_slist, ListDeleter> recipients_;
  std::unique_ptr<CURL, EasyDeleter> easy_;
};

Conversation::Conversation(const MailServer& server, std::string from, std::string to, std::string content,
                           const std::atomic<bool>& abandoned)
    : server_(server),
      from_(std::move(from)),
      to_(std::move(to)),
      content_(std::move(content)),
      abandoned_(abandoned),
      easy_(curl_easy_init()) {
  if (!easy_) throw std::runtime_error("libcurl cannot make a handle");
}

void Conversation::set_server() {
  CURL* easy = easy_.get();
  const auto timeout = std::max<long>(1, static_cast<long>(server_.timeout.count()));
  const auto* scheme = server_.tls == MailServer::Tls::implicit ? "smtps" : "smtp";
  const auto url = fmt::format("{}://{}:{}", scheme, server_.host, server_.port);
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  // ALL, not TRY: a server that offers no STARTTLS gets no message, instead of one that anybody can read.
  const long use_ssl = server_.tls == MailServer::Tls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL;
  curl_easy_setopt(easy, CURLOPT_USE_SSL, use_ssl);
  const char* trusted = server_.ca_file.empty() ? std::getenv("SSL_CERT_FILE") : server_.ca_file.c_str();
  if (trusted != nullptr && *trusted != '\0') curl_easy_setopt(easy, CURLOPT_CAINFO, trusted);
  if (is_loopback(server_.host)) curl_easy_setopt(easy, CURLOPT_PROXY, "");
  if (!server_.user.empty()) {
    curl_easy_setopt(easy, CURLOPT_USERNAME, server_.user.c_str());
    curl_easy_setopt(easy, CURLOPT_PASSWORD, server_.password.c_str());
  }
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_.data());
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, std::min(timeout, connect_timeout_ms));
  curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);  // QUIT belongs to this message, so that on_progress can end it
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &Conversation::on_progress);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, this);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Conversation::on_line);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
}

void Conversation::set_message() {
  CURL* easy = easy_.get();
  if (to_.empty()) {
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "NOOP");
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    return;
  }
  recipients_.reset(curl_slist_append(nullptr, fmt::format("<{}>", to_).c_str()));
  if (!recipients_) throw std::bad_alloc();
  curl_easy_setopt(easy, CURLOPT_MAIL_FROM, fmt::format("<{}>", from_).c_str());
  curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipients_.get());
  curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, &Conversation::on_upload);
  curl_easy_setopt(easy, CURLOPT_READDATA, this);
}

MailResult Conversation::run() {
  if (server_.tls == MailServer::Tls::none && !is_loopback(server_.host))
    return {Outcome::refused, 0, "mail without TLS goes to a server on this machine only: set `email.tls` to starttls"};
  set_server();
  set_message();
  return judge(curl_easy_perform(easy_.get()));
}

/// Every line that the server says.
std::size_t Conversation::on_line(const char* data, std::size_t size, std::size_t count, void* self) {
  auto& conversation = *static_cast<Conversation*>(self);
  std::string_view line{data, size * count};
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  conversation.last_line_ = line;
  if (line.starts_with('4') || line.starts_with('5')) conversation.complaint_ = line;
  // Only the first word after the end tells of the message: QUIT is answered with 2xx also when it was refused.
  if (conversation.ended_ && !conversation.answered_) conversation.accepted_ = line.starts_with('2');
  conversation.answered_ = conversation.ended_;
  return size * count;
}

std::size_t Conversation::on_upload(char* to, std::size_t size, std::size_t count, void* self) {
  auto& conversation = *static_cast<Conversation*>(self);
  const std::size_t bytes = std::min(size * count, conversation.content_.size() - conversation.sent_);
  std::memcpy(to, conversation.content_.data() + conversation.sent_, bytes);
  conversation.sent_ += bytes;
  conversation.ended_ = conversation.sent_ == conversation.content_.size();
  return bytes;
}

/// Once accepted, only the answer to QUIT is still waited for, and nobody needs it.
int Conversation::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& conversation = *static_cast<const Conversation*>(self);
  return conversation.abandoned_ || conversation.accepted_ ? 1 : 0;
}

std::string Conversation::server_says(long reply) const {
  const auto number = std::to_string(reply);
  const auto& line = complaint_.starts_with(number) ? complaint_ : last_line_;
  if (!line.starts_with(number)) return {};
  std::string words = line.size() > 4 ? line.substr(4) : std::string{};
  std::ranges::replace_if(words, [](unsigned char c) { return c < 0x20 || c >= 0x7f; }, ' ');
  constexpr std::size_t longest = 200;
  return redact(std::string_view{words}.substr(0, longest));
}

MailResult Conversation::judge(CURLcode code) const {
  if (code == CURLE_OK || accepted_) return {Outcome::accepted, 250, {}};
  long reply = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &reply);
  const std::string_view detail{error_.data()};
  const auto trouble = redact(detail.empty() ? std::string_view{curl_easy_strerror(code)} : detail);
  if (reply >= 400 && reply < 600) {
    const auto words = server_says(reply);
    if (code == CURLE_USE_SSL_FAILED) return {Outcome::refused, 0, "the mail server offers no STARTTLS: " + words};
    return {Outcome::refused, static_cast<int>(reply), words.empty() ? trouble : words};
  }
  switch (static_cast<int>(code)) {  // as int: the enumeration has over a hundred values
    case CURLE_USE_SSL_FAILED:
      return {Outcome::refused, 0, "the mail server offers no STARTTLS"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return {Outcome::refused, 0, "the mail server's certificate is not trusted: " + trouble};
    case CURLE_LOGIN_DENIED:
      return {Outcome::refused, 535, trouble};
    default:
      break;
  }
  return {ended_ ? Outcome::unknown : Outcome::not_sent, 0, trouble};
}

/// A message between the coroutine that waits for it and the thread that sends it. `done` and `bell` belong to the
/// network thread.
struct Errand {
  Errand(const asio::any_io_executor& executor, std::string from_address, std::string to_address, std::string text)
      : from(std::move(from_address)),
        to(std::move(to_address)),
        content(std::move(text)),
        bell(executor, asio::steady_timer::time_point::max()) {}
  std::string from, to, content;
  std::atomic<bool> abandoned = false;
  MailResult result;
  bool done = false;
  asio::steady_timer bell;
};

class CurlMail final : public Mail {
 public:
  CurlMail(asio::any_io_executor executor, Activity& activity, MailServer server)
      : executor_(std::move(executor)), activity_(activity), server_(std::move(server)) {
    static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) throw std::runtime_error(curl_easy_strerror(code));
  }
  ~CurlMail() override { pool_.join(); }  // every coroutine has ended, and with it every errand is abandoned or done
  CurlMail(const CurlMail&) = delete;
  CurlMail& operator=(const CurlMail&) = delete;

  asio::awaitable<MailResult> send(MailMessage message) override {
    auto from = email::address_of(message.from), to = email::address_of(message.to);
    if (from.empty() || to.empty() || to != message.to)
      co_return MailResult{Outcome::refused, 0, from.empty() ? "the sender's address is none" : "the address is none"};
    auto result =
        co_await go(std::make_shared<Errand>(executor_, std::move(from), std::move(to), email::compose(message)));
    co_return result;
  }
  asio::awaitable<MailResult> check() override {
    auto result = co_await go(std::make_shared<Errand>(executor_, std::string{}, std::string{}, std::string{}));
    co_return result;
  }

 private:
  asio::awaitable<MailResult> go(std::shared_ptr<Errand> errand) {
    const auto token = activity_.hold();
    const std::shared_ptr<void> leave(nullptr, [errand](void*) { errand->abandoned = true; });
    asio::post(pool_, [server = server_, executor = executor_, out = errand]() mutable {
      out->result = converse(server, *out);
      // The last reference goes to the network thread: the bell may not end here.
      asio::post(executor, [out = std::move(out)] {
        out->done = true;
        out->bell.cancel();
      });
    });
    while (!errand->done) {  // after a cancel the second turn throws
      boost::system::error_code ignored;
      co_await errand->bell.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return errand->result;
  }

  static MailResult converse(const MailServer& server, const Errand& errand) {
    if (errand.abandoned) return {Outcome::not_sent, 0, "given up"};
    try {
      return Conversation{server, errand.from, errand.to, errand.content, errand.abandoned}.run();
    } catch (const std::exception& error) {
      return {Outcome::not_sent, 0, error.what()};
    }
  }

  asio::any_io_executor executor_;
  Activity& activity_;
  MailServer server_;
  asio::thread_pool pool_{threads};
};

}  // namespace

std::unique_ptr<Mail> make_curl_mail(asio::any_io_executor executor, Activity& activity, MailServer server) {
  return std::make_unique<CurlMail>(std::move(executor), activity, std::move(server));
}

}  // namespace integrations
