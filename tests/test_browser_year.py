"""Another way is tried and adopted, decided, and a year later assessed again: what changed, and why."""

from __future__ import annotations

from pathlib import Path

import pytest
from serving import running
from test_browser_review import Person, comes_to, token_of

from questionnaire.answers.answers import Answer, Answers
from questionnaire.answers.review import APPROVED, DRAFT
from questionnaire.answers.store import Store, default_url

pytestmark = pytest.mark.browser
CHOIR = {
    "task": ("voice-sorting",),
    "people": ("yes",),
    "objective": ("pitch-kept",),
    "data-plan": ("old-recordings",),
    "deployment": ("choir-admission",),
    "who-decides": ("machine",),
}


@pytest.fixture
def first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An assessment that is there already: its token."""
    monkeypatch.setenv("RISKWALK_DATA", str(tmp_path / "data"))
    store = Store(default_url())
    given = {key: Answer("answered", options) for key, options in CHOIR.items()}
    token = store.begin(Answers({"name": "Village choir"}, given))
    store.close()
    return token


def later(knowledge: Path) -> None:
    """A year later it is known that likeness harms nobody where a machine decides; the other texts are as they were."""
    entry = knowledge / "objectives" / "likeness-to-last-choir.yaml"
    text = entry.read_text("utf-8")
    assert text.count("alternatives:") == 1
    changed = text.replace("alternatives:", "    when: {all_of: [{who-decides: teacher}]}\nalternatives:")
    entry.write_text(changed, "utf-8")


def test_another_way_is_adopted_and_a_year_later_a_new_edition_shows_what_changed_and_why(
    chromium, first: str, tmp_path: Path, toy_copy: Path
) -> None:
    with running(tmp_path, RISKWALK_KB=str(toy_copy)) as server:
        ada = Person(chromium, server)
        ada.start = f"http://127.0.0.1:{server.port}/"
        ada.page.goto(f"{ada.start}?assessment={first}&at=result")

        # Another way: tried beside the first one, compared, adopted.
        ada.clicks("Try another way")
        ada.page.get_by_role("heading", name="Other ways", exact=True).wait_for()
        ada.types("What is different", "By likeness")
        ada.chooses("Begin with this question", "What is optimized?")
        ada.clicks("Make a variant of what is shown here")
        ada.page.get_by_text("Likeness to last year's choir", exact=True).first.click()
        ada.sees("Saved at")
        variant = token_of(ada.page)
        assert variant != first
        ada.page.get_by_text("Pitch that is kept", exact=True).first.click()
        ada.page.get_by_role("checkbox", name="Pitch that is kept", checked=False).wait_for()
        ada.page.goto(f"{ada.start}?assessment={variant}&at=variants")
        ada.sees("Findings that differ")
        ada.sees("because of: What is optimized?")
        ada.is_shown("year-side-by-side")
        ada.clicks("Adopt")
        ada.sees("The answers of “By likeness” are now those of the first way")
        assert token_of(ada.page) == first

        # Decided.
        ada.page.goto(f"{ada.start}?assessment={first}&at=review")
        ada.types("Your name", "Ada")
        ada.clicks("Ask for a review")
        ada.clicks("Approve")
        comes_to(first, APPROVED)
        ada.context.close()

    later(toy_copy)
    with running(tmp_path, RISKWALK_KB=str(toy_copy)) as server:
        ada = Person(chromium, server)
        ada.start = f"http://127.0.0.1:{server.port}/"
        ada.page.goto(f"{ada.start}?page=portfolio")
        ada.sees("earlier knowledge", exact=True)
        ada.clicks("Assess again with today's knowledge")
        ada.sees("Vanished: ")
        ada.is_shown("year-again")
        ada.types("Your name", "Ada")
        ada.page.get_by_text("Begin a new edition, as a draft").click()
        ada.clicks("Save the levels of today")
        ada.sees("1 new edition")
        comes_to(first, DRAFT)

        ada.page.goto(f"{ada.start}?assessment={first}&at=review")
        ada.sees("Assessed again with knowledge base")
        ada.opens("Editions")
        ada.sees("What is kept of it is as it was decided.")
        ada.sees("vanished", exact=True)
        ada.sees("the knowledge base", exact=True)
        ada.sees("No answer has changed.")
        ada.is_shown("year-editions")
        ada.context.close()
