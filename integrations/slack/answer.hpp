#pragma once
// What an answer of Slack's Web API means: done, not done, perhaps done, or never. No I/O. Whatever comes back (HTML
// from a proxy, half a JSON, nothing) has a meaning here, and a sentence for the person who can act.
#include <boost/json/value.hpp>
#include <expected>
#include <map>
#include <string>
#include <string_view>

#include "integrations/ports/http.hpp"

namespace integrations::slack {

struct Answer {
  boost::json::value body;                     // an object with "ok": true
  std::map<std::string, std::string> headers;  // names in lower case
};

struct Trouble {
  enum class Kind {
    retry,    // certainly not done
    unknown,  // may have been done
    refused   // will not work until a person has acted
  };
  Kind kind = Kind::refused;
  std::string error;           // Slack's word: "channel_not_found"; empty where Slack said none
  std::string why;             // in words, with what to do
  playbooks::Duration wait{};  // for retry: at least that long; 0: not said
  bool rate_limited = false;
};

/// Whether repeating the method changes nothing: then "perhaps done" is as good as "not done".
bool is_read(std::string_view method);

std::expected<Answer, Trouble> read_answer(std::string_view method, const HttpResponse& response, playbooks::Time now);

/// "Sitrep is not in the channel: type /invite @sitrep there. (not_in_channel)"; for an unknown word the word alone.
std::string in_words(std::string_view error);

}  // namespace integrations::slack
