"""What can be done with an assessment in a list: rename, duplicate, archive, delete, and have it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import streamlit as st

from questionnaire.answers.answers import LONGEST
from questionnaire.answers.changes import Change
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.review import EDITABLE, OWNER, WRITERS
from questionnaire.answers.shelf import ACTIVE, ARCHIVED, DELETED, UNDO_DAYS
from questionnaire.answers.store import Begun, Refused
from questionnaire.web import access, browser, parts, record, session
from questionnaire.web.text import filled, short
from questionnaire.wording import review as say

_TROUBLE = "shelf-trouble"


def trouble() -> None:
    """Says why the last thing could not be done."""
    why = st.session_state.pop(_TROUBLE, "")
    if why:
        st.error(filled(say.NOTHING_DONE, why=why), icon=":material/error:")


def more(row: Begun, key: str, roles: frozenset[str], state: str) -> None:
    """The menu beside an assessment; empty for who may do nothing of it."""
    if not roles & WRITERS:
        return
    name = row.name or say.WITHOUT_A_NAME
    with st.popover(say.MORE, key=f"more-{key}", help=filled(say.MORE_FOR, project=short(name)), width="stretch"):
        if state in EDITABLE:
            st.text_input(say.NEW_NAME, value=row.name, key=f"name-{key}", max_chars=LONGEST["project.name"])
            parts.action(say.RENAME, f"rename-{key}", _rename, row, f"name-{key}", width="stretch")
        parts.action(say.DUPLICATE, f"copy-{key}", _duplicate, row.token, width="stretch")
        if OWNER in roles:
            parts.action(say.ARCHIVE, f"archive-{key}", _put, row.token, ARCHIVED, width="stretch")
            parts.action(say.DELETE, f"delete-{key}", _put, row.token, DELETED, width="stretch")


def back(row: Begun, key: str, where: str) -> None:
    """The way back from where it lies."""
    label = say.UNDELETE if where == DELETED else say.BACK_FROM_ARCHIVE
    parts.action(label, f"back-{key}", _put, row.token, ACTIVE, width="stretch")


def erased(token: str) -> str:
    """When it is erased, in words."""
    _, since = session.store().shelf.where(token)
    left = (since or datetime.now(UTC)) + timedelta(days=UNDO_DAYS) - datetime.now(UTC)
    return say.erased_in(left.days)


def _trying(do: Callable[[], None]) -> None:
    try:
        do()
    except (StoreUnavailable, Refused) as error:
        st.session_state[_TROUBLE] = str(error)


def _rename(row: Begun, field: str) -> None:
    name = record.clean(st.session_state.get(field, row.name))

    def rename() -> None:
        saved = session.store().replay(row.token)
        if saved is not None and name and access.roles_of(row.token) & WRITERS:
            change = Change("project", "name", row.name or None, name, saved.revision, browser.known())
            session.store().record(row.token, [change])

    _trying(rename)


def _duplicate(token: str) -> None:
    def copy() -> None:
        saved = session.store().replay(token)
        if saved is not None and access.roles_of(token) & WRITERS:
            record.begin(record.copied(saved.answers, say.copy_of(saved.answers.project.get("name", ""))))

    _trying(copy)


def _put(token: str, to: str) -> None:
    def put() -> None:
        if OWNER in access.roles_of(token):
            session.store().shelf.put(token, to, browser.known())
            if to == DELETED:
                session.store().shelf.erase()

    _trying(put)
