#include "in_the_way_support.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace e2e {
namespace {

void run(sqlite3* connection, const char* sql) {
  if (sqlite3_exec(connection, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(connection));
}

sqlite3* open(const std::filesystem::path& database) {
  sqlite3* connection = nullptr;
  if (sqlite3_open(database.c_str(), &connection) != SQLITE_OK)
    throw std::runtime_error("cannot open " + database.string());
  sqlite3_busy_timeout(connection, 5000);
  return connection;
}

}  // namespace

DatabaseLock::DatabaseLock(const std::filesystem::path& database) : connection_(open(database)) {
  run(connection_, "BEGIN IMMEDIATE");
}
DatabaseLock::~DatabaseLock() {
  sqlite3_exec(connection_, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(connection_);
}

void run_sql(const std::filesystem::path& database, const char* sql) {
  auto* connection = open(database);
  run(connection, sql);
  sqlite3_close(connection);
}

PortHolder::PortHolder(unsigned short port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(fd_, static_cast<const sockaddr*>(static_cast<const void*>(&address)), sizeof address) != 0 ||
      ::listen(fd_, 1) != 0)
    throw std::runtime_error("the port is taken");
}
PortHolder::~PortHolder() {
  ::close(fd_);
}

}  // namespace e2e
