#include "integrations/simulator/statuspage_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <span>

namespace integrations::simulator {

namespace json = boost::json;

namespace {

enum class Type { text, truth, texts, incident_status, component_status, impact, component_map, metadata };

struct Field {
  std::string_view name;
  Type type = Type::text;
  std::size_t most = 0;  // characters; 0: any number
};

constexpr std::array<std::string_view, 8> incident_statuses{"investigating", "identified",  "monitoring", "resolved",
                                                            "scheduled",     "in_progress", "verifying",  "completed"};
constexpr std::array<std::string_view, 5> component_statuses{"operational", "under_maintenance", "degraded_performance",
                                                             "partial_outage", "major_outage"};
constexpr std::array<std::string_view, 5> impacts{"none", "maintenance", "minor", "major", "critical"};

constexpr std::array incident_fields{Field{"name", Type::text, 255},
                                     Field{"status", Type::incident_status},
                                     Field{"impact_override", Type::impact},
                                     Field{"scheduled_for"},
                                     Field{"scheduled_until"},
                                     Field{"scheduled_remind_prior", Type::truth},
                                     Field{"auto_transition_to_maintenance_state", Type::truth},
                                     Field{"auto_transition_to_operational_state", Type::truth},
                                     Field{"scheduled_auto_in_progress", Type::truth},
                                     Field{"scheduled_auto_completed", Type::truth},
                                     Field{"auto_transition_deliver_notifications_at_start", Type::truth},
                                     Field{"auto_transition_deliver_notifications_at_end", Type::truth},
                                     Field{"reminder_intervals"},
                                     Field{"metadata", Type::metadata},
                                     Field{"deliver_notifications", Type::truth},
                                     Field{"auto_tweet_at_beginning", Type::truth},
                                     Field{"auto_tweet_on_completion", Type::truth},
                                     Field{"auto_tweet_on_creation", Type::truth},
                                     Field{"auto_tweet_one_hour_before", Type::truth},
                                     Field{"backfill_date"},
                                     Field{"backfilled", Type::truth},
                                     Field{"body", Type::text, 25000},
                                     Field{"components", Type::component_map},
                                     Field{"component_ids", Type::texts},
                                     Field{"scheduled_auto_transition", Type::truth}};
constexpr std::array component_fields{Field{"status", Type::component_status},
                                      Field{"name"},
                                      Field{"only_show_if_degraded", Type::truth},
                                      Field{"group_id"},
                                      Field{"showcase", Type::truth},
                                      Field{"start_date"}};
constexpr std::array postmortem_fields{Field{"body_draft"}};
constexpr std::array publish_fields{Field{"notify_twitter", Type::truth}, Field{"notify_subscribers", Type::truth},
                                    Field{"custom_tweet"}};

struct Shape {
  std::string_view wrapper;
  std::span<const Field> fields;
  std::string_view required;
};

Shape shape(BodyKind kind) {
  switch (kind) {
    case BodyKind::new_incident:
      return {"incident", incident_fields, "name"};
    case BodyKind::incident:
      return {"incident", incident_fields, ""};
    case BodyKind::component:
      return {"component", component_fields, ""};
    case BodyKind::postmortem:
      return {"postmortem", postmortem_fields, "body_draft"};
    case BodyKind::postmortem_publish:
      return {"postmortem", publish_fields, ""};
  }
  std::unreachable();
}

bool one_of(const json::value& value, std::span<const std::string_view> words) {
  return value.is_string() && std::ranges::find(words, std::string_view{value.get_string()}) != words.end();
}

/// Characters of UTF-8: every byte that does not continue one.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// What is wrong with the value, empty when nothing is.
std::string wrong(const json::value& value, const Field& field) {
  switch (field.type) {
    case Type::text:
      if (!value.is_string()) return "must be a string";
      if (field.most != 0 && characters(value.get_string()) > field.most)
        return fmt::format("must have at most {} characters", field.most);
      return {};
    case Type::truth:
      return value.is_bool() ? "" : "must be a boolean";
    case Type::texts:
      return value.is_array() && std::ranges::all_of(value.get_array(), [](const auto& one) { return one.is_string(); })
                 ? ""
                 : "must be a list of strings";
    case Type::incident_status:
      return one_of(value, incident_statuses) ? ""
                                              : fmt::format("must be one of {}", fmt::join(incident_statuses, ", "));
    case Type::component_status:
      return one_of(value, component_statuses) ? ""
                                               : fmt::format("must be one of {}", fmt::join(component_statuses, ", "));
    case Type::impact:
      return one_of(value, impacts) ? "" : fmt::format("must be one of {}", fmt::join(impacts, ", "));
    case Type::component_map:
      return value.is_object() &&
                     std::ranges::all_of(value.get_object(),
                                         [](const auto& one) { return one_of(one.value(), component_statuses); })
                 ? ""
                 : fmt::format("must map component ids to {}", fmt::join(component_statuses, ", "));
    case Type::metadata:
      return value.is_object() &&
                     std::ranges::all_of(value.get_object(), [](const auto& one) { return one.value().is_object(); })
                 ? ""
                 : "must be an object of objects";
  }
  std::unreachable();
}

}  // namespace

Checked check_body(BodyKind kind, const std::string& body) {
  const auto rules = shape(kind);
  Checked result;
  json::error_code error;
  const auto value = json::parse(body, error);
  const auto* outer = error ? nullptr : value.if_object();
  if (outer == nullptr) {
    result.problems.emplace_back("the body is not a JSON object");
    return result;
  }
  for (const auto& [key, unused] : *outer)
    if (key != rules.wrapper) result.problems.push_back(fmt::format("unknown key \"{}\"", std::string_view{key}));
  const auto* inner = outer->if_contains(rules.wrapper);
  if (inner == nullptr || !inner->is_object()) {
    result.problems.push_back(fmt::format("\"{}\" is missing or not an object", rules.wrapper));
    return result;
  }
  for (const auto& [key, member] : inner->get_object()) {
    const auto field = std::ranges::find(rules.fields, std::string_view{key}, &Field::name);
    const auto problem = field == rules.fields.end() ? "is unknown" : wrong(member, *field);
    if (!problem.empty())
      result.problems.push_back(fmt::format("{}.{} {}", rules.wrapper, std::string_view{key}, problem));
  }
  if (!rules.required.empty() && !inner->get_object().contains(rules.required))
    result.problems.push_back(fmt::format("{}.{} can't be blank", rules.wrapper, rules.required));
  result.inner = inner->get_object();
  return result;
}

}  // namespace integrations::simulator
