"""What stands out in the answers, told before somebody is asked to review them."""

from __future__ import annotations

import streamlit as st

from questionnaire.assessment.result import Remark
from questionnaire.web import html, parts, session, views
from questionnaire.web.html import Html
from questionnaire.wording import lint as say


def show() -> None:
    """The remarks as a list under a heading; nothing where there is none."""
    remarks = views.assessment().lint
    if not remarks:
        return
    parts.heading(say.TITLE, "lint", 2)
    st.caption(say.MEANS)
    html.show(html.div(parts.listed(map(_remark, remarks)), class_="rw"))


def _remark(remark: Remark) -> Html:
    asked = session.knowledge().questions
    said = html.joined((html.strong(say.KINDS[remark.kind]), remark.because, remark.do), by=" ")
    more = []
    if remark.about:
        more.append(html.quiet(say.MEASURES.format(measures="; ".join(remark.about))))
    if remark.questions:
        more.append(html.quiet(say.SETTLE.format(questions=" · ".join(asked[key].asks for key in remark.questions))))
    return html.joined((said, *more), by=html.br)
