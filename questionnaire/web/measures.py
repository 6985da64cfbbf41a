"""What to do: recommendations by stage and role, each of which the team can declare planned or in place."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence

import streamlit as st
from msgspec.structs import replace

from questionnaire.answers.answers import LONGEST, MITIGATION_STATUSES, Mitigation
from questionnaire.assessment.result import Assessment, RecommendationShown
from questionnaire.knowledge.entries import Tool
from questionnaire.presentation.labels import Labels
from questionnaire.web import fields, html, parts, record, session, views
from questionnaire.web.html import Html
from questionnaire.web.text import filled, plain
from questionnaire.wording import web as say

AT_FIRST = 10
_OPEN, _ALL = "open", "all"


def show() -> None:
    """The recommendations of one stage, with what the team declares about each."""
    result = views.assessment()
    parts.heading(say.WHAT_TO_DO, "what-to-do", 2)
    if result.verdict.nothing_ruled_out:
        st.markdown(say.ANSWER_FIRST)
    elif not result.recommendations:
        st.markdown(say.NOTHING_TO_RECOMMEND)
    else:
        _standing(result)
        _recommendations(_chosen(result), result)


def _chosen(result: Assessment) -> list[RecommendationShown]:
    """The recommendations of the stage and the role that the reader chose."""
    stages, roles = result.words["stages"], result.words["roles"]
    left, right = st.columns(2)
    with left:
        stage = _filter(
            say.STAGE, "measure-stage", stages, {item.stage for item in result.recommendations}, say.ALL_STAGES
        )
    with right:
        role = _filter(say.WHO, "measure-role", roles, {item.role for item in result.recommendations}, say.EVERYBODY)
    return [item for item in result.recommendations if stage in (_ALL, item.stage) and role in (_ALL, item.role)]


def _filter(label: str, key: str, words: dict[str, str], used: set[str], everything: str) -> str:
    options = [_ALL, *(word for word in words if word in used)]
    return st.selectbox(plain(label), options, key=key, format_func=lambda word: words.get(word, everything))


def _recommendations(items: Sequence[RecommendationShown], result: Assessment) -> None:
    """Those that matter most, or all, stage by stage."""
    if not items:
        st.markdown(say.NOTHING_FOR_ROLE)
    stages = result.words["stages"]
    everything = len(items) <= AT_FIRST or st.toggle(say.show_all_measures(len(items), AT_FIRST), key="measure-all")
    before, order = "", list(stages)
    for item in sorted(items if everything else items[:AT_FIRST], key=lambda item: order.index(item.stage)):
        if item.stage != before:
            parts.heading(stages[item.stage], f"stage-{item.stage}", 3)
            before = item.stage
        _recommendation(item, result)


def _standing(result: Assessment) -> None:
    declared, labels = record.held().answers.mitigations, Labels(result.words)
    if not declared:
        st.markdown(say.DECLARE_WHAT_YOU_DO)
        return
    stands = html.filled(
        say.declared(len(declared)),
        level=parts.level(result.verdict.level, labels),
        residual=parts.level(result.verdict.residual, labels),
    )
    html.show(html.div(html.p(stands), class_="rw"))
    working, known = {item.id for item in result.recommendations}, session.knowledge().recommendations
    useless = [known[mitigation.id].title for mitigation in declared if mitigation.id not in working]
    if useless:
        st.caption(filled(say.DECLARED_BUT_USELESS, measures=", ".join(useless)))


def _recommendation(item: RecommendationShown, result: Assessment) -> None:
    labels = Labels(result.words)
    about = html.filled(
        say.works_on(len(item.findings)),
        kind=labels.label("recommendation_kinds", item.kind),
        role=labels.label("roles", item.role),
        level=labels.inline("levels", item.level),
    )
    with st.container(border=True, key=f"measure-{item.id}"):
        html.show(
            html.div(
                html.p(item.title, class_="rw-name"),
                html.p(about, class_="rw-kicker"),
                html.p(item.summary),
                class_="rw",
            )
        )
        opened = st.expander(say.WHY_HOW_WHEN, key=f"measure-more-{item.id}", on_change="rerun")
        if opened.open:
            with opened:
                _more(item, result)
        _declared(item)


def _more(item: RecommendationShown, result: Assessment) -> None:
    titles = {finding.id: finding.title for finding in result.findings}
    tools = [html.p(html.filled(say.TOOLS)), html.ul(*map(_tool, item.tools))] if item.tools else []
    html.show(
        html.div(
            html.p(item.because),
            html.p(html.filled(say.DONE_WHEN, done_when=item.done_when)),
            *tools,
            html.p(html.filled(say.WORKS_ON)),
            html.ul(*(html.li(titles[key]) for key in item.findings)),
            parts.cited(item.sources, parts.by_id(result)),
            class_="rw",
        )
    )


def _tool(tool: Tool) -> Html:
    return html.li(html.filled(say.TOOL, tool=html.link(tool.name, tool.url), note=tool.note))


def _declared(item: RecommendationShown) -> None:
    status, owner, due = st.columns([1.6, 1.2, 1], vertical_alignment="bottom")
    with status:
        fields.radio(
            f"declare-{item.id}",
            say.status_of(item.title),
            {status: say.MEASURE_STATUSES[status] for status in (_OPEN, *MITIGATION_STATUSES)},
            item.declared or _OPEN,
            functools.partial(_declare, item.id),
            horizontal=True,
            label_visibility="collapsed",
        )
    if item.declared:
        with owner:
            fields.line(
                f"owner-{item.id}",
                say.OWNER,
                item.owner,
                functools.partial(_edit, item.id, "owner"),
                most=LONGEST["mitigations.owner"],
            )
        with due:
            fields.date(
                f"due-{item.id}",
                say.DUE,
                datetime.date.fromisoformat(item.due) if item.due else None,
                functools.partial(_edit, item.id, "due"),
                format="YYYY-MM-DD",
            )


def _known(recommendation: str) -> Mitigation | None:
    return next((row for row in record.held().answers.mitigations if row.id == recommendation), None)


def _declare(recommendation: str, status: object) -> None:
    known = _known(recommendation)
    if status == _OPEN:
        record.save_measure(recommendation, None)
    else:
        record.save_measure(
            recommendation,
            Mitigation(recommendation, str(status), known.owner if known else "", known.due if known else ""),
        )


def _edit(recommendation: str, name: str, value: object) -> None:
    known = _known(recommendation)
    if known is None:
        return
    text = value.isoformat() if isinstance(value, datetime.date) else str(value or "").strip()
    record.save_measure(recommendation, replace(known, **{name: text}))
