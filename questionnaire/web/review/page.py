"""The review page: where it stands, and its parts."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from questionnaire.answers.database import StoreUnavailable
from questionnaire.web import html, parts, record
from questionnaire.web.review import comments, conditions, editions, people, saying, steps
from questionnaire.web.text import filled
from questionnaire.wording import review as say
from questionnaire.wording import start as say_anywhere

_PARTS = {
    "steps": steps.show,
    "comments": comments.show,
    "findings": comments.ratings,
    "conditions": conditions.show,
    "people": conditions.people,
    "editions": editions.show,
    "sharing": people.show,
}


def show() -> None:
    """The part that is open; only that is worked out."""
    parts.heading(say.REVIEW, "review", 1)
    name = record.held().answers.project.get("name", "")
    if name:
        html.show(html.p(name, class_="rw rw-name"))
    steps.where_it_stands()
    saying.trouble()
    tabs = st.tabs([say.PARTS[key] for key in _PARTS], key="review-part", on_change="rerun")
    for tab, content in zip(tabs, _PARTS.values(), strict=True):
        if tab.open:
            with tab:
                _content(content)


def _content(content: Callable[[], None]) -> None:
    try:
        content()
    except StoreUnavailable as error:
        st.error(filled(say_anywhere.CANNOT_BE_READ, why=str(error)), icon=":material/error:")
