"""A long list narrowed by what is known: what fits the facts first, the rest where somebody asks for it.

Nothing is closed by it: what is chosen is always in the list, and so is what an open question leaves possible.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from questionnaire.knowledge.conditions import FALSE
from questionnaire.knowledge.entries import Objective, Question
from questionnaire.web import session, views
from questionnaire.web.text import plain
from questionnaire.wording import narrowing as say


def narrowed(question: Question, labels: dict[str, str], chosen: Iterable[str]) -> dict[str, str]:
    """The options to show, those that fit first, each part in the order of `labels`; all of them once somebody asked
    for all."""
    fitting = [option for option in labels if _fits(question, option)]
    shown = [*fitting, *(option for option in labels if option in set(chosen) - set(fitting))]
    left = [option for option in labels if option not in shown]
    if not left or st.session_state.get(_key(question)):
        shown += left
    return {option: labels[option] for option in shown}


def ask_for_all(question: Question, labels: dict[str, str], chosen: Iterable[str]) -> None:
    """Offers the rest of the list, where there is one."""
    apart = [option for option in labels if option not in set(chosen) and not _fits(question, option)]
    if apart:
        st.checkbox(plain(say.show_all(len(apart))), key=_key(question))


def _key(question: Question) -> str:
    return f"all-{question.id}"


def _fits(question: Question, option: str) -> bool:
    """Whether somebody would choose it here, or could, as far as is known."""
    entries = getattr(session.knowledge(), question.options_from) if question.options_from else {}
    entry = entries.get(option)
    return not isinstance(entry, Objective) or views.truths().condition(entry.fits) != FALSE
