"""Pages of the app by the rules of accessibility: axe's, the keyboard's, and those of a narrow or enlarged page."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""WCAG 2.2, A and AA."""
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


def violations(page) -> list[str]:
    """What axe finds against the rules, each with the rule and the element."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "rules => axe.run(document, {resultTypes: ['violations'], runOnly: rules}).then(all => all.violations)", RULES
    )
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


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


def dead(stops: list[dict]) -> list[str]:
    """Stops of the focus that cannot be seen, or do not say what they are."""
    return [stop["html"] for stop in stops if not (stop["seen"] and stop["name"])]
