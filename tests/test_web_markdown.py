"""Texts as a real browser shows them, after Streamlit read them as Markdown."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import PROJECT, Server, running

PATIENCE = 60_000

TEXTS = (
    "<script>alert(1)</script>",
    "R&D <5% R&amp;D &#60; &copy;",
    "**b** __c__ _d_ *e* a_b_c ~~s~~ H~2~O",
    "[x](javascript:alert(1)) ![x](http://a.example/x.png) [[y]] [^1]",
    ":red[x] :material/bolt: :smile: :+1: :-1: :100: :blue-badge[y]",
    "$x$ and $$y$$",
    "a -> b <- c <-> d -- e --- f >= g <= h ~= i != j == k",
    "https://evil.example/a_b <https://a.example> www.evil.example me@evil.example mailto:a@b.example",
    "`code` ``x``",
    "# h",
    "- item",
    "+ item",
    "- [ ] task",
    "1. one",
    "2026) two",
    "> quote",
    "---",
    "| a | b |",
    "\\*b\\* back\\slash \\",
    'it\'s "quoted" (really) - yes! 5+5=10; 14:03:22',
    "{x} {{y}} {% z %}",
    '=HYPERLINK("h")',
    "[a]: http://x.example",
)
SCRIPT = """
import streamlit as st
from questionnaire.web.text import filled, plain
from test_web_markdown import TEXTS

for at, text in enumerate(TEXTS):
    st.container(key=f"plain-{at}").markdown(plain(text))
    st.container(key=f"filled-{at}").markdown(filled("**{text}** and  \\n{text}", text=text))
    st.container(key=f"label-{at}").checkbox(plain(text), key=f"box-{at}")
st.button("That is all")
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """One that serves a page with all these texts."""
    script = tmp_path / "texts.py"
    script.write_text(SCRIPT, encoding="utf-8")
    paths = f"{PROJECT}{os.pathsep}{PROJECT / 'tests'}"
    with running(tmp_path, command=("streamlit", "run", str(script), "--server.port"), PYTHONPATH=paths) as started:
        yield started


@pytest.mark.browser
def test_a_text_shows_as_typed_after_streamlit_read_it_as_markdown(server: Server, chromium) -> None:
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{server.port}")
    page.get_by_role("button", name="That is all").wait_for(timeout=PATIENCE)
    shown = page.evaluate(
        """() => Object.fromEntries(
            [...document.querySelectorAll('[class*="st-key-"] [data-testid="stMarkdownContainer"]')].map((text) => [
                text.closest('[class*="st-key-"]').className.match(/st-key-(\\S+)/)[1].replace("box", "label"),
                [text.textContent, [...text.querySelectorAll("*")].map((element) => element.tagName).join(" ")],
            ])
        )"""
    )
    page.close()
    wrong = []
    for at, text in enumerate(TEXTS):
        for key, expected in (
            (f"plain-{at}", [text, "P"]),
            (f"filled-{at}", [f"{text} and\n{text}", "P STRONG BR"]),
            (f"label-{at}", [text, "P"]),
        ):
            seen = [shown[key][0].replace("\u2060", ""), shown[key][1]]
            wrong += [(expected, seen)] if seen != expected else []
    assert not wrong
