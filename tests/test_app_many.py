"""Many pages at once: what is worked out once for all, what a page does not wait for, and whose turn it is."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from app import answer_village_choir, go, seen, token

from questionnaire.web import pages, views

SOON = 5.0  # seconds within which a thread that is not held up has long been there


@pytest.fixture
def frames(monkeypatch):
    """Stands in for the pages: those that are being made at the moment, and the most that ever were at once."""
    made = {"now": 0, "most": 0}

    def show() -> None:
        made["now"] += 1
        made["most"] = max(made["most"], made["now"])
        time.sleep(0.02)
        made["now"] -= 1

    monkeypatch.setattr(pages.record, "take_up", lambda token: True)
    monkeypatch.setattr(pages.frame, "show", show)
    return made


def test_pages_are_made_one_after_the_other(frames):
    with ThreadPoolExecutor(6) as people:
        list(people.map(pages._route, "abcdef"))
    assert frames == {"now": 0, "most": 1}


def test_a_page_that_breaks_off_gives_up_its_turn(frames, monkeypatch):
    def breaks_off() -> None:
        raise RuntimeError

    with monkeypatch.context() as while_it_breaks:
        while_it_breaks.setattr(pages.frame, "show", breaks_off)
        with pytest.raises(RuntimeError):
            pages._route("a")
    with ThreadPoolExecutor(1) as someone:
        someone.submit(pages._route, "b").result(SOON)
    assert frames["most"] == 1


def test_who_waits_for_the_store_holds_up_nobody_else(frames, monkeypatch):
    busy, free = threading.Event(), threading.Event()

    def take_up(token: str) -> bool:
        if token == "waits":
            busy.set()
            assert free.wait(SOON)
        return True

    monkeypatch.setattr(pages.record, "take_up", take_up)
    with ThreadPoolExecutor(2) as people:
        waits = people.submit(pages._route, "waits")
        assert busy.wait(SOON)
        people.submit(pages._route, "goes on").result(SOON / 2)
        assert not waits.done()
        free.set()
        waits.result(SOON)


def test_a_page_of_questions_does_not_tell_all_findings(begun, monkeypatch):
    told = []
    monkeypatch.setattr(views, "in_full", lambda walked, tell=views.in_full: told.append(1) or tell(walked))
    app = begun()
    answer_village_choir(app)
    assert "say so far" in seen(app)
    assert not told
    go(app, "result")
    assert len(told) == 1


def test_two_pages_with_the_same_answers_walk_them_once(open_app, begun, monkeypatch):
    app = begun()
    answer_village_choir(app)
    walked = []
    monkeypatch.setattr(views, "telling", lambda *given, tell=views.telling: walked.append(1) or tell(*given))
    other = go(open_app(assessment=token(app)), "task")
    assert "say so far" in seen(other)
    assert not walked
    other.radio(key="one-people").set_value("no").run()
    assert walked == [1]
