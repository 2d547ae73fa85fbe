#pragma once
// Which component of ours is which component of the page: names to ids, with an answer a person can act on when a name
// is missing or stands for two. Filled page by page, so that a rate limit in the middle loses nothing.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "playbooks/model/time.hpp"

namespace integrations::statuspage {

struct Listed {
  std::string id, name, status;
};

/// Either `id`, or why there is none and what to do.
struct Match {
  std::string id;
  std::string problem;  // "The status page has no component \"Databse\". ..."
};

class Directory {
 public:
  static constexpr int page_size = 100;  // Statuspage's maximum

  /// The number of the page to ask for next, counted from 1.
  int next_page() const { return next_page_; }
  /// Takes page `number`; a page that is not the next one is ignored (another delivery was faster). A page with fewer
  /// than page_size entries is the last: from then on the directory is loaded as of `now`.
  void add(int number, std::vector<Listed> entries, playbooks::Time now);
  /// Starts reading again; what was loaded stays in use until the new reading is whole.
  void reload();
  bool reading() const { return next_page_ != 0; }
  bool loaded() const { return loaded_at_.has_value(); }
  std::optional<playbooks::Time> loaded_at() const { return loaded_at_; }

  /// Exact name first, then any case.
  Match find(std::string_view name) const;
  /// The entry as last read; nullptr when unknown.
  const Listed* by_id(std::string_view id) const;

 private:
  std::vector<Listed> entries_, incoming_;
  int next_page_ = 1;  // 0: nothing is being read
  std::optional<playbooks::Time> loaded_at_;
};

}  // namespace integrations::statuspage
