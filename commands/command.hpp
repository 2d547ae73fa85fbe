#pragma once
// What people ask, before it is understood: one request, one reply, the desk that acts on it, and the verb in between.
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/commands.hpp"
#include "playbooks/model/events.hpp"
#include "playbooks/model/form.hpp"
#include "playbooks/model/policy.hpp"
#include "playbooks/model/text.hpp"
#include "playbooks/state.hpp"

namespace commands {

enum class Surface { slash, mention, button, form, command_line };

struct Request {
  Surface surface = Surface::slash;
  playbooks::Actor by;
  std::string channel;                        // Slack channel id; empty on the command line
  std::string thread_ts;                      // empty outside threads
  std::string line;                           // "incident declare P1 \"Checkout is down\" on api"
  std::map<std::string, std::string> fields;  // from a form, by field name; they win over the line
  bool can_open_form = false;
  playbooks::Time now{};
};

/// A button carries the line that it stands for; pressing it is typing it.
struct Button {
  enum class Style { plain, primary, danger };
  std::string label;
  std::string line;
  Style style = Style::plain;
  bool operator==(const Button&) const = default;
};
struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<playbooks::Text>> rows;
  bool operator==(const Table&) const = default;
};
struct Buttons {
  std::vector<Button> buttons;
  bool operator==(const Buttons&) const = default;
};
/// A document to hand over (export): a file name and its content.
struct Document {
  std::string name, content;
  bool operator==(const Document&) const = default;
};
using ReplyPart = std::variant<playbooks::Text, Table, Buttons, Document>;

struct Reply {
  std::vector<ReplyPart> parts;
  bool refused = false;
  std::optional<playbooks::Form> form;              // open this instead of answering
  std::map<std::string, std::string> field_errors;  // for a submitted form: field name -> what is wrong

  Reply() = default;
  Reply(playbooks::Text text) { parts.emplace_back(std::move(text)); }  // NOLINT: a sentence is a reply
  Reply(std::string_view text) : Reply(playbooks::Text{text}) {}        // NOLINT
  Reply(const char* text) : Reply(playbooks::Text{text}) {}             // NOLINT
  static Reply refusal(playbooks::Text text) {
    Reply reply{std::move(text)};
    reply.refused = true;
    return reply;
  }
};

struct IncidentLine {  // one line of `list`
  playbooks::IncidentId id;
  std::string title, severity, status, kind, visibility;
  playbooks::Time declared{};
  std::optional<playbooks::Time> resolved;
};

struct Finding {
  enum class Level { ok, warning, error } level = Level::ok;
  std::string what, says;
};

/// What a verb may do. The engine implements it. Nothing here waits; what `execute` returned is true once committed,
/// and the reply is released only then.
class Desk {
 public:
  virtual ~Desk() = default;
  /// Decides and stages. Gives back what happened.
  virtual playbooks::Result<std::vector<playbooks::Recorded>> execute(playbooks::Command command) = 0;
  virtual playbooks::Result<playbooks::Incident> find(playbooks::IncidentId id) = 0;
  virtual const playbooks::State& state() const = 0;  // open incidents and claims, with this batch's changes
  virtual const playbooks::Policy& policy() const = 0;
  virtual std::vector<IncidentLine> list(bool open_only, int limit) const = 0;
  virtual std::vector<playbooks::Recorded> history(const std::string& stream, int limit, bool newest_first) const = 0;
  /// The events before `until` of all streams in the order in which they were recorded, but for those that cannot
  /// change a claim on a component: for playbooks/uptime.hpp.
  virtual std::vector<playbooks::Recorded> claim_history(playbooks::Time until) const = 0;
  /// The state of Sitrep itself, from what it knows without asking anybody.
  virtual std::vector<Finding> self_check() const = 0;
};

struct Arguments;  // args.hpp

/// A `--word` of a verb. A form's field of the same name means the same.
struct Flag {
  enum class Takes { nothing, word, text, moment };
  std::string_view name;   // "severity"
  std::string_view also;   // another name that works for ever, may be empty
  std::string_view value;  // what to write after it in usage: "P1"; empty when it takes nothing
  std::string_view help;
  Takes takes = Takes::nothing;
};

/// One verb, one file: `incident resolve`.
struct Verb {
  std::string_view command;                   // "incident"
  std::string_view name;                      // "resolve"
  std::span<const std::string_view> aliases;  // kept for ever
  std::string_view usage;                     // "resolve [INC-12] <what fixed it>"
  std::string_view help;                      // one line
  std::string_view example;                   // a whole line: "incident resolve INC-12 Rolled back release 41"
  std::span<const Flag> flags;
  bool free_text = false;  // ends with words of the person's own: an unknown --word among them is left as it is
  Reply (*run)(const Request& request, Arguments& arguments, Desk& desk);
};

/// The only way in, for every surface: finds the verb (aliases, nearest match), runs it, words the errors.
/// `names` maps what people type to our commands ("statuspage" -> "status"), from the configuration.
Reply dispatch(const Request& request, const std::map<std::string, std::string>& names, Desk& desk);

/// All verbs in the order of `help`.
std::span<const Verb* const> all_verbs();

}  // namespace commands
