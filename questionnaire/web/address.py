"""Where the page is: the assessment, the part of it and the questions that its address names."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

import streamlit as st

from questionnaire.walk.unknowns import Unknown
from questionnaire.web import session

PARAMETER, PLACE, ASKED = "assessment", "at", "ask"
RESULT, NEXT, REVIEW, ALONE, VARIANTS = "result", "next", "review", "alone", "variants"
PAGE, PORTFOLIO, AGAIN = "page", "portfolio", "again"
LIBRARY, COVERAGE, NEW = "knowledge", "coverage", "new"
ENTRY, FIND, KIND, WRONG = "entry", "find", "kind", "wrong"
_RANKED, _LEFT = "ranked", "left-to-ask"


def place() -> str:
    """The section or page that the address names; the first section where it names none."""
    named = st.query_params.get(PLACE, "")
    sections = [section.id for section in session.knowledge().interview.sections]
    return named if named in (*sections, RESULT, NEXT, REVIEW, VARIANTS) else sections[0]


def is_alone() -> bool:
    """Whether the address names the page of who is asked one question."""
    return st.query_params.get(PLACE) == ALONE


def go(to: str) -> None:
    """To a section or page of the same assessment."""
    st.query_params[PLACE] = to
    forget_next()


def named(to: str) -> dict[str, str]:
    """What the address of a section or page of the same assessment names."""
    return {PARAMETER: st.query_params.get(PARAMETER, ""), PLACE: to}


def go_to_question(question: str) -> None:
    """To the page that asks this one question."""
    st.query_params[PLACE] = NEXT
    st.query_params[ASKED] = question


def open_assessment(token: str, at: str = "") -> None:
    """To an assessment, at its first section where `at` is empty."""
    st.query_params.clear()
    st.query_params[PARAMETER] = token
    if at:
        st.query_params[PLACE] = at


def invitation(secret: str) -> str:
    """The address that an invitation is handed on as: of the start page, as this browser asked for it. The secret goes
    behind a #, which browsers keep to themselves: it comes into no log of a server or a proxy, and is named to no other
    page."""
    asked = urlsplit(st.context.url or "")
    base = f"{asked.scheme}://{asked.netloc}{asked.path.rstrip('/')}/" if asked.netloc else "/"
    return f"{base}#invitation={secret}"


def leave() -> None:
    """Back to the start page."""
    st.query_params.clear()


def open_portfolio() -> None:
    """To the list of all assessments."""
    st.query_params.clear()
    st.query_params[PAGE] = PORTFOLIO


def open_library() -> None:
    """To the list of all that is known."""
    st.query_params.clear()
    st.query_params[PAGE] = LIBRARY


def entry() -> str:
    """The entry of the knowledge base that the address names; empty where it names none."""
    return st.query_params.get(ENTRY, "")


def says_wrong() -> bool:
    """Whether the address has the form open by which something is said to be missing or wrong."""
    return WRONG in st.query_params


def sought() -> str:
    """The words that the address has sought in the knowledge base."""
    return st.query_params.get(FIND, "")


def kind() -> str:
    """The kind of entry that the address has listed; empty for all."""
    return st.query_params.get(KIND, "")


def seek(words: str, of_kind: str) -> None:
    """Names what is sought in the address, so that it can be handed on."""
    for name, value in ((FIND, words), (KIND, of_kind)):
        if value and st.query_params.get(name) != value:
            st.query_params[name] = value
        elif not value:
            st.query_params.pop(name, None)


def open_again() -> None:
    """To what today's knowledge makes of assessments."""
    st.query_params.clear()
    st.query_params[PAGE] = AGAIN


def asked_next() -> list[str] | None:
    """The questions that the address names as the next best; None where they have to be worked out."""
    named = st.query_params.get(ASKED)
    if named is None:
        return None
    return [key for key in dict.fromkeys(named.split(",")) if key in session.knowledge().questions]


def ask_next(ranked: Iterable[Unknown], left: int) -> None:
    """Names these questions in the address, so that they are the same after a refresh; they are of so many `left`."""
    st.session_state[_RANKED] = {unknown.question: unknown for unknown in ranked}
    st.session_state[_LEFT] = left
    if st.session_state[_RANKED]:
        st.query_params[ASKED] = ",".join(st.session_state[_RANKED])


def ranked() -> dict[str, Unknown]:
    """What was known of the questions that the address names when they were worked out; empty after a refresh."""
    return st.session_state.get(_RANKED, {})


def left_to_ask() -> int:
    """How many questions could still move something when those in the address were worked out; 0 after a refresh."""
    return st.session_state.get(_LEFT, 0)


def forget_next() -> None:
    """Has the next best questions worked out afresh."""
    st.query_params.pop(ASKED, None)
    st.session_state.pop(_RANKED, None)
    st.session_state.pop(_LEFT, None)
