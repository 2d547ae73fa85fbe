// What the wording check tells by its shape. Each shape is one function on a piece of text without spaces.
#include <algorithm>
#include <array>
#include <optional>

#include "playbooks/wording_check.hpp"
#include "playbooks/wording_check_parts.hpp"

namespace playbooks::wording_check {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_hexadecimal(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool has_digit(std::string_view text) {
  return std::ranges::any_of(text, is_digit);
}
template <std::size_t size>
bool is_one_of(std::string_view word, const std::array<std::string_view, size>& list) {
  return std::ranges::find(list, word) != list.end();
}

std::vector<std::string_view> parted(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// Slack

/// U024BE7LH: a letter that says what it is, and upper case behind it.
bool is_slack_id(std::string_view piece) {
  while (!piece.empty() && (piece.front() == '@' || piece.front() == '#')) piece.remove_prefix(1);
  constexpr std::string_view kinds = "UWCGDT";
  return piece.size() >= 9 && piece.size() <= 12 && kinds.contains(piece[0]) && has_digit(piece) &&
         std::ranges::all_of(piece, [](char c) { return is_upper(c) || is_digit(c); }) &&
         (piece[1] == '0' || std::ranges::count_if(piece, is_digit) >= 3);
}

bool is_of_slack(std::string_view piece, const Policy& policy) {
  const auto word = lowered(piece);
  if (is_slack_id(piece) || word.contains(".slack.com/archives/")) return true;
  if (word == "@here" || word == "@channel" || word == "@everyone") return true;
  if (word.size() > 1 && word[0] == '@') return policy.person(std::string_view{word}.substr(1)) != nullptr;
  return word.size() > 1 && word[0] == '#' &&
         (word == lowered(policy.incident_channel) || word == lowered(policy.launch_channel) ||
          word == lowered(policy.operations_channel));
}

// Secrets

constexpr std::array<std::string_view, 19> key_beginnings = {
    "sk_live_", "sk_test_", "rk_live_",    "pk_live_", "sk-", "xoxb-", "xoxp-", "xoxa-", "xapp-",     "ghp_",
    "gho_",     "ghs_",     "github_pat_", "glpat-",   "SG.", "AKIA",  "ASIA",  "AIza",  "-----BEGIN"};
constexpr std::array<std::string_view, 13> secret_names = {"password",      "passwd", "pwd",      "passwort", "token",
                                                           "access_token",  "secret", "api_key",  "apikey",   "api-key",
                                                           "client_secret", "sig",    "signature"};

/// Letters and digits in turns, as nobody writes them.
bool is_random(std::string_view run) {
  std::size_t turns = 0;
  for (std::size_t at = 1; at < run.size(); ++at) turns += is_digit(run[at]) != is_digit(run[at - 1]) ? 1U : 0U;
  return (run.size() >= 16 && turns >= 4) || (run.size() >= 24 && turns >= 2);
}

bool has_random_run(std::string_view piece) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= piece.size(); ++at)
    if (at == piece.size() || (!is_letter(piece[at]) && !is_digit(piece[at]))) {
      if (is_random(piece.substr(begin, at - begin))) return true;
      begin = at + 1;
    }
  return false;
}

bool is_uuid(std::string_view piece) {
  constexpr std::array<std::size_t, 5> lengths = {8, 4, 4, 4, 12};
  const auto parts = parted(piece, '-');
  return std::ranges::equal(parts, lengths, [](std::string_view part, std::size_t length) {
    return part.size() == length && std::ranges::all_of(part, is_hexadecimal);
  });
}

/// “token=…” alone, or among the parameters of an address.
bool names_a_secret(std::string_view piece) {
  for (std::size_t equals = piece.find('='); equals != std::string_view::npos; equals = piece.find('=', equals + 1)) {
    const auto from = piece.substr(0, equals).find_last_of("?&;,");
    const auto name = lowered(piece.substr(from == std::string_view::npos ? 0 : from + 1, equals - (from + 1)));
    if (is_one_of(name, secret_names) && equals + 1 < piece.size()) return true;
  }
  return false;
}

bool is_secret(std::string_view piece) {
  const auto begins = [&](std::string_view start) {
    return piece.starts_with(start) && piece.size() >= start.size() + 8;
  };
  if (std::ranges::any_of(key_beginnings, begins) || piece.starts_with("-----BEGIN")) return true;
  if (names_a_secret(piece) || piece.contains("hooks.slack.com/services/")) return true;
  const auto scheme = piece.find("://");
  if (scheme == std::string_view::npos) return is_uuid(piece) || has_random_run(piece);
  const auto authority = piece.substr(scheme + 3, piece.find('/', scheme + 3) - (scheme + 3));
  const auto at = authority.find('@');  // https://user:password@…
  return at != std::string_view::npos && authority.substr(0, at).contains(':');
}

/// “password: hunter2”
bool says_a_secret(std::string_view before, std::string_view piece) {
  const auto name = lowered(before);
  if (name == "bearer") return piece.size() >= 16;
  return name.ends_with(':') && piece.size() >= 6 && has_digit(piece) &&
         is_one_of(std::string_view{name}.substr(0, name.size() - 1), secret_names);
}

// Errors

bool is_error_code(std::string_view piece) {
  constexpr std::array<std::string_view, 10> constants = {
      "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENOENT", "EPIPE", "ENOMEM", "ENOSPC", "EACCES", "EIO", "EAGAIN"};
  if (is_one_of(piece, constants)) return true;
  if (piece.starts_with("0x") && piece.size() > 3) return std::ranges::all_of(piece.substr(2), is_hexadecimal);
  if ((piece.starts_with("ORA-") || piece.starts_with("ERR_")) && piece.size() > 4) return true;
  const bool shouted = std::ranges::all_of(piece, [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
  if (shouted && piece.size() >= 8 && piece.contains('_')) return true;
  const bool camel = piece.ends_with("Exception") || piece.ends_with("Error");
  return camel && std::ranges::all_of(piece, is_letter) && std::ranges::count_if(piece, is_upper) >= 2;
}

// Hosts

constexpr std::array<std::string_view, 10> inner_domains = {"internal", "local", "lan",         "corp", "intra",
                                                            "intranet", "svc",   "localdomain", "home", "cluster"};
constexpr std::array<std::string_view, 22> servers = {
    "db",     "app", "web",   "srv",   "server", "host",  "node", "vm",     "redis",   "pg",      "mysql",
    "worker", "lb",  "cache", "kafka", "api",    "queue", "mail", "master", "replica", "primary", "postgres"};
constexpr std::array<std::string_view, 9> stages = {"prod", "prd", "stg",     "staging", "dev",
                                                    "qa",   "uat", "preprod", "int"};

bool is_number_below(std::string_view text, int limit) {
  int value = 0;
  for (const char c : text) {
    if (!is_digit(c) || value > limit) return false;
    value = value * 10 + (c - '0');
  }
  return !text.empty() && value < limit;
}

bool is_four_numbers(std::string_view host) {
  const auto parts = parted(host, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, [](auto part) { return is_number_below(part, 256); });
}

bool is_version_6(std::string_view piece) {
  const auto colons = std::ranges::count(piece, ':');
  const bool only = std::ranges::all_of(piece, [](char c) { return is_hexadecimal(c) || c == ':'; });
  return only && std::ssize(piece) - colons >= 2 && (colons >= 5 || (colons >= 2 && piece.contains("::")));
}

/// “db-prod-3”, “web01”, “ip-10-0-3-7”, “checkout-7f9c6d5b4-x2x9z”
bool is_server(std::string_view label) {
  std::size_t kinds = 0, stage = 0, numbers = 0;
  const auto parts = parted(label, '-');
  for (auto part : parts) {
    const auto digits = part.find_last_not_of("0123456789") + 1;  // from there on
    const auto word = part.substr(0, digits);
    kinds += is_one_of(word, servers) ? 1U : 0U;
    stage += is_one_of(word, stages) ? 1U : 0U;
    const bool short_one = part.size() - digits < 2 && (word == "web" || word == "app" || word == "api");  // “web3”
    numbers += digits < part.size() && !(short_one && parts.size() == 1) ? 1U : 0U;
  }
  if (parts.size() >= 5 && parts[0] == "ip" && numbers >= 4) return true;
  if (kinds > 0 && (numbers > 0 || stage > 0)) return true;
  const auto mixed = [](std::string_view part) { return has_digit(part) && std::ranges::any_of(part, is_letter); };
  return parts.size() >= 3 && parts.back().size() == 5 && mixed(parts.back()) && parts[parts.size() - 2].size() >= 8 &&
         mixed(parts[parts.size() - 2]);
}

bool is_host(std::string_view piece) {
  const auto scheme = piece.find("://");
  if (scheme != std::string_view::npos) piece.remove_prefix(scheme + 3);
  if (is_version_6(piece)) return true;
  auto host = lowered(piece.substr(0, piece.find_first_of(":/?#")));
  if (is_four_numbers(host) || host == "localhost") return true;
  if (host.contains('@')) return false;  // an e-mail address
  while (host.ends_with('.')) host.pop_back();
  const auto labels = parted(host, '.');
  if (labels.size() > 1 && is_one_of(labels.back(), inner_domains)) return true;
  return std::ranges::any_of(labels, is_server);
}

// For engineers

/// “eu-west-1”, “us-east-1a”
bool is_region(std::string_view piece) {
  constexpr std::array<std::string_view, 9> places = {"us", "eu", "ap", "sa", "ca", "me", "af", "europe", "asia"};
  constexpr std::array<std::string_view, 9> sides = {"east",      "west",      "north",     "south",    "central",
                                                     "southeast", "northeast", "southwest", "northwest"};
  const auto word = lowered(piece);
  const auto parts = parted(word, '-');
  if (parts.size() < 2 || !is_one_of(parts[0], places) || !has_digit(parts.back())) return false;
  const auto side = parts[1].substr(0, parts[1].find_first_of("0123456789"));
  return is_one_of(side, sides);
}

/// “/var/log/app”, “/api/v1/login”
bool is_path(std::string_view piece) {
  return piece.size() >= 5 && piece.starts_with('/') && !piece.starts_with("//") && std::ranges::count(piece, '/') >= 2;
}

std::optional<Place> shape_of(std::string_view before, std::string_view piece, const Policy& policy) {
  using namespace wording_kind;
  constexpr std::string_view no_address = "name the service that people use";
  if (is_of_slack(piece, policy)) return Place{0, 0, slack, "leave out people and channels of our own", true};
  if (is_secret(piece) || says_a_secret(before, piece))
    return Place{0, 0, secret, "take it out, and change it if it is real", true};
  if (is_error_code(piece)) return Place{0, 0, error_code, "say which action fails, without the code", true};
  if (is_region(piece)) return Place{0, 0, jargon, "name the part of the world: Europe, US East", true};
  if (is_host(piece)) return Place{0, 0, host, no_address, true};
  if (is_path(piece)) return Place{0, 0, jargon, "name the page or feature that people use", true};
  if (piece.contains("://") || piece.starts_with("www.")) return Place{0, 0, {}, {}, true};
  return std::nullopt;
}

/// What begins and ends a piece without belonging to it.
void strip(std::string_view text, std::size_t& begin, std::size_t& end) {
  constexpr std::string_view around = "()[]{}\"'`*~,;:!?.<>|";
  const auto typographic = [&](std::string_view mark) {
    return mark == "“" || mark == "”" || mark == "„" || mark == "’" || mark == "‘";
  };
  for (bool stripped = true; stripped && begin < end;) {
    stripped = true;
    if (around.contains(text[begin]))
      ++begin;
    else if (around.contains(text[end - 1]))
      --end;
    else if (end - begin >= 3 && typographic(text.substr(begin, 3)))
      begin += 3;
    else if (end - begin >= 3 && typographic(text.substr(end - 3, 3)))
      end -= 3;
    else
      stripped = false;
  }
}

/// “<@U024BE7LH>”, “<#C024BE7LR|general>”, “<!here>”: as Slack writes what a person clicked.
void add_slack_entities(std::vector<Place>& places, std::string_view text) {
  for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (at + 2 >= text.size() || !std::string_view{"@#!"}.contains(text[at + 1])) continue;
    const auto end = text.find_first_of("<>", at + 1);
    if (end == std::string_view::npos || text[end] != '>' || end - at > 200) continue;
    places.push_back({at, end + 1, wording_kind::slack, "leave out people and channels of our own", true});
  }
}

}  // namespace

std::vector<Place> shapes(std::string_view text, const Policy& policy) {
  std::vector<Place> places;
  add_slack_entities(places, text);
  std::string_view before;
  for (std::size_t at = 0; at < text.size();) {
    if (const auto space = space_at(text, at); space > 0) {
      at += space;
      continue;
    }
    auto begin = at;
    while (at < text.size() && space_at(text, at) == 0) ++at;
    auto end = at;
    const auto whole = text.substr(begin, end - begin);
    strip(text, begin, end);
    const bool in_entity =
        std::ranges::any_of(places, [&](const Place& place) { return begin < place.end && end > place.begin; });
    if (begin < end && !in_entity)
      if (auto place = shape_of(before, text.substr(begin, end - begin), policy)) {
        place->begin = begin;
        place->end = end;
        places.push_back(*place);
      }
    before = whole;
  }
  return places;
}

}  // namespace playbooks::wording_check
