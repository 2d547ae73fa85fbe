#pragma once
// Reading one file of the site for somebody who asks for it by its address. Nothing outside of the directory, nothing
// that is not part of the site, no symbolic links: an address that is not exactly one of ours has no file.
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace integrations::local_page {

struct SiteFile {
  std::string content_type;
  std::string body;
};

/// `url_path` is what follows the page's own address, as it was sent: "", "history.html", "api/v2/status.json".
std::optional<SiteFile> read_site_file(const std::filesystem::path& directory, std::string_view url_path);

}  // namespace integrations::local_page
