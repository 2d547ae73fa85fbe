#include "integrations/local_page/settings.hpp"

#include "config/checks.hpp"

namespace integrations::local_page {
namespace {

using config::Type;

std::string directory_trouble(const std::string& directory) {
  return directory == "/" || directory == "." ? "the page needs a directory of its own" : "";
}

}  // namespace

config::Table fields() {
  return {
      {.path = "local_page",
       .type = Type::section,
       .help = "Sitrep's own public status page: a directory of plain files that any web server can show."},
      {.path = "local_page.enabled",
       .type = Type::word,
       .help = "Whether it is kept. auto: while no other status page is configured.",
       .fallback = "auto",
       .words = {"auto", "yes", "no"}},
      {.path = "local_page.directory",
       .help = "Where it is written. A relative one starts at this file's folder.",
       .fallback = "status-page",
       .expected = "a directory that only this page uses",
       .max = 500,
       .check = directory_trouble,
       .environment = "SITREP_LOCAL_PAGE_DIRECTORY"},
      {.path = "local_page.url",
       .help =
           "Where people read it; links and feeds carry it. Without it: on this machine, at `listen`, under /status.",
       .example = "https://status.example.com",
       .expected = "an address such as https://status.example.com",
       .max = 500,
       .pattern = "^https?://",
       .check = config::url_trouble,
       .environment = "SITREP_LOCAL_PAGE_URL"},
      {.path = "local_page.name",
       .help = "What the page is called. Without it: the organisation's name and “status”.",
       .example = "Acme status",
       .max = 80},
  };
}

std::optional<Settings> settings(const config::Values& values, bool another_page, const std::filesystem::path& folder) {
  const auto& enabled = values.text("local_page.enabled");
  if (enabled == "no" || (enabled == "auto" && another_page)) return std::nullopt;
  Settings result;
  result.directory = values.text("local_page.directory");
  if (result.directory.is_relative()) result.directory = folder / result.directory;
  result.url = values.text("local_page.url");
  if (result.url.empty()) result.url = "http://" + values.text("listen") + "/status";
  while (result.url.ends_with('/')) result.url.pop_back();
  result.name = values.text("local_page.name");
  return result;
}

}  // namespace integrations::local_page
