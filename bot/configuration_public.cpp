#include "bot/configuration_public.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "config/checks.hpp"
#include "config/scalar.hpp"
#include "playbooks/public_words.hpp"

namespace bot {
namespace {

using config::Values;

playbooks::ComponentStatus status_of(const std::string& word) {
  return playbooks::parse_component_status(word).value_or(playbooks::ComponentStatus::operational);
}

void read_rules(const Values& values, playbooks::PublicPolicy& policy) {
  if (!values.items("status_page.rules").empty()) policy.rules.clear();
  for (const auto& item : values.items("status_page.rules"))
    policy.rules.push_back({item.text("metric"), std::strtod(item.text("from").c_str(), nullptr), item.flag("above"),
                            status_of(item.text("status"))});
  for (const auto& item : values.items("status_page.credits"))
    policy.credits.push_back(
        {std::strtod(item.text("below").c_str(), nullptr), static_cast<double>(item.number("credit"))});
  std::ranges::sort(policy.credits, {}, &playbooks::CreditTier::below);
}

void read_templates(const Values& values, const std::string& file, playbooks::PublicPolicy& policy,
                    std::vector<config::Problem>& problems) {
  for (const auto& item : values.items("status_page.templates")) {
    playbooks::PublicTemplate words{item.text("key"),   item.text("language"), item.text("title"),
                                    item.text("first"), item.text("update"),   item.text("resolved")};
    for (const auto& trouble : playbooks::template_problems(words))
      problems.push_back({config::Problem::Level::error, file, item.place("key"), "status_page.templates",
                          fmt::format("{}: {}", words.key, trouble)});
    policy.templates.push_back(std::move(words));
  }
}

void read_maintenance(const Values& values, playbooks::PublicPolicy& policy) {
  if (!values.texts("maintenance.announce").empty()) policy.announce.clear();
  for (const auto& text : values.texts("maintenance.announce"))
    if (const auto before = config::parse_duration(text)) policy.announce.push_back(*before);
  std::ranges::sort(policy.announce, std::greater{});
  policy.maintenance_update_every = values.duration("maintenance.update_every");
  policy.watch_for = values.duration("maintenance.watch_for");
  policy.maintenance_start = values.text("maintenance.start") == "confirmed" ? playbooks::MaintenanceStart::confirmed
                                                                             : playbooks::MaintenanceStart::automatic;
  if (!values.items("maintenance.checklists").empty()) policy.checklists.clear();
  for (const auto& item : values.items("maintenance.checklists"))
    policy.checklists.push_back({item.text("phase"), item.texts("steps")});
}

}  // namespace

void read_public(const Values& values, const std::string& file, playbooks::Policy& policy,
                 std::vector<config::Problem>& problems) {
  auto& publicity = policy.publicity;
  const auto& publish = values.text("status_page.publish");
  publicity.confirm = publish != "automatically";
  publicity.two_persons = publish == "two_persons";
  publicity.cascade_at_once = values.text("status_page.consequences") == "apply";
  publicity.numbers_at_once = values.text("status_page.numbers") == "apply";
  publicity.nudge_before = values.duration("status_page.ask_before");
  publicity.claim_ages = values.duration("status_page.set_by_hand_ages");
  publicity.read_every = values.duration("status_page.read_every");
  publicity.language = values.text("status_page.language");
  publicity.customers = values.texts("status_page.customers");
  publicity.internal_names = values.texts("status_page.internal_names");
  read_rules(values, publicity);
  read_templates(values, file, publicity, problems);
  read_maintenance(values, publicity);
}

}  // namespace bot
