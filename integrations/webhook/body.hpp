#pragma once
// What a webhook's server is told of a page or its end. Pure; described in docs/webhook.md, which must change with it.
#include <string>

#include "integrations/integration.hpp"

namespace integrations::webhook {

struct Body {
  std::string json;
  std::string key;      // the same for a page and its end
  std::string problem;  // why it cannot be told; then nothing else is set
};

/// `delivery` must be of a SendPage or an EndPage.
Body body_of(const Delivery& delivery, const playbooks::Policy& policy);

}  // namespace integrations::webhook
