"""A review in real browsers: an author, a reviewer, an approver and a stranger, none of them on the machine itself."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import ELSEWHERE
from serving import Server, running

from questionnaire.answers.answers import Answer
from questionnaire.answers.changes import Change, answer_value
from questionnaire.answers.review import CHANGES_REQUESTED, DRAFT, IN_REVIEW, WITH_CONDITIONS
from questionnaire.answers.store import Store, default_url

pytestmark = pytest.mark.browser

WHOLE, LONG_PHONE = (1280, 2400), (390, 3600)
"""Width and height at which a picture has the whole page."""
CHOIR = {
    "task": ("voice-sorting",),
    "people": ("yes",),
    "objective": ("pitch-kept",),
    "data-plan": ("old-recordings",),
    "deployment": ("choir-admission",),
    "who-decides": ("teacher",),
}
TRIGGERS = """
reviewers:
  - {id: teachers, title: "The teachers' council"}
in_place:
  - {id: resolved, title: "Every comment is resolved.", check: comments_resolved}
  - {id: heard, title: "The singers were asked.", check: people_asked}
levels:
  - {level: low, because: "Little can go wrong.", reviewers: [teachers], in_place: [resolved, heard]}
  - {level: moderate, because: "Singers can be hurt.", reviewers: [teachers], in_place: [resolved, heard]}
  - {level: high, because: "Singers can be hurt badly.", reviewers: [teachers], in_place: [resolved, heard]}
"""


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, chromium, server: Server):
        self.context = chromium.new_context(viewport={"width": 1280, "height": 1000})
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)  # two cores, a server and a browser: a rerun can take its time
        self.asked: list[str] = []
        self.page.on("request", lambda asked: self.asked.append(f"{asked.url} {asked.headers}"))
        self.start = f"http://{ELSEWHERE}:{server.port}/"

    def sees(self, text: str, **how: bool) -> None:
        self.page.get_by_text(text, **how).first.wait_for()

    def clicks(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def types(self, label: str, text: str) -> None:
        field = self.page.get_by_label(label, exact=True).first
        field.fill(text)
        field.press("Tab")

    def finds_empty(self, label: str) -> None:
        """Waits for a form that is empty again: what is typed into the one before would go with it."""
        field = self.page.get_by_label(label, exact=True).first
        assert wait_for(lambda: field.input_value() == ""), f"{label}: {field.input_value()}"

    def dates(self, label: str, digits: str) -> None:
        """Types a day, part by part."""
        self.page.get_by_role("group", name=label, exact=True).get_by_role("spinbutton").first.click()
        self.page.keyboard.type(digits)
        self.page.keyboard.press("Tab")

    def opens(self, part: str) -> None:
        """A part of the review page."""
        self.page.get_by_role("tab", name=part, exact=True).click()

    def chooses(self, label: str, option: str) -> None:
        box = self.page.get_by_role("combobox", name=label).first
        box.click()
        box.fill(option)
        self.page.get_by_role("option", name=option).first.click()

    def invites(self, role: str, whom: str) -> str:
        """Makes an invitation, and returns its link, which takes the place of one that is shown already."""
        self.opens("Who takes part")
        shown = self.page.get_by_test_id("stCode")
        earlier = shown.first.inner_text().strip() if shown.count() else ""
        self.chooses("Role", role)
        self.types("For whom", whom)
        self.clicks("Make an invitation")
        link = shown.filter(has_not_text=earlier).first if earlier else shown.first
        return link.inner_text().strip()

    def takes(self, link: str, name: str) -> None:
        """Opens an invitation and takes part."""
        self.page.goto(link)
        self.page.get_by_role("heading", name="You are invited").wait_for()
        self.types("Your name", name)
        self.clicks("Take part")
        self.page.get_by_role("heading", name="Review", exact=True).wait_for()

    def is_shown(self, name: str, *, phone: bool = True) -> None:
        """Keeps pictures of what is seen, where a folder for pictures is named: in both themes, and on a phone where
        nothing lies open over the page that would lose its place."""
        folder = os.environ.get("RISKWALK_PICTURES")
        if not folder:
            return
        usual = self.page.viewport_size
        for width, height in (WHOLE, LONG_PHONE) if phone else (tuple(usual.values()),):
            self.page.set_viewport_size({"width": width, "height": height})
            for theme in ("dark", "light"):
                self.page.emulate_media(color_scheme=theme)
                self.page.wait_for_timeout(800)
                self.page.screenshot(path=str(Path(folder) / f"{name}-{width}-{theme}.png"))
        self.page.set_viewport_size(usual)
        self.page.wait_for_timeout(800)
        if (ways := self.page.get_by_test_id("stExpandSidebarButton")).is_visible():
            ways.click()


@pytest.fixture
def server(tmp_path: Path, toy_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    (toy_copy / "triggers.yaml").write_text(TRIGGERS, "utf-8")
    monkeypatch.setenv("RISKWALK_DATA", str(tmp_path / "data"))
    with running(tmp_path, RISKWALK_HOSTS=ELSEWHERE, RISKWALK_KB=str(toy_copy)) as server:
        yield server


@pytest.fixture
def person(chromium, server: Server) -> Iterator[object]:
    people: list[Person] = []

    def person_() -> Person:
        people.append(Person(chromium, server))
        return people[-1]

    yield person_
    for one in people:
        one.context.close()


def kept(token: str):
    """What another process reads from the disk."""
    store = Store(default_url())
    found = store.reviews.of(token), store.replay(token)
    store.close()
    return found


def wait_for(holds: Callable[[], object]) -> bool:
    until = time.monotonic() + 45
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.1)
    return False


def comes_to(token: str, state: str) -> None:
    assert wait_for(lambda: kept(token)[0].state == state), f"it is {kept(token)[0].state}"


def answer(token: str, **given: tuple[str, ...]) -> None:
    """What the author answers in between, which other journeys follow click by click."""
    store = Store(default_url())
    by = store.history(token)[0].by
    changes = [
        Change("answer", key.replace("_", "-"), None, answer_value(Answer("answered", options)), 99, by)
        for key, options in given.items()
    ]
    store.record(token, changes)
    store.close()


def token_of(page) -> str:
    return page.url.partition("assessment=")[2].partition("&")[0]


def test_from_a_description_to_a_decision_and_to_next_year(server: Server, person) -> None:
    ada = person()
    ada.page.goto(ada.start)
    ada.page.get_by_role("heading", name="Start new").wait_for()
    assert wait_for(ada.context.cookies), "the browser keeps nothing"
    ada.types("Name of the project", "Choir R&D <5%")
    ada.clicks("Begin")
    ada.page.get_by_role("heading", name="The project").wait_for()
    token = token_of(ada.page)
    answer(token, **CHOIR)
    ada.page.reload()
    ada.page.get_by_role("link", name="Review").click()
    ada.page.get_by_role("heading", name="Review", exact=True).wait_for()
    ada.is_shown("review-draft")
    invitation = ada.invites("Reviewer", "Bo")
    ada.is_shown("review-invitation")
    final = ada.invites("Approver", "Cy")
    secret = invitation.partition("#invitation=")[2]
    assert len(secret) == 43 and invitation.startswith(ada.start)

    # The author describes it to those concerned and asks for a review.
    ada.opens("People concerned")
    ada.sees("were not asked yet in this edition")
    ada.types("Your name", "Ada")
    ada.types("Who was asked", "The singers' club")
    ada.dates("When", "20261102")
    ada.types("What they said", "We want to be heard by a person.")
    ada.clicks("Save the opinion")
    ada.sees("The singers' club, asked on 2026-11-02")
    ada.is_shown("review-people")
    ada.opens("Where it stands")
    ada.types("Reason", "First look, please.")
    ada.clicks("Ask for a review")
    comes_to(token, IN_REVIEW)
    ada.sees("First look, please.")

    # The reviewer, in another browser, comments and asks for changes.
    bo = person()
    bo.takes(invitation, "Bo")
    assert secret not in bo.page.url and secret not in bo.page.title()
    assert not [asked for asked in bo.asked if secret in asked], "the secret went over the wire in an address"
    assert secret not in server.said()
    bo.is_shown("review-reviewer")
    bo.opens("Comments")
    bo.chooses("About", "Answer: Who decides")
    bo.types("Comment", "Who is the teacher's deputy?")
    bo.clicks("Save the comment")
    bo.sees("1 open, of 1 in all.")
    bo.opens("Likelihood and severity")
    bo.chooses("Likelihood", "Likely")
    bo.chooses("Severity", "Serious")
    bo.types("Why", "Last year it happened twice.")
    bo.clicks("Save this rating")
    bo.sees("Last year it happened twice.")
    bo.is_shown("review-ratings")
    bo.opens("Where it stands")
    bo.types("Reason", "Say who stands in.")
    bo.clicks("Ask for changes")
    comes_to(token, CHANGES_REQUESTED)

    # A reviewer's page of questions shows the answers and changes none.
    bo.page.get_by_role("link", name="The task").click()
    bo.page.get_by_role("heading", name="The task", exact=True).wait_for()
    bo.sees("but not change its answers")
    assert bo.page.get_by_role("radio", name="Yes", exact=True).is_disabled()
    bo.is_shown("review-reviewer-questions")
    assert bo.page.locator('[role="radiogroup"] input:enabled').count() == 0

    # The author mends, resolves the comment and asks again.
    ada.page.reload()
    ada.sees("Changes requested")
    answer(token, second_look=("yes",))
    ada.page.reload()
    ada.opens("Comments")
    ada.sees("Who is the teacher's deputy?")
    ada.is_shown("review-comments")
    ada.clicks("Mark as resolved")
    ada.sees("0 open, of 1 in all.")
    ada.opens("Where it stands")
    ada.clicks("Ask for a review")
    comes_to(token, IN_REVIEW)

    # The approver cannot decide before the review is done, and then decides with two conditions.
    cy = person()
    cy.takes(final, "Cy")
    cy.sees("Still missing before a decision:")
    cy.clicks("Approve")
    cy.sees("Nothing was saved.")
    assert kept(token)[0].state == IN_REVIEW
    bo.page.get_by_role("link", name="Review").click()
    bo.chooses("I reviewed as", "The teachers' council")
    bo.clicks("My review is done")
    bo.sees("Review: The teachers' council")
    cy.page.reload()
    cy.opens("Conditions")
    for text, owner in (("Publish the error rates by voice", "Ada"), ("A teacher hears everybody", "Bo")):
        cy.types("What has to be done", text)
        cy.types("Who sees to it", owner)
        cy.dates("By", "20270301")
        cy.clicks("Save the condition")
        cy.sees(text)
        cy.finds_empty("What has to be done")
    cy.is_shown("review-conditions")
    cy.opens("Where it stands")
    cy.is_shown("review-deciding")
    cy.types("Reason", "With care.")
    cy.clicks("Approve with conditions")
    comes_to(token, WITH_CONDITIONS)
    review, _ = kept(token)
    assert [one.said.entry.owner for one in review.open_conditions] == ["Ada", "Bo"]
    assert len(review.decided[0].decision.entry.report_digest) == 64

    # A stranger's browser sees nothing, with the address or without.
    stranger = person()
    for address in (stranger.start, f"{stranger.start}?assessment={token}", f"{stranger.start}?assessment=no-such"):
        stranger.page.goto(address)
        expected = "Start new" if address == stranger.start else "There is no assessment at this address"
        stranger.page.get_by_role("heading", name=expected).wait_for()
        assert "Choir R&D" not in stranger.page.inner_text("body")
    stranger.page.goto(f"{stranger.start}?page=portfolio")
    stranger.sees("Nothing is listed here")

    # A condition is met; next year a new edition shows what changed.
    ada.page.reload()
    ada.page.get_by_role("link", name="Review").wait_for()
    ada.opens("Conditions")
    ada.types("Where it can be seen that it is met (a link)", "https://example.org/rates")
    ada.clicks("It is met")
    ada.sees("Evidence: https://example.org/rates")
    ada.opens("Where it stands")
    ada.clicks("Begin a new edition")
    comes_to(token, DRAFT)
    answer(token, objective=("likeness-to-last-choir",))
    ada.page.reload()
    ada.opens("Editions")
    ada.sees("What is kept of it is as it was decided.")
    ada.sees("appeared", exact=True)
    ada.sees("an answer", exact=True)
    ada.sees("Likeness to last year's choir")
    ada.is_shown("review-editions")

    # The list of all; and whose invitation is withdrawn sees nothing any more.
    ada.page.goto(f"{ada.start}?page=portfolio")
    ada.clicks("Work out the levels that are missing")
    ada.sees("1 of 1")
    ada.page.get_by_text("not worked out", exact=True).wait_for(state="detached")
    ada.is_shown("portfolio")
    bo.page.goto(bo.start)
    bo.page.get_by_role("heading", name="Shared with you").wait_for()
    bo.is_shown("start-shared")
    ada.page.goto(f"{ada.start}?assessment={token}&at=review")
    ada.opens("Who takes part")
    ada.page.get_by_role("button", name="Withdraw it").last.click()
    ada.sees("withdrawn")
    bo.page.goto(f"{bo.start}?assessment={token}")
    bo.page.get_by_role("heading", name="There is no assessment at this address").wait_for()
    bo.page.goto(invitation)
    bo.sees("This invitation is not known here.")
