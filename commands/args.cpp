#include "commands/args.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "commands/entities.hpp"
#include "commands/replies.hpp"
#include "commands/text.hpp"

namespace commands {
namespace {

bool is_yes(std::string_view word) {
  const auto typed = lower(word);
  return typed.empty() || (typed != "no" && typed != "false" && typed != "off" && typed != "0");
}

}  // namespace

Arguments::Arguments(const Request& request, const Names& names, const Verb& verb, std::string typed, const Line& line,
                     std::size_t first, Desk& desk)
    : request_{&request},
      names_{&names},
      verb_{&verb},
      desk_{&desk},
      line_{&line},
      typed_{std::move(typed)},
      first_{first},
      used_(line.tokens.size()) {
  std::fill_n(used_.begin(), std::min(first, used_.size()), true);
}

Asked<Arguments> Arguments::read(const Request& request, const Names& names, const Verb& verb, std::string typed,
                                 const Line& line, std::size_t first, Desk& desk) {
  Arguments arguments{request, names, verb, std::move(typed), line, first, desk};
  if (auto refusal = arguments.read_flags()) return std::unexpected(std::move(*refusal));
  for (const auto& [name, value] : request.fields) {
    const auto given = cleaned(value);
    if (name.empty() || trimmed(given).empty()) continue;
    const auto flag = std::ranges::find(verb.flags, name, &Flag::name);
    if (flag != verb.flags.end() && flag->takes == Flag::Takes::nothing && !is_yes(given))
      arguments.values_.erase(name);
    else
      arguments.values_.insert_or_assign(name, Value{std::string{trimmed(given)}, {}});
  }
  return arguments;
}

std::string Arguments::value(std::string_view flag) const {
  const auto found = values_.find(flag);
  return found == values_.end() ? std::string{} : found->second.text;
}

std::optional<Reply> Arguments::read_flags() {
  bool text_begun = false;
  for (auto at = first_; at < line_->tokens.size(); ++at) {
    const auto& token = line_->tokens[at];
    if (used_[at]) continue;
    if (token.kind != Token::Kind::flag) {
      text_begun = text_begun || at > first_ || !playbooks::parse_incident_id(token.text);
      continue;
    }
    const auto flag = std::ranges::find_if(
        verb_->flags, [&](const Flag& f) { return token.text == f.name || (!f.also.empty() && token.text == f.also); });
    if (flag != verb_->flags.end()) {
      if (auto refusal = read_flag(at, *flag)) return refusal;
    } else if (!verb_->free_text || !text_begun) {
      return unknown_flag(token);
    }
  }
  return std::nullopt;
}

std::optional<Reply> Arguments::read_flag(std::size_t at, const Flag& flag) {
  const auto& tokens = line_->tokens;
  const auto& token = tokens[at];
  const auto follows = [&](std::size_t i) {
    return i < tokens.size() && !used_[i] && tokens[i].kind != Token::Kind::flag;
  };
  used_[at] = true;
  Value value{token.value.value_or(""), token.id};
  if (flag.takes == Flag::Takes::nothing) {
    if (is_yes(value.text))
      values_.insert_or_assign(std::string{flag.name}, std::move(value));
    else
      values_.erase(std::string{flag.name});
    return std::nullopt;
  }
  auto end = at + 1;
  if (flag.takes == Flag::Takes::moment) {
    end = moment_end(at);
    if (const auto more = raw(at + 1, end); !more.empty()) value.text += (token.value ? " " : "") + more;
  } else if (!token.value && follows(end)) {
    value = {tokens[end].text, tokens[end].id};
    const bool whole = flag.takes == Flag::Takes::word || tokens[end].kind == Token::Kind::quoted;
    for (++end; !whole && follows(end);) ++end;
    if (!whole) value = {raw(at + 1, end), {}};
  }
  std::fill(used_.begin() + static_cast<std::ptrdiff_t>(at), used_.begin() + static_cast<std::ptrdiff_t>(end), true);
  if (trimmed(value.text).empty())
    return refuse(fmt::format("--{0} needs a value, like --{0} {1}.", flag.name, flag.value));
  values_.insert_or_assign(std::string{flag.name}, std::move(value));
  return std::nullopt;
}

/// The token behind the longest time that begins behind the flag at `from`; the next word where nothing is a time.
std::size_t Arguments::moment_end(std::size_t from) const {
  const auto& tokens = line_->tokens;
  const TimeReading reading{request_->now, desk_->policy().zone};
  auto candidate = tokens[from].value.value_or("");
  auto best = from + 1;
  for (auto end = from + 1; end < tokens.size() && end < from + 7 && !used_[end]; ++end) {
    if (tokens[end].kind != Token::Kind::word && tokens[end].kind != Token::Kind::quoted) break;
    candidate += (candidate.empty() ? "" : " ") + tokens[end].text;
    const auto when = parse_when(candidate, reading);
    if (when || when.error().code == playbooks::Errc::not_found) best = end + 1;
  }
  if (best == from + 1 && !tokens[from].value && best < tokens.size() && tokens[best].kind != Token::Kind::flag) ++best;
  return best;
}

std::optional<Reply> Arguments::unknown_flag(const Token& token) const {
  std::vector<std::string_view> known;
  std::string all;
  for (const auto& flag : verb_->flags) {
    known.push_back(flag.name);
    if (!flag.also.empty()) known.push_back(flag.also);
    all += fmt::format("{}--{}", all.empty() ? "" : ", ", flag.name);
  }
  std::vector<std::string> near;
  for (const auto name : nearest(token.text, known)) near.push_back(fmt::format("`--{}`", name));
  auto why = fmt::format("I do not know --{}.", shortened(token.text, 40));
  if (!near.empty())
    why += fmt::format(" Did you mean {}?", either(near));
  else if (!all.empty())
    why += fmt::format(" It may be one of {}.", all);
  if (verb_->free_text) why += " If it belongs to the text, put the text in quotes.";
  return refuse(why);
}

std::size_t Arguments::next_free(std::size_t from) const {
  while (from < used_.size() && used_[from]) ++from;
  return from;
}

const Token* Arguments::next(std::size_t ahead) const {
  auto at = next_free(first_);
  for (; ahead > 0 && at < used_.size(); --ahead) at = next_free(at + 1);
  return at < used_.size() ? &line_->tokens[at] : nullptr;
}

void Arguments::take_next() {
  const auto at = next_free(first_);
  if (at < used_.size()) used_[at] = true;
}

bool Arguments::take_word(std::string_view word) {
  const auto* token = next();
  if (token == nullptr || token->kind != Token::Kind::word || lower(token->text) != word) return false;
  take_next();
  return true;
}

bool Arguments::quoted_left() const {
  for (auto at = next_free(first_); at < used_.size(); at = next_free(at + 1))
    if (line_->tokens[at].kind == Token::Kind::quoted) return true;
  return false;
}

/// The unused tokens of a range with the spacing between them; one quoted token without its quotes.
std::string Arguments::raw(std::size_t from, std::size_t to) const {
  std::string result;
  std::size_t count = 0;
  const Token* last = nullptr;
  for (auto at = next_free(from); at < to && at < used_.size(); at = next_free(at + 1)) {
    const auto& token = line_->tokens[at];
    if (last != nullptr) {
      const auto gap_begin = line_->tokens[at - 1].end;  // what was taken in between leaves one gap
      result += std::string_view{line_->text}.substr(gap_begin, token.begin - gap_begin);
    }
    result += std::string_view{line_->text}.substr(token.begin, token.end - token.begin);
    last = &token;
    ++count;
  }
  if (count == 1 && last->kind == Token::Kind::quoted) return last->text;
  return plain_text(result);
}

std::string Arguments::text() const {
  const auto field = request_->fields.find("");
  const auto whole = field != request_->fields.end() ? cleaned(field->second) : raw(first_, used_.size());
  return std::string{trimmed(whole)};
}

std::string Arguments::title() {
  if (const auto field = request_->fields.find(""); field != request_->fields.end())
    return one_line(cleaned(field->second));
  for (auto at = next_free(first_); at < used_.size(); at = next_free(at + 1)) {
    if (line_->tokens[at].kind != Token::Kind::quoted) continue;
    used_[at] = true;
    return one_line(line_->tokens[at].text);
  }
  auto result = one_line(raw(first_, used_.size()));
  std::fill(used_.begin(), used_.end(), true);
  return result;
}

}  // namespace commands
