#include "playbooks/model/text.hpp"

#include "playbooks/model/overloaded.hpp"

namespace playbooks {
std::string plain(const Text& text) {
  std::string result;
  for (const auto& span : text.spans)
    std::visit(Overloaded{[&](const Plain& s) { result += s.text; }, [&](const Bold& s) { result += s.text; },
                          [&](const Code& s) { result += "`" + s.text + "`"; },
                          [&](const Person& s) { result += "@" + (s.who.name.empty() ? s.who.id : s.who.name); },
                          [&](const Moment& s) { result += utc_clock(s.at); },
                          [&](const Link& s) { result += s.label == s.url ? s.url : s.label + " (" + s.url + ")"; },
                          [&](const Room& s) { result += "#" + s.channel; }},
               span);
  return result;
}

}  // namespace playbooks
