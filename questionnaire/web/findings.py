"""Findings with their paths, the matrix of groups and kinds of harm, and what was ruled out."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from questionnaire.assessment.result import Assessment, Finding, GroupShown, Moved, RuledOut, SourceShown
from questionnaire.knowledge.base import address_of
from questionnaire.presentation.counts import counts
from questionnaire.presentation.labels import Labels
from questionnaire.presentation.matrix import Row
from questionnaire.presentation.matrix import matrix as matrix_of
from questionnaire.web import address, html, parts, views
from questionnaire.web.html import Html
from questionnaire.web.review import comments
from questionnaire.web.text import filled, plain
from questionnaire.wording import browse as say_library
from questionnaire.wording import proposal as say_proposal
from questionnaire.wording import web as say
from questionnaire.wording.result import as_for

AT_FIRST = 25
MOST_PATHS = 6
_ALL = "all"
Sources = Mapping[str, SourceShown]


def show() -> None:
    """All findings, the worst first, and what was ruled out."""
    result = views.assessment()
    parts.heading(say.FINDINGS, "findings", 2)
    if result.verdict.nothing_ruled_out:
        st.markdown(say.NOTHING_ANSWERED)
        return
    _listed(result)
    _ruled_out(result)


def _listed(result: Assessment) -> None:
    if not result.findings:
        st.markdown(plain(result.verdict.because))
        return
    groups = {group.id: group.title for finding in result.findings for group in finding.groups}
    st.markdown(filled(say.OPEN_ONE, numbers=parts.numbers(counts(result))))
    chosen = st.selectbox(
        say.WHO_IS_CONCERNED,
        [_ALL, *sorted(groups, key=groups.get)],
        key="finding-group",
        format_func=lambda key: groups.get(key, say.ALL_GROUPS),
    )
    shown = [
        finding for finding in result.findings if chosen == _ALL or chosen in {group.id for group in finding.groups}
    ]
    everything = len(shown) <= AT_FIRST or st.toggle(say.show_all_findings(len(shown), AT_FIRST), key="finding-all")
    for finding in shown if everything else shown[:AT_FIRST]:
        _finding(finding, result)


def _finding(finding: Finding, result: Assessment) -> None:
    labels = Labels(result.words)
    said = {"risk_factor": finding.risk_factor_title, "harm": finding.harm_title}
    level = parts.in_words("levels", finding.level, labels)
    opened = st.expander(filled(say.FINDING, level=level, **said), key=f"finding-{finding.id}", on_change="rerun")
    if not opened.open:
        return
    with opened:
        sources = parts.by_id(result)
        html.show(
            html.div(
                html.p(finding.risk_factor_summary),
                html.p(finding.harm_summary),
                parts.listed_rows((say.FINDING_ROWS[key], said) for key, said in _rows(finding, labels)),
                class_="rw",
            )
        )
        st.markdown(say.COMES_ABOUT)
        parts.path(finding.paths[0], labels, sources)
        _other_paths(finding, labels, sources)
        _groups(finding, sources)
        if finding.moved_by:
            st.markdown(say.RAISED_OR_LOWERED)
            html.show(parts.listed(_moved(move, sources) for move in finding.moved_by))
        _changes(finding)
        st.markdown(filled(say.CHECK_IT, check=finding.check))
        html.show(html.p(_looked_up(finding), class_="rw rw-quiet"))
        comments.about_finding(finding, labels)


def _looked_up(finding: Finding) -> Html:
    """Where the entries behind a finding stand, each opened beside this page."""
    entries = (
        ("risk_factors", finding.risk_factor, finding.risk_factor_title),
        ("harms", finding.harm, finding.harm_title),
    )
    links = [
        html.inside(title, {address.ENTRY: address_of(kind, identity)}, apart=True) for kind, identity, title in entries
    ]
    at = {address.ENTRY: address_of("risk_factors", finding.risk_factor), address.WRONG: "1"}
    links.append(html.inside(say_proposal.TITLE, at, apart=True))
    return html.filled(say_library.LOOK_UP, links=html.joined(links, by=say_library.AND))


def _rows(finding: Finding, labels: Labels) -> list[tuple[str, str]]:
    """What is said of a finding, by the keys of say.FINDING_ROWS."""
    residual = [("residual", parts.bounds(finding.residual, labels))] if finding.residual != finding.level else []
    return [
        ("level", parts.bounds(finding.level, labels)),
        *residual,
        ("status", labels.label("finding_statuses", finding.status)),
        ("likelihood", parts.in_words("likelihoods", finding.likelihood, labels)),
        ("severity", parts.in_words("severities", finding.severity, labels)),
        ("harm_kind", labels.label("harm_kinds", finding.harm_kind)),
        ("bias_source", labels.label("bias_sources", finding.bias_source)),
        ("pathways", ", ".join(labels.label("pathways", word) for word in finding.pathways)),
        ("evidence", labels.label("evidence_strengths", finding.evidence_strength)),
    ]


def _groups(finding: Finding, sources: Sources) -> None:
    if not finding.groups:
        st.caption(say.NO_GROUP_NAMED)
        return
    st.markdown(say.FALLS_ON)
    html.show(parts.listed(_group(group, sources) for group in finding.groups))


def _group(group: GroupShown, sources: Sources) -> Html:
    because = as_for(group.known_of, group.because) if group.known_of else group.because
    said = html.filled(
        say.GROUP_SAID_BY_TEAM if group.named_by_team else say.GROUP_SAID, group=group.title, because=because
    )
    return html.joined((said, html.quiet(parts.links(group.sources, sources))), by=" ")


def _other_paths(finding: Finding, labels: Labels, sources: Sources) -> None:
    others = finding.paths[1:]
    if not others:
        return
    if st.toggle(say.show_more_ways(len(others)), key=f"paths-{finding.id}"):
        for steps in others[:MOST_PATHS]:
            parts.path(steps, labels, sources)
        if len(others) > MOST_PATHS:
            st.caption(say.more_ways_in_report(len(others) - MOST_PATHS))


def _moved(move: Moved, sources: Sources) -> Html:
    said = html.filled(say.moved(move.moves, move.by > 0, move.certain), option=move.option, because=move.because)
    return html.joined((said, html.quiet(parts.links(move.sources, sources))), by=" ")


def _changes(finding: Finding) -> None:
    changes = views.outlook().smallest_changes.get(finding.id, ())
    if not changes:
        return
    st.markdown(say.smallest_change(len(changes)))
    html.show(parts.listed(html.joined((change.asks, html.strong(change.words)), by=" ") for change in changes))


def matrix(result: Assessment) -> None:
    """Groups against kinds of harm: the highest level that a finding reaches there, the worst row first."""
    shown, labels = matrix_of(result), Labels(result.words)
    if not shown.rows:
        st.markdown(say.NO_GROUP_IN_EVIDENCE)
        return
    kinds = [html.th(labels.label("harm_kinds", kind), scope="col") for kind in shown.kinds]
    cells = {level: html.td(parts.level(level, labels)) for level in labels.levels}
    rows = sorted(shown.rows, key=lambda row: (-row.worst(labels.levels), row.title))
    table = html.table(
        html.thead(html.tr(html.th(say.GROUP, scope="col"), *kinds)),
        html.tbody(*(_matrix_row(row, cells) for row in rows)),
        class_="rw-matrix",
    )
    html.show(parts.scrolling(say.GROUPS_AND_KINDS, table, class_="rw-scroll rw"))
    st.caption(say.EMPTY_CELL_IS_NO_PROOF)


def _matrix_row(row: Row, levels: Mapping[str, Html]) -> Html:
    cells = (levels[cell.level] if cell else html.td() for cell in row.cells)
    return html.tr(html.th(row.title, scope="row"), *cells)


def _ruled_out(result: Assessment) -> None:
    parts.heading(say.RULED_OUT, "ruled-out", 2)
    if result.ruled_out:
        html.show(parts.listed(map(_closed, result.ruled_out)))
    else:
        st.markdown(say.NOTHING_RULED_OUT)
    for title, anchor, items in (
        (say.NO_EVIDENCE, "no-evidence", result.no_evidence),
        (say.WITHOUT_HARM, "without-harm", result.without_harm),
    ):
        if items:
            parts.heading(title, anchor, 2)
            html.show(parts.listed(map(_closed, items)))


def _closed(item: RuledOut) -> Html:
    back = html.quiet(html.filled(say.COMES_BACK_IF, condition=item.returns_if))
    return html.joined((html.strong(item.title), item.because, back), by=html.br)
