"""Whether what a page shows is saved, what others changed meanwhile, and which of two values holds."""

from __future__ import annotations

import functools

import streamlit as st

from questionnaire.answers.answers import Answer
from questionnaire.answers.store import Clash
from questionnaire.presentation.labels import Labels
from questionnaire.web import around, html, parts, questions, record, session, views
from questionnaire.web.html import Html
from questionnaire.web.text import clock, filled, plain
from questionnaire.wording import saving as say
from questionnaire.wording import together
from questionnaire.wording import web as say_anywhere

MOST_ELSEWHERE = 4


def show(*, with_level: bool) -> None:
    """Whether it is saved, and what else is to be said of the record; `with_level` says the level to plan for beside
    it, which a narrow page shows where it would be out of sight."""
    held, read_only = record.held(), session.store().read_only
    if held.failure:
        with st.container(border=True, key="not-saved"):
            st.error(filled(say.NOT_SAVED, why=held.failure), icon=":material/error:")
            st.button(say_anywhere.TRY_AGAIN, key="save-again", icon=":material/refresh:")
    elif read_only:
        st.warning(filled(say.NOTHING_CAN_BE_SAVED_HERE, why=read_only), icon=":material/lock:")
    else:
        html.show(around.piece("saved", functools.partial(_strip, with_level=with_level)))
    for notice in filter(None, (held.notice, held.refused)):
        st.warning(plain(notice), icon=":material/info:")
    if held.elsewhere:
        places = say.in_a_row([_changed(*change) for change in held.elsewhere], MOST_ELSEWHERE)
        st.info(filled(say.CHANGED_AND_SHOWN, places=places), icon=":material/sync:")
    for at, clash in enumerate(held.clashes):
        _clash(at, clash)


def _strip(*, with_level: bool) -> Html:
    held = record.held()
    saved_at = say.saved_at(clock(held.saved_at, st.context.timezone))
    kept = html.span(html.span("✓", aria_hidden="true"), " ", saved_at, class_="rw-kept")
    typing = html.span(say.NOT_SAVED_YET, class_="rw-typing")
    saved = html.p(kept, typing, class_="rw-kicker rw-saved", data_revision=str(held.revision))
    return html.div(_level() if with_level else "", saved, class_="rw rw-strip")


def _level() -> Html:
    result = views.glance()
    verdict, labels = result.verdict, Labels(result.words)
    if verdict.nothing_ruled_out:
        return html.joined(())
    said = html.joined((say_anywhere.PLAN_FOR, parts.level(verdict.level, labels)), by=" ")
    return html.p(said, class_="rw-kicker rw-level-so-far")


def _clash(at: int, clash: Clash) -> None:
    who = record.name_of(clash.by)
    with st.container(border=True, key=f"clash-{at}"):
        st.markdown(filled(say.CHANGED_ELSEWHERE, what=_what(clash.field, clash.name)))
        there = html.filled(say.saved_there(bool(who)), who=who, said=_said(clash, clash.saved))
        here = html.filled(say.IN_THIS_WINDOW, said=_said(clash, clash.yours))
        html.show(html.div(html.p(there, html.br, here), class_="rw"))
        keep, use = st.columns(2)
        with keep:
            parts.action(say.KEEP_WHAT_WAS_SAVED, f"clash-keep-{at}", record.keep_saved, clash, width="stretch")
        with use:
            parts.action(say.USE_MINE, f"clash-use-{at}", record.save_mine, clash, width="stretch")


def _changed(field: str, name: str, by: str) -> str:
    who = record.name_of(by)
    return say.by(_what(field, name), who) if who else _what(field, name)


def _what(field: str, name: str) -> str:
    known = session.knowledge()
    if field in ("answer", "note", "grounds") and name in known.questions:
        asks = known.questions[name].asks
        if field == "grounds":
            return together.grounds_of(asks)
        return asks if field == "answer" else say.note_on_quoted(asks)
    if field == "mitigation" and name in known.recommendations:
        return known.recommendations[name].title
    return say_anywhere.WHAT_YOU_FOUND if field == "evidence" else say.project_field(name)


def _said(clash: Clash, value: object) -> str:
    if value in (None, "", []):
        return say.NOTHING
    if clash.field == "answer" and clash.name in session.knowledge().questions:
        return questions.in_words(
            session.knowledge().questions[clash.name], Answer(value["status"], tuple(value.get("options", ())))
        )
    if clash.field in ("mitigation", "grounds"):
        return ", ".join(str(part) for part in value.values() if part)
    if clash.field == "evidence":
        return "; ".join(row["title"] for row in value)
    return str(value)
