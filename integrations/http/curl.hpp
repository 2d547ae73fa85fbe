#pragma once
// The HTTP client behind ports/http.hpp: libcurl, driven by the event loop. Keeps connections alive, follows no
// redirects, speaks http and https only, honours the proxy variables of the environment except for loopback addresses,
// and never repeats a request by itself: one that may have reached the other side is `unknown`.
#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "integrations/ports/activity.hpp"
#include "integrations/ports/http.hpp"

namespace integrations {

/// Holds `activity` while a request is out. Destroy it after every request has ended.
std::unique_ptr<Http> make_curl_http(boost::asio::any_io_executor executor, Activity& activity);

}  // namespace integrations
