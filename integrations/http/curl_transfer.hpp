#pragma once
// One request as libcurl sees it: options in, answer out. Knows nothing of the event loop; only curl*.cpp include this.
#include <curl/curl.h>

#include <array>
#include <memory>
#include <string>

#include "integrations/ports/http.hpp"

namespace integrations {

class CurlTransfer {
 public:
  explicit CurlTransfer(HttpRequest request);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  CURL* handle() const { return easy_.get(); }
  /// What came of it, once libcurl has reported `code`.
  HttpResponse finish(CURLcode code);

 private:
  static std::size_t on_header(const char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(const char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_upload(char* to, std::size_t size, std::size_t count, void* self);
  static int on_rewind(void* self, curl_off_t offset, int origin);
  void set_method();
  void set_headers();
  void add_header(std::string_view line);
  bool never_left(CURLcode code) const;

  struct EasyDeleter {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  };
  struct ListDeleter {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  HttpRequest request_;
  HttpResponse response_;
  std::size_t sent_ = 0, header_bytes_ = 0;
  bool head_ended_ = false;
  std::array<char, CURL_ERROR_SIZE> error_{};
  std::unique_ptr<curl_slist, ListDeleter> headers_;
  std::unique_ptr<CURL, EasyDeleter> easy_;
};

}  // namespace integrations
