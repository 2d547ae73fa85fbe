#pragma once
// Files on disk, whole or not at all.
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace integrations::local_page {

enum class Lasting { yes, no };  // yes: on disk for good, also if the machine stops now

/// Replaces the file at once, by renaming a new one over it; makes missing folders. The old one stays whole when it
/// fails; the error is the system's reason ("No space left on device").
std::expected<void, std::string> replace_file(const std::filesystem::path& path, std::string_view content,
                                              unsigned mode, Lasting lasting);
/// The same, unless the file holds this already.
std::expected<void, std::string> bring_file(const std::filesystem::path& path, std::string_view content);

/// None when there is no such file; an error when it cannot be read.
std::expected<std::optional<std::string>, std::string> read_whole(const std::filesystem::path& path);

}  // namespace integrations::local_page
