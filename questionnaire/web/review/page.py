"""The review page: where it stands, and its parts."""

from __future__ import annotations

import streamlit as st

from questionnaire.web import html, parts, record
from questionnaire.web.review import comments, conditions, editions, people, saying, steps
from questionnaire.wording import review as say

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
                content()
