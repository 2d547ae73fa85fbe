#include "integrations/local_page/style.hpp"

#include <fmt/format.h>

namespace integrations::local_page {

// Every text colour has a contrast of at least 4.5 to its ground, every bar of at least 3.
const std::string_view style_sheet = R"(
:root{color-scheme:light dark;--ground:#fff;--card:#fff;--text:#1c2128;--quiet:#59636e;--line:#d1d9e0;--link:#0550ae;
--good:#1a7f37;--maintenance:#0b5cad;--degraded:#855600;--partial:#b03d05;--major:#b3202e;--unknown:#8b949e;
--good-ground:#e6f6ea;--maintenance-ground:#e3f0fd;--degraded-ground:#fdf3d4;--partial-ground:#fdeadf;--major-ground:#fdeaec}
@media (prefers-color-scheme:dark){:root{--ground:#0d1117;--card:#151b23;--text:#e6edf3;--quiet:#9ba6b2;--line:#3d444d;
--link:#79b8ff;--good:#4ac26b;--maintenance:#79b8ff;--degraded:#e3b341;--partial:#f79259;--major:#ff8f8a;
--unknown:#6e7681;--good-ground:#0f2a18;--maintenance-ground:#0e2440;--degraded-ground:#2e2408;--partial-ground:#33190b;
--major-ground:#3a1518}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:52rem;padding:0 1rem 2rem;background:var(--ground);color:var(--text);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
header{padding:1.25rem 0 .75rem}
.site{margin:0;font-size:1.25rem;font-weight:700}
.site a{color:inherit;text-decoration:none}
.site a:hover{text-decoration:underline}
h1{margin:.5rem 0 1rem;font-size:1.5rem;line-height:1.25}
h2{margin:2rem 0 .75rem;font-size:1.25rem}
h3{margin:1.25rem 0 .5rem;font-size:1.0625rem}
h4{margin:0 0 .25rem;font-size:1rem}
p{margin:.25rem 0}
ul,ol{margin:0;padding:0;list-style:none}
.banner{margin:0;padding:1rem 1.25rem;border:1px solid;border-left-width:.5rem;border-radius:.5rem;font-size:1.375rem;
font-weight:700}
.none{color:var(--good);background:var(--good-ground)}
.maintenance{color:var(--maintenance);background:var(--maintenance-ground)}
.minor{color:var(--degraded);background:var(--degraded-ground)}
.major{color:var(--partial);background:var(--partial-ground)}
.critical{color:var(--major);background:var(--major-ground)}
.card{margin:0 0 1rem;padding:1rem 1.25rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
.card h2,.card h3,.card h4{margin:0 0 .25rem;font-size:1.0625rem}
.list{margin-bottom:1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
.list>li{padding:.875rem 1.25rem}
.list>li+li{border-top:1px solid var(--line)}
.row{display:flex;flex-wrap:wrap;gap:.125rem 1rem;justify-content:space-between;align-items:baseline}
.row h3,.row h4{margin:0;font-size:1rem}
.state{font-weight:600;white-space:nowrap}
.operational{color:var(--good)}
.under_maintenance{color:var(--maintenance)}
.degraded_performance{color:var(--degraded)}
.partial_outage{color:var(--partial)}
.major_outage{color:var(--major)}
.quiet,.when,.legend,footer{color:var(--quiet);font-size:.875rem}
.bars{display:block;width:100%;height:2.25rem;margin:.5rem 0 .25rem}
.bars .operational{fill:var(--good)}
.bars .under_maintenance{fill:var(--maintenance)}
.bars .degraded_performance{fill:var(--degraded)}
.bars .partial_outage{fill:var(--partial)}
.bars .major_outage{fill:var(--major)}
.bars .unknown{fill:var(--unknown)}
.legend{display:flex;justify-content:space-between;gap:.5rem}
.legend b{color:var(--text)}
details{margin-top:.25rem;font-size:.875rem}
summary{padding:.25rem 0;cursor:pointer;color:var(--link)}
details li{margin:.25rem 0}
.updates{margin-top:.75rem}
.updates li{margin-top:.75rem;padding-left:.75rem;border-left:3px solid var(--line)}
.updates b{display:block}
footer{margin-top:2.5rem;padding-top:1rem;border-top:1px solid var(--line)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.links{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
.links a{display:inline-block;padding:.25rem 0}
@media (max-width:30rem){.banner{font-size:1.1875rem;padding:.875rem 1rem}.card,.list>li{padding:.75rem .875rem}}
)";

std::string icon(std::string_view indicator) {
  const auto colour = indicator == "none"          ? "2da44e"
                      : indicator == "maintenance" ? "2f81f7"
                      : indicator == "minor"       ? "d4a72c"
                      : indicator == "major"       ? "e16f24"
                      : indicator == "critical"    ? "cf222e"
                                                   : "6e7781";
  return fmt::format(
      "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' "
      "r='7' fill='%23{}'/%3E%3C/svg%3E",
      colour);
}

}  // namespace integrations::local_page
