"""Findings with their paths, the matrix of groups and kinds of harm, and what was ruled out."""

from __future__ import annotations

import streamlit as st

from questionnaire.assessment.result import Assessment, Finding
from questionnaire.web import parts, views
from questionnaire.web.text import count, escaped, plain

AT_FIRST = 25
MOST_PATHS = 6
_ALL = "All groups"


def show() -> None:
    """All findings, the worst first, and what was ruled out."""
    result = views.assessment()
    parts.heading("Findings", "findings", 2)
    if result.verdict.nothing_ruled_out:
        st.markdown("Nothing has been answered, so every harm is still possible. Answer a few questions first.")
        return
    _listed(result)
    _ruled_out(result)


def _listed(result: Assessment) -> None:
    if not result.findings:
        st.markdown(plain(result.verdict.because))
        return
    groups = {group.id: group.title for finding in result.findings for group in finding.groups}
    st.markdown(f"{plain(parts.numbers(result))}. Open one to see how it comes about, step by step, and who says so.")
    chosen = st.selectbox(
        "Who is concerned",
        [_ALL, *sorted(groups, key=groups.get)],
        key="finding-group",
        format_func=lambda key: groups.get(key, key),
    )
    shown = [
        finding for finding in result.findings if chosen == _ALL or chosen in {group.id for group in finding.groups}
    ]
    everything = len(shown) <= AT_FIRST or st.toggle(
        f"Show all {len(shown)}, not only the worst {AT_FIRST}", key="finding-all"
    )
    for finding in shown if everything else shown[:AT_FIRST]:
        _finding(finding, result)


def _finding(finding: Finding, result: Assessment) -> None:
    words = result.words
    label = (
        f"**{plain(parts.in_words(finding.level, words['levels']))}** · {plain(finding.risk_factor_title)} → "
        f"{plain(finding.harm_title)}"
    )
    opened = st.expander(label, key=f"finding-{finding.id}", on_change="rerun")
    if not opened.open:
        return
    with opened:
        sources = parts.by_id(result)
        pathways = ", ".join(words["pathways"][word] for word in finding.pathways)
        rows = [
            ("Level", parts.bounds(finding.level, words["levels"])),
            ("Status", escaped(words["finding_statuses"][finding.status])),
            ("Likelihood", escaped(parts.in_words(finding.likelihood, words["likelihoods"]))),
            ("Severity", escaped(parts.in_words(finding.severity, words["severities"]))),
            ("Kind of harm", escaped(words["harm_kinds"][finding.harm_kind])),
            ("Bias", escaped(words["bias_sources"][finding.bias_source])),
            ("How it grows", escaped(pathways)),
            ("Evidence", escaped(words["evidence_strengths"][finding.evidence_strength])),
        ]
        if finding.residual != finding.level:
            rows.insert(1, ("With your measures", parts.bounds(finding.residual, words["levels"])))
        listed = "".join(f"<dt>{name}</dt><dd>{html}</dd>" for name, html in rows)
        st.html(
            f'<div class="rw"><p>{escaped(finding.risk_factor_summary)}</p><p>{escaped(finding.harm_summary)}</p>'
            f'<dl class="rw-rows">{listed}</dl></div>'
        )
        st.markdown("**How it comes about**")
        parts.path(finding.paths[0], words, sources)
        _other_paths(finding, result)
        _groups(finding, result)
        _moved(finding, result)
        _changes(finding)
        st.markdown(f"**Check whether you have it:** {plain(finding.check)}")


def _groups(finding: Finding, result: Assessment) -> None:
    if not finding.groups:
        st.caption(
            "No group is named by the evidence on this path. That does not mean that it falls on everybody alike."
        )
        return
    rows = "".join(
        f"<li><strong>{escaped(group.title)}</strong>{' (named by you)' if group.named_by_team else ''}: "
        f"{escaped(group.because)} "
        f'<span class="rw-quiet">{parts.links(group.sources, parts.by_id(result))}</span></li>'
        for group in finding.groups
    )
    st.markdown("**On whom it falls**")
    st.html(f'<ul class="rw-list rw">{rows}</ul>')


def _other_paths(finding: Finding, result: Assessment) -> None:
    others = finding.paths[1:]
    if not others:
        return
    if st.toggle(f"Show {count(len(others), 'more way')} in which it comes about", key=f"paths-{finding.id}"):
        for steps in others[:MOST_PATHS]:
            parts.path(steps, result.words, parts.by_id(result))
        if len(others) > MOST_PATHS:
            st.caption(f"{count(len(others) - MOST_PATHS, 'more way')} in the report.")


def _moved(finding: Finding, result: Assessment) -> None:
    if not finding.moved_by:
        return
    rows = []
    for move in finding.moved_by:
        direction = "raises" if move.by > 0 else "lowers"
        maybe = "" if move.certain else " (if that is the answer)"
        rows.append(
            f"<li><strong>{escaped(move.option)}</strong> {direction} {move.moves}{maybe}: "
            f"{escaped(move.because)} "
            f'<span class="rw-quiet">{parts.links(move.sources, parts.by_id(result))}</span></li>'
        )
    st.markdown("**What raises or lowers it**")
    st.html(f'<ul class="rw-list rw">{"".join(rows)}</ul>')


def _changes(finding: Finding) -> None:
    changes = views.outlook().smallest_changes.get(finding.id, ())
    if not changes:
        return
    rows = "".join(f"<li>{escaped(change.asks)} <strong>{escaped(change.words)}</strong></li>" for change in changes)
    several = len(changes) > 1
    st.markdown(f"**The smallest {'changes that together remove' if several else 'change that removes'} it**")
    st.html(f'<ul class="rw-list rw">{rows}</ul>')


def matrix(result: Assessment) -> None:
    """Groups against kinds of harm: the highest level that a finding reaches there."""
    worst: dict[tuple[str, str], str] = {}
    titles: dict[str, str] = {}
    order = list(result.words["levels"])
    for finding in result.findings:
        for group in finding.groups:
            titles[group.id] = group.title
            cell = group.id, finding.harm_kind
            worst[cell] = max(worst.get(cell, order[0]), finding.level.upper, key=order.index)
    if not titles:
        st.markdown("The evidence behind these findings names no group.")
        return
    kinds = [kind for kind in result.words["harm_kinds"] if any(cell[1] == kind for cell in worst)]
    ranked = sorted(
        titles, key=lambda key: (-max(order.index(word) for cell, word in worst.items() if cell[0] == key), titles[key])
    )
    head = "".join(f'<th scope="col">{escaped(result.words["harm_kinds"][kind])}</th>' for kind in kinds)
    rows = "".join(
        f'<tr><th scope="row">{escaped(titles[key])}</th>'
        + "".join(
            f"<td>{parts.level(worst[key, kind], result.words['levels']) if (key, kind) in worst else ''}</td>"
            for kind in kinds
        )
        + "</tr>"
        for key in ranked
    )
    st.html(
        f'<div class="rw-scroll rw" tabindex="0" role="group" aria-label="Groups and kinds of harm"><table '
        f'class="rw-matrix">'
        f'<thead><tr><th scope="col">Group</th>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
    st.caption("Groups that evidence ties to a finding. An empty cell is no proof that a group is safe.")


def _ruled_out(result: Assessment) -> None:
    parts.heading("Ruled out, and why", "ruled-out", 2)
    if not result.ruled_out:
        st.markdown("Nothing was ruled out.")
        return
    rows = "".join(
        f"<li><strong>{escaped(item.title)}</strong><br>{escaped(item.because)}<br>"
        f'<span class="rw-quiet">It comes back if {escaped(item.returns_if)}.</span></li>'
        for item in result.ruled_out
    )
    st.html(f'<ul class="rw-list rw">{rows}</ul>')
