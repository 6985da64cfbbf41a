"""What to do: recommendations by stage and role, each of which the team can declare planned or in place."""

from __future__ import annotations

import datetime
import functools

import streamlit as st

from questionnaire.answers.answers import MITIGATION_STATUSES, Mitigation
from questionnaire.assessment.result import Assessment, RecommendationShown
from questionnaire.web import fields, parts, record, session, views
from questionnaire.web.text import count, escaped, plain

AT_FIRST = 10
LONGEST_OWNER = 120
_OPEN, _ALL = "open", "all"
_STATUS_LABELS = {_OPEN: "Not declared", "planned": "Planned", "in_place": "In place"}


def show() -> None:
    """The recommendations of one stage, with what the team declares about each."""
    result = views.assessment()
    parts.heading("What to do", "what-to-do", 2)
    if result.verdict.nothing_ruled_out or not result.recommendations:
        st.markdown(
            "There is nothing to recommend yet: the answers reach no finding."
            if not result.verdict.nothing_ruled_out
            else "Answer a few questions first."
        )
        return
    _standing(result)
    words = result.words
    stages = [stage for stage in words["stages"] if any(item.stage == stage for item in result.recommendations)]
    roles = [role for role in words["roles"] if any(item.role == role for item in result.recommendations)]
    left, right = st.columns(2)
    stage = left.selectbox(
        "Stage", [_ALL, *stages], key="measure-stage", format_func=lambda key: words["stages"].get(key, "All stages")
    )
    role = right.selectbox(
        "Who", [_ALL, *roles], key="measure-role", format_func=lambda key: words["roles"].get(key, "Everybody")
    )
    shown = [item for item in result.recommendations if stage in (_ALL, item.stage) and role in (_ALL, item.role)]
    if not shown:
        st.markdown("Nothing for this role at this stage.")
    everything = len(shown) <= AT_FIRST or st.toggle(
        f"Show all {len(shown)}, not only the {AT_FIRST} that matter most", key="measure-all"
    )
    before = ""
    for item in sorted(
        shown if everything else shown[:AT_FIRST], key=lambda item: list(words["stages"]).index(item.stage)
    ):
        if item.stage != before:
            parts.heading(words["stages"][item.stage], f"stage-{item.stage}", 3)
            before = item.stage
        _recommendation(item, result)


def _standing(result: Assessment) -> None:
    declared = record.held().answers.mitigations
    labels = result.words["levels"]
    if not declared:
        st.markdown(
            "Declare what you plan or already do, and the level that is left shows here. What is not declared "
            "counts for nothing."
        )
        return
    st.html(
        f'<div class="rw"><p>{count(len(declared), "measure")} declared. Level to plan for: '
        f"{parts.level(result.verdict.level, labels)} With your measures: "
        f"{parts.level(result.verdict.residual, labels)}</p></div>"
    )
    useless = [
        mitigation.id for mitigation in declared if mitigation.id not in {item.id for item in result.recommendations}
    ]
    known = session.knowledge().recommendations
    if useless:
        st.caption(
            "Declared, but working on no finding of this assessment: "
            + ", ".join(plain(known[key].title) for key in useless)
            + "."
        )


def _recommendation(item: RecommendationShown, result: Assessment) -> None:
    words = result.words
    with st.container(border=True, key=f"measure-{item.id}"):
        kind, role = words["recommendation_kinds"][item.kind], words["roles"][item.role]
        st.html(
            f'<div class="rw"><p class="rw-name">{escaped(item.title)}</p><p class="rw-kicker">{escaped(kind)} · '
            f"{escaped(role)} · works on {count(len(item.findings), 'finding')}, the worst of them "
            f"{escaped(words['levels'][item.level].lower())}</p><p>{escaped(item.summary)}</p></div>"
        )
        opened = st.expander("Why, how, and when it is done", key=f"measure-more-{item.id}", on_change="rerun")
        if opened.open:
            with opened:
                _more(item, result)
        _declared(item)


def _more(item: RecommendationShown, result: Assessment) -> None:
    titles = {finding.id: finding.title for finding in result.findings}
    tools = "".join(
        f'<li><a href="{escaped(tool.url)}" target="_blank" rel="noopener noreferrer">'
        f"{escaped(tool.name)}</a>: "
        f"{escaped(tool.note)}</li>"
        for tool in item.tools
    )
    on = "".join(f"<li>{escaped(titles[key])}</li>" for key in item.findings)
    st.html(
        f'<div class="rw"><p>{escaped(item.because)}</p><p><strong>Done when:</strong> '
        f"{escaped(item.done_when)}</p>"
        + (f"<p><strong>Tools</strong></p><ul>{tools}</ul>" if tools else "")
        + f"<p><strong>Works on</strong></p><ul>{on}</ul>"
        f'<p class="rw-quiet">Sources: {parts.links(item.sources, parts.by_id(result))}</p></div>'
    )


def _declared(item: RecommendationShown) -> None:
    status, owner, due = st.columns([1.6, 1.2, 1], vertical_alignment="bottom")
    with status:
        fields.radio(
            f"declare-{item.id}",
            f"Status of: {plain(item.title)}",
            (_OPEN, *MITIGATION_STATUSES),
            item.declared or _OPEN,
            functools.partial(_declare, item.id),
            format_func=_STATUS_LABELS.get,
            horizontal=True,
            label_visibility="collapsed",
        )
    if item.declared:
        with owner:
            fields.line(
                f"owner-{item.id}", "Owner", item.owner, functools.partial(_edit, item.id, "owner"), most=LONGEST_OWNER
            )
        with due:
            fields.date(
                f"due-{item.id}",
                "Due",
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
    record.save_measure(
        recommendation,
        Mitigation(
            known.id, known.status, text if name == "owner" else known.owner, text if name == "due" else known.due
        ),
    )
