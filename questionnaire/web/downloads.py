"""The files that a reader can take away; each is made when it is asked for."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from questionnaire.answers import writing
from questionnaire.answers.answers import Answers
from questionnaire.answers.review import Review
from questionnaire.answers.store import Store
from questionnaire.assessment.assess import report
from questionnaire.assessment.result import Assessment
from questionnaire.handoffs import extra, handoffs
from questionnaire.handoffs.filling import NOTHING_MORE, Extra, left_by
from questionnaire.handoffs.handoffs import Handoff
from questionnaire.knowledge.forms import Form
from questionnaire.readings import readings
from questionnaire.readings.around import Around
from questionnaire.reports import formats
from questionnaire.walk.network import Network
from questionnaire.web import access, extra_answers, record, session, views
from questionnaire.web.review import editions
from questionnaire.web.text import file_name, filled, plain
from questionnaire.wording import extra as say_anywhere
from questionnaire.wording import review as say_review
from questionnaire.wording import web as say


def show() -> None:
    """Which reading of the report it is to be; then a button for each format, the first of them set off, and one for
    the answers."""
    answers, network = record.held().answers, session.network()
    named = {each.name: each for each in readings.READINGS}
    chosen = st.segmented_control(
        say.READING,
        list(named),
        default=readings.READINGS[0].name,
        format_func=lambda name: named[name].label,
        key="reading",
        help=say.READINGS_MEAN,
        required=True,
        wrap=True,
    )
    page = record.held()
    beside = _Beside(session.store(), page.token, access.review(), str(page.revision), page.saved_at)
    for each in formats.FORMATS:
        make = functools.partial(_report, each, network, answers, named[chosen or readings.READINGS[0].name], beside)
        _button(each.label, each.ending, each.mime, make, first=each is formats.FORMATS[0])
    make = functools.partial(_answers, network, answers)
    _button(say.ANSWERS_FILE, ".yaml", "application/yaml", make, icon=":material/save:")
    opened = st.expander(say.HAND_OFFS, key="hand-offs", icon=":material/forward_to_inbox:", on_change="rerun")
    if opened.open:
        with opened:
            _hand_offs(network, answers)


def _hand_offs(network: Network, answers: Answers) -> None:
    """Which draft it is to be and in which format, and one button: the draft is made when that is pressed."""
    result = views.assessment()
    drafts = {each.name: each for each in handoffs.offered(network.knowledge, result)}
    chosen = drafts[st.selectbox(say.HAND_OFF, list(drafts), format_func=lambda name: drafts[name].label, key="draft")]
    rules = handoffs.asked_for(chosen, result)
    st.caption(filled(say.DRAFT_OF, summary=chosen.summary))
    if rules:
        st.caption(filled(say.MAY_BE_ASKED_FOR, rules="; ".join(rules)))
    ending = st.selectbox(
        say.FILE_FORMAT, chosen.endings, format_func=say.FILE_FORMATS.__getitem__, key=f"draft-format-{chosen.name}"
    )
    told = _beside_form(chosen.form, network, answers) if chosen.form else NOTHING_MORE
    make = functools.partial(_draft, chosen, ending, network, answers, told)
    _button(say.DOWNLOAD_DRAFT, ending, handoffs.mime(ending), make, stem=chosen.name, icon=":material/edit_document:")


def _beside_form(form: Form, network: Network, answers: Answers) -> Extra:
    """What the form asks and no kickoff knows, to be taken along and brought back; returns what was brought."""
    if not any(map(left_by, form.elements)):
        return NOTHING_MORE
    st.caption(say_anywhere.ASKED_BESIDE)
    asked = st.container()  # the button stands above the file, whose answers its own file holds
    told = extra_answers.told(form)
    make = functools.partial(_questions, form, network, answers, told)
    with asked:
        _button(say_anywhere.TAKE_QUESTIONS, ".yaml", handoffs.mime(".yaml"), make, stem=f"{form.id}-questions")
    return told


def _button(
    label: str,
    ending: str,
    mime: str,
    make: Callable[[], bytes],
    *,
    stem: str = "",
    first: bool = False,
    icon: str = ":material/download:",
) -> None:
    st.download_button(
        plain(label),
        make,
        file_name(f"{stem} {record.held().answers.project.get('name', '')}", ending),
        mime,
        key=f"download{stem}{ending}",
        icon=icon,
        on_click="ignore",
        width="stretch",
        type="primary" if first else "secondary",
    )


class _Beside(NamedTuple):
    """What is known beside the answers as the page shows them: a file is made later, and must ask nothing of it."""

    store: Store
    token: str
    review: Review
    revision: str
    saved_at: datetime.datetime


def _report(
    format_: formats.Format, network: Network, answers: Answers, reading: readings.Reading, beside: _Beside
) -> bytes:
    today = datetime.datetime.now().astimezone().date().isoformat()
    whole = report(network, answers)
    around = _around(beside, network, whole.assessment, with_changes=reading.name == readings.SAYS_SINCE)
    return format_.render(whole, reading, today, answers=_answers(network, answers), around=around)


def _draft(handoff: Handoff, ending: str, network: Network, answers: Answers, told: Extra) -> bytes:
    today = datetime.datetime.now().astimezone().date().isoformat()
    return handoff.render(report(network, answers), network.knowledge, ending, today, told)


def _questions(form: Form, network: Network, answers: Answers, told: Extra) -> bytes:
    return extra.questions(form, report(network, answers), network.knowledge, told).encode()


def _around(beside: _Beside, network: Network, now: Assessment, *, with_changes: bool) -> Around:
    """Where the assessment stands, and what has changed since it was decided last."""
    review = beside.review
    decided = review.decided[-1] if with_changes and review.decided else None
    return Around(
        answered=beside.saved_at.astimezone().date().isoformat(),
        status=_state(review.state, review.edition.number),
        revision=beside.revision,
        since=editions.since(beside.store, network, beside.token, decided, now) if decided else None,
    )


def _state(state: str, edition: int) -> str:
    """The state of a review, and the number of its edition."""
    return say_review.EDITION_STATE.format(state=say_review.STATES[state], number=edition)


def _answers(network: Network, answers: Answers) -> bytes:
    return writing.write(answers, network.knowledge).encode()
