#pragma once
// The page on disk: `page.json`, which is its memory, and the site made from it. Blocks on the disk, so it lives on a
// thread of its own. Calls come one after the other.
#include <optional>
#include <string>
#include <vector>

#include "integrations/integration.hpp"
#include "integrations/local_page/changes.hpp"
#include "integrations/local_page/site.hpp"

namespace integrations::local_page {

class Page {
 public:
  Page(Settings settings, const playbooks::Policy& policy) : settings_(std::move(settings)), policy_(policy) {}

  /// `page.json` first, then the site. What went wrong after the first is made good by the next call; an effect that is
  /// in `page.json` is never taken in again.
  Outcome deliver(const Delivery& delivery);
  /// From `page.json`, once the site shows what it says.
  Lookup find(const std::vector<Delivery>& deliveries, playbooks::Time now);
  /// Looks, writes nothing.
  std::vector<Finding> doctor();

 private:
  using Done = std::expected<void, std::string>;
  Done load(playbooks::Time now);
  Done set_aside(playbooks::Time now);
  Done save(Document document);
  Done render(playbooks::Time now);
  void remove_old_stories(const Files& files);
  Outcome read(const Delivery& delivery) const;
  Finding writable() const;
  std::filesystem::path memory() const { return settings_.directory / "page.json"; }

  Settings settings_;
  const playbooks::Policy& policy_;
  std::optional<Document> document_;  // none until it was read
  bool shown_ = false;                // whether the site says what the document says
};

}  // namespace integrations::local_page
