"""Two servers of the app on one PostgreSQL: two people, each on another one; a database that is gone for a while."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy
from databases import Database, wait_for
from serving import Server, running

from questionnaire.answers.store import Store

pytestmark = [pytest.mark.browser, pytest.mark.postgresql]


@pytest.fixture
def servers(postgresql: Database, toy_folder, tmp_path) -> Iterator[tuple[Server, Server]]:
    """Two processes that start at the same time and share nothing but the database."""
    setting = {"RISKWALK_DATABASE_URL": postgresql.url, "RISKWALK_KB": str(toy_folder)}
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with running(tmp_path / "one", **setting) as one, running(tmp_path / "two", **setting) as two:
        yield one, two


@pytest.fixture
def page_of(chromium) -> Iterator[object]:
    """Opens a page in a browser of its own."""
    contexts = []

    def page_of_(server: Server, path: str = "/"):
        contexts.append(chromium.new_context())
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)
        page.goto(f"http://localhost:{server.port}{path}")
        return page

    yield page_of_
    for context in contexts:
        context.close()


def answers(database: Database, token: str) -> dict[str, tuple[str, ...]]:
    """What the database itself has."""
    store = Store(database.url)
    saved = store.replay(token)
    store.close()
    return {question: given.options for question, given in saved.answers.answers.items()}


def test_two_people_on_two_servers_see_each_others_answers_and_nothing_is_lost_while_the_database_is_gone(
    servers, page_of, postgresql
):
    one, two = servers
    ada = page_of(one)
    ada.get_by_label("Name of the project").fill("Łódź choir")
    ada.get_by_role("button", name="Begin").click()
    ada.get_by_role("heading", name="The project").wait_for()
    ada.get_by_role("button", name="Next: The task").click()
    ada.get_by_text("Yes", exact=True).click()
    token = ada.url.partition("assessment=")[2].partition("&")[0]
    assert wait_for(lambda: answers(postgresql, token).get("people") == ("yes",))

    bo = page_of(two, f"/?assessment={token}&at=task")
    bo.get_by_role("heading", name="The task", exact=True).wait_for()
    assert bo.get_by_role("radio", name="Yes", exact=True).is_checked()
    bo.get_by_text("Sorting voices", exact=True).click()
    assert wait_for(lambda: answers(postgresql, token).get("task") == ("voice-sorting",))

    theirs = ada.get_by_role("checkbox", name="Sorting voices", exact=True)
    assert wait_for(theirs.is_checked), "what the other one said on the other server is not seen without reloading"

    postgresql.server.stop()
    try:
        ada.get_by_text("No, only birds", exact=True).click()
        said = ada.get_by_text("Not saved.").first
        said.wait_for()
        name = sqlalchemy.make_url(postgresql.url).database
        assert f"The database “{name}” at 127.0.0.1:{postgresql.server.port} cannot be reached." in ada.content()
        assert postgresql.server.password not in ada.content() and postgresql.server.password not in one.said()
        assert ada.get_by_text("Saved at").count() == 0
        assert ada.get_by_role("radio", name="No, only birds", exact=True).is_checked()
        assert one.ask("/healthz").status == 503
        ada.get_by_role("button", name="Try again").click()
        said.wait_for()
    finally:
        postgresql.server.start()
    ada.get_by_text("Saved at").first.wait_for()  # it goes on by itself, whether or not somebody tries again
    assert answers(postgresql, token) == {"people": ("no",), "task": ("voice-sorting",)}
    assert wait_for(lambda: one.ask("/healthz").status == 200)

    assert wait_for(bo.get_by_role("radio", name="No, only birds", exact=True).is_checked)


def test_a_wrong_address_is_said_on_the_page_and_not_what_it_is(page_of, toy_folder, tmp_path):
    wrong = "mysql://riskwalk:hush-hush@localhost/riskwalk"
    with running(tmp_path, RISKWALK_DATABASE_URL=wrong, RISKWALK_KB=str(toy_folder)) as server:
        page = page_of(server)
        page.get_by_role("heading", name="Your assessment cannot be read just now").wait_for()
        page.get_by_text("RISKWALK_DATABASE_URL is no address of a database.").wait_for()
        assert "hush-hush" not in page.content()
        assert server.comes_to_say("RISKWALK_DATABASE_URL is no address of a database.")
        assert "hush-hush" not in server.said() and server.ask("/healthz").status == 503
