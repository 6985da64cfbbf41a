"""The HTML report in a real browser: by the rules of axe, by keyboard, and on a narrow screen."""

from __future__ import annotations

import re
from functools import cache

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from test_readings import blank, of

from questionnaire.answers.answers import Answers, Evidence
from questionnaire.assessment.assess import report
from questionnaire.readings.readings import READINGS, named
from questionnaire.reports import html

pytestmark = pytest.mark.browser
DESKTOP, PHONE, NARROW = (1280, 900), (390, 844), (320, 640)
NAMES = ("blog-t2i-website-backgrounds", "blog-t2i-police-sketch", "cv-ranking-engine")
WIDE = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"


@cache
def sources() -> tuple[str, ...]:
    """The full report of each kind, and every reading of one with many findings."""
    told = [(named("full"), of(name)) for name in NAMES[:2]] + [(each, of(NAMES[2])) for each in READINGS]
    return tuple(html.render(each.document(whole, "2026-11-26")) for each, whole in [*told, (named("full"), blank())])


@pytest.fixture
def shown(chromium):
    """Opens an HTML report in a window of that size, the same one for all of a test; nothing may be fetched."""
    windows = {}

    def show(source: str, size: tuple[int, int] = DESKTOP, scheme: str = "light"):
        if (size, scheme) not in windows:
            width, height = size
            page = chromium.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.set_default_timeout(60_000)  # others run beside it
            page.on("request", lambda request: pytest.fail(f"asks for {request.url}"))
            windows[size, scheme] = page
        windows[size, scheme].set_content(source)
        return windows[size, scheme]

    yield show
    for page in windows.values():
        page.close()


def violations(page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_rule_of_accessibility_is_broken(shown, size, scheme):
    for source in sources():
        assert violations(shown(source, size, scheme)) == []


def test_the_rules_see_what_is_wrong(shown):
    source = html.render(named("card").document(of(NAMES[1])))
    assert violations(shown(source.replace('<html lang="en">', "<html>"))) != []
    assert violations(shown(source.replace("--quiet: #545e68", "--quiet: #c5ced6"))) != []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_dark_screen_gets_a_dark_page(shown, scheme):
    page = shown(html.render(named("card").document(of(NAMES[1]))), DESKTOP, scheme)
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", color)[:3])) < 200) == (scheme == "dark")


@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROW], ids=["desktop", "phone", "narrow"])
def test_the_page_never_scrolls_sideways(shown, size):
    for source in sources():
        assert not shown(source, size).evaluate(WIDE)


def test_a_long_word_does_not_make_the_page_wide(shown, toy_network):
    typed = "w" * 400
    answers = Answers(
        dict.fromkeys(("name", "purpose"), typed), notes={"task": typed}, evidence=(Evidence(typed, typed),)
    )
    for each in READINGS:
        assert not shown(html.render(each.document(report(toy_network, answers))), NARROW).evaluate(WIDE)


def test_every_link_and_wide_table_is_reached_by_keyboard_and_seen(shown):
    page = shown(html.render(named("full").document(of(NAMES[1]))))
    wanted = page.evaluate("document.querySelectorAll('a[href], [tabindex=\"0\"]').length")
    reached = set()
    for _ in range(min(wanted, 60)):
        page.keyboard.press("Tab")
        place, outline = page.evaluate(
            "[[...document.querySelectorAll('a[href], [tabindex=\"0\"]')].indexOf(document.activeElement),"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert place >= 0 and outline != "none"
        reached.add(place)
    assert reached == set(range(min(wanted, 60)))


def test_a_link_within_the_report_leads_to_its_place(shown):
    page = shown(html.render(named("full").document(of(NAMES[2]))))
    link = page.locator('a[href^="#recommendation-"]').first
    target = link.get_attribute("href")
    link.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == target
    assert page.locator(target).bounding_box()["y"] < DESKTOP[1]


def test_no_script_stands_in_a_report(shown, toy_network):
    typed = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\">"
    answers = Answers(
        {"name": typed, "purpose": typed},
        notes={"task": typed},
        evidence=(Evidence(typed, f"https://x.example/{typed}"),),
    )
    page = shown(html.render(named("full").document(report(toy_network, answers))))
    assert page.title() == f"Machine-bias risk report: {typed}"
    assert page.evaluate("document.scripts.length + document.images.length") == 0
