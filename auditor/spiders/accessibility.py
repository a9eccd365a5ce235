"""What axe-core says of a page that stands in the browser: WCAG 2.x A and AA rules.

axe-core comes with the package axe-playwright-python (MPL-2.0); only its script is used, inside the
auditor's own guarded browser. Rules: https://dequeuniversity.com/rules/axe/
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from auditor.models import Accessibility, Barrier

if TYPE_CHECKING:
    from playwright.async_api import Page

_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
_ASK = """async tags => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
  return JSON.stringify({
    engine: axe.version,
    passed: found.passes.length,
    barriers: found.violations.map(v => ({rule: v.id, impact: v.impact || 'minor', count: v.nodes.length,
                                          help: v.help})),
  });
}"""


class _Said(msgspec.Struct):
    engine: str
    passed: int
    barriers: list[dict[str, Any]]


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


async def examine(page: Page, url: str, at: str) -> Accessibility:
    """Run axe-core on the page as it stands. Raises Playwright's errors; a page may break the script."""
    await page.evaluate(_axe())
    said = msgspec.json.decode(await page.evaluate(_ASK, list(_TAGS)), type=_Said)
    barriers = (
        Barrier(
            rule=str(item["rule"])[:60],
            impact=str(item["impact"])[:20],
            count=int(item["count"]),
            help=str(item["help"])[:200],
        )
        for item in said.barriers
    )
    return Accessibility(
        url=url,
        at=at,
        engine=f"axe-core {said.engine[:20]}",
        passed=said.passed,
        barriers=tuple(sorted(barriers, key=lambda barrier: barrier.rule)),
    )
