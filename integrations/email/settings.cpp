#include "integrations/email/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "integrations/email/mime.hpp"

namespace integrations::email {
namespace {

using config::Problem;

struct Address {
  std::string host;  // "[::1]" without its brackets
  int port = 0;      // 0: none given
  bool good = false;
};

Address parse(std::string_view text) {
  Address result;
  const bool six = text.starts_with('[');
  const auto bracket = text.find(']');
  if (six && bracket == std::string_view::npos) return result;
  const auto colon = text.find(':', six ? bracket : 0);
  result.host = six ? text.substr(0, bracket + 1) : text.substr(0, colon);
  const auto plain = [six](char c) {
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return word || c == '.' || c == '-' || (six && (c == ':' || c == '[' || c == ']'));
  };
  result.good = !result.host.empty() && std::ranges::all_of(result.host, plain);
  if (six && bracket + 1 < text.size() && colon != bracket + 1) result.good = false;
  if (colon == std::string_view::npos) return result;
  const auto digits = text.substr(colon + 1);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), result.port);
  const bool number = read.ec == std::errc{} && read.ptr == digits.data() + digits.size();
  if (!number || result.port < 1 || result.port > 65535) result.good = false;
  return result;
}

std::string server_trouble(const std::string& text) {
  return parse(text).good ? "" : "it is a name and a port, without “smtp://”: smtp.example.com:587";
}

std::string sender_trouble(const std::string& text) {
  return address_of(text).empty() ? "it is an address, or a name and an address: Sitrep <sitrep@example.com>" : "";
}

MailServer::Tls tls_of(const std::string& word) {
  if (word == "implicit") return MailServer::Tls::implicit;
  return word == "none" ? MailServer::Tls::none : MailServer::Tls::starttls;
}

int usual_port(MailServer::Tls tls) {
  if (tls == MailServer::Tls::implicit) return 465;
  return tls == MailServer::Tls::none ? 25 : 587;
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

}  // namespace

config::Table fields() {
  return {
      {.path = "email",
       .type = config::Type::section,
       .help = "Pages by e-mail, and messages to people who are not on Slack. Without this section no mail is sent.",
       .optional = true},
      {.path = "email.server",
       .help = "Where mail is handed in, by SMTP. Without a port: 587, or 465 with `tls: implicit`.",
       .example = "smtp.example.com:587",
       .expected = "a name and a port, such as smtp.example.com:587",
       .required = true,
       .max = 300,
       .check = server_trouble,
       .environment = "SITREP_SMTP_SERVER"},
      {.path = "email.tls",
       .type = config::Type::word,
       .help =
           "How the connection is protected: starttls (required, never only tried), implicit (from the first byte), or "
           "none, which is for a mail server on this machine only.",
       .fallback = "starttls",
       .words = {"starttls", "implicit", "none"},
       .environment = "SITREP_SMTP_TLS"},
      {.path = "email.from",
       .help = "Who the mail comes from. Use an address whose replies somebody reads.",
       .example = "Sitrep <sitrep@example.com>",
       .expected = "an address, or a name and an address",
       .required = true,
       .max = 300,
       .check = sender_trouble},
      {.path = "email.user",
       .help = "Who logs in. Without it there is no login.",
       .example = "sitrep@example.com",
       .max = 300,
       .environment = "SITREP_SMTP_USER"},
      {.path = "email.password",
       .help = "The password of `user`.",
       .expected = "the password of the mail server's user",
       .environment = "SITREP_SMTP_PASSWORD",
       .secret = true},
      {.path = "email.ca_file",
       .help = "A file with the certificates to trust, where the mail server's is not signed by a public authority.",
       .example = "/etc/sitrep/mail-ca.pem",
       .expected = "the path of a file in PEM format",
       .max = 1000,
       .environment = "SITREP_SMTP_CA_FILE"},
  };
}

std::optional<Settings> settings(const config::Values& values) {
  if (!values.given("email")) return std::nullopt;
  Settings result;
  const auto address = parse(values.text("email.server"));
  auto& server = result.server;
  server.tls = tls_of(values.text("email.tls"));
  server.host = address.host;
  server.port = address.port == 0 ? usual_port(server.tls) : address.port;
  server.user = values.text("email.user");
  server.password = values.text("email.password");
  server.ca_file = values.text("email.ca_file");
  result.from = values.text("email.from");
  return result;
}

std::vector<Problem> problems(const config::Values& values, const std::string& file) {
  std::vector<Problem> result;
  const auto report = [&](Problem::Level level, const std::string& path, std::string says) {
    result.push_back({level, file, values.place(path), path, std::move(says)});
  };
  using enum Problem::Level;
  const bool password = values.given("email.password");
  if (!values.given("email")) {
    if (password)
      report(warning, "email",
             "SITREP_SMTP_PASSWORD is set, but there is no “email:” with a server; no mail will be sent");
    return result;
  }
  const auto set = *settings(values);
  if (set.server.tls == MailServer::Tls::none && !is_loopback(set.server.host))
    report(
        error, "email.tls",
        fmt::format("without TLS anybody on the way to {} could read the mail; “none” is for a server on this machine "
                    "(localhost:25), use “starttls” or “implicit”",
                    set.server.host));
  if (!set.server.user.empty() && !password)
    report(error, "email.user",
           "there is no password for it: set SITREP_SMTP_PASSWORD, or leave `user` out for no login");
  if (set.server.user.empty() && password)
    report(warning, "email.password", "SITREP_SMTP_PASSWORD is set, but `email.user` is not: there will be no login");
  return result;
}

}  // namespace integrations::email
