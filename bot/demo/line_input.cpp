#include "bot/demo/line_input.hpp"

#include <editline/readline.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>
#include <cstdlib>
#include <deque>

namespace bot {
namespace asio = boost::asio;

struct LineInput::Impl {
  explicit Impl(asio::any_io_executor executor)
      : terminal(::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1),
        in(std::move(executor), ::dup(STDIN_FILENO)) {
    current = this;
  }
  ~Impl() {
    hide();
    current = nullptr;
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  /// libedit calls a plain function: the one input there is gets the line.
  static void on_line(char* line) {
    if (current == nullptr) return;
    if (line == nullptr) {
      current->ended = true;
    } else {
      if (*line != '\0') ::add_history(line);
      current->lines.emplace_back(line);
      ::free(line);  // NOLINT: libedit hands over memory of its own
    }
    current->hide();
  }

  void show(const std::string& wanted) {
    prompt = wanted;
    if (shown) return;
    ::rl_callback_handler_install(prompt.c_str(), &Impl::on_line);
    shown = true;
  }
  void hide() {
    if (!shown) return;
    ::rl_callback_handler_remove();
    shown = false;
  }

  asio::awaitable<bool> readable() {
    boost::system::error_code error;
    co_await in.async_wait(asio::posix::stream_descriptor::wait_read, asio::redirect_error(asio::use_awaitable, error));
    co_return !error;
  }

  asio::awaitable<void> read_terminal() {
    const bool ready = co_await readable();
    if (ready)
      ::rl_callback_read_char();
    else
      ended = true;
  }

  asio::awaitable<void> read_pipe() {
    boost::system::error_code error;
    char chunk[4096];
    const auto got = co_await in.async_read_some(asio::buffer(chunk), asio::redirect_error(asio::use_awaitable, error));
    buffer.append(chunk, got);
    if (error) ended = true;
    for (auto end = buffer.find('\n'); end != std::string::npos; end = buffer.find('\n')) {
      lines.push_back(buffer.substr(0, end));
      buffer.erase(0, end + 1);
    }
    if (ended && !buffer.empty()) lines.push_back(std::exchange(buffer, {}));
  }

  static inline Impl* current = nullptr;
  bool terminal;
  asio::posix::stream_descriptor in;
  std::string prompt, buffer;
  std::deque<std::string> lines;
  bool shown = false, ended = false;
};

LineInput::LineInput(asio::any_io_executor executor) : impl_(std::make_unique<Impl>(std::move(executor))) {}
LineInput::~LineInput() = default;
bool LineInput::is_terminal() const {
  return impl_->terminal;
}

asio::awaitable<std::optional<std::string>> LineInput::next(std::string prompt) {
  while (impl_->lines.empty() && !impl_->ended) {
    if (impl_->terminal) {
      impl_->show(prompt);
      co_await impl_->read_terminal();
    } else {
      co_await impl_->read_pipe();
    }
  }
  if (impl_->lines.empty()) co_return std::nullopt;
  auto line = std::move(impl_->lines.front());
  impl_->lines.pop_front();
  co_return line;
}

void LineInput::restore() {
  impl_->hide();
}

void LineInput::print(const std::string& line) {
  if (impl_->shown) std::fputs("\r\033[K", stdout);
  std::fputs(line.c_str(), stdout);
  std::fputc('\n', stdout);
  if (impl_->shown) ::rl_forced_update_display();
  std::fflush(stdout);
}

}  // namespace bot
