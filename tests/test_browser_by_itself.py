"""A question that is answered runs by itself: what goes over the line, and what the rest of the page then shows."""

from __future__ import annotations

import pytest
from browser import question
from serving import Server
from test_browser_together import begun, comes, elsewhere, page, server  # noqa: F401 - fixtures

from questionnaire.answers.answers import Answer
from questionnaire.answers.changes import Change, answer_value
from questionnaire.answers.store import Store, default_url

pytestmark = pytest.mark.browser


def options(token: str, question: str) -> tuple[str, ...]:
    """What was chosen for a question, as another process reads it."""
    store = Store(default_url())
    found = store.replay(token).answers.answers.get(question, Answer("unknown")).options
    store.close()
    return found


def way(page, name: str) -> str:  # noqa: F811
    """What is said of one of the ways to the parts of the assessment."""
    return page.get_by_role("link", name=name).inner_text()


@pytest.fixture
def heard(page) -> list[bytes]:  # noqa: F811
    """All that the server sends to the page."""
    frames: list[bytes] = []

    def hear(frame: bytes) -> None:
        frames.append(frame)

    page.on("websocket", lambda line: line.on("framereceived", hear))
    return frames


def at_the_use(page, server: Server, token: str) -> None:  # noqa: F811
    yes = answer_value(Answer("answered", ("yes",)))
    elsewhere(token, Change("answer", "people", None, yes, 99, "colleague"))
    page.goto(f"http://127.0.0.1:{server.port}/?assessment={token}&at=use")
    page.get_by_text("A few", exact=True).wait_for()


def test_an_answer_sends_no_other_question_again_and_the_page_keeps_up(heard, page, server, begun) -> None:  # noqa: F811
    at_the_use(page, server, begun)
    assert any(b"Who decides" in frame for frame in heard)
    before = way(page, "The use")
    heard.clear()
    page.get_by_text("A few", exact=True).click()
    assert comes(lambda: options(begun, "size") == ("a-few",))
    assert comes(lambda: way(page, "The use") != before), "the ways do not say that one more was looked at"
    assert comes(lambda: page.locator(".rw-saved").get_attribute("data-revision") == "2")
    assert not any(b"Who decides" in frame for frame in heard)
    page.reload()
    page.get_by_text("A few", exact=True).wait_for()
    assert comes(lambda: page.get_by_role("checkbox", name="A few").is_checked())


def test_pieces_that_were_put_in_place_give_way_to_the_next_whole_page(page, server, begun) -> None:  # noqa: F811
    at_the_use(page, server, begun)
    said = way(page, "The use")
    page.get_by_text("A few", exact=True).click()
    assert comes(lambda: way(page, "The use") != said)
    elsewhere(begun, Change("answer", "size", None, None, 99, "colleague"))
    assert comes(lambda: way(page, "The use") == said), "the page says what was so before"
    assert comes(lambda: not page.get_by_role("checkbox", name="A few").is_checked())


def test_an_answer_that_changes_what_is_asked_makes_the_whole_page_anew(page, server, begun) -> None:  # noqa: F811
    page.goto(f"http://127.0.0.1:{server.port}/?assessment={begun}&at=next&ask=people,who-decides,size")
    decides = page.get_by_role("heading", name="Who decides")
    decides.wait_for()
    question(page, "people").get_by_text("No, only birds", exact=True).click()
    decides.wait_for(state="detached")
    question(page, "people").get_by_text("Yes", exact=True).click()
    decides.wait_for()
    assert comes(lambda: options(begun, "people") == ("yes",))


class Line:
    """What lies between the page and the server: what the server says can be held back for a while."""

    def __init__(self, page) -> None:  # noqa: F811
        self._held: list[bytes] | None = None
        page.route_web_socket("**/_stcore/stream", self._open)

    def _open(self, line) -> None:
        self._line = line
        line.connect_to_server().on_message(self._hear)

    def _hear(self, frame: bytes) -> None:
        if self._held is None:
            self._line.send(frame)
        else:
            self._held.append(frame)

    def hold(self) -> None:
        self._held = []

    def let_go(self) -> None:
        for frame in self._held or ():
            self._line.send(frame)
        self._held = None


def test_a_click_on_a_page_that_is_just_made_anew_is_saved_all_the_same(page, server, begun) -> None:  # noqa: F811
    line = Line(page)
    elsewhere(begun, Change("answer", "people", None, answer_value(Answer("answered", ("yes",))), 99, "colleague"))
    page.goto(f"http://127.0.0.1:{server.port}/?assessment={begun}&at=next&ask=people,who-decides,size")
    a_few = page.get_by_text("A few", exact=True)
    a_few.wait_for()
    line.hold()
    question(page, "people").get_by_text("No, only birds", exact=True).click()
    while options(begun, "people") != ("no",):  # what lies between moves only while the page is waited for
        page.wait_for_timeout(100)
    page.wait_for_timeout(1500)  # the page without “Who decides?” is made, and has not arrived
    a_few.click()
    page.wait_for_timeout(300)
    line.let_go()
    page.wait_for_timeout(4000)
    assert options(begun, "size") == ("a-few",)
    assert page.get_by_role("checkbox", name="A few").is_checked()
