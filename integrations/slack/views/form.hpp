#pragma once
// A form as a Slack modal. Submitting it gives back the values by block_id: the field's name, or "text" for the text of
// the command; private_metadata says which command it completes and where it was asked for.
#include <expected>
#include <map>
#include <string>

#include "playbooks/model/form.hpp"

namespace integrations::slack {

struct FormPlace {
  std::string channel, thread_ts;
};

/// The view for views.open; or, in words, why Slack could not show such a form.
std::expected<std::string, std::string> draw_form(const playbooks::Form& form, const FormPlace& place);

/// The answer to a submission that is refused field by field; the form stays open.
std::string draw_field_errors(const std::map<std::string, std::string>& errors);

}  // namespace integrations::slack
