#pragma once
// Other programs in the way: one that locks the database, one that has the port.
#include <filesystem>

struct sqlite3;

namespace e2e {

class DatabaseLock {
 public:
  explicit DatabaseLock(const std::filesystem::path& database);
  ~DatabaseLock();
  DatabaseLock(const DatabaseLock&) = delete;
  DatabaseLock& operator=(const DatabaseLock&) = delete;

 private:
  sqlite3* connection_ = nullptr;
};

/// Runs SQL on a database, as a person with the sqlite3 shell could.
void run_sql(const std::filesystem::path& database, const char* sql);

class PortHolder {
 public:
  explicit PortHolder(unsigned short port);
  ~PortHolder();
  PortHolder(const PortHolder&) = delete;
  PortHolder& operator=(const PortHolder&) = delete;

 private:
  int fd_;
};

}  // namespace e2e
