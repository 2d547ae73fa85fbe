#include "integrations/ports/log.hpp"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <memory>

namespace integrations {
namespace {

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> instance = [] {
    auto made = std::make_shared<spdlog::logger>("sitrep", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::warn);
    return made;
  }();
  return *instance;
}

bool needs_quotes(std::string_view value) {
  return value.empty() || value.find_first_of(" =\"\n\r\t") != std::string_view::npos;
}

void append_value(std::string& line, std::string_view value) {
  if (!needs_quotes(value)) {
    line += value;
    return;
  }
  line += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') line += '\\';
    if (c == '\n' || c == '\r')
      line += "\\n";
    else
      line += c;
  }
  line += '"';
}

void write(spdlog::level::level_enum level, std::string_view event, LogFields fields) {
  if (!logger().should_log(level)) return;
  std::string line = "event=";
  append_value(line, event);
  for (const auto& [key, value] : fields) {
    line += ' ';
    line += key;
    line += '=';
    append_value(line, value);
  }
  logger().log(level, spdlog::string_view_t{line.data(), line.size()});
}

bool is_token_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
         c == '.' || c == '%';
}

}  // namespace

void log_debug(std::string_view event, LogFields fields) {
  write(spdlog::level::debug, event, fields);
}
void log_info(std::string_view event, LogFields fields) {
  write(spdlog::level::info, event, fields);
}
void log_warning(std::string_view event, LogFields fields) {
  write(spdlog::level::warn, event, fields);
}
void log_error(std::string_view event, LogFields fields) {
  write(spdlog::level::err, event, fields);
}

void set_log(std::string_view level, const std::string& path) {
  if (!path.empty()) {
    logger().sinks() = {std::make_shared<spdlog::sinks::basic_file_sink_mt>(path)};
    logger().set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    logger().flush_on(spdlog::level::info);
  }
  logger().set_level(spdlog::level::from_str(std::string{level}));
}

std::string redact(std::string_view text) {
  static constexpr std::array<std::string_view, 9> marks = {"xoxb-",   "xoxp-",  "xoxe-",   "xoxa-",   "xapp-",
                                                            "ticket=", "OAuth ", "Bearer ", "api_key="};
  std::string result{text};
  for (const auto mark : marks) {
    for (std::size_t at = result.find(mark); at != std::string::npos; at = result.find(mark, at + mark.size())) {
      const std::size_t begin = at + mark.size();
      std::size_t end = begin;
      while (end < result.size() && is_token_character(result[end])) ++end;
      result.replace(begin, end - begin, "***");
    }
  }
  return result;
}

}  // namespace integrations
