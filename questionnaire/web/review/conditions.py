"""Conditions, with what became of them; and the opinion of the people concerned."""

from __future__ import annotations

import datetime
import functools

import streamlit as st

from questionnaire.answers import conditions
from questionnaire.answers.review import Condition, ConditionStands, Dropped, Met, Opinion, Said
from questionnaire.web import access, html, parts, record
from questionnaire.web.review import saying
from questionnaire.web.text import file_name
from questionnaire.wording import review as say

_CONDITION, _OPINION = "condition", "opinion"


def show() -> None:
    """Every condition, a form for one more, and all of them as a file."""
    parts.heading(say.CONDITIONS, "conditions", 2)
    st.markdown(say.CONDITIONS_MEAN)
    listed = access.review().conditions
    if not listed:
        st.markdown(say.NO_CONDITION)
    elif access.allows(Met):
        saying.name()
    for one in listed:
        _condition(one)
    if listed:
        name = record.held().answers.project.get("name", "")
        st.download_button(
            say.CONDITIONS_FILE,
            functools.partial(conditions.write, name, listed),
            file_name(name, "-conditions.yaml"),
            "application/yaml",
            key="download-conditions",
            icon=":material/download:",
            on_click="ignore",
        )
        st.caption(say.CHECKED_BY)
    if access.allows(Condition):
        _new_condition(asks_name=not listed)


def today() -> datetime.date:
    """Today where the server stands."""
    return datetime.datetime.now().astimezone().date()


def _condition(one: ConditionStands) -> None:
    entry, form = one.said.entry, f"condition-{one.said.id}"
    with st.container(border=True, key=form):
        state = say.GIVEN_UP if one.dropped else say.MET if one.met else say.STILL_OPEN
        state = say.OVERDUE if one.overdue(today()) else state
        rows = [
            html.p(html.filled(say.CONDITION, id=one.id, text=entry.text)),
            html.p(
                say.CONDITION_WHO.format(owner=entry.owner, due=entry.due, edition=one.edition, state=state),
                class_="rw-quiet",
            ),
        ]
        if one.met:
            evidence = one.met.entry.evidence
            rows.append(html.p(html.filled(say.EVIDENCE, evidence=html.link(evidence, evidence))))
            rows.append(html.p(say.EVIDENCE_BY.format(who=saying.by(one.met)), class_="rw-quiet"))
        if one.dropped:
            rows.append(html.p(one.dropped.entry.reason))
            rows.append(html.p(saying.by(one.dropped), class_="rw-quiet"))
        html.show(html.div(*rows, class_="rw"))
        if one.dropped is None:
            _what_becomes(one, form)


def _what_becomes(one: ConditionStands, form: str) -> None:
    if access.allows(Met) and one.met:
        undo = functools.partial(Met, one.said.id, "")
        saying.button(say.NOT_MET, f"not-met-{one.said.id}", form, undo, type="tertiary")
    elif access.allows(Met):
        field, button = st.columns([3, 1], vertical_alignment="bottom")
        with field:
            saying.line(form, "evidence", say.EVIDENCE_LINK, placeholder="https://")
        with button:
            parts.action(say.SAVE_EVIDENCE, f"met-{one.said.id}", _met, one.said.id, form, width="stretch")
    if access.allows(Dropped):
        with st.popover(say.GIVE_UP):
            saying.line(form, "why", say.GIVE_UP_WHY)
            saying.button(say.GIVE_UP, f"drop-{one.said.id}", form, functools.partial(_dropped, one.said.id, form))


def _met(condition: int, form: str) -> None:
    evidence = saying.typed(form, "evidence")
    if evidence:
        saying.add(form, Met(condition, evidence))
    else:
        saying.fails(say.NO_EVIDENCE)


def _dropped(condition: int, form: str) -> Dropped:
    return Dropped(condition, saying.typed(form, "why"))


def _new_condition(*, asks_name: bool) -> None:
    parts.heading(say.NEW_CONDITION, "new-condition", 3)
    if asks_name:
        saying.name()
    saying.text(_CONDITION, "text", say.CONDITION_TEXT)
    owner, due = st.columns(2)
    with owner:
        saying.line(_CONDITION, "owner", say.CONDITION_OWNER)
    with due:
        st.date_input(say.CONDITION_DUE, value=None, key=saying.key(_CONDITION, "due"))
    saying.button(say.SAVE_CONDITION, "save-condition", _CONDITION, functools.partial(_set), type="primary")


def _set() -> Condition:
    return Condition(*(saying.typed(_CONDITION, name) for name in ("text", "owner", "due")))


# --- the people concerned ---------------------------------------------------------------------------------------------


def people() -> None:
    """What the people concerned said, that nobody asked them where nobody did, and a form."""
    parts.heading(say.PEOPLE, "people", 2)
    review = access.review()
    if not review.edition.opinions:
        st.warning(say.NO_OPINION, icon=":material/groups:")
    for edition in reversed(review.editions):
        for said in reversed(edition.opinions):
            _opinion(said, "" if edition is review.edition else say.EARLIER_OPINION.format(edition=edition.number))
    if access.allows(Opinion):
        parts.heading(say.NEW_OPINION, "new-opinion", 3)
        saying.name()
        asked, on = st.columns(2)
        with asked:
            saying.line(_OPINION, "asked", say.OPINION_ASKED)
        with on:
            st.date_input(say.OPINION_ON, value=None, key=saying.key(_OPINION, "on"))
        saying.text(_OPINION, "text", say.OPINION_TEXT)
        saying.button(say.SAVE_OPINION, "save-opinion", _OPINION, functools.partial(_heard), type="primary")


def _heard() -> Opinion:
    return Opinion(*(saying.typed(_OPINION, name) for name in ("text", "asked", "on")))


def _opinion(said: Said[Opinion], earlier: str) -> None:
    entry = said.entry
    with st.container(border=True, key=f"opinion-{said.id}"):
        html.show(
            html.div(
                html.p(html.strong(say.OPINION_WHO.format(asked=entry.asked, on=entry.on)), " ", html.quiet(earlier)),
                *(html.p(line) for line in entry.text.splitlines() if line.strip()),
                html.p(say.WRITTEN_BY.format(who=saying.by(said)), class_="rw-quiet"),
                class_="rw",
            )
        )
