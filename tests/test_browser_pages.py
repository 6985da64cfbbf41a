"""Every page by the rules of accessibility, in both themes, on a phone, enlarged, and by the keyboard alone."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import axe
import pytest
from browser import ELSEWHERE
from serving import Server, running
from test_browser_review import CHOIR, TRIGGERS

from questionnaire.answers.answers import Answer, Answers
from questionnaire.answers.review import ANSWER, APPROVER, OWNER, REVIEWER, About, Comment, Condition, Opinion, Step
from questionnaire.answers.reviews import Who
from questionnaire.answers.store import Store, default_url

pytestmark = pytest.mark.browser
DESKTOP, ENLARGED, PHONE = (1280, 1000), (640, 500), (390, 844)
RESTING = "[data-testid=stApp][data-test-script-state=notRunning]"
RESULT = ("Summary", "Findings", "To find out", "What if", "What to do", "Law and cases", "All answers")
REVIEW = (
    "Where it stands",
    "Comments",
    "Likelihood and severity",
    "Conditions",
    "People concerned",
    "Editions",
    "Who takes part",
)


def sized(size: tuple[int, int]) -> dict[str, int]:
    return {"width": size[0], "height": size[1]}


class Seeded(NamedTuple):
    """A server, with the addresses of an assessment, of its variant, and of one in review; and two invitations."""

    server: Server
    mine: str
    variant: str
    reviewed: str
    invitation: str
    question: str


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory, toy_folder: Path) -> Iterator[Seeded]:
    folder = tmp_path_factory.mktemp("pages")
    knowledge = Path(shutil.copytree(toy_folder, folder / "toy"))
    (knowledge / "triggers.yaml").write_text(TRIGGERS, "utf-8")
    with (knowledge / "questions" / "size.yaml").open("a", encoding="utf-8") as file:
        file.write("recap:\n  says: it hears\n  open: how many people it hears\n  small: true\n")
    answers = Answers({"name": "Village choir"}, {key: Answer("answered", options) for key, options in CHOIR.items()})
    store = Store(default_url({"RISKWALK_DATA": str(folder / "data")}))
    mine = store.begin(answers)
    variant = store.begin(
        Answers(answers.project, {**answers.answers, "who-decides": Answer("answered", ("machine",))}),
        of=mine,
        called="By machine",
    )
    reviewed, who = store.begin(answers), Who("b" * 32, "Bo", frozenset({OWNER, REVIEWER, APPROVER}))
    seen = store.revision(reviewed)
    for entry in (
        Step("submit", "Look, please."),
        Comment("Who is that?", About(ANSWER, "who-decides", "Who decides?")),
        Condition("Count", "Ada", datetime.date.max.isoformat()),
        Opinion("It is fine.", "Singers", "2026-11-01"),
    ):
        store.reviews.add(reviewed, entry, who, seen=seen)
    invitation = store.sharing.invite(mine, REVIEWER, "Bo", 3)
    question = store.asking.ask(mine, "size", "Legal", "Roughly is enough", 3)
    store.close()
    with running(folder, RISKWALK_HOSTS=ELSEWHERE, RISKWALK_KB=str(knowledge)) as server:
        yield Seeded(server, *(f"?assessment={one}" for one in (mine, variant, reviewed)), invitation, question)


@pytest.fixture(params=["light", "dark"])
def walked(request, chromium, seeded: Seeded) -> Iterator[Callable]:
    """Goes to an address and holds what is shown there to the rules: at a desk and enlarged in the light theme, on a
    phone in the dark one. Gives the page, and `look` for what is shown after something was done on it."""
    theme = request.param
    size = DESKTOP if theme == "light" else PHONE
    context = chromium.new_context(viewport=sized(size), color_scheme=theme)
    page = context.new_page()
    page.set_default_timeout(60_000)
    wrong: list[str] = []

    def look(name: str) -> None:
        page.locator(RESTING).wait_for()
        found = axe.violations(page)
        if found:  # what fades in has another contrast meanwhile
            page.wait_for_timeout(1500)
            found = axe.violations(page)
        wrong.extend(f"{name}: {each}" for each in found)
        if theme == "light":
            page.set_viewport_size(sized(ENLARGED))
            page.wait_for_timeout(100)
        if axe.is_wide(page):
            wrong.append(f"{name}: has to be moved sideways")
        page.set_viewport_size(sized(size))

    def walked_(address: str, heading: str, host: str = "127.0.0.1"):
        page.goto(f"http://{host}:{seeded.server.port}/{address}")
        page.get_by_role("heading", name=heading, exact=True).first.wait_for()
        look(heading)
        return page, look

    yield walked_
    context.close()
    assert not wrong, "\n".join(wrong)


def through(tabs: tuple[str, ...], page, look: Callable[[str], None]) -> None:
    """Opens one tab of a page after the other, and looks at each."""
    for tab in tabs:
        page.get_by_role("tab", name=tab, exact=True).click()
        page.locator("[role=tab][aria-selected=true]", has_text=tab).wait_for()
        look(tab)


def test_the_pages_of_an_assessment(walked, seeded: Seeded) -> None:
    page, look = walked(f"{seeded.mine}&at=use", "The use")
    page.get_by_text("Note, evidence, ask somebody, take back").first.click()
    page.get_by_role("button", name="Ask somebody").first.wait_for()
    look("note and evidence")
    page.get_by_role("button", name="Ask somebody").first.click()
    page.get_by_label("Whom do you ask?").wait_for()
    look("ask somebody")
    walked(f"{seeded.mine}&at=project", "The project")
    walked(f"{seeded.mine}&at=next", "Next best questions")
    walked(f"{seeded.mine}&at=variants", "Other ways")
    walked(f"{seeded.variant}&at=variants", "Other ways")
    walked(f"{seeded.mine}&at=result", "Result")
    through(RESULT[1:], page, look)


def test_the_pages_of_a_review(walked, seeded: Seeded) -> None:
    page, look = walked(f"{seeded.reviewed}&at=use", "The use")
    page.get_by_role("button", name="Reply").first.click()
    page.get_by_label("Comment", exact=True).wait_for()
    look("a comment beside an answer")
    walked(f"{seeded.reviewed}&at=review", "Review")
    through(REVIEW[1:], page, look)


def test_the_pages_around_assessments(walked, seeded: Seeded) -> None:
    walked("", "Start new")
    walked("?page=portfolio", "All assessments")
    walked("?page=again", "Again with today's knowledge")
    walked("?page=knowledge", "What Riskwalk knows")
    walked("?page=coverage", "What is covered, and what is not")
    walked("?entry=deployment.choir-admission", "Admission to a choir")
    walked("?entry=deployment.choir-admission&wrong=1", "Admission to a choir")
    walked("?assessment=nothing", "There is no assessment at this address")
    page, look = walked(f"#invitation={seeded.invitation}", "You are invited", ELSEWHERE)
    page.goto("about:blank")
    walked(f"#invitation={seeded.question}", "You are invited", ELSEWHERE)
    page.get_by_label("Your name", exact=True).first.fill("Bo")
    page.get_by_role("button", name="Take part").click()
    page.get_by_role("heading", name="A question to you").wait_for()
    look("a question to you")


@pytest.mark.parametrize(
    ("which", "address"),
    [
        ("mine", "&at=use"),
        ("mine", "&at=variants"),
        ("reviewed", "&at=use"),
        ("reviewed", "&at=review"),
        ("", "?page=portfolio"),
        ("", "?page=knowledge"),
        ("", "?entry=deployment.choir-admission"),
    ],
)
def test_the_keyboard_reaches_all_and_stops_at_nothing_dead(chromium, seeded: Seeded, which: str, address: str) -> None:
    page = chromium.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"http://127.0.0.1:{seeded.server.port}/{getattr(seeded, which, '')}{address}")
    page.locator("h1").first.wait_for()
    page.wait_for_timeout(500)
    page.locator(RESTING).wait_for()
    stops = axe.tab_stops(page)
    page.close()
    assert len(stops) > 3
    assert not axe.dead(stops)
