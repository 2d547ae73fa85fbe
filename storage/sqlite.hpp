#pragma once
// The thinnest possible cover over SQLite: a connection, a prepared statement that is always reset, errors as one
// exception type that never leaves this folder through the journal.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

struct sqlite3;
struct sqlite3_stmt;

namespace storage {

struct SqliteError : std::runtime_error {
  SqliteError(int extended_code, int system, const std::string& message);
  int code;          // SQLite's extended result code
  int system_error;  // errno of the last failed system call, 0 when there was none
};

/// One value of a statement whose parameters are put together at run time.
using Value = std::variant<std::int64_t, std::string_view>;

/// Parameters are "$1", "$2", … in the order of their first appearance (PostgreSQL numbers them, SQLite counts them: so
/// both agree), bound by position. Texts are not copied: they must live until the row or the run is over.
class Statement {
 public:
  Statement(sqlite3* connection, std::string_view sql);

  /// For statements without rows: binds, runs to the end, resets. Throws SqliteError.
  template <class... Values>
  void run(const Values&... values) {
    bind_all(values...);
    run_to_end();
  }

  /// Rows of one execution; the statement is reset when they go out of scope, so that it never pins the WAL.
  class Rows {
   public:
    explicit Rows(sqlite3_stmt* statement) : statement_(statement) {}
    ~Rows();
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    bool next();
    /// Valid until the next row. Empty for NULL.
    std::string_view text(int column) const;
    std::int64_t integer(int column) const;
    bool is_null(int column) const;

   private:
    sqlite3_stmt* statement_;
  };
  template <class... Values>
  [[nodiscard]] Rows query(const Values&... values) {
    bind_all(values...);
    return Rows{statement_.get()};
  }
  [[nodiscard]] Rows query_list(std::span<const Value> values) {
    int index = 0;
    for (const auto& value : values) std::visit([&](const auto& each) { bind(++index, each); }, value);
    return Rows{statement_.get()};
  }

 private:
  template <class... Values>
  void bind_all(const Values&... values) {
    [[maybe_unused]] int index = 0;
    (bind(++index, values), ...);
  }
  void bind(int index, std::int64_t value);
  void bind(int index, int value) { bind(index, std::int64_t{value}); }
  void bind(int index, bool value) { bind(index, std::int64_t{value}); }
  void bind(int index, std::string_view text);
  void bind(int index, const std::string& text) { bind(index, std::string_view{text}); }
  void bind(int index, const char* text) { bind(index, std::string_view{text}); }
  void bind(int index, std::span<const std::byte> blob);
  void bind(int index, std::nullptr_t);
  template <class T>
  void bind(int index, const std::optional<T>& value) {
    if (value)
      bind(index, *value);
    else
      bind(index, nullptr);
  }
  void run_to_end();

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Connection {
 public:
  enum class Mode { create, write, read };  // `write` and `read` need the file to exist
  /// Throws SqliteError. `read` refuses every change.
  Connection(const std::filesystem::path& file, Mode mode, std::chrono::milliseconds busy);

  sqlite3* handle() const { return connection_.get(); }
  void exec(const std::string& sql) const;  // one or more statements without parameters
  std::int64_t number(std::string_view sql) const;
  std::string text(std::string_view sql) const;
  /// The statement for this text, prepared once and kept.
  Statement& statement(std::string_view sql) const;
  bool in_transaction() const;
  bool read_only() const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  std::unique_ptr<sqlite3, Close> connection_;
  mutable std::map<std::string, Statement, std::less<>> statements_;
};

/// Begins a transaction and rolls it back unless it is committed, if SQLite has not done so by itself.
class Transaction {
 public:
  explicit Transaction(const Connection& connection, const char* begin = "begin immediate");
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  const Connection& connection_;
};

}  // namespace storage
