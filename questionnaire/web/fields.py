"""Widgets that mirror the record: they show what it holds, and give every change of the user's to it at once.

Labels are texts, not Markdown: they show as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from questionnaire.web import session
from questionnaire.web.text import plain

Save = Callable[[object], None]


def radio(key: str, label: str, options: Mapping[str, str], wanted: str | None, save: Save, **looks: object) -> None:
    """One of a few options, each with its label; `wanted` is what the record holds, None where nothing was chosen."""
    index, order = _begin(key, wanted), list(options)
    chosen = st.radio(
        plain(label),
        order,
        index=None if index is None else order.index(index),
        key=key,
        format_func=lambda option: plain(options[option]),
        on_change=_changed,
        args=(key, save),
        disabled=session.locked(),
        **looks,
    )
    _end(chosen, wanted, save)


def selectbox(
    key: str, label: str, options: Mapping[str, str], wanted: str | None, save: Save, **looks: object
) -> None:
    """One of many options, each with its label, with search."""
    index, order = _begin(key, wanted), list(options)
    chosen = st.selectbox(
        plain(label),
        order,
        index=None if index is None else order.index(index),
        key=key,
        format_func=options.get,
        on_change=_changed,
        args=(key, save),
        disabled=session.locked(),
        **looks,
    )
    _end(chosen, wanted, save)


def multiselect(
    key: str, label: str, options: Mapping[str, str], wanted: Sequence[str], save: Save, **looks: object
) -> None:
    """Several of many options, each with its label, with search."""
    chosen = st.multiselect(
        plain(label),
        list(options),
        default=_begin(key, list(wanted)),
        key=key,
        format_func=options.get,
        on_change=_changed,
        args=(key, save),
        disabled=session.locked(),
        **looks,
    )
    _end(chosen, wanted, save)


def checkbox(key: str, label: str, wanted: bool, save: Save, **looks: object) -> None:
    """Yes or no."""
    chosen = st.checkbox(
        plain(label),
        value=bool(_begin(key, wanted)),
        key=key,
        on_change=_changed,
        args=(key, save),
        disabled=session.locked(),
        **looks,
    )
    _end(chosen, wanted, save)


def line(key: str, label: str, wanted: str, save: Save, *, most: int, **looks: object) -> None:
    """A line of text of at most `most` characters; what is longer already, from a file, is not cut."""
    _typed(st.text_input, key, label, wanted, save, most, looks)


def text(key: str, label: str, wanted: str, save: Save, *, most: int, **looks: object) -> None:
    """Some lines of text of at most `most` characters; what is longer already, from a file, is not cut."""
    _typed(st.text_area, key, label, wanted, save, most, looks)


def _typed(
    widget: Callable[..., str | None],
    key: str,
    label: str,
    wanted: str,
    save: Save,
    most: int,
    looks: dict[str, object],
) -> None:
    typed = widget(
        plain(label),
        value=_begin(key, wanted) or "",
        key=key,
        max_chars=max(most, len(wanted)),
        on_change=_changed,
        args=(key, save),
        disabled=session.locked(),
        **looks,
    )
    _end(typed, wanted, save)


def date(key: str, label: str, wanted: object, save: Save, **looks: object) -> None:
    """A day, or none."""
    chosen = st.date_input(
        plain(label),
        value=_begin(key, wanted),
        key=key,
        on_change=_changed,
        args=(key, save),
        disabled=session.locked(),
        **looks,
    )
    _end(chosen, wanted, save)


def _begin(key: str, wanted: object) -> object:
    """What the widget starts from. The session's state is set to the record, except in the first run after a restart:
    there the browser says what it shows, which `_end` compares with the record."""
    if session.brings_values():
        return wanted
    if key not in st.session_state or _plain(st.session_state[key]) != _plain(wanted):
        st.session_state[key] = wanted
    return None


def _changed(key: str, save: Save) -> None:
    save(st.session_state[key])


def _end(shown: object, wanted: object, save: Save) -> None:
    if session.brings_values() and _plain(shown) != _plain(wanted):
        save(shown)
        session.run_again()


def _plain(value: object) -> object:
    """The value for a comparison: the order in which options were chosen does not matter, nor the space after a word
    while somebody goes on typing."""
    if isinstance(value, str):
        return value.strip()
    return sorted(value) if isinstance(value, (list, tuple)) else value
