// The settings of the local page: when it is kept, where, and what is refused at load.
#include "integrations/local_page/settings.hpp"

#include <gtest/gtest.h>

#include "config/load.hpp"

namespace integrations::local_page {
namespace {

config::Loaded load(std::string_view text, const config::Environment& environment = {}) {
  config::Table table{{.path = "listen", .help = "Where.", .fallback = "127.0.0.1:8321"}};
  const auto own = fields();
  table.insert(table.end(), own.begin(), own.end());
  return config::load(text, "sitrep.yaml", table, environment, config::Secrets::required);
}

std::optional<Settings> read(std::string_view text, bool another_page = false) {
  return settings(load(text).values, another_page, "/etc/sitrep");
}

TEST(LocalPageSettings, WrongOnesAreRefused) {
  for (const auto* text : {"local_page:\n  enabled: maybe\n", "local_page:\n  directory: /\n",
                           "local_page:\n  url: http://status.example.com\n", "local_page:\n  url: status\n",
                           "local_page:\n  folder: x\n"})
    EXPECT_TRUE(config::failed(load(text).problems)) << text;
}

TEST(LocalPageSettings, ItIsKeptWhileThereIsNoOtherPage) {
  EXPECT_TRUE(read("listen: 127.0.0.1:8321\n"));
  EXPECT_FALSE(read("listen: 127.0.0.1:8321\n", true));
  EXPECT_TRUE(read("local_page:\n  enabled: yes\n", true));
  EXPECT_FALSE(read("local_page:\n  enabled: no\n"));
}

TEST(LocalPageSettings, WhereItIs) {
  const auto usual = read("listen: 127.0.0.1:9000\n");
  ASSERT_TRUE(usual);
  EXPECT_EQ(usual->directory, "/etc/sitrep/status-page");
  EXPECT_EQ(usual->url, "http://127.0.0.1:9000/status");
  EXPECT_EQ(usual->name, "");
  const auto own =
      read("local_page:\n  directory: /srv/status\n  url: https://status.example.com/\n  name: Acme status\n");
  ASSERT_TRUE(own);
  EXPECT_EQ(own->directory, "/srv/status");
  EXPECT_EQ(own->url, "https://status.example.com");
  EXPECT_EQ(own->name, "Acme status");
}

}  // namespace
}  // namespace integrations::local_page
