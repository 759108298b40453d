"""axe-core on the page that is open: WCAG 2.2, levels A and AA."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

import workstate.theme

SOURCE = Path(workstate.theme.__file__).parent / "static_src/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# What a change of colours alone can break.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
RUN = """async (options) => {
  // A drawer on its way in is half transparent: judge what people get to read.
  const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map((one) => one.finished));
  const { violations } = await axe.run(document, options);
  return violations.map(({ id, help, nodes }) => ({
    id, help, nodes: nodes.map((node) => `${node.target.join(" ")}  ${node.html.slice(0, 160)}  ${node.failureSummary}`),
  }));
}"""


def violations(page: Page, *, of_colour: bool = False) -> list[str]:
    """What axe finds, a line each. The page's context must bypass the Content-Security-Policy, which forbids axe itself."""
    if not page.evaluate("() => 'axe' in window"):
        page.add_script_tag(path=SOURCE)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if of_colour:
        options["runOnly"] = {"type": "rule", "values": OF_COLOUR}
    else:
        options |= {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"target-size": {"enabled": True}}}
    return [
        f"{found['id']} ({found['help']}): " + "\n    ".join(["", *found["nodes"]])
        for found in page.evaluate(RUN, options)
    ]
