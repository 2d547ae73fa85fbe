#include "integrations/slack/slack.hpp"

#include "integrations/slack/deliver.hpp"

namespace integrations::slack {

std::unique_ptr<Integration> make_slack(Settings settings, const playbooks::Policy& policy, Http& http, Clock& clock,
                                        Activity& activity) {
  return std::make_unique<Slack>(std::move(settings), policy, http, clock, activity);
}

}  // namespace integrations::slack
