#pragma once
// What stands behind the verb, taken piece by piece: first what has a form of its own (flags, the incident, a severity,
// a list of components, a time), then the text, which is what is left, with its own spacing. Whatever cannot be
// understood becomes a reply that says why and what to type instead.
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command.hpp"
#include "commands/times.hpp"
#include "commands/tokenizer.hpp"

namespace commands {

/// A value, or the reply to give instead.
template <class T>
using Asked = std::expected<T, Reply>;

/// The names that people type for a command: "incident", "statuspage".
using Names = std::map<std::string, std::string>;

/// A component of the policy (its key), and its status where one was given.
struct NamedComponent {
  std::string component;
  std::optional<playbooks::ComponentStatus> status;
};
using NamedComponents = std::vector<NamedComponent>;

/// Those without a status get `otherwise`.
std::vector<playbooks::ComponentClaim> claims(const NamedComponents& components, playbooks::ComponentStatus otherwise);

/// How a line of ours is typed where the request came from: "/incident list", "@sitrep incident list", "sitrep incident
/// list" on the command line; "/statuspage show" where that is its name.
std::string as_typed(const Request& request, const Names& names, std::string_view line);

enum class Which { open, closed, any };

struct Arguments {
 public:
  /// `first` is the token behind the verb; `typed` the verb as it was written. Reads the flags at once.
  static Asked<Arguments> read(const Request& request, const Names& names, const Verb& verb, std::string typed,
                               const Line& line, std::size_t first, Desk& desk);

  std::string_view typed() const { return typed_; }
  bool has(std::string_view flag) const { return values_.contains(flag); }
  /// Of a flag or a form's field; empty when it was not given.
  std::string value(std::string_view flag) const;

  /// The incident that is meant: named (INC-12, #12, 12), the one whose thread this is, or the only one there is.
  /// When it is not clear the reply lists them as buttons that carry the whole line.
  Asked<playbooks::IncidentId> incident(Which which = Which::open);
  bool incident_named() const { return named_; }

  /// A severity of the policy, from the flag or from a word; empty when there is none. `quoted_text`: the title stands
  /// in quotes, so every word outside of them may be one.
  Asked<std::string> severity(bool quoted_text);
  /// A list "api:partial,db" at the next word, and a status behind it for those without one. Empty when nothing is
  /// left; refuses what is no component.
  Asked<NamedComponents> components();
  /// The same behind the word "on" or the flag --on. In a title without quotes "on" may be an ordinary word: there it
  /// introduces a list only before something that is, or nearly is, a component.
  Asked<NamedComponents> components_on(bool quoted_text);
  /// The same from a flag or a form's field.
  Asked<NamedComponents> components_in(std::string_view flag) const;
  /// Who a flag names.
  Asked<std::optional<playbooks::Actor>> person(std::string_view flag) const;
  /// When a flag says, leaning to the past.
  Asked<std::optional<playbooks::Time>> moment(std::string_view flag) const;
  /// "at 14:05" at the end of what is left; otherwise nothing is taken.
  Asked<std::optional<playbooks::Time>> trailing_moment();

  /// Takes the next word when it is one of these (any case). Gives back whether it did.
  bool take_word(std::string_view word);
  /// Looks at the next piece, or the one so many behind it; nullptr when nothing is left.
  const Token* next(std::size_t ahead = 0) const;
  void take_next();
  bool anything_left() const { return next() != nullptr; }
  bool quoted_left() const;
  /// What is left, with its own spacing; one quoted piece without its quotes. A form's text field wins. Takes nothing.
  std::string text() const;
  /// Takes the first quoted piece, or else everything. For titles, on one line.
  std::string title();

  /// A refusal when something is left that nobody asked for, or a quote was not closed.
  std::optional<Reply> leftover() const;
  /// Opens the form where that can be done; else a refusal that says what is missing and how to type it.
  Reply ask(playbooks::Form form, std::string_view missing) const;
  /// "Why. Type: /incident resolve [INC-12] <what fixed it>".
  Reply refuse(std::string_view why) const;
  /// The same for one field: marked in the form when it came from one.
  Reply refuse_field(std::string_view field, std::string_view why) const;
  std::string as_typed(std::string_view line) const { return commands::as_typed(*request_, *names_, line); }
  /// The whole line of this request with the incident put in: for buttons. Empty when it would be too long for one.
  std::string line_with(playbooks::IncidentId id) const;

 private:
  struct Value {
    std::string text, id;
  };
  Arguments(const Request& request, const Names& names, const Verb& verb, std::string typed, const Line& line,
            std::size_t first, Desk& desk);
  std::optional<Reply> read_flags();
  std::optional<Reply> read_flag(std::size_t at, const Flag& flag);
  std::optional<Reply> unknown_flag(const Token& token) const;
  std::size_t moment_end(std::size_t from) const;
  std::size_t next_free(std::size_t from) const;
  std::string raw(std::size_t from, std::size_t to) const;
  std::optional<std::size_t> incident_token() const;
  std::optional<playbooks::IncidentId> by_thread(Which which) const;
  Asked<playbooks::IncidentId> only_one(Which which) const;
  struct List {
    NamedComponents components;
    std::size_t end = 0;  // the token behind it
  };
  Asked<List> list_at(std::size_t from) const;
  Asked<NamedComponents> named_in(std::string_view text) const;
  void take_status(NamedComponents& components, std::size_t from, bool only_at_the_end);

  const Request* request_;
  const Names* names_;
  const Verb* verb_;
  Desk* desk_;
  const Line* line_;
  std::string typed_;
  std::size_t first_;
  std::vector<bool> used_;
  std::map<std::string, Value, std::less<>> values_;
  bool named_ = false;
};

}  // namespace commands
