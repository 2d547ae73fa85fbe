#include "bot/demo/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/demo/faults.hpp"
#include "bot/demo/script_lines.hpp"

namespace bot {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using integrations::simulator::SlackSight;

namespace {

constexpr const char* plain_colour = "";
constexpr const char* channel_colour = "\033[36m";
constexpr const char* private_colour = "\033[33m";
constexpr const char* page_colour = "\033[35m";
constexpr const char* phone_colour = "\033[32m";
constexpr const char* own_colour = "\033[2m";

/// Slack's *bold* as the terminal's.
std::string emboldened(std::string_view line) {
  std::string result;
  const auto is_word = [&](std::size_t at) { return at < line.size() && line[at] != ' ' && line[at] != '*'; };
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto end = line[i] == '*' && is_word(i + 1) ? line.find('*', i + 1) : std::string_view::npos;
    if (end == std::string_view::npos || !is_word(end - 1)) {
      result += line[i];
      continue;
    }
    result.append("\033[1m").append(line.substr(i + 1, end - i - 1)).append("\033[22m");
    i = end;
  }
  return result;
}

/// Newest first; what is further up is off the screen.
void remember(auto& places, const auto& place) {
  constexpr std::size_t most = 30;
  places.insert(places.begin(), place);
  if (places.size() > most) places.pop_back();
}

struct StoryLine {
  std::string_view who, line;
};
/// Enter on an empty line plays the next of these: a whole incident, from declaration to resolution.
constexpr std::array story = {
    StoryLine{"ann",
              "/incident declare P1 \"Checkout is down\" on checkout,api:degraded --impact \"Customers cannot pay\""},
    StoryLine{"bob", "/incident ack Looking at the last deploy"},
    StoryLine{"bob", "/incident note Error rate went up right after the last deploy"},
    StoryLine{"ann", "/incident status identified The last deploy broke payments. Rolling back."},
    StoryLine{"cat", "/incident show"},
    StoryLine{"ann", "/incident status monitoring Rolled back, payments go through again."},
    StoryLine{"ann", "/incident resolve Rolled back; payments have been normal for ten minutes."},
    StoryLine{"bob", "/incident resolve Fixed!"},
    StoryLine{"dan", "/incident timeline INC-1"},
    StoryLine{"dan", "/oncall"},
    StoryLine{"dan", "/oncall simulate P0 at \"2026-12-25 03:00\""},
};

}  // namespace

Terminal::Terminal(asio::any_io_executor executor, integrations::Clock& clock, integrations::Activity& activity,
                   Playground& playground, double speed)
    : executor_(executor),
      clock_(clock),
      activity_(activity),
      playground_(playground),
      speed_(speed),
      input_(std::move(executor)),
      narrator_([this](const std::string& id) { return playground_.name_of(id); }) {
  playground_.slack().on_sight([this](const SlackSight& sight) { see(sight); });
  playground_.page().on_change([this](const std::string& line) { show({"status page  " + line}, page_colour); });
  const auto reached = [this](const std::string& line) {
    show({playbooks::utc_clock(clock_.now()) + "  " + playground_.with_names(line)}, phone_colour);
  };
  playground_.twilio().on_page(reached);
  playground_.mail().on_mail(reached);
  playground_.pagerduty().on_change(reached);
}

void Terminal::welcome() {
  show({"Sitrep demo: Slack, a status page, telephones and mail, all simulated on this machine. Nothing leaves it.",
        fmt::format("Time passes {} as fast as outside.", speed_ == 1 ? "just" : fmt::format("{:g} times", speed_)), "",
        "Press Enter to play the next line of a story, or type what you would type in Slack:",
        "  /incident declare P1 \"Checkout is down\" on checkout     /statuspage set db:major     /oncall",
        "  /maintenance schedule \"Database upgrade\" \"tomorrow 02:00\" 2h on db",
        "  /incident help    /statuspage help    /maintenance help    /oncall help", "",
        "Bob or Cat is on call; nobody answers: Cat after 5 min, Dan after 15 (`./dev demo --speed 60`: in seconds).",
        "", "  :as bob          speak as ann, bob, cat or dan        :in #general     go to another channel",
        "  :click Update    press a button on a card or message  :submit text=... send the form that is open",
        "  :tap Acknowledge press a button of what only you see (answers and direct messages)",
        "  :page            the public status page               :break page 503 for 10m   (or slack ...)",
        "  :help            this again                           :quit", "", where_the_page_is(), ""},
       plain_colour);
}

/// The page that needs no account: where a browser finds it, and the files where there is none.
std::string Terminal::where_the_page_is() const {
  const auto& page = playground_.configuration().local_page;
  if (!page) return {};
  const auto file = (page->directory / "index.html").string();
  const auto address = playground_.local_page_address();
  if (address.empty()) return "  Sitrep's own status page: " + file;
  return fmt::format("  Sitrep's own status page: {} (file {})", address, file);
}

std::string Terminal::prompt() const {
  return fmt::format("{} in #{}{}> ", who_, where_, story_ < story.size() ? " (Enter: the story goes on)" : "");
}

void Terminal::show(const std::vector<std::string>& raw, const char* colour) {
  auto lines = raw;
  if (input_.is_terminal())
    for (auto& line : lines) line = emboldened(line);
  for (const auto& line : lines)
    input_.print(input_.is_terminal() && *colour != '\0' ? fmt::format("{}{}\033[0m", colour, line) : line);
}

void Terminal::see(const SlackSight& sight) {
  if (sight.kind == SlackSight::Kind::posted && sight.message.metadata_key.find("/card") != std::string::npos)
    last_card_ = {sight.message.channel, sight.message.ts};
  const Place place{sight.message.channel, sight.message.ts};
  if (sight.kind == SlackSight::Kind::ephemeral) remember(private_[sight.to], place);
  if (sight.kind == SlackSight::Kind::posted) {
    const auto user = playground_.slack().direct_to(sight.message.channel);
    remember(user.empty() ? posted_ : private_[user], place);
  }
  const bool is_public = sight.kind == SlackSight::Kind::posted || sight.kind == SlackSight::Kind::edited ||
                         sight.kind == SlackSight::Kind::deleted;
  auto lines = narrator_.tell(sight);
  if (!lines.empty()) lines.front() = playbooks::utc_clock(sight.at) + "  " + lines.front();
  show(lines, is_public ? channel_colour : private_colour);
}

asio::awaitable<void> Terminal::run() {
  co_await settle();
  welcome();
  while (!quit_) {
    auto line = co_await input_.next(prompt());
    if (!line) break;
    co_await take(std::move(*line));
    if (!input_.is_terminal()) co_await settle();
  }
}

/// Waits until nothing is under way, three seconds at most: a piped demo must not run ahead of its own answers.
asio::awaitable<void> Terminal::settle() {
  asio::steady_timer timer{executor_};
  const auto limit = std::chrono::steady_clock::now() + 3s;
  int quiet = 0;
  while (quiet < 10 && std::chrono::steady_clock::now() < limit) {
    timer.expires_after(20ms);
    co_await timer.async_wait(asio::use_awaitable);
    quiet = activity_.quiet() && playground_.slack().connections() > 0 ? quiet + 1 : 0;
  }
}

asio::awaitable<void> Terminal::take(std::string line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
  if (line.empty())
    next_of_story();
  else if (line.front() == ':')
    own_command(line.substr(1));
  else
    say(line);
  co_return;
}

void Terminal::say(const std::string& line) {
  const auto user = playground_.user(who_), channel = playground_.channel(where_);
  if (!input_.is_terminal()) show({"", fmt::format("{} in #{}> {}", who_, where_, line)}, own_colour);
  if (line.starts_with('/')) {
    const auto space = std::min(line.find(' '), line.size());
    playground_.slack().slash(user, channel, line.substr(0, space), line.substr(std::min(space + 1, line.size())));
  } else {
    playground_.slack().say(user, channel, line);
  }
}

void Terminal::next_of_story() {
  if (story_ == story.size())
    return show({"The story is told. Try /incident list, :page, or break something: :break page 503 for 2m"},
                own_colour);
  const auto& next = story[story_++];
  who_ = next.who;
  where_ = "incident-response";
  if (input_.is_terminal()) show({fmt::format("{} in #{}> {}", who_, where_, next.line)}, own_colour);
  say(std::string{next.line});
}

void Terminal::own_command(const std::string& line) {
  const auto space = std::min(line.find(' '), line.size());
  const auto word = line.substr(0, space);
  const auto rest = line.substr(std::min(space + 1, line.size()));
  if (word == "as") return as(rest);
  if (word == "in") return in(rest);
  if (word == "click") return click(rest);
  if (word == "tap") return tap(rest);
  if (word == "submit") return submit(rest);
  if (word == "page") return show_page();
  if (word == "help") return welcome();
  if (word == "quit" || word == "q" || word == "exit") {
    quit_ = true;
    return;
  }
  if (word == "break") {
    const bool page = rest.starts_with("page ");
    const auto what = rest.substr(std::min(rest.find(' ') + 1, rest.size()));
    const auto trouble = page ? break_page(what, playground_.page(), clock_.now())
                              : break_slack(what, playground_.slack(), clock_.now());
    return show({trouble.empty() ? "Done: " + rest : trouble}, own_colour);
  }
  show({"There is no :" + word + ". Type :help."}, own_colour);
}

void Terminal::as(const std::string& who) {
  if (playground_.user(who).empty()) return show({"There are ann, bob, cat and dan."}, own_colour);
  who_ = who;
}

void Terminal::in(const std::string& where) {
  if (playground_.channel(where).empty())
    return show({"There are #incident-response, #product-launch and #general."}, own_colour);
  where_ = where.starts_with('#') ? where.substr(1) : where;
}

bool Terminal::press(const std::vector<Place>& places, const std::string& button) {
  return std::ranges::any_of(places, [&](const Place& place) {
    return !place.second.empty() &&
           playground_.slack().click(playground_.user(who_), place.first, place.second, button);
  });
}

void Terminal::click(const std::string& button) {
  if (!press({last_card_}, button) && !press(posted_, button))
    show({"No card or message here has a button “" + button + "”. In your private messages: :tap " + button},
         own_colour);
}

void Terminal::tap(const std::string& button) {
  if (!press(private_[playground_.user(who_)], button))
    show({who_ + " has no private answer or direct message with a button “" + button + "”."}, own_colour);
}

void Terminal::submit(const std::string& values) {
  const auto step = read_step(who_ + " submits " + values);
  const auto* submit = step ? std::get_if<StepSubmit>(&*step) : nullptr;
  if (submit == nullptr || !playground_.slack().submit(playground_.user(who_), submit->values))
    show({"Nothing was sent: no form is open for " + who_ +
              ", or a field is misnamed or missing. The names of the fields",
          "stand behind the brackets: :click Update, then :submit text=What is known"},
         own_colour);
}

void Terminal::show_page() {
  std::vector<std::string> lines{"Acme status"};
  for (const auto& component : playground_.page().components())
    lines.push_back(fmt::format("  {:<28} {}", component.name, component.status));
  for (const auto& incident : playground_.page().incidents()) {
    lines.push_back(fmt::format("  {} [{}]", incident.name, incident.status));
    for (auto update = incident.updates.rbegin(); update != incident.updates.rend(); ++update)
      lines.push_back(fmt::format("    {}  {}: {}", playbooks::utc_clock(update->at), update->status, update->body));
  }
  lines.push_back(where_the_page_is());
  show(lines, page_colour);
}

}  // namespace bot
