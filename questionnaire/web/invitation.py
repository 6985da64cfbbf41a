"""The page that somebody sees who opens an invitation."""

from __future__ import annotations

import streamlit as st

from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.review import ANSWERER, LONGEST_LINE
from questionnaire.web import address, browser, parts, record, session, sign_in
from questionnaire.web.text import filled
from questionnaire.wording import review as say
from questionnaire.wording import together

_NAME, _TROUBLE = "invited-name", "invited-trouble"


def show() -> None:
    """What the invitation offers, and a field for the name; an invitation that is over looks like one that never was.

    Raises StoreUnavailable.
    """
    offer = session.store().sharing.offer(browser.invitation())
    if offer is None:
        st.warning(say.NO_SUCH_INVITATION, icon=":material/link_off:")
        parts.action(say.NOT_NOW, "invited-not", browser.forget_invitation)
        return
    with st.container(border=True, key="invited"):
        parts.heading(say.INVITED, "invited", 2)
        if offer.role == ANSWERER:
            st.markdown(together.ASKED_ONE_QUESTION)
        else:
            st.markdown(filled(say.INVITED_AS, role=say.ROLE_MEANS[offer.role]))
        trouble = st.session_state.pop(_TROUBLE, "")
        if trouble:
            st.error(filled(say.NOTHING_DONE, why=trouble), icon=":material/error:")
        if _NAME not in st.session_state:
            known = sign_in.name() or session.store().reviews.name_of(browser.known())
            st.session_state[_NAME] = known or offer.label
        st.text_input(
            say.YOUR_NAME, key=_NAME, max_chars=LONGEST_LINE, help=say.NAME_HELP, disabled=bool(sign_in.name())
        )
        take, leave = st.columns(2)
        with take:
            parts.action(say.TAKE_PART, "invited-take", _take, offer.role, type="primary", width="stretch")
        with leave:
            parts.action(say.NOT_NOW, "invited-not", browser.forget_invitation, width="stretch")


def _take(role: str) -> None:
    name = record.clean(sign_in.name() or st.session_state.get(_NAME, ""))
    if not name or not browser.known():
        st.session_state[_TROUBLE] = say.INVITED_NEEDS_NAME if browser.known() else say.INVITED_WAITS
        return
    try:
        token = session.store().sharing.accept(browser.invitation(), browser.known(), name)
    except StoreUnavailable as error:
        st.session_state[_TROUBLE] = str(error)
        return
    browser.forget_invitation()
    if token:
        address.open_assessment(token, address.ALONE if role == ANSWERER else address.REVIEW)
