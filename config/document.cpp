#include "config/document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>

#include "config/utf8.hpp"

namespace config {
namespace {

/// Nothing that people write is deeper than this; the library recurses.
constexpr std::size_t deepest = 24;
constexpr std::string_view tab_indents = "a tab in the indentation; YAML wants spaces";

/// A document that is YAML but not what settings may be made of. Ends the parse from within the library's callbacks.
struct Unwanted {
  YAML::Mark mark;
  std::string says;
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t from = 0; from <= text.size();) {
    const auto end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

/// The library counts from 0 and in bytes; people and editors count from 1 and in characters.
class Places {
 public:
  explicit Places(std::string_view text) : lines_{lines_of(text)} {}

  Place of(const YAML::Mark& mark) const {
    if (mark.is_null()) return {1, 1};
    const auto bytes = static_cast<std::size_t>(std::max(mark.column, 0));
    return {mark.line + 1, static_cast<int>(characters(line(mark.line).substr(0, bytes))) + 1};
  }
  std::string_view line(int index) const {
    return index >= 0 && static_cast<std::size_t>(index) < lines_.size() ? lines_[static_cast<std::size_t>(index)]
                                                                         : std::string_view{};
  }
  int lines() const { return static_cast<int>(lines_.size()); }

 private:
  std::vector<std::string_view> lines_;
};

/// Turns the library's events into the tree. A map's entries arrive as key, value, key, value.
class Builder final : public YAML::EventHandler {
 public:
  explicit Builder(const Places& places) : places_{places} {}

  Node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (!std::exchange(started_, true)) return;
    if (places_.line(mark.line).starts_with("---")) {
      throw Unwanted{mark, "a second document begins here; settings are one document"};
    }
    throw Unwanted{mark, "this does not belong to what stands above it; check the indentation"};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    plain_only(mark, anchor, "");
    Node node{.kind = Node::Kind::nothing, .place = places_.of(mark)};
    if (expects_value()) node.comment = commented_out(open_.back().key_line);
    add(mark, std::move(node));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Unwanted{mark,
                   "anchors (&name) and aliases (*name) are not used here; write the value out, or put it in quotes"};
  }
  void OnAnchor(const YAML::Mark& mark, const std::string&) override { OnAlias(mark, 0); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    plain_only(mark, anchor, tag);
    add(mark, {.kind = Node::Kind::scalar, .place = places_.of(mark), .text = value, .quoted = tag == "!"});
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    plain_only(mark, anchor, tag);
    open(mark, Node::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    plain_only(mark, anchor, tag);
    open(mark, Node::Kind::map);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    bool has_key = false;  // of a map: the next node is a value
    std::string key{};
    Place key_place{};
    int key_line = 0;
  };

  static void plain_only(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& tag) {
    if (anchor != 0) throw Unwanted{mark, "anchors (&name) are not used here; put the value in quotes"};
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Unwanted{mark, "tags (!name) are not used here; put the value in quotes"};
    }
  }
  bool expects_value() const {
    return !open_.empty() && open_.back().node.kind == Node::Kind::map && open_.back().has_key;
  }
  bool expects_key() const {
    return !open_.empty() && open_.back().node.kind == Node::Kind::map && !open_.back().has_key;
  }
  /// `incidents: #incident-response`
  std::string commented_out(int key_line) const {
    auto line = places_.line(key_line);
    line.remove_prefix(std::min(line.find(':'), line.size() - 1) + 1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const bool comment = line.starts_with('#') && line.size() > 1 && line[1] != ' ';
    return comment ? std::string{line.substr(0, line.find_first_of(" \t\r"))} : std::string{};
  }
  void open(const YAML::Mark& mark, Node::Kind kind) {
    if (expects_key()) throw Unwanted{mark, "a name must be a plain word, not a list or a map"};
    if (open_.size() >= deepest) throw Unwanted{mark, fmt::format("nested more than {} levels deep", deepest)};
    open_.push_back({.node = {.kind = kind, .place = places_.of(mark)}});
  }
  void close() {
    Node done = std::move(open_.back().node);
    open_.pop_back();
    attach(std::move(done));
  }
  void add(const YAML::Mark& mark, Node node) {
    if (!expects_key()) return attach(std::move(node));
    if (node.kind == Node::Kind::nothing) throw Unwanted{mark, "a name is missing before the “:”"};
    if (!node.quoted && node.text.starts_with('\t')) throw Unwanted{mark, std::string{tab_indents}};
    auto& parent = open_.back();
    parent.has_key = true;
    parent.key = std::move(node.text);
    parent.key_place = node.place;
    parent.key_line = mark.line;
  }
  void attach(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    auto& parent = open_.back();
    if (std::exchange(parent.has_key, false)) {
      node.key = std::move(parent.key);
      node.key_place = parent.key_place;
      if (node.kind == Node::Kind::nothing) node.place = node.key_place;
    }
    parent.node.children.push_back(std::move(node));
  }

  const Places& places_;
  Node root_;
  std::vector<Open> open_;
  bool started_ = false;
};

/// The library's sentence, and what most likely is behind it.
std::string syntax(std::string message) {
  // It may quote a single byte of a character.
  std::erase_if(message,
                [](char c) { return static_cast<unsigned char>(c) >= 0x80 || static_cast<unsigned char>(c) < 0x20; });
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> hints{{
      {"illegal map value", "check the indentation, and put a value that contains “: ” in quotes"},
      {"end of map not found", "is this line indented like the ones above it?"},
      {"end of sequence not found", "is this line indented like the ones above it?"},
      {"end of map flow not found", "a “}” is missing"},
      {"end of sequence flow not found", "a “]” is missing"},
      {"EOF in scalar", "a closing quote is missing"},
      {"unknown token", "a value that begins with @ ` or % must stand in quotes"},
      {"unknown escape character", "use 'single quotes' for a text with backslashes"},
      {"referenced anchor", "a value that begins with * must stand in quotes"},
  }};
  const auto* hint =
      std::ranges::find_if(hints, [&](const auto& h) { return message.find(h.first) != std::string::npos; });
  if (hint == hints.end()) return fmt::format("not valid YAML: {}", message);
  return fmt::format("not valid YAML: {}; {}", message, hint->second);
}

/// A tab in the indentation, at the line of the error or just before it, is the reason more often than not.
std::optional<Place> tab_near(const Places& places, int line) {
  for (int at = std::min(line, places.lines() - 1); at >= std::max(0, line - 1); --at) {
    const auto text = places.line(at);
    const auto tab = text.find_first_not_of(' ');
    if (tab != std::string_view::npos && text[tab] == '\t') return Place{at + 1, static_cast<int>(tab) + 1};
  }
  return std::nullopt;
}

/// What the library would replace or choke on without a word.
std::optional<std::pair<std::size_t, std::string>> bad_byte(std::string_view text) {
  const auto invalid = invalid_utf8(text);
  const auto control = std::ranges::find_if(text, [](char c) {
    const auto code = static_cast<unsigned char>(c);
    return (code < 0x20 && c != '\n' && c != '\r' && c != '\t') || code == 0x7F;
  });
  const auto at = static_cast<std::size_t>(control - text.begin());
  if (invalid && *invalid < at) {
    return std::pair{*invalid, fmt::format("byte 0x{:02X} is not valid UTF-8; save the file as UTF-8",
                                           static_cast<unsigned char>(text[*invalid]))};
  }
  if (at == text.size()) return std::nullopt;
  return std::pair{at, fmt::format("control character 0x{:02X} does not belong in a text file",
                                   static_cast<unsigned char>(text[at]))};
}

Place place_of_byte(std::string_view text, std::size_t at) {
  const auto before = text.substr(0, at);
  const auto start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto line = std::ranges::count(before, '\n') + 1;
  return {static_cast<int>(line), static_cast<int>(characters(before.substr(start))) + 1};
}

}  // namespace

std::expected<Node, std::vector<Problem>> parse(std::string_view text, const std::string& file) {
  const auto refuse = [&](Place place, std::string says) {
    return std::unexpected(std::vector{Problem{.file = file, .place = place, .says = std::move(says)}});
  };
  if (text.size() > largest_file) {
    return refuse({}, fmt::format("larger than {} KiB; is this the right file?", largest_file / 1024));
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (const auto bad = bad_byte(text)) return refuse(place_of_byte(text, bad->first), bad->second);

  const Places places{text};
  Builder builder{places};
  try {
    std::istringstream stream{std::string{text}};
    YAML::Parser parser{stream};
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Unwanted& unwanted) {
    return refuse(places.of(unwanted.mark), unwanted.says);
  } catch (const YAML::Exception& error) {
    if (const auto tab = tab_near(places, error.mark.line)) {
      return refuse(*tab, std::string{tab_indents});
    }
    return refuse(places.of(error.mark), syntax(error.msg));
  }
  return builder.take();
}

}  // namespace config
