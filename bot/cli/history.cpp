#include <fmt/format.h>

#include <cstdio>

#include "bot/cli/settings.hpp"
#include "bot/cli/subcommand.hpp"
#include "playbooks/rules.hpp"
#include "storage/database.hpp"

namespace bot::cli {
namespace {

/// One incident when a word names it; nothing when that word is no incident (it was said so).
std::expected<std::optional<std::string>, int> stream_of(const Invocation& invocation) {
  if (invocation.words.empty()) return std::nullopt;
  const auto id = playbooks::parse_incident_id(invocation.words.front());
  if (id) return playbooks::to_string(*id);
  std::fprintf(stderr, "%s\n", id.error().message.c_str());
  return std::unexpected(2);
}

int no_history(const std::optional<std::string>& stream) {
  if (stream)
    std::fprintf(stderr, "There is no %s. See them all with: sitrep incident list --all\n", stream->c_str());
  else
    std::puts("No history yet.");
  return stream ? 1 : 0;
}

int run_history(const Invocation& invocation) {
  const auto configuration = load(invocation.config, config::Secrets::optional, Warnings::leave);
  if (!configuration) return 2;
  const auto stream = stream_of(invocation);
  if (!stream) return stream.error();
  const auto reader = open_database(*configuration);
  if (!reader) return 1;
  auto events =
      reader->history({.stream = *stream, .from = {}, .to = {}, .limit = invocation.limit, .newest_first = true});
  if (events.empty()) return no_history(*stream);
  for (auto event = events.rbegin(); event != events.rend(); ++event)
    std::printf("%s  %-10s %3d  %s\n", playbooks::rfc3339(event->at).c_str(), event->stream.c_str(), event->number,
                playbooks::plain(playbooks::sentence(*event, configuration->policy)).c_str());
  if (events.size() == static_cast<std::size_t>(invocation.limit))
    std::fprintf(stderr, "The newest %d. More: --limit N, or everything as JSON Lines: sitrep export\n",
                 invocation.limit);
  return 0;
}

int run_export(const Invocation& invocation) {
  const auto configuration = load(invocation.config, config::Secrets::optional, Warnings::leave);
  if (!configuration) return 2;
  const auto stream = stream_of(invocation);
  if (!stream) return stream.error();
  const auto reader = open_database(*configuration);
  if (!reader) return 1;
  std::uint64_t events = 0;
  reader->export_history(
      [&](std::string_view line) {
        ++events;
        std::fwrite(line.data(), 1, line.size(), stdout);
        std::fputc('\n', stdout);
      },
      *stream);
  if (events == 0 && *stream) return no_history(*stream);
  return std::fflush(stdout) == 0 ? 0 : 1;
}

int run_verify(const Invocation& invocation) {
  const auto configuration = load(invocation.config, config::Secrets::optional, Warnings::leave);
  if (!configuration) return 2;
  const auto reader = open_database(*configuration);
  if (!reader) return 1;
  const auto report = reader->verify();
  for (const auto& problem : report.problems) std::fprintf(stderr, "%s\n", problem.c_str());
  if (!report.problems.empty()) {
    std::fprintf(stderr, "%zu problems in %lu events. Keep the file as it is and restore a backup beside it.\n",
                 report.problems.size(), static_cast<unsigned long>(report.events));
    return 1;
  }
  std::printf("%lu events: the hash chain is whole and the tables equal the history. Head: %s\n",
              static_cast<unsigned long>(report.events), report.head.empty() ? "none" : report.head.c_str());
  return 0;
}

int run_backup(const Invocation& invocation) {
  if (invocation.words.empty()) {
    std::fputs("Name the file to write: sitrep backup FILE\n", stderr);
    return 2;
  }
  const auto configuration = load(invocation.config, config::Secrets::optional, Warnings::leave);
  if (!configuration) return 2;
  const auto reader = open_database(*configuration);
  if (!reader) return 1;
  if (const auto done = reader->backup_to(invocation.words.front()); !done) {
    std::fprintf(stderr, "%s\n", done.error().c_str());
    return 1;
  }
  std::printf("Backed up %s to %s.\n", configuration->database.c_str(), invocation.words.front().c_str());
  return 0;
}

}  // namespace

extern const Subcommand history, export_history, verify, backup;
const Subcommand history{"history", "Who did what and when, oldest first", "[INC-12]",
                         Option::config | Option::words | Option::limit, run_history};
const Subcommand export_history{"export", "The whole history, or one incident's, as JSON Lines", "[INC-12]",
                                Option::config | Option::words, run_export};
const Subcommand verify{"verify", "Prove that the history is whole and the tables equal it", "",
                        static_cast<unsigned>(Option::config), run_verify};
const Subcommand backup{"backup", "Copy the database while Sitrep runs", "FILE", Option::config | Option::words,
                        run_backup};

}  // namespace bot::cli
