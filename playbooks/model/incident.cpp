#include "playbooks/model/incident.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "playbooks/model/words.hpp"

namespace playbooks {

std::string_view to_string(Status status) {
  switch (status) {
    case Status::investigating:
      return "investigating";
    case Status::identified:
      return "identified";
    case Status::monitoring:
      return "monitoring";
    case Status::resolved:
      return "resolved";
    case Status::cancelled:
      return "cancelled";
  }
  std::unreachable();
}

const PublicPage& Incident::page_on(std::string_view name) const {
  static const PublicPage nothing;
  const auto shown_on = [&](const PublicPage& one) { return (one.page.empty() ? first_page : one.page) == name; };
  if (shown_on(page)) return page;
  const auto found = std::ranges::find_if(other_pages, shown_on);
  return found == other_pages.end() ? nothing : *found;
}

std::string_view to_string(Visibility visibility) {
  return visibility == Visibility::internal ? "internal" : "public";
}
std::string_view to_string(Kind kind) {
  return kind == Kind::real ? "real" : "drill";
}

Result<Status> parse_status(std::string_view text) {
  using enum Status;
  static constexpr std::array<std::pair<std::string_view, Status>, 20> words = {{{"investigating", investigating},
                                                                                 {"inv", investigating},
                                                                                 {"investigate", investigating},
                                                                                 {"identified", identified},
                                                                                 {"id", identified},
                                                                                 {"identify", identified},
                                                                                 {"monitoring", monitoring},
                                                                                 {"mon", monitoring},
                                                                                 {"monitor", monitoring},
                                                                                 {"mitigated", monitoring},
                                                                                 {"mitigate", monitoring},
                                                                                 {"mit", monitoring},
                                                                                 {"resolved", resolved},
                                                                                 {"resolve", resolved},
                                                                                 {"res", resolved},
                                                                                 {"fixed", resolved},
                                                                                 {"closed", resolved},
                                                                                 {"cancelled", cancelled},
                                                                                 {"canceled", cancelled},
                                                                                 {"cancel", cancelled}}};
  const auto word = folded(text);
  for (const auto& [name, status] : words)
    if (word == name) return status;
  return refuse(Errc::invalid,
                fmt::format("“{}” is not a status. Use investigating, identified, monitoring or resolved.", text));
}

}  // namespace playbooks
