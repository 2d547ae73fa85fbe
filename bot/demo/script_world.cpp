#include "bot/demo/script_world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "bot/demo/block_text.hpp"

namespace bot {

std::string canonical_world(Playground& playground) {
  std::vector<std::string> lines;
  const NameOf name_of = [&](const std::string& id) { return playground.name_of(id); };
  for (const auto* room : {"incident-response", "product-launch", "general"})
    for (const auto& message : playground.slack().messages(playground.channel(room))) {
      // Lines of one thread may have been sent together or one by one; each must be there once.
      const auto screen = blocks_as_screen(message.blocks, name_of);
      const auto prefix = fmt::format("#{}{} ", room, message.thread_ts.empty() ? "" : " thread");
      std::string whole;
      for (const auto& line : screen.lines) {
        if (line.find("as of ") != std::string::npos) continue;
        if (message.thread_ts.empty())
          whole += " | " + line;
        else
          lines.push_back(prefix + line);
      }
      if (message.thread_ts.empty()) lines.push_back(prefix + whole);
      if (screen.lines.empty()) lines.push_back(prefix + message.text);
    }
  for (const auto* name : {"ann", "bob", "cat", "dan"})
    for (const auto& message : playground.slack().direct_messages(playground.user(name))) {
      std::string whole;
      for (const auto& line : blocks_as_screen(message.blocks, name_of).lines) whole += " | " + line;
      lines.push_back(fmt::format("DM {}{}", name, whole.empty() ? " " + message.text : whole));
    }
  for (const auto& page : playground.twilio().pages())
    lines.push_back(playground.with_names(fmt::format("{} {} {}", page.call ? "call" : "SMS", page.to, page.text)));
  std::set<std::string> mails;  // one Message-ID is one mail to whoever reads it
  for (const auto& mail : playground.mail().mails()) {
    const auto id = mail.headers.find("message-id");
    if (id != mail.headers.end() && !mails.insert(mail.to + id->second).second) continue;
    lines.push_back(playground.with_names(fmt::format("mail {} {}", mail.to, mail.subject)));
  }
  for (const auto& alert : playground.pagerduty().incidents())
    lines.push_back(fmt::format("PagerDuty {} {} {}", alert.key, alert.summary, alert.status));
  for (const auto& component : playground.page().components())
    lines.push_back(fmt::format("page component {} {}", component.name, component.status));
  for (const auto& incident : playground.page().incidents()) {
    auto line = fmt::format("page incident {} {} {}", incident.name, incident.status, incident.impact);
    for (const auto& update : incident.updates) line += fmt::format(" | {}: {}", update.status, update.body);
    lines.push_back(std::move(line));
  }
  std::ranges::sort(lines);
  std::string world;
  for (const auto& line : lines) world += line + "\n";
  return world;
}

}  // namespace bot
