#pragma once
// Ports with a gate in front, for scripts: a disk that is full on demand, and a process that dies at a chosen
// commit or call. A dead gate lets nothing through any more, as if the process had been killed there.
#include <boost/asio/any_io_executor.hpp>
#include <functional>
#include <string>

#include "integrations/ports/http.hpp"
#include "integrations/ports/mail.hpp"
#include "storage/journal.hpp"

namespace bot {

/// Where a process can die. Counted from 1 over the life of the gates.
enum class DeathPoint { before_commit, after_commit, before_call, after_call };

class Gates {
 public:
  /// Called at every point before anything happens there; true: die here.
  std::function<bool(DeathPoint)> dies;
  /// Called once, when it has died.
  std::function<void()> on_death;
  bool disk_full = false;

  bool dead() const { return dead_; }
  bool passes(DeathPoint point);
  void revive() { dead_ = false; }

 private:
  bool dead_ = false;
};

class GatedJournal final : public storage::Journal {
 public:
  GatedJournal(Gates& gates, storage::Journal& inner, boost::asio::any_io_executor executor)
      : gates_(gates), inner_(inner), executor_(std::move(executor)) {}
  void commit(storage::Stage stage, std::move_only_function<void(storage::CommitResult)> done) override;

 private:
  Gates& gates_;
  storage::Journal& inner_;
  boost::asio::any_io_executor executor_;
};

class GatedHttp final : public integrations::Http {
 public:
  GatedHttp(Gates& gates, integrations::Http& inner) : gates_(gates), inner_(inner) {}
  boost::asio::awaitable<integrations::HttpResponse> request(integrations::HttpRequest request) override;

 private:
  Gates& gates_;
  integrations::Http& inner_;
};

class GatedMail final : public integrations::Mail {
 public:
  GatedMail(Gates& gates, integrations::Mail& inner) : gates_(gates), inner_(inner) {}
  boost::asio::awaitable<integrations::MailResult> send(integrations::MailMessage message) override;
  boost::asio::awaitable<integrations::MailResult> check() override;

 private:
  Gates& gates_;
  integrations::Mail& inner_;
};

}  // namespace bot
