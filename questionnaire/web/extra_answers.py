"""What a form asks and no kickoff knows, beside its draft: the questions as a file to take away, and the file with
answers taken back. Nothing of it is kept: it stands in the drafts that are downloaded while the file is on the page.
"""

from __future__ import annotations

import streamlit as st

from questionnaire.files.problems import ProblemsFound
from questionnaire.handoffs import extra
from questionnaire.handoffs.filling import NOTHING_MORE, Extra
from questionnaire.knowledge.forms import Form
from questionnaire.web import mistakes
from questionnaire.web.text import short
from questionnaire.wording import extra as say
from questionnaire.wording import start as say_anywhere


def told(form: Form) -> Extra:
    """Takes a file with answers to the form, and says what is in it or wrong with it; returns the answers, none where
    there is no file or a wrong one."""
    given = st.file_uploader(
        say.FILLED_IN, type=["yaml", "yml"], key=f"extra-{form.id}", max_upload_size=1, help=say.FILLED_IN_HELP
    )
    if given is None:
        return NOTHING_MORE
    try:
        found = extra.read(given.getvalue(), short(given.name), form, say.FROM_THE_PAGE, say.CHOOSE_IT)
    except ProblemsFound as wrong:
        st.error(say_anywhere.problems_in_file(len(wrong.problems)), icon=":material/error:")
        with st.container(key=f"extra-problems-{form.id}"):
            mistakes.show(wrong.problems)
        return NOTHING_MORE
    st.caption(say.in_the_draft(sum(len(questions) for questions in found.values())))
    return found
