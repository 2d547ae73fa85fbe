#pragma once
// Lines from a person at a terminal (edited, with a history, with output above the prompt while they type), or from a
// pipe. Network thread only; one at a time, because the terminal is one.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bot {

class LineInput {
 public:
  explicit LineInput(boost::asio::any_io_executor executor);
  ~LineInput();
  bool is_terminal() const;
  /// The next line; nothing at the end of the input.
  boost::asio::awaitable<std::optional<std::string>> next(std::string prompt);
  /// Gives the terminal back as it was, before the process ends in a hurry.
  void restore();
  /// Prints above the prompt, which is drawn again with what was typed so far.
  void print(const std::string& line);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bot
