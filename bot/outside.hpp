#pragma once
// Every integration that the configuration asks for. A new one is one line in outside.cpp.
#include <memory>
#include <vector>

#include "bot/configuration.hpp"
#include "integrations/integration.hpp"
#include "integrations/ports/activity.hpp"
#include "integrations/ports/clock.hpp"
#include "integrations/ports/http.hpp"
#include "integrations/ports/mail.hpp"

namespace bot {

struct OutsidePorts {
  integrations::Http& http;
  integrations::Clock& clock;
  integrations::Activity& activity;
  integrations::Mail* mail = nullptr;  // without it no e-mail is sent, also where it is configured
};

/// In the order in which `doctor` tells of them. The configuration and the ports must outlive them.
std::vector<std::unique_ptr<integrations::Integration>> make_integrations(const Configuration& configuration,
                                                                          OutsidePorts ports);

}  // namespace bot
