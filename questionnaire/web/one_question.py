"""The page of who is asked one question: this question, and nothing else of the assessment."""

from __future__ import annotations

import streamlit as st

from questionnaire.web import access, parts, questions, record, session
from questionnaire.web.text import filled
from questionnaire.wording import together as say


def show() -> None:
    """The questions that this person is asked, mostly one, each alone."""
    session.lock(not access.may_answer())
    _, middle, _ = st.columns([1, 4, 1])
    with middle:
        parts.heading(say.YOU_ARE_ASKED, "asked", 1)
        st.markdown(say.YOU_ARE_ASKED_MEANS)
        if not access.may_answer():
            st.info(say.CANNOT_BE_ANSWERED_NOW, icon=":material/lock:")
        known = session.knowledge().questions
        for key, words in access.asked().items():
            if key in known:
                if words:
                    st.markdown(filled(say.THEY_WROTE, words=words))
                questions.alone(known[key])
        if all(key in record.held().answers.answers for key in access.asked()):
            st.success(say.THANK_YOU, icon=":material/check:")
