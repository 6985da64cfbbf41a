"""Whether the assessment may be taken as it is, to try changes of the knowledge base on: its owner says so, or not."""

from __future__ import annotations

import streamlit as st

from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.review import OWNER
from questionnaire.web import access, browser, parts, record, session
from questionnaire.web.review import saying
from questionnaire.web.text import day_and_time, filled
from questionnaire.wording import consent as say


def show() -> None:
    """What it means, how it stands, and the way to change it, also while the answers are locked."""
    parts.heading(say.CONSENT, "consent", 2)
    st.markdown(say.MEANS)
    since = session.store().consents.since(record.held().token)
    with st.container(border=True, key="consent"):
        stands, change = st.columns([4, 1], vertical_alignment="center")
        with stands:
            if since is None:
                st.markdown(say.NOT_ALLOWED)
            else:
                st.markdown(filled(say.ALLOWED, when=day_and_time(since, st.context.timezone)))
        with change:
            if since is None:
                parts.action(say.ALLOW, "consent-allow", _say, True, width="stretch")
            else:
                parts.action(say.TAKE_BACK, "consent-take-back", _say, False, width="stretch")


def _say(allowed: bool) -> None:
    page = record.held()
    access.take_up(page.token)
    if OWNER not in access.roles():
        saying.fails(say.OWNER_ALLOWS)
        return
    try:
        session.store().consents.say(page.token, browser.known(), allowed=allowed)
    except StoreUnavailable as error:
        saying.fails(str(error))
