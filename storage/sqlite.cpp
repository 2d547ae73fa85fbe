#include "storage/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace storage {
namespace {

/// Why the last read or write failed. SQLite itself keeps no errno of a failed commit; the files do.
int system_error_of(sqlite3* connection) {
  if ((sqlite3_errcode(connection) & 0xFF) != SQLITE_IOERR) return sqlite3_system_errno(connection);
  for (const int which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
    sqlite3_file* file = nullptr;
    int error = 0;
    sqlite3_file_control(connection, "main", which, &file);
    if (file != nullptr && file->pMethods != nullptr &&
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error) == SQLITE_OK && error != 0)
      return error;
  }
  return sqlite3_system_errno(connection);
}

[[noreturn]] void fail(sqlite3* connection) {
  // The message first: asking the files resets it.
  const int code = sqlite3_extended_errcode(connection);
  const std::string message = sqlite3_errmsg(connection);
  throw SqliteError(code, system_error_of(connection), message);
}

void check(int code, sqlite3_stmt* statement) {
  if (code != SQLITE_OK) fail(sqlite3_db_handle(statement));
}

void configure_once() {
  // Memory statistics cost a global lock on every allocation, and nobody reads them. Refused, harmlessly, when somebody
  // has initialised SQLite before.
  static const int refused_or_not = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(refused_or_not);
}

}  // namespace

SqliteError::SqliteError(int extended_code, int system, const std::string& message)
    : std::runtime_error(message), code(extended_code), system_error(system) {}

Statement::Statement(sqlite3* connection, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) fail(connection);
  for (int i = 1; i <= sqlite3_bind_parameter_count(statement); ++i)
    if (sqlite3_bind_parameter_name(statement, i) != "$" + std::to_string(i))
      throw SqliteError(SQLITE_MISUSE, 0, fmt::format("parameters out of order in: {}", sql));
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

void Statement::bind(int index, std::int64_t value) {
  check(sqlite3_bind_int64(statement_.get(), index, value), statement_.get());
}

void Statement::bind(int index, std::string_view text) {
  // A null pointer would bind NULL; an empty text is a text.
  const char* data = text.data() == nullptr ? "" : text.data();
  check(sqlite3_bind_text64(statement_.get(), index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8), statement_.get());
}

void Statement::bind(int index, std::span<const std::byte> blob) {
  const void* data = blob.empty() ? static_cast<const void*>("") : blob.data();
  check(sqlite3_bind_blob64(statement_.get(), index, data, blob.size(), SQLITE_STATIC), statement_.get());
}

void Statement::bind(int index, std::nullptr_t) {
  check(sqlite3_bind_null(statement_.get(), index), statement_.get());
}

void Statement::run_to_end() {
  Rows rows{statement_.get()};
  while (rows.next()) {
  }
}

Statement::Rows::~Rows() {
  sqlite3_reset(statement_);  // repeats the error of the last step, which has been thrown already
}

bool Statement::Rows::next() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  fail(sqlite3_db_handle(statement_));
}

std::string_view Statement::Rows::text(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::int64_t Statement::Rows::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

bool Statement::Rows::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Connection::Connection(const std::filesystem::path& file, Mode mode, std::chrono::milliseconds busy) {
  configure_once();
  sqlite3* connection = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (mode == Mode::create ? SQLITE_OPEN_CREATE : 0);
  int code = sqlite3_open_v2(file.c_str(), &connection, flags, nullptr);
  connection_.reset(connection);
  if (code != SQLITE_OK && mode == Mode::read) {  // a copy on read-only media can still be read
    const int read_only = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    code = sqlite3_open_v2(file.c_str(), &connection, read_only, nullptr);
    connection_.reset(connection);
  }
  if (connection == nullptr) throw SqliteError(SQLITE_NOMEM, 0, "out of memory");
  if (code != SQLITE_OK) fail(connection);
  sqlite3_busy_timeout(connection, static_cast<int>(busy.count()));
  if (mode == Mode::read) exec("pragma query_only = on");
}

void Connection::Close::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

void Connection::exec(const std::string& sql) const {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle());
}

std::int64_t Connection::number(std::string_view sql) const {
  Statement statement{handle(), sql};
  auto rows = statement.query();
  return rows.next() ? rows.integer(0) : 0;
}

std::string Connection::text(std::string_view sql) const {
  Statement statement{handle(), sql};
  auto rows = statement.query();
  return rows.next() ? std::string{rows.text(0)} : std::string{};
}

Statement& Connection::statement(std::string_view sql) const {
  auto found = statements_.find(sql);
  if (found == statements_.end()) found = statements_.emplace(sql, Statement{handle(), sql}).first;
  return found->second;
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(handle()) == 0;
}

bool Connection::read_only() const {
  return sqlite3_db_readonly(handle(), "main") == 1;
}

Transaction::Transaction(const Connection& connection, const char* begin) : connection_(connection) {
  connection_.statement(begin).run();
}

Transaction::~Transaction() {
  // A full disk, an I/O error and others end the transaction without being asked: a rollback would then be an error.
  if (!connection_.in_transaction()) return;
  try {
    connection_.statement("rollback").run();
  } catch (const SqliteError&) {
    // Nothing is lost by it: what was not committed is not in the file, whoever opens it next.
    return;
  }
}

void Transaction::commit() {
  connection_.statement("commit").run();
}

}  // namespace storage
