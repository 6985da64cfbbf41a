"""Two people at one assessment, and what somebody types: in real browsers, for only these have fields with a focus."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Server, running

from questionnaire.answers.answers import Answer
from questionnaire.answers.changes import Change, answer_value
from questionnaire.answers.store import Store, default_url

pytestmark = pytest.mark.browser

SECONDS = 20
"""Far more than a page takes on an idle machine: what is tested is that nobody has to reload."""


@pytest.fixture
def server(tmp_path: Path, toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("RISKWALK_DATA", str(tmp_path / "data"))
    with running(tmp_path, RISKWALK_KB=str(toy_folder)) as server:
        yield server


@pytest.fixture
def page(chromium) -> Iterator[object]:
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    yield tab
    context.close()


@pytest.fixture
def begun(server: Server, page) -> str:
    """The token of an assessment whose page shows the section of the task."""
    page.goto(f"http://127.0.0.1:{server.port}/")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Next: The task").click()
    page.get_by_role("heading", name="The task", exact=True).wait_for()
    return page.url.partition("assessment=")[2].partition("&")[0]


def elsewhere(token: str, *changes: Change) -> None:
    """What another server on the same store takes up."""
    store = Store(default_url())
    store.record(token, changes)
    store.close()


def notes(token: str) -> dict[str, str]:
    store = Store(default_url())
    found = store.replay(token).answers.notes
    store.close()
    return dict(found)


def comes(holds) -> bool:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_what_a_colleague_answers_comes_up_without_reloading(begun, page) -> None:
    assert not page.get_by_role("radio", name="Yes", exact=True).is_checked()
    elsewhere(begun, Change("answer", "people", None, answer_value(Answer("answered", ("yes",))), 99, "colleague"))
    assert comes(lambda: page.get_by_role("radio", name="Yes", exact=True).is_checked())
    page.get_by_text("Changed in another window in the meantime, and shown as it is now").wait_for()


def test_what_is_typed_is_saved_while_the_field_has_the_focus_and_never_called_saved_before(begun, page) -> None:
    page.get_by_text("More: note, evidence, ask somebody, take back").first.click()
    field = page.get_by_role("textbox").first
    field.click()
    page.keyboard.type("We asked the ")
    page.get_by_text("You are typing: saved when you pause").wait_for()
    assert not page.get_by_text("Saved at").is_visible()
    assert comes(lambda: "We asked the" in notes(begun).values()), "what was typed was not saved"
    page.get_by_text("Saved at").wait_for()
    page.keyboard.type("choir")
    assert comes(lambda: "We asked the choir" in notes(begun).values()), (
        f"typing on was cut short: {notes(begun)} {field.input_value()!r}"
    )
    assert field.evaluate("field => field === document.activeElement")


def test_what_one_types_is_not_taken_away_by_what_a_colleague_saves(begun, page) -> None:
    page.get_by_text("More: note, evidence, ask somebody, take back").first.click()
    field = page.locator("[class*=st-key-note-] textarea").first
    field.click()
    for at, word in enumerate(("Singers ", "are ", "asked ", "before ", "they ", "sing.")):
        page.keyboard.type(word)
        elsewhere(begun, Change("project", "name", None, f"Choir {at}", 99, "colleague"))
        page.wait_for_timeout(400)
    assert field.input_value() == "Singers are asked before they sing."
    assert comes(lambda: "Singers are asked before they sing." in notes(begun).values())
