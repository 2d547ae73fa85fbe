#pragma once
// Walks a document along the table: collects values and every problem on the way, then looks at names and references.
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/document.hpp"
#include "config/load.hpp"
#include "config/schema.hpp"

namespace config {

class Walker {
 public:
  Walker(const Branch& root, std::string file, const Environment& environment, Secrets secrets);
  /// The whole document. Call once.
  void walk(const Node& document);
  Loaded take();

 private:
  struct Name {  // a value that names something, or is the name of something
    std::string space, spelled, path;
    Place place;
    int owner = 0;  // two names of one owner may be the same
  };
  struct Where {
    std::string path;     // for messages: "severities[1]"
    Place place{};        // of the parent, where something missing is reported
    bool present = true;  // whether what is required is missed
    int owner = 0;        // of names; 0: each field is its own
  };

  void section(const Branch& branch, const Node& node, const Where& where, Values& values);
  void entry(const Branch& branch, const Node& node, const Where& where, Values& values);
  void field(const Branch& branch, const Node& node, const Where& where, Values& values);
  void list(const Branch& branch, const Node& node, const Where& where, Values& values);
  void objects(const Branch& branch, const Node& node, const Where& where, Values& values);
  void absent(const Branch& branch, const Where& where, Values& values);
  void missing(const Field& field, const Where& where);
  void secret(const Branch& branch, const Where& where, Values& values);
  void from_environment(const Branch& branch, const Where& where, Values& values);
  void unknown(const Branch& branch, const Node& node, const std::string& path, const Where& where);
  std::string elsewhere(std::string_view name) const;
  void remember(const Field& field, const std::string& spelled, Place place, const Where& where);
  void report(Place place, std::string path, std::string says);
  void check_names();
  void check_references();

  const Branch& root_;
  std::string file_;
  const Environment& environment_;
  Secrets secrets_;
  int owners_ = 0;
  std::vector<Name> names_, references_;
  Loaded loaded_;
};

}  // namespace config
