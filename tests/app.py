"""The web app on the toy knowledge base, as a person uses it, without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from questionnaire.answers.store import Saved, Store, default_url

APP = Path(__file__).resolve().parent.parent / "streamlit_app.py"
ELSEWHERE = {"Host": "risks.example.org"}
AWKWARD = "R&D <5% *bold* $x$ :smile: [x](javascript:alert(1)) Łódź <script>"

# Streamlit reads what every installed package says of itself, for each AppTest anew, which was half of the time of a
# test. What is installed stays the same while tests run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


class Visitor:
    """Who opens the app: what their browser keeps, and what it asks for."""

    def __init__(self) -> None:
        self.cookies = {"riskwalk-browser": "a" * 32}
        self.headers = {"Host": "localhost:8501"}


@pytest.fixture
def visitor(monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """The visitor of all runs that follow; a test may change them."""
    someone = Visitor()
    for name in ("cookies", "headers"):
        monkeypatch.setattr(type(st.context), name, property(lambda _, name=name: getattr(someone, name)))
    return someone


@pytest.fixture
def open_app(
    tmp_path: Path, toy_folder: Path, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AppTest]:
    """Opens the app as a new browser tab would: with an address, and with an empty session."""
    monkeypatch.setenv("RISKWALK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RISKWALK_KB", str(toy_folder))
    st.cache_resource.clear()

    def open_(**address: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=30)
        for name, value in address.items():
            app.query_params[name] = value
        return app.run()

    return open_


@pytest.fixture
def begun(open_app: Callable[..., AppTest]) -> Callable[..., AppTest]:
    """A new assessment, opened at one section."""

    def begun_(at: str = "task") -> AppTest:
        app = open_app()
        app.button(key="begin").click().run()
        return go(app, at)

    return begun_


def open_notes(app: AppTest, question: str) -> None:
    """Opens what stands folded below a question."""
    app.toggle(key=f"notes-{question}").set_value(True).run()


def ways(app: AppTest) -> dict[str, str]:
    """The ways to the parts of the assessment, with what is said of each."""
    return dict(re.findall(r'data-page="([^"]*)"[^>]*>(.*?)</a>', seen(app)))


def go(app: AppTest, at: str) -> AppTest:
    """Follows one of them, as page.js does."""
    assert at in ways(app)
    app.query_params["at"] = at
    app.query_params.pop("ask", None)
    return app.run()


def token(app: AppTest) -> str:
    return one(app.query_params["assessment"])


def one(value: str | list[str]) -> str:
    return value if isinstance(value, str) else value[0]


def saved(app: AppTest) -> Saved:
    """What the store holds, read afresh as another process would."""
    store = Store(default_url())
    state = store.replay(token(app))
    store.close()
    assert state is not None
    return state


def seen(app: AppTest) -> str:
    """All text on the page that is no widget."""
    assert not app.exception, app.exception
    parts = [
        element.value
        for kind in (
            app.title,
            app.header,
            app.subheader,
            app.markdown,
            app.caption,
            app.error,
            app.info,
            app.warning,
            app.success,
        )
        for element in kind
    ]
    parts += [element.proto.body for element in app.get("html") if "<style>" not in element.proto.body]
    return re.sub(r"\\(?=[^\w\s])", "", "\n".join(parts)).replace("\u2060", "")


def keys(app: AppTest) -> set[str]:
    return {
        widget.key
        for kind in (app.radio, app.checkbox, app.multiselect, app.selectbox, app.text_input, app.text_area, app.button)
        for widget in kind
        if widget.key
    }


def go_on(app: AppTest):
    """The button of the one assessment that the start page lists."""
    (button,) = (button for button in app.button if button.label == "Go on")
    return button


def answer_village_choir(app: AppTest) -> None:
    """A choir that sorts by likeness to the last one."""
    go(app, "task")
    app.checkbox(key="many-task-voice-sorting").check().run()
    app.radio(key="one-people").set_value("yes").run()
    app.checkbox(key="many-objective-likeness-to-last-choir").check().run()
    app.checkbox(key="many-data-plan-old-recordings").check().run()
    go(app, "use")
    app.checkbox(key="many-deployment-choir-admission").check().run()
    app.radio(key="one-who-decides").set_value("machine").run()


@pytest.fixture
def from_elsewhere(visitor) -> Callable[[str], None]:
    """Whoever asks next does so from another machine, with a browser of their own."""

    def from_elsewhere_(letter: str) -> None:
        visitor.headers, visitor.cookies = ELSEWHERE, {"riskwalk-browser": letter * 32}

    return from_elsewhere_


@pytest.fixture
def choir(begun):
    """An assessment on its review page, on the machine itself, by somebody who said who they are."""
    app = begun()
    answer_village_choir(app)
    go(app, "review")
    app.text_input(key="review-name").set_value("Ada").run()
    return app
