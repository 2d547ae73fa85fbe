#include "playbooks/model/contact_test.hpp"

#include <utility>

namespace playbooks {

std::string_view to_string(PageState state) {
  switch (state) {
    case PageState::queued:
      return "queued";
    case PageState::sent:
      return "sent";
    case PageState::delivered:
      return "delivered";
    case PageState::failed:
      return "failed";
    case PageState::withdrawn:
      return "withdrawn";
  }
  std::unreachable();
}

}  // namespace playbooks
