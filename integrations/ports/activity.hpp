#pragma once
// Counts what is under way (inputs not yet committed, deliveries out, answers owed), so that virtual time moves on only
// when all is quiet. In production nobody looks at the number. One thread.
#include <utility>

namespace integrations {

class Activity {
 public:
  class Token {
   public:
    Token() = default;
    explicit Token(Activity* owner) : owner_(owner) {
      if (owner_ != nullptr) ++owner_->count_;
    }
    Token(Token&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
    Token& operator=(Token&& other) noexcept {
      release();
      owner_ = std::exchange(other.owner_, nullptr);
      return *this;
    }
    ~Token() { release(); }
    void release() {
      if (owner_ != nullptr) --owner_->count_;
      owner_ = nullptr;
    }

   private:
    Activity* owner_ = nullptr;
  };

  [[nodiscard]] Token hold() { return Token{this}; }
  bool quiet() const { return count_ == 0; }
  int count() const { return count_; }

 private:
  int count_ = 0;
};

}  // namespace integrations
