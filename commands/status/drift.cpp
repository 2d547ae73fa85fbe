// status drift: what the status pages say otherwise than we do, and what to make of it.
#include <fmt/format.h>

#include <array>

#include "commands/args.hpp"
#include "commands/registry.hpp"
#include "commands/replies.hpp"
#include "playbooks/rules.hpp"
#include "playbooks/wording_public.hpp"

namespace commands::status {
namespace {

using playbooks::DriftAnswer;
using playbooks::Text;

constexpr std::array<std::string_view, 2> aliases = {"diff", "differences"};

std::optional<DriftAnswer> answer_in(Arguments& arguments) {
  if (arguments.take_word("adopt")) return DriftAnswer::adopted;
  if (arguments.take_word("overwrite")) return DriftAnswer::overwritten;
  if (arguments.take_word("ignore")) return DriftAnswer::ignored;
  return std::nullopt;
}

Reply all_of_it(const Desk& desk) {
  const auto& known = desk.state().pages;
  Text text;
  for (const auto& drift : known.drifts)
    text << (text.empty() ? "" : "\n") << playbooks::wording::drift(drift, desk.state().claims, desk.policy());
  for (const auto& stranger : known.strangers)
    text << (text.empty() ? "" : "\n") << playbooks::wording::stranger(stranger)
         << " Run it here: " << playbooks::Code{"/statuspage adopt " + stranger.id} << ".";
  for (const auto& [page, trouble] : known.trouble)
    text << (text.empty() ? "" : "\n") << playbooks::wording::page_name(page) << " could not be read: " << trouble;
  if (text.empty()) return "The status pages say what we say.";
  Reply reply{std::move(text)};
  if (!known.drifts.empty())
    reply.parts.emplace_back(Buttons{{{"Overwrite all", "status drift overwrite"},
                                      {"Adopt all", "status drift adopt"},
                                      {"Ignore all", "status drift ignore"}}});
  return reply;
}

Reply run(const Request&, Arguments& arguments, Desk& desk) {
  const auto how = answer_in(arguments);
  auto named = arguments.components();
  if (!named) return std::move(named.error());
  if (auto reply = arguments.leftover()) return std::move(*reply);
  if (!how) return all_of_it(desk);
  if (named->empty()) named->push_back({});
  Text text;
  for (const auto& one : *named) {
    const auto done = desk.execute(playbooks::SettleDrift{one.component, *how});
    if (!done) return declined(done.error());
    for (const auto& event : *done)
      text << (text.empty() ? "" : "\n") << playbooks::sentence(event, desk.policy()) << ".";
  }
  return text;
}

}  // namespace

const Verb drift{.command = "status",
                 .name = "drift",
                 .aliases = aliases,
                 .usage = "drift [adopt|overwrite|ignore] [api,db]",
                 .help = "What was changed on the status pages by hand, and what to make of it",
                 .example = "status drift overwrite api",
                 .flags = {},
                 .free_text = false,
                 .run = run};

}  // namespace commands::status
