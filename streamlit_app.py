"""The web app of Riskwalk: `streamlit run streamlit_app.py`."""

from __future__ import annotations

import functools
import os
from pathlib import Path

import streamlit as st

from questionnaire.answers.changes import refusal
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.store import Store, default_url
from questionnaire.files.problems import ProblemsFound
from questionnaire.knowledge import loader
from questionnaire.upkeep import cases
from questionnaire.walk.network import Network
from questionnaire.web import address, frame, record, session, start


@st.cache_resource(show_spinner="Reading the knowledge base …")
def shared(folder: str, url: str) -> session.Shared:
    """The checked knowledge base, its worked cases and the store; raises ProblemsFound with every mistake."""
    knowledge = loader.load(Path(folder))
    store = Store(url, refusal=functools.partial(refusal, knowledge=knowledge))
    return session.Shared(Network(knowledge), cases.load(Path(folder), knowledge), store)


def main() -> None:
    try:
        url = default_url().render_as_string(hide_password=False)
        session.begin_run(shared(os.environ.get("RISKWALK_KB") or str(loader.DEFAULT_FOLDER), url))
    except ProblemsFound as found:
        start.broken_knowledge(found.problems)
        return
    _route(st.query_params.get(address.PARAMETER, ""))
    session.end_run()


def _route(token: str) -> None:
    if not token:
        start.show()
        return
    try:
        known = record.take_up(token)
    except StoreUnavailable as error:
        start.unreadable_store(str(error))
        return
    if known:
        frame.show()
    else:
        start.unknown_address()


main()
