#pragma once
// Builds the pieces of a text under a limit of characters: an atom is never split, formatting is closed at the end of a
// piece and opened again in the next, and what did not fit into the last piece is counted.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace integrations::slack {

/// Room for "… (cut, 1234567 more characters)".
inline constexpr std::size_t cut_notice = 40;
std::string cut_words(std::size_t hidden);

/// Collects characters and entities into pieces of limited length. An atom is never split.
class Emitter {
 public:
  Emitter(std::size_t limit, std::size_t most) : limit_(std::max<std::size_t>(limit, 60)), most_(most) {}

  /// Between begin and end every piece opens and closes with `mark`.
  void begin(std::string_view mark) {
    if (!overflow_ && used_ + 2 * mark.size() + 1 > limit_) overflow_ = !next_piece(0);
    mark_ = mark;
    if (!overflow_) put(mark_, mark_.size());
  }
  void end() {
    if (!overflow_) put(mark_, mark_.size());
    mark_ = {};
    if (!overflow_) keep();
  }
  std::size_t limit() const { return limit_; }
  void atom(std::string_view shown, std::size_t characters, std::size_t counts_as = 1) {
    total_ += counts_as;
    if (overflow_) return;
    if (used_ + characters + mark_.size() > limit_ && !next_piece(counts_as)) {
      overflow_ = true;
      return;
    }
    put(shown, characters);
    if (mark_.empty() && (shown == " " || shown == "\n")) space_ = {piece_.size(), used_, total_, {}};
    keep();
  }
  /// Plain ASCII without anything special, in one go; false when it is too near to the limit for that.
  bool run(std::string_view text) {
    if (overflow_ || used_ + text.size() + mark_.size() + cut_notice > limit_) return false;
    total_ += text.size();
    put(text, text.size());
    if (const auto space = text.rfind(' '); mark_.empty() && space != text.npos) {
      const auto behind = text.size() - space - 1;
      space_ = {piece_.size() - behind, used_ - behind, total_ - behind, {}};
    }
    keep();
    return true;
  }
  std::vector<std::string> finish() {
    if (overflow_) {
      piece_.resize(kept_.bytes);
      piece_ += kept_.mark;
      piece_ += cut_words(total_ - kept_.total);
    }
    pieces_.push_back(std::move(piece_));
    return std::move(pieces_);
  }

 private:
  struct Place {
    std::size_t bytes = 0, used = 0, total = 0;
    std::string_view mark;
  };
  void put(std::string_view shown, std::size_t characters) {
    piece_ += shown;
    used_ += characters;
  }
  void keep() {
    if (used_ + mark_.size() + cut_notice <= limit_) kept_ = {piece_.size(), used_, total_, mark_};
  }
  /// False when no further piece is allowed. `pending` characters are counted already but not yet put.
  bool next_piece(std::size_t pending) {
    if (pieces_.size() + 1 >= most_) return false;
    std::string tail;
    std::size_t tail_used = 0;
    if (mark_.empty() && space_.used > limit_ * 4 / 5) {
      tail = piece_.substr(space_.bytes);
      tail_used = used_ - space_.used;
      piece_.resize(space_.bytes);
    }
    piece_ += mark_;
    pieces_.push_back(std::move(piece_));
    piece_ = tail + std::string{mark_};  // one of the two is empty
    used_ = mark_.size() + tail_used;
    space_ = {};
    kept_ = {tail.size(), tail_used, total_ - pending, {}};
    return true;
  }

  std::size_t limit_, most_;
  std::vector<std::string> pieces_;
  std::string piece_;
  std::size_t used_ = 0, total_ = 0;
  Place kept_, space_;
  std::string_view mark_;
  bool overflow_ = false;
};

}  // namespace integrations::slack
