"""Whether somebody else changed what a page shows.

A page is known here by a word of its own, which says nothing of the assessment and means nothing once the page is gone.
Only that there is news is told; what it is, the page learns when it is made anew, as who looks at it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from weakref import WeakValueDictionary

import streamlit as st

from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.store import Store
from questionnaire.web import record
from questionnaire.web.record import Held

_WORD = "news-word"
_pages: WeakValueDictionary[str, Held] = WeakValueDictionary()


def word() -> str:
    """The word of this page."""
    own = st.session_state.setdefault(_WORD, secrets.token_urlsafe())
    _pages[own] = record.held()
    return own


def for_pages(words: Iterable[str], store: Store) -> tuple[str, ...]:
    """Those of the words whose page is to be made anew: others changed something since, or what waits for the store
    could be saved now. None while the store cannot be read."""
    held = {word: page for word in words if (page := _pages.get(word))}
    try:
        last = store.revisions({page.token for page in held.values()})
    except StoreUnavailable:
        return ()
    return tuple(
        word
        for word, page in held.items()
        if page.waiting or page.token not in last or last[page.token] > page.revision
    )
