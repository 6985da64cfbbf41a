"""Every page by the rules of accessibility, in both themes, on a phone, enlarged, and by the keyboard alone."""

from __future__ import annotations

import datetime
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import axe
import oidc
import pytest
from browser import ELSEWHERE, question
from serving import Server, running
from test_browser_review import CHOIR, TRIGGERS

from questionnaire.answers.answers import Answer, Answers
from questionnaire.answers.changes import Change
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
    """A server, with the addresses of an assessment, of its variant, and of one in review; two invitations; and where
    its store is."""

    server: Server
    mine: str
    variant: str
    reviewed: str
    invitation: str
    question: str
    environment: dict[str, str]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory, toy_folder: Path) -> Iterator[Seeded]:
    folder = tmp_path_factory.mktemp("pages")
    knowledge = Path(shutil.copytree(toy_folder, folder / "toy"))
    (knowledge / "triggers.yaml").write_text(TRIGGERS, "utf-8")
    with (knowledge / "questions" / "size.yaml").open("a", encoding="utf-8") as file:
        file.write("recap:\n  says: it hears\n  open: how many people it hears\n  small: true\n")
    answers = Answers({"name": "Village choir"}, {key: Answer("answered", options) for key, options in CHOIR.items()})
    environment = {"RISKWALK_DATA": str(folder / "data")}
    store = Store(default_url(environment))
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
        yield Seeded(
            server, *(f"?assessment={one}" for one in (mine, variant, reviewed)), invitation, question, environment
        )


@pytest.fixture
def walked(chromium) -> Iterator[Callable]:
    """Goes to an address of a server and holds what is shown there to the rules, in both themes, at a desk and on a
    phone, and enlarged. Gives the page, and `look` for what is shown after something was done on it."""
    context = chromium.new_context(viewport=sized(DESKTOP))
    page = context.new_page()
    page.set_default_timeout(60_000)
    wrong: list[str] = []

    def look(name: str) -> None:
        page.locator(RESTING).wait_for()
        if headings := axe.misplaced(page):
            wrong.append(f"{name}: {headings}")
        for size in (PHONE, ENLARGED, DESKTOP):
            page.set_viewport_size(sized(size))
            page.wait_for_timeout(100)
            if axe.is_wide(page):
                wrong.append(f"{name}: has to be moved sideways at {size}")
            for theme in () if size == ENLARGED else ("dark", "light"):
                page.emulate_media(color_scheme=theme)
                page.wait_for_timeout(100)
                rules = axe.RULES if theme == "light" else axe.OF_COLOURS
                found = axe.violations(page, rules)
                if found:  # what fades in has another contrast meanwhile
                    page.wait_for_timeout(1500)
                    found = axe.violations(page, rules)
                wrong.extend(f"{name}, {theme}, {size}: {each}" for each in found)

    def walked_(server: Server, address: str, heading: str, host: str = "127.0.0.1"):
        page.goto(f"http://{host}:{server.port}/{address}")
        page.get_by_role("heading", name=heading, exact=True).first.wait_for()
        look(heading)
        return page, look

    yield walked_
    context.close()
    assert not wrong, "\n".join(wrong)


def through(tabs: tuple[str, ...], page, look: Callable[[str], None]) -> None:
    """Opens one tab of a page after the other, and looks at each."""
    for tab in tabs:
        open_tab(tab, page)
        look(tab)


def open_tab(tab: str, page) -> None:
    page.get_by_role("tab", name=tab, exact=True).click()
    page.locator("[role=tab][aria-selected=true]", has_text=tab).wait_for()
    page.locator(RESTING).wait_for()


def unfold(page, *labels: str) -> None:
    """Opens the first fold with each label, and waits for what stands in it."""
    for label in labels:
        page.locator("details:not([open]) > summary", has_text=label).first.click()
        page.wait_for_timeout(300)
        page.locator(RESTING).wait_for()


def test_the_pages_of_an_assessment(walked, seeded: Seeded) -> None:
    server, mine = seeded.server, seeded.mine
    page, look = walked(server, f"{mine}&at=use", "The use")
    page.get_by_text("More: note, evidence, ask somebody, take back").first.click()
    page.get_by_role("button", name="Ask somebody", exact=True).click()
    page.get_by_label("Whom do you ask?").wait_for()
    look("a note, and whom one asks")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Open the picture with its words").click()
    page.get_by_role("dialog").get_by_role("img").wait_for()
    look("the picture large")
    walked(server, f"{mine}&at=project", "The project")
    walked(server, f"{mine}&at=next", "Next best questions")
    page.get_by_text("One question at a time, large").click()
    page.locator(".st-key-large-question").wait_for()
    look("one question, large")
    walked(server, f"{mine}&at=variants", "Other ways")
    walked(server, f"{seeded.variant}&at=variants", "Other ways")
    walked(server, f"{mine}&at=result", "Result")
    unfold(page, "What holds the level down", "Drafts for the next stages and for forms")
    look("the drafts")
    page.get_by_role("combobox", name="Which draft").click()
    page.get_by_role("option").first.wait_for()
    look("an open list")
    page.keyboard.press("Escape")
    unfolds = {"Findings": "Few deep voices", "What to do": "Why, how, and when it is done"}
    for tab in RESULT[1:]:
        open_tab(tab, page)
        if tab in unfolds:
            unfold(page, unfolds[tab])
        look(tab)


def test_the_pages_of_a_review(walked, seeded: Seeded) -> None:
    page, look = walked(seeded.server, f"{seeded.reviewed}&at=use", "The use")
    page.get_by_role("button", name="Reply").first.click()
    page.get_by_label("Comment", exact=True).wait_for()
    look("a comment beside an answer")
    walked(seeded.server, f"{seeded.reviewed}&at=review", "Review")
    through(REVIEW[1:], page, look)
    open_tab("Conditions", page)
    page.get_by_role("button", name="Give it up").first.click()
    page.get_by_label("Why it is given up").wait_for()
    look("a condition given up")


def test_the_pages_around_assessments(walked, seeded: Seeded) -> None:
    server = seeded.server
    page, look = walked(server, "", "Start new")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {
            "name": "answers.yaml",
            "mimeType": "application/yaml",
            "buffer": b"format: riskwalk-answers/1\nanswers: {a: b}",
        }
    )
    page.locator(".st-key-file-problems").wait_for()
    look("a file with a mistake")
    page.get_by_role("button", name="More", exact=True).first.click()
    page.get_by_role("button", name="Delete").wait_for()
    look("more for an assessment")
    walked(server, "?page=portfolio", "All assessments")
    walked(server, "?page=again", "Again with today's knowledge")
    walked(server, "?page=knowledge", "What Riskwalk knows")
    walked(server, "?page=knowledge&kind=deployments", "What Riskwalk knows")
    walked(server, "?page=new", "Something is missing: a new entry")
    walked(server, "?page=coverage", "What is covered, and what is not")
    walked(server, "?entry=deployment.choir-admission", "Admission to a choir")
    unfold(page, "As it stands in the file")
    look("an entry's file")
    walked(server, "?entry=deployment.choir-admission&wrong=1", "Admission to a choir")
    walked(server, "?entry=deployment.nothing", "There is no entry at this address")


def test_the_pages_of_who_is_invited(walked, seeded: Seeded) -> None:
    page, look = walked(seeded.server, f"#invitation={seeded.invitation}", "You are invited", ELSEWHERE)
    page.goto("about:blank")
    walked(seeded.server, f"#invitation={seeded.question}", "You are invited", ELSEWHERE)
    page.get_by_label("Your name", exact=True).first.fill("Bo")
    page.get_by_role("button", name="Take part").click()
    page.get_by_role("heading", name="A question to you").wait_for()
    look("a question to you")
    page.get_by_text("A few", exact=True).click()
    page.get_by_text("Your answer is with the team.").wait_for()
    look("an answer to it")


def test_what_goes_wrong_while_one_answers(walked, seeded: Seeded) -> None:
    page, look = walked(seeded.server, f"{seeded.mine}&at=use", "The use")
    page.route_web_socket("**/news", lambda _line: None)  # it is not told of the other's change
    page.reload()
    choice = page.get_by_role("radiogroup", name="Who decides?")
    choice.wait_for()
    page.locator(RESTING).wait_for()
    store, token = Store(default_url(seeded.environment)), seeded.mine.partition("=")[2]
    unknown = {"status": "unknown"}
    store.record(token, [Change("answer", "who-decides", None, unknown, store.revision(token), "c" * 32)])
    choice.get_by_text("The machine alone").click()
    keep = page.get_by_role("button", name="Keep what was saved")
    keep.wait_for()
    look("changed by two")
    keep.click()
    keep.wait_for(state="detached")
    with sqlite3.connect(store.file) as database:
        database.execute("CREATE TRIGGER no BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no'); END")
    page.get_by_text("Counting birdsong").click()
    page.get_by_text("Not saved.").first.wait_for()
    look("not saved")
    with sqlite3.connect(store.file) as database:
        database.execute("DROP TRIGGER no")
    store.close()
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("Saved at").first.wait_for()
    walked(seeded.server, "?assessment=nothing", "There is no assessment at this address")


def test_who_is_not_signed_in_and_what_cannot_be_read(walked, tmp_path: Path, toy_folder: Path, changed) -> None:
    settings = tmp_path / "secrets.toml"
    with oidc.provider() as provider:
        settings.write_text(provider.secrets_for(ELSEWHERE), "utf-8")
        named = {"RISKWALK_HOSTS": ELSEWHERE, "STREAMLIT_SECRETS_FILES": str(settings)}
        with running(tmp_path, RISKWALK_KB=str(toy_folder), **named) as server:
            walked(server, "", "Riskwalk", ELSEWHERE)
    with running(tmp_path, RISKWALK_KB=str(changed("questions/size.yaml", "why_we_ask:", "why_we_aks:"))) as server:
        walked(server, "", "The knowledge base has mistakes, so nothing was loaded")
    with running(tmp_path, RISKWALK_KB=str(toy_folder), RISKWALK_DATABASE_URL="nowhere") as server:
        walked(server, "", "Your assessment cannot be read just now")


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


def test_the_way_to_the_report_and_the_review_by_the_keyboard_alone_on_an_enlarged_page(
    chromium, seeded: Seeded
) -> None:
    context = chromium.new_context(viewport=sized(ENLARGED), device_scale_factor=2)
    page = context.new_page()
    page.set_default_timeout(60_000)
    keys = page.keyboard

    def chooses(name: str, key: str) -> None:
        page.wait_for_timeout(300)
        page.locator(RESTING).wait_for()
        axe.focus_on(page, name)
        keys.press(key)

    def comes_to(heading: str) -> None:
        page.get_by_role("heading", name=heading, exact=True).wait_for()
        page.locator(RESTING).wait_for()
        assert not axe.is_wide(page), heading

    def goes_to(name: str) -> None:
        """A page by the list of pages, which is folded away on so narrow a page."""
        if not page.get_by_test_id("stSidebar").get_by_role("link", name=name).is_visible():
            chooses("keyboard_double_arrow_right", "Enter")
        chooses(name, "Enter")

    page.goto(f"http://127.0.0.1:{seeded.server.port}/")
    comes_to("Start new")
    chooses("Name of the project", "End")
    keys.type("Choir")
    chooses("Begin", "Enter")
    comes_to("The project")
    chooses("What is it meant to do", "End")
    keys.type("It sorts voices")
    page.get_by_text("Saved at").wait_for()
    chooses("Next: The task", "Enter")
    comes_to("The task")
    chooses("Yes", "Space")
    keys.press("ArrowDown")
    page.get_by_role("radio", name="No, only birds", checked=True).wait_for()
    page.locator(RESTING).wait_for()
    keys.press("ArrowUp")
    page.get_by_role("radio", name="Yes", checked=True).wait_for()
    chooses("Sorting voices", "Space")
    page.get_by_role("checkbox", name="Sorting voices", checked=True).wait_for()
    chooses("Pitch that is kept", "Space")
    question(page, "objective").locator("input:checked").first.wait_for(state="attached")
    goes_to("Result and report")
    comes_to("Result")
    page.wait_for_timeout(300)
    axe.focus_on(page, "Report as PDF")
    with page.expect_download():
        keys.press("Enter")
    goes_to("Review")
    comes_to("Review")
    chooses("Where it stands", "ArrowRight")
    page.locator("[role=tab][aria-selected=true]", has_text="Comments").wait_for()
    comes_to("Comments")
    context.close()


def test_the_level_stays_in_sight_on_a_phone(chromium, seeded: Seeded) -> None:
    page = chromium.new_page(viewport=sized(PHONE))
    page.set_default_timeout(60_000)
    page.goto(f"http://127.0.0.1:{seeded.server.port}/{seeded.mine}&at=use")
    page.locator(".rw-level-so-far").wait_for()
    for down in (0, 300, 900):
        page.get_by_test_id("stMain").evaluate("(main, down) => main.scrollTo(0, down)", down)
        box = page.locator(".rw-level-so-far").bounding_box()
        assert 0 <= box["y"] <= PHONE[1] - box["height"]
        middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        assert page.evaluate("([x, y]) => !!document.elementFromPoint(x, y).closest('.rw-strip')", middle), down
    page.close()
