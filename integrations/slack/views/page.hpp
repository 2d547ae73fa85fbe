#pragma once
// A page on Slack: read first as one line on a locked phone, then at arm's length, then answered with one tap. Drawn
// with the oldest block types alone, because a page must not need a second try.
#include "integrations/slack/views/message.hpp"
#include "playbooks/model/effects.hpp"
#include "playbooks/model/policy.hpp"

namespace integrations::slack {

struct PageContent {
  const playbooks::Incident& incident;
  const playbooks::Page& page;
  const playbooks::Policy& policy;
  playbooks::Time now;
};

/// A direct message to the person who is paged.
Message draw_page(const PageContent& content);
/// The same said in a channel: it begins with a mention of the person or of the user group, or of nobody.
Message draw_mention(const PageContent& content);
/// What remains of a page that is not needed any more: why, and no buttons.
Message draw_ended_page(const playbooks::Incident& incident, playbooks::EndPage::How how);
Message draw_trial_page(const playbooks::ContactTest& test, const playbooks::Policy& policy);

}  // namespace integrations::slack
