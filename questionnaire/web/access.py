"""Who this browser is in the assessment that its address names, and so what it may do there.

On the machine itself everything works without invitations: whoever sits there plays every part, unless they came in by
an invitation. From elsewhere an assessment is there only for who began it and for those who are invited; once it was
handed in for review, also for those to whom the app's settings give a role on the board.
"""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from questionnaire.answers.asked import ABOUT_A_QUESTION, Asked
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.review import ALONE, ANSWERER, EDITABLE, OWNER, WRITERS, Entry, Review, may
from questionnaire.web import browser, session, sign_in
from questionnaire.wording import review as say

_ACCESS = "access"


class Access(NamedTuple):
    """What this browser is in an assessment, the review of it as it stands, the questions that its person is asked,
    each with what was written to it, and all those that anybody was asked."""

    token: str
    roles: frozenset[str]
    review: Review
    asked: dict[str, str]
    asked_of_others: tuple[Asked, ...] = ()


def take_up(token: str) -> bool:
    """Looks who this browser is there; False where the assessment is none of its business, or is not there at all.

    Raises StoreUnavailable where the store cannot be read and nothing is known from before.
    """
    known: Access | None = st.session_state.get(_ACCESS)
    try:
        found = _look(token)
    except StoreUnavailable:
        if known is None or known.token != token:
            raise
        return bool(known.roles)
    st.session_state[_ACCESS] = found
    session.lock(not may_edit())
    return bool(found.roles)


def _look(token: str) -> Access:
    part = session.store().part(token, browser.known())
    if part is None:
        return Access(token, frozenset(), Review(), {})
    roles, review, of_others = part
    asked = _by_ids_of_now(session.store().asking.of_person(token, browser.known())) if ANSWERER in roles else {}
    board = sign_in.roles_on_the_board() if review.steps else frozenset()
    return Access(token, _here(roles) | board, review, asked, of_others)


def _by_ids_of_now(asked: dict[str, str]) -> dict[str, str]:
    """The same by the ids that the questions have now, without those that are gone."""
    renames = session.knowledge().renames
    return {now: words for key, words in asked.items() if (now := renames.question(key)[0]) is not None}


def roles_of(token: str) -> frozenset[str]:
    """What this browser is in an assessment."""
    return _here(session.store().sharing.roles(token, browser.known()))


def roles_in(tokens: list[str]) -> dict[str, frozenset[str]]:
    """The same for several assessments."""
    found = session.store().sharing.roles_in(tokens, browser.known())
    return {token: _here(roles) for token, roles in found.items()}


def _here(roles: frozenset[str]) -> frozenset[str]:
    return ALONE if (not roles or OWNER in roles) and browser.on_this_machine() else roles


def roles() -> frozenset[str]:
    """What this browser is in the assessment of this page."""
    return _known().roles


def review() -> Review:
    """The review of the assessment of this page."""
    return _known().review


def allows(kind: type[Entry] | str) -> bool:
    """Whether this browser may make such an entry, or take this step, as things stand."""
    return may(kind, review().state, roles())


def may_edit() -> bool:
    """Whether this browser may change answers now."""
    return bool(roles() & WRITERS) and review().state in EDITABLE


def only_asked() -> bool:
    """Whether this browser's person is asked questions, and has no other part."""
    return roles() == {ANSWERER}


def asked() -> dict[str, str]:
    """The questions that this browser's person is asked, each with what was written to it."""
    return _known().asked


def asked_of_others() -> tuple[Asked, ...]:
    """All questions of the assessment that somebody was asked, the newest first."""
    return _known().asked_of_others


def may_answer() -> bool:
    """Whether they can be answered now."""
    return bool(asked()) and review().state in EDITABLE


def refusal(field: str, name: str) -> str:
    """Why this field cannot be changed, as the store has it at this moment; empty where it can."""
    take_up(_known().token)
    theirs = may_answer() and field in ABOUT_A_QUESTION and name in asked()
    return "" if may_edit() or theirs else say.MAY_NOT_EDIT


def why_locked() -> str:
    """The key of say.LOCKED that says why answers cannot be changed; empty where they can."""
    if may_edit():
        return ""
    if not roles() & WRITERS:
        return "role"
    return "decided" if review().edition.decision else "in_review"


def _known() -> Access:
    return st.session_state[_ACCESS]
