#pragma once
// GET /api/health on loopback, and Sitrep's own status page below /status/.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "bot/health.hpp"

namespace bot {

class HealthServer {
 public:
  /// `listen` is "127.0.0.1:8321". A taken port is logged and the bot runs without: health must never stop incidents.
  /// `site` is the directory of the status page; empty: there is none.
  HealthServer(boost::asio::any_io_executor executor, const std::string& listen, std::function<Health()> look,
               std::filesystem::path site = {});
  ~HealthServer();
  boost::asio::awaitable<void> stop();
  /// 0 while nothing is served.
  unsigned short port() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bot
