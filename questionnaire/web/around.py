"""What stands around the questions and changes with an answer.

A question runs by itself when it is answered, and nothing else of the page is made anew (questions.py). The pieces
shown here change with it all the same: they go along with the question, and the browser puts them in their places.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from questionnaire.web import html
from questionnaire.web.html import Html

_PIECES, _TURN = "around-pieces", "around-turn"


class _Piece(NamedTuple):
    """A piece as the whole page had it, and whether an answer has changed it since."""

    make: Callable[[], Html]
    first: Html
    moved: bool = False


def begin() -> None:
    """To be called at the top of a page: it has no piece yet."""
    st.session_state[_PIECES] = {}


def piece(name: str, make: Callable[[], Html]) -> Html:
    """A piece to be shown, which is made again after each answer."""
    first = make()
    st.session_state[_PIECES][name] = _Piece(make, first)
    return html.div(first, data_around=name, data_turn=st.session_state.setdefault(_TURN, "0"))


def bring(says: str) -> None:
    """Has page.js put in place what an answer has changed, and have `says` read out.

    Streamlit leaves alone what it finds unchanged since it showed it itself. So each piece bears a turn, which is
    another one after every such change.
    """
    pieces: dict[str, _Piece] = st.session_state[_PIECES]
    made = {name: piece.make() for name, piece in pieces.items()}
    moved = {name: new for name, new in made.items() if pieces[name].moved or new != pieces[name].first}
    if not moved:
        return
    for name in moved:
        pieces[name] = pieces[name]._replace(moved=True)
    turn = st.session_state[_TURN] = secrets.token_hex(4)
    brought = (html.div(piece, data_piece=name) for name, piece in moved.items())
    html.show(html.div(*brought, class_="rw-brought", hidden="hidden", data_turn=turn, data_says=says))
