#pragma once
// One lane at work: the inside of the outbox.
#include "bot/outbox.hpp"

namespace bot {

struct Outbox::Running {
  explicit Running(boost::asio::any_io_executor executor) : bell(std::move(executor)) {}
  Lane lane;
  std::optional<Lane::Next> in_flight;
  integrations::Bell bell;              // something was added
  integrations::Activity::Token token;  // held while there is something to do now
  int attempts = 0;                     // in a row without success
  bool started = false;                 // its coroutine runs
  bool resting = false;                 // until a time that nothing new makes earlier
};

}  // namespace bot
