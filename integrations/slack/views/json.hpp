#pragma once
// Writes JSON text straight into a string: our messages are small, made often, and must be valid UTF-8 whatever is put
// into them. An Object or Array closes itself when it goes out of scope.
#include <cstdint>
#include <string>
#include <string_view>

namespace integrations::slack {

/// Appends `text` as a JSON string. Broken UTF-8 becomes U+FFFD.
void append_quoted(std::string& out, std::string_view text);

class JsonObject {
 public:
  explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }
  ~JsonObject() { out_ += '}'; }
  JsonObject(const JsonObject&) = delete;
  JsonObject& operator=(const JsonObject&) = delete;

  JsonObject& text(std::string_view key, std::string_view value) {
    append_quoted(name(key), value);
    return *this;
  }
  JsonObject& flag(std::string_view key, bool value) { return raw(key, value ? "true" : "false"); }
  JsonObject& number(std::string_view key, std::int64_t value) { return raw(key, std::to_string(value)); }
  /// `json` is finished JSON.
  JsonObject& raw(std::string_view key, std::string_view json) {
    name(key) += json;
    return *this;
  }
  /// Writes the key, which is one of ours; the caller writes the value into what comes back.
  std::string& name(std::string_view key) {
    out_ += first_ ? "\"" : ",\"";
    first_ = false;
    out_ += key;
    return out_ += "\":";
  }
  /// A key that came from elsewhere.
  std::string& foreign_name(std::string_view key) {
    if (!first_) out_ += ',';
    first_ = false;
    append_quoted(out_, key);
    return out_ += ':';
  }

 private:
  std::string& out_;
  bool first_ = true;
};

class JsonArray {
 public:
  explicit JsonArray(std::string& out) : out_(out) { out_ += '['; }
  ~JsonArray() { out_ += ']'; }
  JsonArray(const JsonArray&) = delete;
  JsonArray& operator=(const JsonArray&) = delete;

  /// The caller writes the next value into what comes back.
  std::string& next() {
    if (!first_) out_ += ',';
    first_ = false;
    return out_;
  }
  void raw(std::string_view json) { next() += json; }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace integrations::slack
