"""One browser page's session: what all pages share, and how a run of the script begins and ends.

After a restart of the server a page reconnects quietly: its first click runs in an empty session, in which no callback
is known, and brings along what all its widgets show. The hidden field `page-base` brings the revision that the page
had shown, so that what a widget shows is saved as a change made under that revision.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from questionnaire.answers.store import Store
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.upkeep.cases import Case
from questionnaire.walk.network import Network
from questionnaire.wording import saving as say

_SHARED, _RUN, _DONE, _BASE, _LOCKED = "shared", "run", "run-done", "page-base", "locked"

TURN = threading.Semaphore()
"""Held by the page that is being made. Only one can hold Python's lock anyway; many at once would take turns, and each
be done as late as the last of them. Nobody waits for the store while holding it, but where a page has to save what
it brings from before a restart."""


class Shared(NamedTuple):
    """What all pages share: loaded once."""

    network: Network
    cases: tuple[Case, ...]
    store: Store
    folders: tuple[Path, ...]


@dataclass
class _Run:
    """One run of the script, or of a part of it: whether it is the first of its session, and brings values from before
    a restart; whether the whole page is made."""

    first: bool
    brings: bool = False
    again: bool = False
    made: bool = False
    afterwards: list[Callable[[], None]] = field(default_factory=list)


# --- a run ------------------------------------------------------------------------------------------------------------


def begin_run(shared: Shared) -> None:
    """To be called at the top of every run. One that another click cut short was none: the next is the first again, or
    what the page brings would give way to what the record holds."""
    st.session_state[_RUN] = _Run(first=_DONE not in st.session_state)
    st.session_state[_SHARED] = shared


def end_run() -> None:
    """To be called at the end of every run: runs once more where a click or a change came from before a restart.

    A click is done only here, after all widgets had their chance to bring what they show.
    """
    run: _Run = st.session_state[_RUN]
    st.session_state[_DONE] = True
    for do in run.afterwards:
        do()
    if run.again or run.afterwards:
        st.rerun()


def afterwards(do: Callable[[], None]) -> None:
    """Has something done at the end of this run."""
    st.session_state[_RUN].afterwards.append(do)


def run_again() -> None:
    """Has the script run once more after this run."""
    st.session_state[_RUN].again = True


def page_is_made() -> None:
    """To be called when the whole page is made: a part of it that runs from now on runs by itself."""
    st.session_state[_RUN].made = True


def runs_by_itself() -> bool:
    """Whether what runs now is a part of a page that was made before."""
    return st.session_state[_RUN].made


@contextlib.contextmanager
def part() -> Iterator[None]:
    """One run of a part of the page by itself."""
    with TURN:
        st.session_state[_RUN] = _Run(first=False, made=True)
        yield


def just_begun() -> bool:
    """Whether this is the first run of its session, in which no callback can have been called."""
    return st.session_state[_RUN].first


def brings_values() -> bool:
    """Whether widgets may bring values that the session never saw."""
    return st.session_state[_RUN].brings


def lock(locked: bool) -> None:
    """Has fields show what the record holds without letting anybody change it, or no longer."""
    st.session_state[_LOCKED] = locked


def locked() -> bool:
    """Whether fields only show what the record holds."""
    return bool(st.session_state.get(_LOCKED))


# --- the revision that the page shows ---------------------------------------------------------------------------------


def mark(token: str, revision: int) -> int:
    """Renders the hidden field by which the page remembers what it shows; returns the revision that it remembered
    from before a restart where that is older, else `revision`."""
    run: _Run = st.session_state[_RUN]
    shown = f"{token} {revision}"
    if not run.first:
        if st.session_state.get(_BASE) != shown:
            st.session_state[_BASE] = shown
        st.text_input(say.REVISION_SHOWN, key=_BASE, label_visibility="collapsed")
        return revision
    brought = st.text_input(say.REVISION_SHOWN, value=shown, key=_BASE, label_visibility="collapsed")
    run.again = run.again or brought != shown
    run.brings = brought.partition(" ")[0] == token
    known = _marked(brought, token)
    return revision if known is None else min(revision, known)


def marked(token: str) -> int | None:
    """The revision of this assessment that the browser showed when it sent the click of this run, if it says one."""
    return _marked(str(st.session_state.get(_BASE, "")), token)


def _marked(brought: str, token: str) -> int | None:
    known, _, revision = brought.partition(" ")
    return int(revision) if known == token and revision.isdecimal() else None


# --- what all pages share ---------------------------------------------------------------------------------------------


def _shared() -> Shared:
    return st.session_state[_SHARED]


def network() -> Network:
    return _shared().network


def knowledge() -> KnowledgeBase:
    return _shared().network.knowledge


def cases() -> tuple[Case, ...]:
    return _shared().cases


def store() -> Store:
    return _shared().store


def folders() -> tuple[Path, ...]:
    """The folders of the knowledge base, the base before the layers upon it."""
    return _shared().folders
