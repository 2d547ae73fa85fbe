#include "bot/outside.hpp"

#include "integrations/better_stack/better_stack.hpp"
#include "integrations/cachet/cachet.hpp"
#include "integrations/calendar/calendar.hpp"
#include "integrations/dead_man/dead_man.hpp"
#include "integrations/email/email.hpp"
#include "integrations/instatus/instatus.hpp"
#include "integrations/local_page/local_page.hpp"
#include "integrations/opsgenie/opsgenie.hpp"
#include "integrations/pagerduty/pagerduty.hpp"
#include "integrations/slack/slack.hpp"
#include "integrations/statuspage/statuspage.hpp"
#include "integrations/twilio/twilio.hpp"
#include "integrations/webhook/webhook.hpp"

namespace bot {
using namespace integrations;

std::vector<std::unique_ptr<Integration>> make_integrations(const Configuration& c, OutsidePorts ports) {
  std::vector<std::unique_ptr<Integration>> all;
  const auto add = [&](const auto& settings, auto make) {
    if (settings) all.push_back(make(*settings, c.policy, ports.http, ports.clock, ports.activity));
  };
  add(std::optional{c.slack}, slack::make_slack);
  add(c.statuspage, statuspage::make_statuspage);
  if (c.local_page) all.push_back(local_page::make_local_page(*c.local_page, c.policy, ports.clock, ports.activity));
  add(c.instatus, instatus::make_instatus);
  add(c.better_stack, better_stack::make_better_stack);
  add(c.cachet, cachet::make_cachet);
  add(c.pagerduty, pagerduty::make_pagerduty);
  add(c.twilio, twilio::make_twilio);
  if (c.email && ports.mail != nullptr)
    all.push_back(email::make_email(*c.email, c.policy, *ports.mail, ports.clock, ports.activity));
  add(c.opsgenie, opsgenie::make_opsgenie);
  add(c.webhook, webhook::make_webhook);
  all.push_back(calendar::make_calendar(c.policy, ports.http, ports.clock, ports.activity));
  if (c.dead_man) all.push_back(dead_man::make_dead_man(*c.dead_man, ports.http, ports.clock, ports.activity));
  return all;
}

}  // namespace bot
