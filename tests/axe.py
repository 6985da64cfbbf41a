"""Pages of the app by the rules of accessibility: axe's, the keyboard's, and those of a narrow or enlarged page."""

from __future__ import annotations

from itertools import pairwise

from axe_playwright_python.base import AXE_SCRIPT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""WCAG 2.2, A and AA."""
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""Those of them that can come out otherwise in another theme."""
MOST_OF_A_NAME = 200
"""Characters; what scrolls is a stop too, and is named by all that stands in it."""
_STOP = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const box = at.getBoundingClientRect();
    const label = at.labels?.length ? [...at.labels].map((one) => one.textContent).join(" ") : "";
    const ids = (at.getAttribute("aria-labelledby") || "").split(" ");
    const by = ids.map((id) => document.getElementById(id)?.textContent);
    const picture = at.querySelector("img[alt]")?.alt;
    const names = [at.getAttribute("aria-label"), at.textContent, at.title, at.placeholder, label, picture, ...by];
    const own = at.closest("[role=radiogroup], [role=group], label")?.textContent;
    return {
        html: at.outerHTML.slice(0, 160),
        name: (names.find((one) => one && one.trim()) || (at.type === "radio" && own) || "").trim(),
        seen: (box.width > 0 && box.height > 0) || !!at.closest("label")?.getBoundingClientRect().width,
    };
}"""

_HEADINGS = """() => [
    ...(document.querySelector("[role=dialog]") || document).querySelectorAll("h1, h2, h3, h4, h5, h6"),
].filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"""


def violations(page, rules: object = RULES) -> list[str]:
    """What axe finds against the rules, each with the rule and the element."""
    if not page.evaluate("() => window.axe"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "rules => axe.run(document, {preload: false, resultTypes: ['violations'], runOnly: rules})"
        ".then(all => all.violations)",
        rules,
    )
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def misplaced(page) -> str:
    """What is wrong with the headings: a page has one of the first level, first of all, and none skips a level; in a
    dialog they only do not skip one. Empty where all is well."""
    levels = page.evaluate(_HEADINGS)
    in_dialog = page.locator("[role=dialog]").count() > 0
    skips = any(below > above + 1 for above, below in pairwise(levels))
    well = not skips and (in_dialog or (levels[:1] == [1] and levels.count(1) == 1))
    return "" if well else f"headings of the levels {levels}"


def is_wide(page) -> bool:
    """Whether it has to be moved sideways to be read."""
    return page.evaluate(
        "() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]"
        ".some((one) => one && one.scrollWidth > one.clientWidth + 1)"
    )


def tab_stops(page, most: int = 200) -> list[dict]:
    """Where the focus goes, from the top of the page on, until it has left it."""
    page.evaluate("() => { document.activeElement?.blur(); getSelection().removeAllRanges(); window.scrollTo(0, 0); }")
    stops: list[dict] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"The focus does not leave the page, and is at {stops[-1]['html']}.")


def focus_on(page, name: str, most: int = 120) -> None:
    """Moves the focus on by the Tab key until it is on what has this name; the focus has to be seen there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop and name in stop["name"] and len(stop["name"]) < MOST_OF_A_NAME:
            assert stop["seen"], f"{name} has the focus and is not seen"
            return
    raise AssertionError(f"The Tab key does not come to {name}.")


def dead(stops: list[dict]) -> list[str]:
    """Stops of the focus that cannot be seen, or do not say what they are."""
    return [stop["html"] for stop in stops if not (stop["seen"] and stop["name"])]
