#include <string>
#include <string_view>

#include "integrations/http/server.hpp"

namespace integrations {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string url_decode(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      result += ' ';
    } else if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      result += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::vector<std::pair<std::string, std::string>> parse_form(std::string_view body) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!body.empty()) {
    const auto end = body.find('&');
    const auto pair = body.substr(0, end);
    const auto equals = pair.find('=');
    if (!pair.empty()) {
      pairs.emplace_back(url_decode(pair.substr(0, equals)),
                         equals == std::string_view::npos ? std::string{} : url_decode(pair.substr(equals + 1)));
    }
    if (end == std::string_view::npos) break;
    body.remove_prefix(end + 1);
  }
  return pairs;
}

std::string HttpServerRequest::header(const std::string& lower_case_name) const {
  const auto found = headers.find(lower_case_name);
  return found == headers.end() ? std::string{} : found->second;
}

std::optional<std::string> HttpServerRequest::query(const std::string& name) const {
  const auto mark = target.find('?');
  if (mark == std::string::npos) return std::nullopt;
  for (auto& [key, value] : parse_form(std::string_view{target}.substr(mark + 1))) {
    if (key == name) return std::move(value);
  }
  return std::nullopt;
}

}  // namespace integrations
