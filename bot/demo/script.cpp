#include "bot/demo/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>

#include "bot/demo/faults.hpp"
#include "bot/demo/playground.hpp"
#include "bot/demo/script_lines.hpp"
#include "bot/demo/script_world.hpp"
#include "bot/demo/sightings.hpp"
#include "bot/plain_reply.hpp"
#include "integrations/ports/virtual_clock.hpp"
#include "playbooks/model/overloaded.hpp"

namespace bot {
namespace asio = boost::asio;
using namespace std::chrono_literals;
using integrations::simulator::SlackSight;

namespace {

/// Monday, 2026-03-02, 14:00:00 UTC.
const playbooks::Time opening{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + 14h};
/// People need a moment between two lines; deliveries that may go out within it do.
constexpr playbooks::Duration beat = 2s;

class Player {
 public:
  explicit Player(const ScriptOptions& options)
      : options_(options),
        clock_(context_.get_executor(), opening),
        playground_(context_.get_executor(), clock_, activity_,
                    {.database = options.database, .server_ping_every = 1min}),
        sightings_([this](const std::string& id) { return playground_.name_of(id); }) {
    playground_.slack().on_sight([this](const SlackSight& sight) { see(sight); });
    playground_.twilio().on_page([this](const std::string& line) { put({playground_.with_names(line)}); });
    playground_.mail().on_mail([this](const std::string& line) { put({playground_.with_names(line)}); });
    playground_.pagerduty().on_change([this](const std::string& line) { put({line}); });
    playground_.page().on_change([this](const std::string& line) { put({"status page  " + line}); });
    playground_.gates().dies = [this](DeathPoint point) {
      (point == DeathPoint::before_commit ? outcome_.commits : outcome_.calls) +=
          point == DeathPoint::before_commit || point == DeathPoint::before_call ? 1 : 0;
      return outcome_.deaths == 0 && options_.dies && options_.dies(point);
    };
  }

  std::expected<ScriptOutcome, std::string> play(std::string_view script) {
    if (auto trouble = configure_from_head(script); !trouble.empty()) return std::unexpected(trouble);
    if (auto trouble = playground_.start_bot(); !trouble.empty()) return std::unexpected(trouble);
    if (!pass(2s)) return unsettled();
    int number = 0;
    for (std::size_t at = 0; at < script.size();) {
      const auto end = std::min(script.find('\n', at), script.size());
      const auto line = script.substr(at, end - at);
      at = end + 1;
      ++number;
      if (line.starts_with('>')) continue;
      const auto step = read_step(line);
      if (!step) return std::unexpected(fmt::format("line {}: {}", number, step.error()));
      const bool at_once = is_at_once(*step);
      if (!at_once && !flush()) return unsettled();
      outcome_.transcript += std::string{line} + "\n";
      if (auto trouble = take(*step); !trouble.empty())
        return std::unexpected(fmt::format("line {}: {}", number, trouble));
    }
    if (!flush()) return unsettled();
    finish();
    return std::move(outcome_);
  }

  /// Everything is stopped and swept out; needed before destruction, also after an error.
  void close() {
    playground_.gates().dies = nullptr;
    run(playground_.stop());
  }

 private:
  static bool is_at_once(const Step& step) {
    if (const auto* say = std::get_if<StepSay>(&step)) return say->at_once;
    if (const auto* click = std::get_if<StepClick>(&step)) return click->at_once;
    return false;
  }
  static std::unexpected<std::string> unsettled() {
    return std::unexpected{std::string{"the world did not settle: something is under way that never ends"}};
  }

  /// Lines that begin with "|" before anything happens are what the first start reads.
  std::string configure_from_head(std::string_view script) {
    std::string settings;
    for (std::size_t at = 0; at < script.size();) {
      const auto end = std::min(script.find('\n', at), script.size());
      const auto step = read_step(script.substr(at, end - at));
      at = end + 1;
      if (!step) break;
      if (const auto* line = std::get_if<StepConfigure>(&*step))
        settings += line->line + "\n";
      else if (!std::holds_alternative<StepNothing>(*step))
        break;
    }
    return playground_.configure(settings);
  }

  void put(std::vector<std::string> lines) { sightings_.add(clock_.now(), std::move(lines)); }

  void see(const SlackSight& sight) {
    const bool posted = sight.kind == SlackSight::Kind::posted;
    const std::pair place{sight.message.channel, sight.message.ts};
    if (posted || sight.kind == SlackSight::Kind::ephemeral) posted_.insert(posted_.begin(), place);
    if (posted && sight.message.metadata_key.find("/card") != std::string::npos)
      cards_[sight.message.metadata_key.substr(0, sight.message.metadata_key.find('/'))] = last_card_ = place;
    if (const auto user = playground_.slack().direct_to(sight.message.channel); posted && !user.empty())
      last_direct_[user] = place;
    sightings_.add(clock_.now(), sight);
  }

  /// Runs what was begun until nothing is under way. After a death the process is started again first.
  bool settle() {
    const auto limit = std::chrono::steady_clock::now() + options_.real_time_limit;
    for (;;) {
      if (context_.stopped()) context_.restart();
      while (context_.poll() > 0) {
      }
      if (playground_.gates().dead()) {
        rise_again();
        continue;
      }
      if (activity_.quiet()) return true;
      if (std::chrono::steady_clock::now() > limit) return false;
      context_.run_one_for(1ms);
    }
  }

  bool pass(playbooks::Duration span) {
    due_ += span;
    if (!settle()) return false;
    for (auto next = clock_.next_sleeper(); next && *next <= due_; next = clock_.next_sleeper()) {
      clock_.step();
      if (!settle()) return false;
    }
    clock_.advance_to(due_);
    return settle();
  }

  bool flush() {
    if (pending_beat_ && !pass(beat)) return false;
    pending_beat_ = false;
    outcome_.transcript += sightings_.take();
    return true;
  }

  void run(asio::awaitable<void> work) {
    bool ended = false;
    asio::co_spawn(context_, std::move(work), [&](std::exception_ptr error) {
      ended = true;
      if (error) std::rethrow_exception(error);
    });
    const auto limit = std::chrono::steady_clock::now() + options_.real_time_limit;
    while (!ended && std::chrono::steady_clock::now() < limit) {
      if (context_.stopped()) context_.restart();
      if (context_.run_one_for(1ms) == 0 && clock_.next_sleeper()) clock_.step();
    }
  }

  void rise_again() {
    ++outcome_.deaths;
    run(playground_.kill_bot());
    start_again();
    playground_.slack().redeliver_last(true);
  }

  std::string start_again() {
    if (auto trouble = playground_.start_bot(); !trouble.empty()) return trouble;
    const auto limit = clock_.now() + 10s;  // until it is connected: what is typed before is lost, as with Slack
    while (playground_.slack().connections() == 0 && clock_.now() < limit) {
      if (context_.stopped()) context_.restart();
      while (context_.poll() > 0) {
      }
      if (playground_.gates().dead() || playground_.slack().connections() > 0) break;
      if (activity_.quiet()) {
        if (!clock_.step()) break;
      } else {
        context_.run_one_for(1ms);
      }
    }
    return {};
  }

  std::string take(const Step& step) {
    return std::visit(playbooks::Overloaded{[](const StepNothing&) { return std::string{}; },
                                            [&](const StepConfigure& s) {
                                              // Those at the head were read before the start.
                                              if (begun_) settings_ += s.line + "\n";
                                              return std::string{};
                                            },
                                            [&](const StepWait& s) {
                                              begun_ = true;
                                              return pass(s.span) ? std::string{} : "it did not settle";
                                            },
                                            [&](const auto& s) {
                                              pending_beat_ = begun_ = true;
                                              return act(s);
                                            }},
                      step);
  }

  std::string act(const StepSay& s) {
    const auto user = playground_.user(s.who);
    const auto channel = playground_.channel(s.where);
    if (user.empty()) return "there is no person called " + s.who;
    if (channel.empty()) return "there is no channel called " + s.where;
    if (s.text.starts_with('/')) {
      const auto space = std::min(s.text.find(' '), s.text.size());
      playground_.slack().slash(user, channel, s.text.substr(0, space),
                                s.text.substr(std::min(space + 1, s.text.size())));
    } else {
      playground_.slack().say(user, channel, s.text, s.in_thread ? last_card_.second : std::string{});
    }
    return {};
  }

  std::string act(const StepClick& s) {
    auto card = last_card_;
    if (!s.incident.empty()) card = cards_[s.incident];
    if (s.in_direct_message) card = last_direct_[playground_.user(s.who)];
    const auto clicks = [&](const auto& place) {
      return playground_.slack().click(playground_.user(s.who), place.first, place.second, s.button);
    };
    const bool anywhere = s.incident.empty() && !s.in_direct_message;  // a question of its own has buttons too
    if ((!card.first.empty() && clicks(card)) || (anywhere && std::ranges::any_of(posted_, clicks))) return {};
    return "there is no button “" + s.button + "” to click on";
  }

  std::string act(const StepSubmit& s) {
    return playground_.slack().submit(playground_.user(s.who), s.values) ? "" : "no form is open for " + s.who;
  }
  std::string act(const StepSlack& s) { return break_slack(s.what, playground_.slack(), clock_.now()); }
  std::string act(const StepPage& s) { return break_page(s.what, playground_.page(), clock_.now()); }

  std::string act(const StepTwilio& s) {
    return break_twilio(s.what, playground_.twilio(), [&](const auto& name) { return playground_.phone_of(name); });
  }
  std::string act(const StepMail& s) {
    return break_mail(s.what, playground_.mail(), [&](const auto& name) { return playground_.address_of(name); });
  }
  std::string act(const StepPagerDuty& s) { return break_pagerduty(s.what, playground_.pagerduty()); }
  std::string act(const StepClock& s) {
    due_ += s.span;
    clock_.advance_to(clock_.now() + s.span);
    return {};
  }
  std::string act(const StepBot& s) {
    if (s.what == "start" || s.what == "restart") {
      if (!settings_.empty())
        if (auto trouble = playground_.configure(std::exchange(settings_, {})); !trouble.empty()) return trouble;
    }
    if (s.what == "disk full") return playground_.gates().disk_full = true, "";
    if (s.what == "disk ok") return playground_.gates().disk_full = false, "";
    if (s.what == "stop") return run(playground_.stop_bot()), "";
    if (s.what == "start") return start_again();
    if (s.what == "kill") return run(playground_.kill_bot()), "";
    if (s.what == "restart") return run(playground_.stop_bot()), start_again();
    return "expected restart, stop, kill, start, disk full or disk ok";
  }

  std::string act(const StepCommandLine& s) {
    if (playground_.app() == nullptr) return "the bot is not running";
    commands::Request request;
    request.surface = commands::Surface::command_line;
    request.by = {"cli:root", "root"};
    request.line = s.line;
    playground_.app()->engine().ask(std::move(request),
                                    [this](const commands::Reply& reply) { put(plain_lines(reply)); });
    return {};
  }

  void finish() {
    outcome_.world = canonical_world(playground_);
    // A command that was not acknowledged in time is seen by the person who typed it, so the transcript tells of it.
    for (const auto& v : playground_.slack().violations())
      if (v.find("was not acknowledged") == std::string::npos) outcome_.violations += "Slack: " + v + "\n";
    for (const auto& v : playground_.page().violations()) outcome_.violations += "Statuspage: " + v + "\n";
  }

  const ScriptOptions& options_;
  asio::io_context context_{1};
  integrations::VirtualClock clock_;
  integrations::Activity activity_;
  Playground playground_;
  Sightings sightings_;
  ScriptOutcome outcome_;
  playbooks::Time due_ = opening;
  bool pending_beat_ = false;
  std::pair<std::string, std::string> last_card_;
  std::vector<std::pair<std::string, std::string>> posted_;  // newest first
  std::map<std::string, std::pair<std::string, std::string>> cards_;
  std::map<std::string, std::pair<std::string, std::string>> last_direct_;  // by user
  std::string settings_;                                                    // for the next start
  bool begun_ = false;                                                      // something has happened
};

}  // namespace

std::expected<ScriptOutcome, std::string> play_script(std::string_view script, const ScriptOptions& options) {
  Player player{options};
  std::expected<ScriptOutcome, std::string> outcome;
  try {
    outcome = player.play(script);
  } catch (const std::exception& error) {  // a simulator was asked for what cannot be
    outcome = std::unexpected(std::string{error.what()});
  }
  player.close();
  return outcome;
}

}  // namespace bot
