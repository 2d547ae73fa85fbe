#include "integrations/slack/envelope.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <exception>

#include "integrations/http/json.hpp"
#include "integrations/slack/envelope_payload.hpp"

namespace integrations::slack {
namespace json = boost::json;

namespace {

constexpr std::size_t longest_id = 200;

/// The envelope_id of a frame that is not JSON as we read it (nested too deep, cut): without an acknowledgement it
/// would come again and again.
std::string scavenged_id(std::string_view frame) {
  constexpr std::string_view name = "\"envelope_id\"";
  const auto at = frame.find(name);
  if (at == std::string_view::npos) return {};
  auto rest = frame.substr(at + name.size());
  for (const char expected : {':', '"'}) {
    const auto next = rest.find_first_not_of(" \t\r\n");
    if (next == std::string_view::npos || rest[next] != expected) return {};
    rest.remove_prefix(next + 1);
  }
  const auto end = rest.find('"');
  if (end == std::string_view::npos || end > longest_id) return {};
  const auto id = rest.substr(0, end);
  for (const char c : id)
    if (c == '\\' || static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) return {};
  return std::string{id};
}

HelloFrame read_hello(const json::value& document) {
  HelloFrame hello;
  const auto connections = number_at(document, "num_connections").value_or(0);
  const auto seconds = number_at(document, "debug_info.approximate_connection_time").value_or(0);
  if (connections > 0 && connections < 1'000'000) hello.connections = static_cast<int>(connections);
  if (seconds > 0 && seconds < 10'000'000) hello.lifetime = std::chrono::seconds{seconds};
  return hello;
}

std::string read_payload(const json::value& document, std::string_view type, Inbound& inbound) {
  const auto* payload = find(document, "payload");
  if (payload == nullptr || !payload->is_object())
    return payload == nullptr ? "$.payload: missing" : "$.payload: not an object";
  if (type == "slash_commands") return read_slash(*payload, inbound);
  if (type == "interactive") return read_interactive(*payload, inbound);
  if (type == "events_api") return read_event(*payload, inbound);
  return type.empty() ? "$.type: missing" : "$.type: unknown";
}

EnvelopeFrame read_envelope(const json::value& document, std::string_view id, std::string_view type) {
  EnvelopeFrame envelope;
  envelope.id = id;
  envelope.repeated = number_at(document, "retry_attempt").value_or(0) > 0;
  Inbound& inbound = envelope.inbound;
  inbound.keys.push_back("envelope:" + envelope.id);
  inbound.may_answer = flag_at(document, "accepts_response_payload").value_or(false);
  inbound.problem = read_payload(document, type, inbound);
  if (!inbound.problem.empty()) inbound.kind = Inbound::Kind::unparseable;
  return envelope;
}

Frame unreadable(const std::string& frame, const char* why) {
  EnvelopeFrame envelope;
  envelope.id = scavenged_id(frame);
  if (envelope.id.empty()) return NoiseFrame{why};
  envelope.inbound.keys.push_back("envelope:" + envelope.id);
  envelope.inbound.problem = std::string{"$: "} + why;
  return envelope;
}

Frame read(const std::string& frame) {
  unsigned char buffer[16U << 10U];
  json::monotonic_resource memory{buffer, sizeof buffer};
  json::parse_options options;
  options.max_depth = 64;
  json::error_code error;
  const json::value document = json::parse(frame, error, &memory, options);
  if (error) return unreadable(frame, "not JSON");
  if (!document.is_object()) return NoiseFrame{"not a JSON object"};
  const auto type = text_at(document, "type");
  const auto id = text_at(document, "envelope_id");
  if (!id.empty()) return read_envelope(document, id, type);
  if (type == "hello") return read_hello(document);
  if (type == "disconnect") return DisconnectFrame{std::string{text_at(document, "reason")}};
  return NoiseFrame{"neither an envelope nor a known control message"};
}

}  // namespace

Frame read_frame(std::string frame) {
  Frame result;
  try {
    result = read(frame);
  } catch (const std::exception& error) {  // memory; nothing else throws here
    result = NoiseFrame{error.what()};
  }
  if (auto* envelope = std::get_if<EnvelopeFrame>(&result)) envelope->inbound.raw = std::move(frame);
  return result;
}

std::string unescaped(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const auto at = text.find('&');
    result += text.substr(0, at);
    if (at == std::string_view::npos) break;
    text.remove_prefix(at);
    std::size_t length = 1;
    if (text.starts_with("&amp;"))
      result += '&', length = 5;
    else if (text.starts_with("&lt;"))
      result += '<', length = 4;
    else if (text.starts_with("&gt;"))
      result += '>', length = 4;
    else
      result += '&';
    text.remove_prefix(length);
  }
  return result;
}

}  // namespace integrations::slack
