"""One whole journey in a real browser: begin, answer, refresh, lose the server, go on, take the report away."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from browser import question

from questionnaire.answers.answers import Answer, Answers
from questionnaire.answers.changes import Change
from questionnaire.answers.store import Store, default_url

APP = Path(__file__).resolve().parent.parent / "streamlit_app.py"
PATIENCE = 60

pytestmark = pytest.mark.browser


class Server:
    """The app on a free port, with a data folder of its own; it can be killed and started again."""

    def __init__(self, data: Path, knowledge: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {**os.environ, "RISKWALK_DATA": str(data), "RISKWALK_KB": str(knowledge)}
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            str(APP),
            "--server.port",
            str(self.port),
            "--server.headless",
            "true",
        ]
        self.process = subprocess.Popen(
            command, cwd=APP.parent, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=2) as answer,
            ):
                if answer.status == 200:
                    return
            time.sleep(0.2)
        pytest.fail("The app did not start.")

    def kill(self) -> None:
        """Without any warning, as a power cut would."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def server(tmp_path: Path, toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    running = Server(tmp_path / "data", toy_folder)
    monkeypatch.setenv("RISKWALK_DATA", str(tmp_path / "data"))
    running.start()
    yield running
    running.kill()


def test_nothing_that_was_saved_is_lost_on_the_way_to_the_report(server: Server, page) -> None:
    from pypdf import PdfReader

    page.goto(server.address)
    page.get_by_label("Name of the project").fill("Łódź choir R&D <5%")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", name="The project").wait_for()

    page.get_by_role("button", name="Next: The task").click()
    page.get_by_role("heading", name="The task", exact=True).wait_for()
    page.get_by_text("Yes", exact=True).click()
    _saved(server, page, "people", "yes")
    page.get_by_text("Sorting voices", exact=True).click()
    _saved(server, page, "task", "voice-sorting")

    page.reload()
    page.get_by_role("heading", name="The task", exact=True).wait_for()
    assert page.get_by_role("radio", name="Yes", exact=True).is_checked()
    assert page.get_by_role("checkbox", name="Sorting voices", exact=True).is_checked()

    server.kill()
    server.start()
    _reconnected(page)
    page.get_by_text("Pitch that is kept").first.click()
    assert _wait_for(lambda: "objective" in _answers(server, page)), "the first click after the restart was lost"
    assert {"people", "task"} <= set(_answers(server, page))
    assert page.get_by_role("radio", name="Yes", exact=True).is_checked()

    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.get_by_role("button", name="Next: The use").click()
    page.get_by_role("heading", name="The use", exact=True).wait_for()
    page.get_by_text("Admission to a choir", exact=True).last.click()
    page.get_by_text("The machine alone").click()
    _saved(server, page, "who-decides", "machine")
    page.get_by_role("link", name="Result and report").click()
    page.get_by_role("heading", name="Level to plan for").wait_for()

    with page.expect_download() as waiting:
        page.get_by_role("button", name="Report as PDF").click()
    download = waiting.value
    assert download.suggested_filename == "riskwalk-odz-choir-r-d-5.pdf"
    text = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(Path(download.path()).read_bytes())).pages)
    assert "Łódź choir R&D <5%" in text
    assert "Few deep voices in the recordings" in " ".join(text.split())


def test_what_is_typed_is_saved_also_when_the_page_goes_away_at_once(server: Server, page) -> None:
    page.goto(server.address)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", name="The project").wait_for()
    address, goes = page.url, {"goto": lambda tab: tab.goto("about:blank"), "close": lambda tab: tab.close()}
    for how, go in {"reload": lambda tab: tab.reload(), **goes}.items():
        tab = page.context.new_page()
        tab.set_default_timeout(60_000)
        tab.goto(address)
        field = tab.get_by_label("Team", exact=True)
        field.wait_for()
        tab.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
        tab.wait_for_function("() => window.riskwalkTyping")
        field.click()
        tab.keyboard.press("Control+A")
        tab.keyboard.type(f"We {how}")
        go(tab)
        again = page.context.new_page()
        again.goto(address)
        again.get_by_label("Team", exact=True).wait_for(timeout=60_000)
        assert _wait_for(lambda there=again, said=how: there.get_by_label("Team").input_value() == f"We {said}"), how
        again.close()
        tab.close()


def test_a_click_after_a_restart_does_not_undo_what_another_window_saved(server: Server, page) -> None:
    page.goto(server.address)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Next: The task").click()
    page.get_by_text("Yes", exact=True).click()
    _saved(server, page, "people", "yes")

    server.kill()
    _record(server, page, "people", "no")
    server.start()
    _reconnected(page)
    page.get_by_text("Sorting voices", exact=True).click()
    assert _wait_for(lambda: "task" in _answers(server, page))
    assert _answers(server, page)["people"] == Answer("answered", ("no",))
    page.get_by_text("Changed in another window in the meantime").wait_for()


def test_an_answer_after_a_restart_is_saved_though_the_server_knows_no_part_of_the_page(server: Server, page) -> None:
    page.goto(server.address)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Next: The task").click()
    page.get_by_text("Yes", exact=True).click()
    _saved(server, page, "people", "yes")

    for answer, option in (("No, only birds", "no"), ("Yes", "yes")):
        server.kill()
        server.start()
        _reconnected(page)
        page.get_by_text(answer, exact=True).click()
        _saved(server, page, "people", option)


def test_a_note_that_was_being_typed_as_the_server_went_away_is_saved_once_it_is_back(server: Server, page) -> None:
    page.goto(server.address)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Next: The task").click()
    page.get_by_role("heading", name="The task", exact=True).wait_for()
    asked = question(page, "people")
    asked.get_by_text("More: note, evidence, ask somebody, take back").click()
    note = asked.get_by_role("textbox").first
    note.press_sequentially("Ask the choir")
    assert _wait_for(lambda: _kept(server, page).notes.get("people") == "Ask the choir")

    note.press_sequentially(", and the teachers")
    server.kill()
    assert _kept(server, page).notes["people"] == "Ask the choir"
    server.start()
    _reconnected(page)
    assert _wait_for(lambda: _kept(server, page).notes["people"] == "Ask the choir, and the teachers")
    page.get_by_text("Saved at").first.wait_for()
    assert note.input_value() == "Ask the choir, and the teachers"


def test_the_start_page_knows_its_browser_again_and_shows_another_nothing_of_it(server: Server, chromium, page) -> None:
    page.goto(server.address)
    assert _wait_for(lambda: _word(page)), "the browser keeps nothing"
    page.get_by_label("Name of the project").fill("Choir of mine")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", name="The project").wait_for()
    page.get_by_role("button", name="Next: The task").click()
    page.get_by_text("Yes", exact=True).click()
    _saved(server, page, "people", "yes")
    key = _token(page)

    page.goto(server.address)
    page.get_by_role("heading", name="Begun in this browser").wait_for()
    page.get_by_text("Choir of mine", exact=True).wait_for()
    assert key not in page.content()
    (kept,) = _word(page)
    assert kept["sameSite"] == "Strict" and len(kept["value"]) == 32

    server.kill()
    server.start()
    _reconnected(page)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="The project").wait_for()
    assert _token(page) == key

    other = chromium.new_context()
    stranger = other.new_page()
    stranger.goto(server.address)
    stranger.get_by_role("heading", name="Start new").wait_for(timeout=60_000)
    assert _wait_for(lambda: _word(stranger))
    assert "Choir of mine" not in stranger.content()
    other.close()


def _word(page) -> list[dict]:
    """The cookie by which the app knows the browser."""
    return [cookie for cookie in page.context.cookies() if cookie["name"] == "riskwalk-browser"]


def _token(page) -> str:
    return page.url.partition("assessment=")[2].partition("&")[0]


def _kept(server: Server, page) -> Answers:
    """What another process reads from the disk."""
    store = Store(default_url(server.environment))
    saved = store.replay(_token(page))
    store.close()
    return saved.answers if saved else Answers()


def _answers(server: Server, page) -> dict[str, Answer]:
    return _kept(server, page).answers


def _record(server: Server, page, question: str, option: str) -> None:
    store = Store(default_url(server.environment))
    known = store.replay(_token(page))
    told = {"status": "answered", "options": [option]}
    store.record(_token(page), [Change("answer", question, None, told, known.revision)])
    store.close()


def _saved(server: Server, page, question: str, option: str) -> None:
    def stands() -> bool:
        return option in _answers(server, page).get(question, Answer("unknown")).options

    assert _wait_for(stands), f"{question} was not saved"
    page.get_by_text("Saved at").first.wait_for()


def _reconnected(page) -> None:
    """The page notices by itself that the server is back."""
    page.locator('[data-testid="stApp"][data-test-connection-state="CONNECTED"]').wait_for(timeout=PATIENCE * 1000)


def _wait_for(holds) -> bool:
    until = time.monotonic() + 45
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def page(chromium) -> Iterator[object]:
    """A new page, as one that was never here before."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    tab = context.new_page()
    tab.set_default_timeout(60_000)  # two cores, a server and a browser: a rerun can take its time
    yield tab
    context.close()
