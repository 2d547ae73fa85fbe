#pragma once
// A desk for tests: remembers what it was asked to do and answers from what the test put there. Its rules are the
// simplest that let replies be read, except for escalation and on-call: there the real ones decide.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "commands/command.hpp"

namespace commands::testing {

inline constexpr playbooks::Time now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + std::chrono::hours{14} +
                                     std::chrono::minutes{5}};

class FakeDesk final : public Desk {
 public:
  FakeDesk();
  playbooks::Result<std::vector<playbooks::Recorded>> execute(playbooks::Command command) override;
  playbooks::Result<playbooks::Incident> find(playbooks::IncidentId id) override;
  const playbooks::State& state() const override { return state_; }
  const playbooks::Policy& policy() const override { return policy_; }
  std::vector<IncidentLine> list(bool open_only, int limit) const override;
  std::vector<playbooks::Recorded> history(const std::string& stream, int limit, bool newest_first) const override;
  std::vector<playbooks::Recorded> claim_history(playbooks::Time until) const override;
  std::vector<Finding> self_check() const override { return findings; }

  /// Puts an incident there; declared 42 minutes ago by @ann, P1, investigating.
  playbooks::Incident& add(std::int64_t number, std::string title);
  /// Ann, Bob and Carol; the schedules "primary" (Ann and Bob by the week, from Monday 2026-11-16 09:00 UTC) and
  /// "secondary" (Carol); the policy "default" with two tiers for everything, acknowledgements asked after 30 min.
  void staff();
  /// Decides by the real rules and takes over what follows, as somebody else's input would; without being remembered.
  playbooks::Result<std::vector<playbooks::Recorded>> by_the_rules(const playbooks::Command& command,
                                                                   playbooks::Time at = testing::now);
  /// The same, but closed.
  playbooks::Incident& add_closed(std::int64_t number, std::string title);

  std::vector<playbooks::Command> commands;     // in the order in which they came
  std::optional<playbooks::Error> refuse_with;  // every execute gives this
  std::map<std::string, std::vector<playbooks::Recorded>> streams;
  std::vector<Finding> findings;
  playbooks::State state_;
  playbooks::Policy policy_;
  playbooks::Actor by{"U1", "ann"};  // who types: say() takes it from the request
  std::map<playbooks::IncidentId, playbooks::Incident> closed;
};

/// @ann in C_INC, typing a slash command. Forms cannot be opened.
Request typed(std::string line);

/// Sends the line; gives back the reply.
Reply say(FakeDesk& desk, std::string line);
Reply say(FakeDesk& desk, const Request& request);

/// Everything in a reply that is words: texts, tables row by row, buttons as [label: line].
std::string words(const Reply& reply);
/// The lines that the buttons carry.
std::vector<std::string> button_lines(const Reply& reply);
/// The document in it; empty name when there is none.
Document document(const Reply& reply);

/// A command in one line, every field that is set: `declare title="x" severity=P1 ...`. For tables.
std::string described(const playbooks::Command& command);
/// The only command that the line led to; "refused: ..." or "form: ..." when there is none.
std::string understood(FakeDesk& desk, std::string line);

}  // namespace commands::testing
