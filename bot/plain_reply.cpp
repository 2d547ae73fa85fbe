#include "bot/plain_reply.hpp"

#include <algorithm>

#include "playbooks/limits.hpp"
#include "playbooks/model/overloaded.hpp"

namespace bot {
namespace {

void add_lines(std::vector<std::string>& lines, const std::string& text) {
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
}

void add_table(std::vector<std::string>& lines, const commands::Table& table) {
  std::vector<std::vector<std::string>> rows{table.header};
  for (const auto& row : table.rows) {
    auto& cells = rows.emplace_back();
    for (const auto& cell : row) cells.push_back(playbooks::plain(cell));
  }
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], playbooks::characters(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - playbooks::characters(row[i]) + 2, ' ');
    }
    lines.push_back(std::move(line));
  }
}

}  // namespace

std::vector<std::string> plain_lines(const commands::Reply& reply) {
  std::vector<std::string> lines;
  for (const auto& part : reply.parts)
    std::visit(playbooks::Overloaded{[&](const playbooks::Text& text) { add_lines(lines, playbooks::plain(text)); },
                                     [&](const commands::Table& table) { add_table(lines, table); },
                                     [&](const commands::Buttons& buttons) {
                                       for (const auto& button : buttons.buttons)
                                         lines.push_back("  " + button.label + ": sitrep " + button.line);
                                     },
                                     [&](const commands::Document& document) { add_lines(lines, document.content); }},
               part);
  for (const auto& [field, problem] : reply.field_errors) lines.push_back(field + ": " + problem);
  return lines;
}

}  // namespace bot
