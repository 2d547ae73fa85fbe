#include "integrations/local_page/page.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "integrations/local_page/files.hpp"
#include "integrations/ports/log.hpp"

namespace integrations::local_page {

using Level = Finding::Level;
using playbooks::Time;
namespace files = std::filesystem;

namespace {

constexpr auto try_again = std::chrono::seconds{30};
constexpr std::string_view damaged = "page.json.damaged-";

/// "20261121T140509Z", for the name of a file.
std::string stamp(Time at) {
  auto text = playbooks::rfc3339(at);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::vector<std::string> set_aside_files(const files::path& directory) {
  std::vector<std::string> names;
  std::error_code error;
  for (auto entry = files::directory_iterator{directory, error}; !error && entry != files::directory_iterator{};
       entry.increment(error)) {
    auto name = entry->path().filename().string();
    if (name.starts_with(damaged)) names.push_back(std::move(name));
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace

Outcome Page::deliver(const Delivery& delivery) {
  const auto later = [&](const std::string& why) { return Retry{delivery.now + try_again, why}; };
  if (auto loaded = load(delivery.now); !loaded) return later(loaded.error());
  auto next = changed(*document_, delivery, policy_, settings_.url);
  if (!next) return Refused{std::move(next.error())};
  if (next->document != *document_)
    if (auto saved = save(std::move(next->document)); !saved) return later(saved.error());
  if (auto rendered = render(delivery.now); !rendered) return later(rendered.error());
  if (std::holds_alternative<playbooks::ReadPage>(delivery.effect.body)) return read(delivery);
  return Delivered{std::move(next->receipt)};
}

/// What the page shows, as a reading of any other page would say it. Nobody opens incidents here by hand.
Outcome Page::read(const Delivery& delivery) const {
  playbooks::NotePageRead news;
  news.page = playbooks::page_of(delivery.effect);
  news.asked = delivery.now;
  for (const auto& component : policy_.components) news.components[component.key] = document_->status_of(component.key);
  return Delivered{playbooks::Receipt{{}, settings_.url, "read"}, {std::move(news)}, {}};
}

Lookup Page::find(const std::vector<Delivery>& deliveries, Time now) {
  if (auto loaded = load(now); !loaded) return Retry{now + try_again, loaded.error()};
  Found found;
  for (const auto& delivery : deliveries)
    if (auto receipt = taken_in(*document_, delivery, settings_.url))
      found.receipts.emplace(delivery.effect.key, std::move(*receipt));
  if (!found.receipts.empty() && !shown_)
    if (auto rendered = render(now); !rendered) return Retry{now + try_again, rendered.error()};
  return found;
}

Page::Done Page::load(Time now) {
  if (document_) return {};
  const auto text = read_whole(memory());
  if (!text)
    return std::unexpected(
        fmt::format("the status page's memory {} cannot be read: {}", memory().string(), text.error()));
  auto document = *text ? read_document(**text) : Document{};
  if (!document) {
    if (auto aside = set_aside(now); !aside) return aside;
    document = Document{};
  }
  document_ = std::move(*document);
  return {};
}

Page::Done Page::set_aside(Time now) {
  const auto to = settings_.directory / fmt::format("{}{}", damaged, stamp(now));
  std::error_code error;
  files::rename(memory(), to, error);
  if (error)
    return std::unexpected(fmt::format("the status page's memory {} is damaged and cannot be set aside: {}",
                                       memory().string(), error.message()));
  log_error("the status page's memory is damaged; it was set aside and the page begins anew", {{"file", to.string()}});
  return {};
}

Page::Done Page::save(Document document) {
  if (auto done = replace_file(memory(), written(document), 0600, Lasting::yes); !done)
    return std::unexpected(
        fmt::format("the status page cannot be written to {}: {}", settings_.directory.string(), done.error()));
  document_ = std::move(document);
  shown_ = false;
  return {};
}

Page::Done Page::render(Time now) {
  const auto site = site_files({*document_, policy_, settings_, now});
  for (const auto& [path, content] : site) {
    if (auto done = bring_file(settings_.directory / path, content); !done)
      return std::unexpected(fmt::format("the status page cannot be written to {}: {}",
                                         (settings_.directory / path).string(), done.error()));
  }
  remove_old_stories(site);
  shown_ = true;
  return {};
}

/// Pages of stories that the document has forgotten. Only what has a name as we give it, in the folders that we fill.
void Page::remove_old_stories(const Files& site) {
  for (const auto* folder : {"incidents", "maintenances"}) {
    std::error_code error;
    std::vector<files::path> old;
    for (auto entry = files::directory_iterator{settings_.directory / folder, error};
         !error && entry != files::directory_iterator{}; entry.increment(error)) {
      const auto name = entry->path().filename().string();
      const bool ours = name.size() == 17 && name.ends_with(".html") && name.find('.') == 12;
      if (ours && !site.contains(fmt::format("{}/{}", folder, name))) old.push_back(entry->path());
    }
    for (const auto& path : old) files::remove(path, error);
  }
}

Finding Page::writable() const {
  auto folder = files::absolute(settings_.directory);
  std::error_code error;
  while (!files::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    return {Level::error, "Status page",
            fmt::format("{} cannot be written: let Sitrep's user write there, or set `local_page.directory`",
                        folder.string())};
  return {Level::ok, "Status page", fmt::format("{}, read at {}", settings_.directory.string(), settings_.url)};
}

std::vector<Finding> Page::doctor() {
  std::vector<Finding> findings{writable()};
  const auto text = read_whole(memory());
  const auto readable = text && (!*text || read_document(**text));
  if (!readable)
    findings.push_back({Level::error, "Status page memory",
                        fmt::format("{} {}", memory().string(),
                                    text ? "is damaged: the next delivery sets it aside and begins a new page"
                                         : "cannot be read: " + text.error())});
  for (const auto& name : set_aside_files(settings_.directory))
    findings.push_back(
        {Level::warning, "Status page memory",
         fmt::format("{} was damaged and set aside: what the page showed before is only in there. Bring it back from a "
                     "backup as page.json while Sitrep is stopped, or remove it when you do not need it",
                     (settings_.directory / name).string())});
  if (policy_.components.empty())
    findings.push_back(
        {Level::warning, "Status page", "the configuration has no `components`, so the page shows none"});
  return findings;
}

}  // namespace integrations::local_page
