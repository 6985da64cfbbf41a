"""The looks that Streamlit's own settings do not reach, from the files in looks/: rules, scripts, and the colours."""

from __future__ import annotations

from functools import cache
from pathlib import Path

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
    "stop": looks.LIGHT[-1],
}
_DARK = {
    "ink": "#e8edf2",
    "quiet": "#a3afbc",
    "line": "#414d5a",
    "ground": looks.DARK_GROUND,
    "page": "#0f141a",
    "accent": "#7cc4e0",
    "chosen": "#2a7d9a",
    "stop": looks.DARK[-1],
}


def by_theme(light: str, dark: str) -> str:
    """The colour of the theme of who looks, also once they change it: Streamlit says by `color-scheme` which it is."""
    return f"light-dark({light},{dark})"


def apply() -> None:
    """Puts our rules on the page; the same on every page."""
    html.show_style(_rules())


@cache
def _rules() -> str:
    colours = {name: by_theme(_LIGHT[name], _DARK[name]) for name in _LIGHT}
    named = "".join(f"--rw-{name}:{colour};" for name, colour in colours.items())
    return f":root{{{named}}}\n{_read('page.css')}"


def script(name: str) -> str:
    """The text of one of our scripts."""
    return _read(f"{name}.js")


@cache
def _read(name: str) -> str:
    return (_LOOKS / name).read_text(encoding="utf-8")
