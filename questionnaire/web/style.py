"""The looks that Streamlit's own settings do not reach, from the files in looks/: rules, scripts, and the colours."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from questionnaire.presentation import looks
from questionnaire.web import html

_LOOKS = Path(__file__).resolve().parent / "looks"
_LIGHT = {
    "ink": "#1d2733",
    "quiet": "#5a6673",
    "line": "#c9d1d9",
    "ground": "#f5f7f9",
    "page": "#ffffff",
    "accent": "#0a5470",
    "chosen": "#1f6f8b",
}
_DARK = {
    "ink": "#e8edf2",
    "quiet": "#a3afbc",
    "line": "#414d5a",
    "ground": looks.DARK_GROUND,
    "page": "#0f141a",
    "accent": "#7cc4e0",
    "chosen": "#2a7d9a",
}


def dark() -> bool:
    """Whether the reader looks at the dark theme."""
    return st.context.theme.type == "dark"


def apply() -> None:
    """Puts our rules on the page, with the colours of the reader's theme; the same on every page."""
    colours = {**(_DARK if dark() else _LIGHT), "stop": looks.color(1, 2, dark=dark())}
    named = "".join(f"--rw-{name}:{colour};" for name, colour in colours.items())
    html.show_style(f":root{{{named}}}\n{_read('page.css')}")


def script(name: str) -> str:
    """The text of one of our scripts."""
    return _read(f"{name}.js")


@cache
def _read(name: str) -> str:
    return (_LOOKS / name).read_text(encoding="utf-8")
