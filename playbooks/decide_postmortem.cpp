// The link of a post-mortem: what may be one, and when it may be set.
#include <fmt/format.h>

#include <algorithm>

#include "playbooks/decider.hpp"
#include "playbooks/limits.hpp"
#include "playbooks/model/words.hpp"

namespace playbooks {
namespace {

/// Why it cannot be one; empty when it can. Quotes, bars and brackets would end the links that it is put into.
std::string link_trouble(std::string_view url) {
  if (url.empty()) return "The link of the post-mortem is missing.";
  if (characters(url) > link_limit)
    return fmt::format("The link has {} characters; {} fit.", characters(url), link_limit);
  const auto scheme = folded(url.substr(0, 8));
  const std::size_t host = scheme.starts_with("https://") ? 8 : scheme.starts_with("http://") ? 7 : url.size();
  if (host >= url.size() || url[host] == '/') return "A link begins with https:// or http:// and the name of a site.";
  const bool broken = std::ranges::any_of(url, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F || std::string_view{"<>\"`|\\"}.contains(c);
  });
  return broken ? "A link has no spaces, quotes, bars or angle brackets." : "";
}

}  // namespace

Decision Decider::operator()(const SetPostmortem& c) const {
  const auto incident = find(c.incident);
  if (!incident) return std::unexpected(incident.error());
  const auto& i = **incident;
  const auto name = to_string(i.id);
  if (i.open())
    return refuse(Errc::invalid, fmt::format("{} is still {}. A post-mortem is linked when it is over: first type "
                                             "`/incident resolve {} <what fixed it>`.",
                                             name, to_string(i.status), name));
  if (const auto trouble = link_trouble(c.url); !trouble.empty())
    return refuse(Errc::invalid, fmt::format("{} Type `/incident postmortem {} https://…`.", trouble, name));
  if (c.url == i.postmortem)
    return refuse(Errc::conflict,
                  fmt::format("{} has this link already: set {}.", name, by_and_at(i.postmortem_set.value_or(Done{}))));
  return one(i, PostmortemLinked{c.url});
}

}  // namespace playbooks
