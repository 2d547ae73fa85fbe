// What became of a message: Slack keeps the key of the effect in the message's metadata, so it is looked for there.
// A page that cannot be looked for, because Slack does not let us, is sent again: twice is better than never. Of what
// does nothing new when it is done again (the end of a page, a topic, a user group) nothing is looked up.
#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "integrations/http/json.hpp"
#include "integrations/slack/deliver.hpp"
#include "integrations/slack/escape.hpp"

namespace integrations::slack {
namespace {
using namespace playbooks;
using namespace std::chrono_literals;

constexpr Duration clock_difference = 60s;  // between Slack's clock and ours
constexpr int most_pages = 25;
constexpr std::string_view not_repeated = "not repeated";

/// "INC-12/4/card" and "INC-12/4/card@1763708400000": which incident, and how new.
struct CardKey {
  std::string_view incident;
  std::int64_t number = 0, drawn = 0;
};

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<CardKey> card_key(std::string_view key) {
  const auto first = key.find('/');
  const auto second = first == key.npos ? key.npos : key.find('/', first + 1);
  if (second == key.npos || !key.substr(second + 1).starts_with("card")) return std::nullopt;
  const auto events = number(key.substr(first + 1, second - first - 1));
  const auto at = key.find('@', second);
  const auto drawn = at == key.npos ? std::optional<std::int64_t>{0} : number(key.substr(at + 1));
  if (!events || !drawn) return std::nullopt;
  return CardKey{key.substr(0, first), *events, *drawn};
}

/// The card shows this effect, or a newer one of the same incident, in which it is contained.
bool shows(std::string_view seen, std::string_view wanted) {
  if (seen == wanted) return true;
  const auto a = card_key(seen), b = card_key(wanted);
  return a && b && a->incident == b->incident && std::pair{a->number, a->drawn} >= std::pair{b->number, b->drawn};
}

std::string timestamp(Time t) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(t);
  return std::to_string(whole.time_since_epoch().count()) + ".000000";
}

bool is_card(const Delivery& delivery) {
  return std::holds_alternative<DrawCard>(delivery.effect.body);
}

bool is_page(const Delivery& delivery) {
  return std::holds_alternative<SendPage>(delivery.effect.body);
}

bool may_be_repeated(const Effect& effect) {
  return std::holds_alternative<EndPage>(effect.body) || std::holds_alternative<CheckPage>(effect.body) ||
         std::holds_alternative<SetTopic>(effect.body) || std::holds_alternative<SetUserGroup>(effect.body);
}

/// An answer to one person and a form leave no trace that could be read back.
bool leaves_no_trace(const Effect& effect) {
  const auto* said = std::get_if<playbooks::Answer>(&effect.body);
  return std::holds_alternative<OpenForm>(effect.body) || (said != nullptr && !said->user.empty());
}

}  // namespace

/// Where messages of ours may be: a channel or a thread from some time on, or one message by its ts.
struct Slack::Place {
  std::string channel, thread_ts, ts;
  Time oldest{};
  std::vector<const Delivery*> wanted;

  bool is(const std::string& other_channel, const std::string& other_thread, const std::string& other_ts) const {
    return channel == other_channel && thread_ts == other_thread && ts == other_ts;
  }
  static void want(std::vector<Place>& places, std::string channel, std::string thread, std::string ts,
                   const Delivery& delivery);
  static std::vector<Place> of(const std::vector<Delivery>& deliveries, const Slack& slack);
  bool holds_pages() const {
    return std::ranges::any_of(wanted, [](const Delivery* delivery) { return is_page(*delivery); });
  }
};

/// Where a page or a message to one person went: a channel, or the person.
std::string Slack::addressed(const Delivery& delivery) const {
  if (const auto* tell = std::get_if<TellPerson>(&delivery.effect.body)) return slack_id(tell->person);
  const auto* page = std::get_if<SendPage>(&delivery.effect.body);
  if (page == nullptr) return {};
  if (page->channel == Channel::slack) return slack_id(page->to.name);
  if (page->to.kind == Target::Kind::channel) return page->to.name;
  return delivery.incident ? channel_of(*delivery.incident) : std::string{};
}

void Slack::Place::want(std::vector<Place>& places, std::string channel, std::string thread, std::string ts,
                        const Delivery& delivery) {
  if (channel.empty()) return;
  const auto since = delivery.effect.created - clock_difference;
  auto place = std::ranges::find_if(places, [&](const Place& p) { return p.is(channel, thread, ts); });
  if (place == places.end())
    place = places.insert(places.end(), Place{std::move(channel), std::move(thread), std::move(ts), since, {}});
  place->oldest = std::min(place->oldest, since);
  place->wanted.push_back(&delivery);
}

std::vector<Slack::Place> Slack::Place::of(const std::vector<Delivery>& deliveries, const Slack& slack) {
  std::vector<Place> places;
  for (const auto& delivery : deliveries) {
    const auto& body = delivery.effect.body;
    const auto card = delivery.incident ? delivery.incident->card : CardPlace{};
    if (leaves_no_trace(delivery.effect) || may_be_repeated(delivery.effect)) continue;
    if (is_page(delivery) || std::holds_alternative<TellPerson>(body)) {
      want(places, slack.addressed(delivery), {}, {}, delivery);
    } else if (const auto* said = std::get_if<playbooks::Answer>(&body)) {
      want(places, said->channel, said->thread_ts, {}, delivery);
    } else if (const auto* prompt = std::get_if<playbooks::Prompt>(&body)) {
      want(places, card.ts.empty() ? prompt->channel : card.channel, card.ts, {}, delivery);
    } else if (std::holds_alternative<PostToThread>(body)) {
      if (!card.ts.empty()) want(places, card.channel, card.ts, {}, delivery);  // without a card nothing can be there
    } else if (delivery.incident) {
      const bool there = is_card(delivery) && !card.ts.empty();
      want(places, channel_of(*delivery.incident), {}, there ? card.ts : "", delivery);
    }
  }
  return places;
}

boost::asio::awaitable<std::expected<std::vector<Slack::Seen>, WebApi::Failure>> Slack::look(Place place) {
  std::vector<Seen> seen;
  std::string cursor;
  for (int page = 0; page < most_pages; ++page) {
    Arguments arguments;
    arguments.text("channel", place.channel).flag("include_all_metadata", true);
    if (!place.ts.empty())
      arguments.text("latest", place.ts).text("oldest", place.ts).flag("inclusive", true).text("limit", "1");
    else
      arguments.text("oldest", timestamp(place.oldest)).flag("inclusive", true).text("limit", "200");
    if (!place.thread_ts.empty()) arguments.text("ts", place.thread_ts);
    if (!cursor.empty()) arguments.text("cursor", cursor);
    const auto* method = place.thread_ts.empty() ? "conversations.history" : "conversations.replies";
    const auto answer = co_await api_.call(method, std::move(arguments));
    if (!answer) co_return std::unexpected(answer.error());
    const auto* messages = array_at(answer->body, "messages");
    for (std::size_t i = 0; messages != nullptr && i < messages->size(); ++i) {
      const auto& message = (*messages)[i];
      if (text_at(message, "metadata.event_type") != "sitrep") continue;
      const std::string ts{text_at(message, "ts")};
      seen.push_back({std::string{text_at(message, "metadata.event_payload.key")}, ts});
      const auto merged = text_at(message, "metadata.event_payload.merged");
      for (std::size_t at = 0; at < merged.size();) {
        const auto end = std::min(merged.find(' ', at), merged.size());
        seen.push_back({std::string{merged.substr(at, end - at)}, ts});
        at = end + 1;
      }
    }
    cursor = text_at(answer->body, "response_metadata.next_cursor");
    if (cursor.empty()) break;
  }
  co_return seen;
}

/// The id of the channel; of a person, that of the direct messages with them, which Slack alone knows.
boost::asio::awaitable<std::expected<std::string, WebApi::Failure>> Slack::conversation(std::string channel_or_person) {
  auto id = co_await channels_.id_of(std::move(channel_or_person));
  if (!id || !is_user_id(*id)) co_return id;
  Arguments arguments;
  arguments.text("users", *id);
  const auto opened = co_await api_.call("conversations.open", std::move(arguments));
  if (!opened) co_return std::unexpected(opened.error());
  co_return std::string{text_at(opened->body, "channel.id")};
}

boost::asio::awaitable<Lookup> Slack::find(std::vector<Delivery> deliveries) {
  const auto counted = activity_.hold();
  Found found;
  for (const auto& delivery : deliveries)
    if (leaves_no_trace(delivery.effect)) found.receipts[delivery.effect.key] = {"", "", std::string{not_repeated}};
  auto places = Place::of(deliveries, *this);
  for (std::size_t i = 0; i < places.size(); ++i) {
    auto place = places[i];  // a copy: more places may come
    auto id = co_await conversation(place.channel);
    if (!id) {
      const auto& trouble = id.error().trouble;
      if (trouble.kind != Trouble::Kind::refused) co_return Retry{id.error().at, trouble.why};
      // Nothing can have been posted there, unless it is only we who may not look.
      if (trouble.error != "missing_scope" || place.holds_pages()) continue;
      co_return Retry{clock_.now() + 60s, "cannot see whether it was posted: " + trouble.why};
    }
    place.channel = *id;
    const auto seen = co_await look(place);
    if (!seen) {
      const auto& trouble = seen.error().trouble;
      if (trouble.error == "channel_not_found" || trouble.error == "thread_not_found") continue;
      if (trouble.kind == Trouble::Kind::refused && place.holds_pages()) continue;
      const auto at = trouble.kind == Trouble::Kind::retry ? seen.error().at : clock_.now() + 60s;
      co_return Retry{at, "cannot see whether it was posted: " + trouble.why};
    }
    for (const auto* delivery : place.wanted) {
      for (const auto& each : *seen)
        if (is_card(*delivery) ? shows(each.key, delivery->effect.key) : each.key == delivery->effect.key)
          found.receipts[delivery->effect.key] = {is_page(*delivery) ? page_receipt(place.channel, each.ts) : each.ts,
                                                  place.ts.empty() ? "" : delivery->incident->card.permalink,
                                                  place.channel};
      // The card was deleted: perhaps a new one was posted already.
      if (!place.ts.empty() && seen->empty()) Place::want(places, place.channel, {}, {}, *delivery);
    }
  }
  for (const auto& delivery : deliveries) {
    const auto receipt = found.receipts.find(delivery.effect.key);
    if (receipt == found.receipts.end() || !is_card(delivery) || !receipt->second.link.empty()) continue;
    receipt->second.link = co_await permalink(receipt->second.detail, receipt->second.id);
  }
  co_return found;
}

}  // namespace integrations::slack
