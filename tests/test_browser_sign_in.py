"""Sign-in with a provider, in real browsers that come from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import oidc
import pytest
from browser import ELSEWHERE
from serving import Server, running

from questionnaire.answers.review import SUBMIT, Step
from questionnaire.answers.reviews import Who
from questionnaire.answers.store import Store, default_url

pytestmark = pytest.mark.browser

ANNA = {"sub": "1", "name": "Anna Kowalska", "email": "anna@example.org", "email_verified": True}
BORIS = {"sub": "2", "name": "Boris", "email": "boris@example.org", "email_verified": True}
CHAIR = {"sub": "3", "name": "Chair of the board", "email": "Chair@Example.org", "email_verified": True}
NOT_THE_CHAIR = {"sub": "4", "name": "Somebody", "email": "chair@example.org", "email_verified": False}


@pytest.fixture
def provider() -> Iterator[oidc.Provider]:
    with oidc.provider() as provider:
        yield provider


@pytest.fixture
def server(tmp_path: Path, toy_folder: Path, provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    settings = tmp_path / "secrets.toml"
    settings.write_text(provider.secrets_for(ELSEWHERE, approvers=["chair@example.org"]), "utf-8")
    monkeypatch.setenv("RISKWALK_DATA", str(tmp_path / "data"))
    with running(
        tmp_path, RISKWALK_HOSTS=ELSEWHERE, RISKWALK_KB=str(toy_folder), STREAMLIT_SECRETS_FILES=str(settings)
    ) as server:
        yield server


@pytest.fixture
def visit(chromium, server: Server, provider):
    """Opens an address as somebody, in a browser of their own, signed in or not yet."""
    contexts = []

    def visit_(person: dict[str, object], path: str = "", signs_in: bool = True):
        contexts.append(chromium.new_context(viewport={"width": 1280, "height": 1000}))
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)
        page.goto(f"http://{ELSEWHERE}:{server.port}/{path}")
        page.get_by_role("button", name="Sign in").wait_for()
        if signs_in:
            provider.person = person
            page.get_by_role("button", name="Sign in").click()
            page.get_by_text(f"Signed in as {person['name']}").wait_for()
            if path:
                page.goto(f"http://{ELSEWHERE}:{server.port}/{path}")
        return page

    yield visit_
    for context in contexts:
        context.close()


def begins(page) -> str:
    page.get_by_label("Name of the project").fill("Choir")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", name="The project").wait_for()
    return page.url.partition("assessment=")[2].partition("&")[0]


def hands_in(token: str) -> None:
    store = Store(default_url())
    owner = store.history(token)[0].by
    store.reviews.add(token, Step(SUBMIT), Who(owner, "Anna", frozenset({"owner"})), seen=store.revision(token))
    store.close()


def test_a_person_finds_their_assessment_in_another_browser_and_nobody_else_sees_it(visit) -> None:
    token = begins(visit(ANNA))
    page = visit(ANNA)
    page.get_by_text("Choir", exact=True).first.wait_for()

    stranger = visit(BORIS, f"?assessment={token}")
    stranger.get_by_text("There is no assessment at this address").wait_for()
    nobody = visit({}, f"?assessment={token}", signs_in=False)
    assert not nobody.get_by_text("Choir").is_visible()


def test_the_board_of_the_settings_sees_what_was_handed_in_and_nothing_before(visit) -> None:
    token = begins(visit(ANNA))
    chair = visit(CHAIR, f"?assessment={token}")
    chair.get_by_text("There is no assessment at this address").wait_for()
    hands_in(token)
    chair.reload()
    chair.get_by_role("heading", name="The project").wait_for()
    other = visit(NOT_THE_CHAIR, f"?assessment={token}")
    other.get_by_text("There is no assessment at this address").wait_for()


def test_who_signs_out_sees_nothing(visit) -> None:
    page = visit(ANNA)
    token = begins(page)
    page.get_by_role("button", name="Start page").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in").wait_for()
    page.goto(page.url.split("?")[0] + f"?assessment={token}")
    page.get_by_role("button", name="Sign in").wait_for()
