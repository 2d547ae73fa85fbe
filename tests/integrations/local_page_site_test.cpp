// What is on the pages, and which files anybody may read.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "integrations/local_page/html.hpp"
#include "integrations/local_page/site_files.hpp"
#include "local_page_support.hpp"

namespace integrations::local_page {
namespace {

using namespace std::chrono_literals;

class LocalPageSite : public ::testing::Test, protected LocalWorld {};

TEST_F(LocalPageSite, WhateverPeopleWroteIsTextEverywhere) {
  const std::string evil = "<script>alert(\"1\")</script> & 'x' ]]>";
  policy.components[0].name = evil;
  policy.components[0].description = evil;
  policy.components[0].group = evil;
  policy.organisation = evil;
  const auto incident = statuspage::test_incident(1, evil, {{"api", ComponentStatus::partial_outage}});
  ASSERT_EQ(told(publish(incident, 1, Status::investigating, evil)), "delivered");
  int pages = 0;
  for (const auto& entry : files::recursive_directory_iterator{settings.directory}) {
    const auto name = files::relative(entry.path(), settings.directory).string();
    if (!entry.is_regular_file() || name.ends_with(".json")) continue;
    ++pages;
    EXPECT_FALSE(file(name).contains("<script")) << name;
    EXPECT_FALSE(file(name).contains("]]>")) << name;
    EXPECT_TRUE(file(name).contains("&lt;script&gt;")) << name;
  }
  EXPECT_EQ(pages, 5);
}

TEST_F(LocalPageSite, OnlyComponentsOfTheConfigurationAreShown) {
  auto incident = statuspage::test_incident(1, "Down", {{"api", ComponentStatus::major_outage}});
  publish(incident, 1, Status::investigating, "Down.");
  policy.components.erase(policy.components.begin());  // the API is no more
  publish(incident, 2, Status::identified, "Still down.");
  for (const auto* name : {"index.html", "history.html", "api/v2/summary.json", "api/v2/incidents.json"})
    EXPECT_FALSE(file(name).contains("API")) << name;
  EXPECT_FALSE(statuspage::json_has(file("api/v2/incidents.json"), "incidents.0.components.0"));
}

TEST_F(LocalPageSite, GroupsStandWhereTheirFirstMemberStands) {
  policy.components[0].group = "Backend";
  policy.components[2].group = "Backend";
  const auto groups = grouped(policy);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].name, "Backend");
  EXPECT_EQ(groups[0].components.size(), 2U);
  EXPECT_EQ(groups[1].name, "");
  set("web", 1, ComponentStatus::partial_outage);
  EXPECT_EQ(text("api/v2/components.json", "components.0.name"), "Backend");
  EXPECT_EQ(text("api/v2/components.json", "components.0.status"), "partial_outage");
  EXPECT_EQ(text("api/v2/components.json", "components.0.components.1"), page_id("component", "web"));
  EXPECT_EQ(text("api/v2/components.json", "components.2.group_id"), page_id("group", "Backend"));
}

TEST_F(LocalPageSite, IdsStayTheSameAfterEverythingIsLost) {
  const auto incident = statuspage::test_incident(1, "Down", {{"api", ComponentStatus::major_outage}});
  const auto first = publish(incident, 1, Status::investigating, "Down.");
  const auto component = text("api/v2/components.json", "components.0.id");
  files::remove_all(settings.directory);
  restart();
  const auto again = publish(incident, 2, Status::identified, "Down.");
  EXPECT_EQ(std::get<Delivered>(first).receipt.link, std::get<Delivered>(again).receipt.link);
  EXPECT_EQ(text("api/v2/components.json", "components.0.id"), component);
}

TEST_F(LocalPageSite, TheStatusIsSaidInWordsBesideTheColour) {
  set("web", 1, ComponentStatus::degraded_performance);
  EXPECT_TRUE(file("index.html").contains("</span> Degraded performance</span>"));
  EXPECT_TRUE(file("index.html").contains("Partially degraded service</h1>"));
  EXPECT_TRUE(file("index.html").contains("aria-label=\"Web over the last 90 days: "));
}

TEST_F(LocalPageSite, PastIncidentsAreShownForTwoWeeksAndThenInTheHistory) {
  const auto incident = statuspage::test_incident(1, "Slow search", {});
  publish(incident, 1, Status::resolved, "Fixed.");
  wait(std::chrono::days{13});
  set("web", 2, ComponentStatus::operational);
  EXPECT_TRUE(file("index.html").contains("Slow search"));
  wait(std::chrono::days{2});
  set("web", 3, ComponentStatus::operational);
  EXPECT_FALSE(file("index.html").contains("Slow search"));
  EXPECT_TRUE(file("history.html").contains("Slow search"));
}

TEST(LocalPageText, ParagraphsAndLines) {
  EXPECT_EQ(paragraphs("one\ntwo\n\n \nthree & <4>\n"), "<p>one<br>two</p><p>three &amp; &lt;4&gt;</p>");
  EXPECT_EQ(paragraphs(""), "");
}

class SiteFiles : public ::testing::Test {
 protected:
  SiteFiles() {
    folder.write("site/index.html", "front");
    folder.write("site/page.json", "memory");
    folder.write("site/page.json.damaged-1", "old memory");
    folder.write("site/api/v2/status.json", "{}");
    folder.write("site/notes.txt", "notes");
    folder.write("site/.hidden.html", "hidden");
    folder.write("secret.html", "secret");
    folder.write("elsewhere/secret.html", "secret");
    files::create_symlink(folder.path() / "secret.html", site() / "link.html");
    files::create_directory_symlink(folder.path() / "elsewhere", site() / "linked");
    files::create_directory(site() / "folder.html");
    ::mkfifo((site() / "pipe.html").c_str(), 0600);
  }
  files::path site() const { return folder.path() / "site"; }
  std::string read(std::string_view path) const {
    const auto file = read_site_file(site(), path);
    return file ? file->content_type + ": " + file->body : "nothing";
  }
  Folder folder;
};

TEST_F(SiteFiles, GivesTheSite) {
  EXPECT_EQ(read(""), "text/html; charset=utf-8: front");
  EXPECT_EQ(read("index.html"), "text/html; charset=utf-8: front");
  EXPECT_EQ(read("api/v2/status.json"), "application/json; charset=utf-8: {}");
}

TEST_F(SiteFiles, NeverAnythingElse) {
  using namespace std::string_view_literals;
  for (const auto path : {"../secret.html"sv,
                          "api/../../secret.html"sv,
                          "/secret.html"sv,
                          "//index.html"sv,
                          "api//v2/status.json"sv,
                          "./index.html"sv,
                          "%2e%2e/secret.html"sv,
                          "..%2fsecret.html"sv,
                          "index%2ehtml"sv,
                          "..\\secret.html"sv,
                          "index.html\0.html"sv,
                          "index.html\0"sv,
                          "index.html?x"sv,
                          "index.html/"sv,
                          "api"sv,
                          "api/"sv,
                          "link.html"sv,
                          "linked/secret.html"sv,
                          "folder.html"sv,
                          "pipe.html"sv,
                          ".hidden.html"sv,
                          "notes.txt"sv,
                          "page.json"sv,
                          "page.json.damaged-1"sv,
                          "nosuch.html"sv,
                          "~/index.html"sv,
                          "\xC0\xAE\xC0\xAE/secret.html"sv})
    EXPECT_EQ(read(path), "nothing") << path;
}

TEST_F(SiteFiles, AMissingDirectoryHasNoFiles) {
  EXPECT_FALSE(read_site_file(folder.path() / "nosuch", ""));
}

}  // namespace
}  // namespace integrations::local_page
