"""Whether there is news for a page: what others changed, and what waits for a store that is back."""

from __future__ import annotations

import contextlib
import gc
import time

import pytest
from app import saved, seen, token
from serving import Server, running
from test_app_review import store
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from questionnaire.answers.answers import Answer
from questionnaire.answers.changes import Change, answer_value
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.store import Store, default_url
from questionnaire.web import news, newsline

YES = Change("answer", "people", None, answer_value(Answer("answered", ("yes",))), 99, "colleague")


def word(app) -> str:
    return app.session_state["news-word"]


def test_there_is_news_for_a_page_until_it_shows_what_others_changed(begun) -> None:
    app = begun()
    assert news.for_pages([word(app)], store()) == ()
    store().record(token(app), [YES])
    assert news.for_pages([word(app)], store()) == (word(app),)
    app.run()
    assert news.for_pages([word(app)], store()) == ()


def test_what_a_page_saves_itself_is_no_news_for_it(begun) -> None:
    app = begun()
    app.radio(key="one-people").set_value("yes").run()
    assert saved(app).answers.answers and news.for_pages([word(app)], store()) == ()


def test_two_pages_of_one_assessment_are_told_apart(begun, open_app) -> None:
    one = begun()
    other = open_app(assessment=token(one), at="task")
    one.radio(key="one-people").set_value("yes").run()
    assert news.for_pages([word(one), word(other)], store()) == (word(other),)


def test_what_waits_for_the_store_is_news_once_it_is_back(begun, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise StoreUnavailable("The database is gone.")

    app, working = begun(), {name: getattr(Store, name) for name in ("record", "revisions")}
    for name in working:
        monkeypatch.setattr(Store, name, gone)
    app.radio(key="one-people").set_value("yes").run()
    assert "Not saved" in seen(app) and news.for_pages([word(app)], store()) == ()
    for name, works in working.items():
        monkeypatch.setattr(Store, name, works)
    assert news.for_pages([word(app)], store()) == (word(app),)
    app.run()
    assert "Not saved" not in seen(app) and news.for_pages([word(app)], store()) == ()


def test_a_page_that_is_gone_and_a_word_that_was_never_given_have_no_news(begun) -> None:
    app = begun()
    gone, at = word(app), token(app)
    store().record(at, [YES])
    del app
    gc.collect()
    assert news.for_pages([gone, "", "x" * 100], store()) == ()


# --- the line ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def server(tmp_path, toy_folder, monkeypatch):
    monkeypatch.setenv("RISKWALK_DATA", str(tmp_path / "data"))
    with running(tmp_path, RISKWALK_KB=str(toy_folder)) as started:
        yield started


def heard(server: Server, said: str, origin: str | None = None) -> list[str]:
    """What a page hears that says this, in the time of three looks."""
    found: list[str] = []
    until = time.monotonic() + 3 * newsline.LOOKS_EVERY
    with connect(f"ws://127.0.0.1:{server.port}/news", origin=origin) as line:
        line.send(said)
        with contextlib.suppress(TimeoutError):
            while True:
                found.append(str(line.recv(timeout=until - time.monotonic())))
    return found


def test_a_stranger_who_listens_hears_nothing_and_another_site_may_not_listen(server) -> None:
    opened = Store(default_url())
    at = opened.begin()
    opened.record(at, [YES])
    opened.close()
    for said in ("", at, "x" * 100_000, "news"):
        assert heard(server, said) == []
    with pytest.raises(InvalidStatus, match="403"):
        heard(server, at, "https://evil.example")
    assert heard(server, at, f"http://127.0.0.1:{server.port}") == []
