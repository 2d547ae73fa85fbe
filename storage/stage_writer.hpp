#pragma once
// Writes stages into the tables, inside a transaction that somebody else begins and ends.
#include <array>
#include <string>

#include "storage/chain.hpp"
#include "storage/journal.hpp"
#include "storage/sqlite.hpp"

namespace storage {

class StageWriter {
 public:
  /// Prepares every statement once; keeps its buffers between stages.
  explicit StageWriter(const Connection& connection);
  /// Appends the stage's events after `head` and moves it. Throws SqliteError at the first row that is refused; the
  /// caller then rolls back and takes its old head again.
  void write(const Stage& stage, ChainHead& head);

 private:
  void write(const InputRow& input);
  void write(const playbooks::Recorded& event, ChainHead& head);
  void write(const playbooks::Incident& incident);
  void write(const playbooks::HeldClaim& claim);
  void write(const playbooks::OnCall& oncall);
  void write_document(std::string_view name, const auto& document);
  void write(const playbooks::Timer& timer);
  void write(const playbooks::Effect& effect);
  void write(const EffectDone& done);
  /// Text as it may be stored; one buffer for each text of a row.
  std::string_view clean(std::string_view text, std::size_t buffer);

  const Connection& connection_;
  Statement input_, input_key_, event_, incident_, claim_, claim_gone_, oncall_, document_, timer_, timer_gone_,
      effect_, effect_done_, receipt_;
  ChainHasher hasher_;
  std::string json_;
  std::array<std::string, 6> cleaned_;
};

}  // namespace storage
