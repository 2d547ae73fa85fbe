#include "storage/codec/reader.hpp"

namespace storage::codec {

void ObjectReader::read(const boost::json::value& json, std::string& text) {
  if (const auto* string = json.if_string())
    text.assign(string->data(), string->size());
  else
    complaint_.say("is not a text");
}

void ObjectReader::read(const boost::json::value& json, bool& value) {
  if (const auto* boolean = json.if_bool())
    value = *boolean;
  else
    complaint_.say("is not true or false");
}

void ObjectReader::read(const boost::json::value& json, std::int64_t& number) {
  if (const auto* integer = json.if_int64())
    number = *integer;
  else
    complaint_.say("is not a whole number");
}

void ObjectReader::read(const boost::json::value& json, int& number) {
  std::int64_t wide = 0;
  read(json, wide);
  if (!std::in_range<int>(wide)) return complaint_.say("is too large a number");
  number = static_cast<int>(wide);
}

void ObjectReader::read(const boost::json::value& json, playbooks::Time& at) {
  std::int64_t millis = 0;
  read(json, millis);
  at = playbooks::from_millis(millis);
}

void ObjectReader::read(const boost::json::value& json, playbooks::Duration& span) {
  std::int64_t millis = 0;
  read(json, millis);
  span = playbooks::Duration{millis};
}

std::string_view ObjectReader::read_word(const boost::json::value& json) {
  if (const auto* string = json.if_string()) return {string->data(), string->size()};
  complaint_.say("is not a text");
  return {};
}

}  // namespace storage::codec
