#pragma once
// What distinguishes one provider of status pages from another: which requests say a thing, and how its answers are
// read. No I/O: the client carries the calls out, one after the other.
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "integrations/pages/publication.hpp"
#include "integrations/pages/settings.hpp"
#include "integrations/statuspage/directory.hpp"

namespace integrations::pages {

struct Call {
  std::string method, path;  // the path after the API's address
  std::string body;          // JSON; empty for questions
  std::string what;          // what is asked for, as in “Instatus has no …”
  bool repeatable = false;   // doing it twice is doing it once: an unclear answer is simply asked again
};

/// An incident or maintenance as the page lists it.
struct Shown {
  std::string id, title, link;
  std::string owner;  // our mark; empty where the page has no place for one
  std::optional<playbooks::Time> begins, created;
};
template <class T>
struct Listing {
  std::vector<T> entries;
  bool more = false;  // there is a next page
};
/// One text on the page. Without a time where the page does not say it with its zone.
struct Said {
  std::string text;
  std::optional<playbooks::Time> at;
};

class Dialect {
 public:
  virtual ~Dialect() = default;

  /// The calls that make the page say it, in order. All but the last are repeatable: when the last one has taken
  /// effect, all have. Nothing when there is nothing to do.
  virtual std::vector<Call> publish(const Publication& publication) const = 0;
  /// From the answer to the last call of a first publication. Nothing when the shape is wrong.
  virtual std::optional<Shown> created(const boost::json::value& answer) const = 0;
  /// Nothing when the provider shows a component only within incidents and maintenances.
  virtual std::optional<Call> set_component(const std::string& id, playbooks::ComponentStatus status) const = 0;
  /// How the page's list of components calls a status.
  virtual std::string status_word(playbooks::ComponentStatus status) const = 0;

  // Reading. Pages count from 1; nothing when the shape is wrong.
  virtual Call components(int page) const = 0;
  virtual std::optional<Listing<statuspage::Listed>> read_components(const boost::json::value& answer) = 0;
  virtual Call list(const Subject& subject, int page) const = 0;
  virtual std::optional<Listing<Shown>> read_list(Kind kind, const boost::json::value& answer) const = 0;
  virtual Call texts(Kind kind, const std::string& id, int page) const = 0;
  virtual std::optional<Listing<Said>> read_texts(Kind kind, const boost::json::value& answer) const = 0;

  // For doctor.
  virtual Call page() const = 0;
  /// "\"Acme\", https://acme.instatus.com"; nothing when the page is not among what the key may see.
  virtual std::optional<std::string> page_says(const boost::json::value& answer) const = 0;
  /// A question that only a good key gets answered, where page() does not prove it. 403 is an answer, too.
  virtual std::optional<Call> key_probe() const { return std::nullopt; }
};

// What the dialects share.
std::string id_at(const boost::json::value& in, std::string_view path);  // a text or a whole number; else ""
std::optional<playbooks::Time> time_at(const boost::json::value& in, std::string_view path);

}  // namespace integrations::pages
