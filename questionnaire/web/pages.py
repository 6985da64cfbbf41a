"""Which page an address leads to, and what all pages share."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from pathlib import Path

import streamlit as st

from questionnaire.answers.changes import refusal
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.store import Store, default_url
from questionnaire.files.problems import ProblemsFound
from questionnaire.knowledge import loader
from questionnaire.upkeep import cases
from questionnaire.walk.network import Network
from questionnaire.web import address, again, browser, frame, portfolio, record, session, sign_in, start
from questionnaire.web.browse import coverage, entry, front, new
from questionnaire.wording import start as say


@st.cache_resource(show_spinner=False)
def _shared(named: str, url: str) -> session.Shared:
    folders = tuple(Path(folder) for folder in named.split(os.pathsep) if folder)
    knowledge = loader.load(folders)
    store = Store(url, refusal=functools.partial(refusal, knowledge=knowledge), ids=knowledge.renames.ids)
    with contextlib.suppress(StoreUnavailable):  # pages say why, where they need it
        store.shelf.erase()
    return session.Shared(Network(knowledge), cases.load(folders, knowledge), store, folders)


def shared() -> session.Shared:
    """The checked knowledge base, its worked cases and the store; raises ProblemsFound with every mistake, and
    StoreUnavailable where no store can be at the address that is set."""
    named = os.environ.get("RISKWALK_KB") or str(loader.DEFAULT_FOLDER)
    return _shared(named, default_url().render_as_string(hide_password=False))


def trouble() -> str:
    """What no page could do without and cannot be read, in a sentence; empty where all is well."""
    try:
        shared().store.replay("")
    except ProblemsFound as found:
        return say.knowledge_has_problems(len(found.problems))
    except StoreUnavailable as error:
        print(error, file=sys.stderr, flush=True)  # it names folders of this machine, which is nobody else's business
        return say.STORE_CANNOT_BE_READ
    return ""


def show() -> None:
    """One run of the script."""
    try:
        session.begin_run(shared())
    except ProblemsFound as found:
        start.broken_knowledge(found.problems)
        return
    except StoreUnavailable as error:
        start.unreadable_store(str(error))
        return
    if sign_in.is_set_up() and not sign_in.who() and not browser.on_this_machine():
        sign_in.show()
        return
    _route(st.query_params.get(address.PARAMETER, ""))
    session.end_run()


def _route(token: str) -> None:
    shows = {
        address.PORTFOLIO: portfolio.show,
        address.AGAIN: again.show,
        address.LIBRARY: front.show,
        address.COVERAGE: coverage.show,
        address.NEW: new.show,
    }
    if not token and (address.entry() or st.query_params.get(address.PAGE) in shows):
        (entry.show if address.entry() else shows[st.query_params[address.PAGE]])()
        return
    if not token:
        start.show()
        return
    try:
        known = record.take_up(token)
    except StoreUnavailable as error:
        start.unreadable_store(str(error))
        return
    if known:
        with session.TURN:
            frame.show()
    else:
        start.unknown_address()
