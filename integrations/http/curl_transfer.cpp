#include "integrations/http/curl_transfer.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "integrations/ports/log.hpp"

namespace integrations {
namespace {

constexpr std::size_t body_limit = 4U << 20U;
constexpr std::size_t header_limit = 64U << 10U;
constexpr long connect_timeout_ms = 10'000;

std::string host_of(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parts{curl_url(), &curl_url_cleanup};
  if (!parts || curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
  char* text = nullptr;
  if (curl_url_get(parts.get(), CURLUPART_HOST, &text, 0) != CURLUE_OK) return {};
  std::string host{text};
  curl_free(text);
  return host;
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "[::1]";
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

}  // namespace

CurlTransfer::CurlTransfer(HttpRequest request) : request_(std::move(request)), easy_(curl_easy_init()) {
  if (!easy_) throw std::runtime_error("libcurl cannot make a handle");
  CURL* easy = handle();
  const auto timeout = std::max<long>(1, static_cast<long>(request_.timeout.count()));
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_.data());
  curl_easy_setopt(easy, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "sitrep/" SITREP_VERSION);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, std::min(timeout, connect_timeout_ms));
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  if (is_loopback(host_of(request_.url))) curl_easy_setopt(easy, CURLOPT_PROXY, "");
  // OpenSSL's own variable, which the WebSocket honours too; libcurl alone would not look at it.
  if (const char* file = std::getenv("SSL_CERT_FILE"); file != nullptr && *file != '\0')
    curl_easy_setopt(easy, CURLOPT_CAINFO, file);
  set_method();
  set_headers();
}

void CurlTransfer::set_method() {
  CURL* easy = handle();
  if (request_.method == "GET" && request_.body.empty()) {
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    return;
  }
  if (request_.method == "HEAD") {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    return;
  }
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
  if (request_.body.empty()) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, "");  // an empty body, not none: Slack wants Content-Length: 0
  } else {
    // When a kept-alive connection dies before the answer libcurl sends the request once more, which would do it twice.
    // It cannot when the body is read through a function that refuses to rewind.
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, &CurlTransfer::on_upload);
    curl_easy_setopt(easy, CURLOPT_READDATA, this);
    curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, &CurlTransfer::on_rewind);
    curl_easy_setopt(easy, CURLOPT_SEEKDATA, this);
  }
  if (request_.method != "POST") curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
}

void CurlTransfer::add_header(std::string_view line) {
  const std::string text{line};
  curl_slist* longer = curl_slist_append(headers_.get(), text.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  if (!headers_) headers_.reset(longer);
}

void CurlTransfer::set_headers() {
  add_header("Expect:");  // no 100-continue: it costs a second with servers that do not know it
  for (const auto& [name, value] : request_.headers) {
    std::string line = name;
    line += value.empty() ? ";" : ": ";  // libcurl's way to say a header without a value
    line += value;
    std::erase_if(line, [](char c) { return c == '\r' || c == '\n'; });
    add_header(line);
  }
  curl_easy_setopt(handle(), CURLOPT_HTTPHEADER, headers_.get());
}

std::size_t CurlTransfer::on_header(const char* data, std::size_t size, std::size_t count, void* self) {
  auto& response = static_cast<CurlTransfer*>(self)->response_;
  auto& total = static_cast<CurlTransfer*>(self)->header_bytes_;
  const std::string_view line{data, size * count};
  if (line.starts_with("HTTP/")) {  // of an interim answer or of the proxy before
    response.headers.clear();
    total = 0;
  }
  static_cast<CurlTransfer*>(self)->head_ended_ = trimmed(line).empty();
  total += line.size();
  const auto colon = line.find(':');
  if (colon != std::string_view::npos && total <= header_limit) {
    std::string name{trimmed(line.substr(0, colon))};
    std::ranges::transform(name, name.begin(), lower);
    response.headers[name] = trimmed(line.substr(colon + 1));
  }
  return line.size();
}

std::size_t CurlTransfer::on_body(const char* data, std::size_t size, std::size_t count, void* self) {
  auto& response = static_cast<CurlTransfer*>(self)->response_;
  const std::size_t bytes = size * count;
  const std::size_t taken = std::min(bytes, body_limit - response.body.size());
  response.body.append(data, taken);
  if (taken == bytes) return bytes;
  response.truncated = true;
  return 0;  // ends the transfer
}

std::size_t CurlTransfer::on_upload(char* to, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  const std::size_t bytes = std::min(size * count, transfer.request_.body.size() - transfer.sent_);
  std::memcpy(to, transfer.request_.body.data() + transfer.sent_, bytes);
  transfer.sent_ += bytes;
  return bytes;
}

int CurlTransfer::on_rewind(void* self, curl_off_t offset, int origin) {
  const auto& transfer = *static_cast<CurlTransfer*>(self);
  return transfer.sent_ == 0 && offset == 0 && origin == SEEK_SET ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
}

/// Whether the request certainly stayed here: no byte of it was written.
bool CurlTransfer::never_left(CURLcode code) const {
  switch (static_cast<int>(code)) {  // as int: the enumeration has over a hundred values
    case CURLE_URL_MALFORMAT:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_PROXY:
      return true;
    default:
      break;
  }
  long bytes = 0;
  curl_off_t ready = 0;
  curl_easy_getinfo(handle(), CURLINFO_REQUEST_SIZE, &bytes);
  curl_easy_getinfo(handle(), CURLINFO_PRETRANSFER_TIME_T, &ready);
  return bytes == 0 && ready == 0 && sent_ == 0;
}

HttpResponse CurlTransfer::finish(CURLcode code) {
  using Outcome = HttpResponse::Outcome;
  long status = 0;
  curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  if (code == CURLE_OK && !head_ended_) {  // closed within the headers: libcurl is content with that
    response_.outcome = Outcome::unknown;
    response_.trouble = "the connection was closed in the middle of the answer";
    return std::move(response_);
  }
  if (code == CURLE_OK || response_.truncated) {
    response_.outcome = Outcome::answered;
    return std::move(response_);
  }
  response_.outcome = never_left(code) ? Outcome::not_sent : Outcome::unknown;
  const std::string_view detail{error_.data()};
  response_.trouble = redact(detail.empty() ? std::string_view{curl_easy_strerror(code)} : detail);
  return std::move(response_);
}

}  // namespace integrations
