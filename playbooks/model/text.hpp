#pragma once
// Text for people, made of spans. What a user typed is always a plain span, so that it can never mention anyone, break
// formatting or be cut inside an entity; each surface (Slack, terminal, Markdown) renders spans its own way.
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "playbooks/model/ids.hpp"
#include "playbooks/model/time.hpp"

namespace playbooks {

struct Plain {
  std::string text;
  bool operator==(const Plain&) const = default;
};
struct Bold {
  std::string text;
  bool operator==(const Bold&) const = default;
};
struct Code {
  std::string text;
  bool operator==(const Code&) const = default;
};  // commands to type
struct Person {
  Actor who;
  bool operator==(const Person&) const = default;
};  // shown by name, notifies on Slack
struct Moment {
  Time at;
  bool operator==(const Moment&) const = default;
};  // shown in the reader's zone
struct Link {
  std::string url;
  std::string label;
  bool operator==(const Link&) const = default;
};
struct Room {
  std::string channel;
  bool operator==(const Room&) const = default;
};  // a Slack channel id

using Span = std::variant<Plain, Bold, Code, Person, Moment, Link, Room>;

/// Build with `Text{} << "Resolved by " << Person{actor} << ": " << text`.
struct Text {
  std::vector<Span> spans;

  Text() = default;
  Text(std::string_view plain) { *this << plain; }  // NOLINT: a sentence is a text
  Text(const char* plain) { *this << std::string_view{plain}; }
  Text(std::string plain) { *this << std::string_view{plain}; }

  Text& operator<<(std::string_view plain) {
    if (!plain.empty()) spans.emplace_back(Plain{std::string{plain}});
    return *this;
  }
  Text& operator<<(const char* plain) { return *this << std::string_view{plain}; }
  Text& operator<<(const std::string& plain) { return *this << std::string_view{plain}; }
  Text& operator<<(Span span) {
    spans.push_back(std::move(span));
    return *this;
  }
  Text& operator<<(const Text& other) {
    spans.insert(spans.end(), other.spans.begin(), other.spans.end());
    return *this;
  }
  bool empty() const { return spans.empty(); }
  bool operator==(const Text&) const = default;
};

/// For logs, terminals and tests: "@ann", "14:05 UTC", label (url).
std::string plain(const Text& text);

}  // namespace playbooks
