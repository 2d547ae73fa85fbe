#pragma once
// GET /api/health on loopback.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>

#include "bot/health.hpp"

namespace bot {

class HealthServer {
 public:
  /// `listen` is "127.0.0.1:8321". A taken port is logged and the bot runs without: health must never stop incidents.
  HealthServer(boost::asio::any_io_executor executor, const std::string& listen, std::function<Health()> look);
  ~HealthServer();
  boost::asio::awaitable<void> stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bot
