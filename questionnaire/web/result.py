"""The result: verdict, findings, what is open, what could be changed, what to do, and the downloads."""

from __future__ import annotations

import streamlit as st

from questionnaire.assessment.result import Assessment, StopShown, UnknownShown
from questionnaire.web import address, downloads, findings, measures, parts, record, session, views, what_if
from questionnaire.web.text import count, escaped, plain

FIRST = 3
_PARTS = ("Summary", "Findings", "To find out", "What if", "What to do", "Law and cases", "All answers")


def show() -> None:
    """The result page; only the part that is open is worked out."""
    held = record.held()
    name = held.answers.project.get("name", "")
    parts.heading("Result", "result", 1)
    if name:
        st.html(f'<p class="rw rw-name">{escaped(name)}</p>')
    tabs = st.tabs(_PARTS, key="result-part", on_change="rerun")
    shows = (_summary, findings.show, _to_find_out, what_if.show, measures.show, _law_and_cases, _all_answers)
    for tab, content in zip(tabs, shows, strict=True):
        if tab.open:
            with tab:
                content()


# --- summary ----------------------------------------------------------------------------------------------------------


def _summary() -> None:
    result = views.assessment()
    labels = result.words["levels"]
    stops(result)
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        parts.heading(_headline(result), "verdict", 2)
        st.html(parts.verdict(result.verdict, labels, bool(record.held().answers.mitigations)))
        st.markdown(plain(result.verdict.because))
        definition = next(
            word.definition for word in session.knowledge().vocabulary.levels if word.id == result.verdict.level
        )
        if not result.verdict.nothing_ruled_out:
            st.markdown(f"**{plain(labels[result.verdict.level])} means:** {plain(definition)}")
        st.markdown(
            f"**{plain(parts.numbers(result))}**, {count(len(result.ruled_out), 'risk factor')} ruled out, "
            f"{count(len(views.outlook().unknowns), 'open question')}."
        )
    with right:
        parts.heading("Take it with you", "downloads", 2)
        downloads.show()
    if result.findings:
        parts.heading("The findings that matter most", "worst", 2)
        listed = "".join(parts.finding_line(finding, result.words) for finding in parts.worst(result))
        st.html(f'<ul class="rw-list rw">{listed}</ul>')
        _first_steps(result)
        parts.heading("How it comes about", "picture", 2)
        st.html(parts.drawing(views.drawing(None), wide=True))
        parts.heading("Who could be harmed, and how", "matrix", 2)
        findings.matrix(result)
    if result.groups_without_finding:
        st.info(
            "You named these groups, and no finding is tied to them by evidence: "
            + ", ".join(plain(group.title) for group in result.groups_without_finding)
            + ". That is no proof that they are safe."
        )


def _headline(result: Assessment) -> str:
    if result.verdict.nothing_ruled_out:
        return "Nothing can be ruled out yet"
    if result.verdict.stop:
        return "This use is not acceptable"
    if not result.findings:
        return "No harm from machine bias is reached"
    return f"Level to plan for: {result.words['levels'][result.verdict.level]}"


def _first_steps(result: Assessment) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        parts.heading("Find out first", "first-unknowns", 3)
        rows = "".join(f"<li>{escaped(unknown.asks)}</li>" for unknown in views.outlook().unknowns[:FIRST])
        st.html(f'<ul class="rw-list rw">{rows or "<li>No question is open.</li>"}</ul>')
    with right:
        parts.heading("Do first", "first-measures", 3)
        rows = "".join(
            f"<li>{escaped(item.title)} <span class='rw-quiet'>· {escaped(result.words['roles'][item.role])}"
            f"</span></li>"
            for item in result.recommendations[:FIRST]
        )
        st.html(f'<ul class="rw-list rw">{rows}</ul>')


def stops(result: Assessment) -> None:
    """Stop conditions: what holds first, and what may still hold."""
    for stop in result.verdict.stop:
        _stop(stop, result, "Stop: no measure makes this use acceptable", "It holds because")
    possible = result.verdict.possible_stops
    if possible and not result.verdict.nothing_ruled_out:
        with st.expander(
            f"{count(len(possible), 'stop condition')} cannot be excluded yet. Settle this first.",
            expanded=len(possible) <= FIRST,
            icon=":material/warning:",
        ):
            for stop in possible:
                _stop(stop, result, stop.title, "It would hold if")


def _stop(stop: StopShown, result: Assessment, title: str, holds: str) -> None:
    instead = f"<p><strong>Instead:</strong> {escaped(stop.instead)}</p>" if stop.instead else ""
    st.html(
        f'<div class="rw-stop rw"><p><strong>{escaped(title)}</strong></p><p>{escaped(stop.because)}</p>{instead}'
        f'<p class="rw-quiet">{holds} {escaped(stop.settled_by)}.</p>'
        f'<p class="rw-quiet">Sources: {parts.links(stop.sources, parts.by_id(result))}</p></div>'
    )


# --- what is open -----------------------------------------------------------------------------------------------------


def _to_find_out() -> None:
    result = views.assessment()
    parts.heading("What to find out first", "to-find-out", 2)
    if not views.outlook().unknowns:
        st.success("No question on the path is open.", icon=":material/check:")
        return
    st.markdown("Open questions, the one that could move the verdict most first.")
    moving = [unknown for unknown in views.outlook().unknowns if unknown.settles_stop or unknown.findings]
    for at, unknown in enumerate(moving, 1):
        _open_question(at, unknown, result)
    resting = [unknown for unknown in views.outlook().unknowns if unknown not in moving]
    if resting:
        parts.heading("Open, but moving nothing as things stand", "resting", 3)
        st.caption("Settle them for the record. Other answers can give them weight again.")
        for unknown in resting:
            said, go = st.columns([4, 1], vertical_alignment="center")
            with said:
                st.markdown(plain(unknown.asks))
            with go:
                parts.action(
                    "Answer it", f"answer-{unknown.question}", address.go_to_question, unknown.question, type="tertiary"
                )


def _open_question(at: int, unknown: UnknownShown, result: Assessment) -> None:
    labels, roles = result.words["levels"], result.words["roles"]
    with st.container(border=True, key=f"open-{unknown.question}"):
        parts.heading(f"{at}. {unknown.asks}", f"open-{unknown.question}", 3)
        effect = "<p><strong>Decides whether a stop condition holds.</strong></p>" if unknown.settles_stop else ""
        low, high = unknown.moves.from_, unknown.moves.to
        if low != high:
            effect += f"<p>Level to plan for: from {parts.level(low, labels)} to {parts.level(high, labels)}</p>"
        elif unknown.findings:
            effect += f"<p>Could move {count(unknown.findings, 'finding')}; the level to plan for stays.</p>"
        note = f"<p>Note: {escaped(unknown.note)}</p>" if unknown.note else ""
        st.html(
            f'<div class="rw">{effect}<p class="rw-quiet">Best placed to answer: {escaped(roles[unknown.role])}. '
            f"{escaped(unknown.why_we_ask)}</p>{note}</div>"
        )
        parts.action(
            "Answer it", f"answer-{unknown.question}", address.go_to_question, unknown.question, icon=":material/edit:"
        )


# --- law, cases, answers ----------------------------------------------------------------------------------------------


def _law_and_cases() -> None:
    result = views.assessment()
    sources, words = parts.by_id(result), result.words
    parts.heading("Rules that may apply", "law", 2)
    st.caption("For your lawyers to check. This is not legal advice.")
    if not result.regulations:
        st.markdown(
            "The answers point to no rule that this knowledge base knows. That does not mean that none applies."
        )
    for rule in result.regulations:
        with st.container(border=True):
            parts.heading(rule.title, f"rule-{rule.id}", 3)
            sure = "" if rule.certain else " · depends on an open question"
            st.html(
                f'<div class="rw"><p class="rw-quiet">{escaped(rule.jurisdiction)} · '
                f"{escaped(words['regulation_classes'][rule.class_])} · {escaped(rule.point)} · as of "
                f"{escaped(rule.as_of)}"
                f"{sure}</p><p>{escaped(rule.because)}</p><p><strong>To check:</strong> {escaped(rule.check)}</p>"
                f'<p class="rw-quiet">Sources: {parts.links(rule.sources, sources)}</p></div>'
            )
    parts.heading("It happened here", "cases", 2)
    if not result.incidents:
        st.markdown("No documented case is recorded for these tasks and deployments.")
    for incident in result.incidents:
        source = sources[incident.source]
        st.html(
            f'<div class="rw"><p><strong>{escaped(", ".join(incident.about))}.</strong> '
            f"{escaped(source.supports)}<br>"
            f'<span class="rw-quiet">{parts.links((incident.source,), sources)}</span></p></div>'
        )
    if result.evidence:
        parts.heading("What you found", "own-evidence", 2)
        for row in result.evidence:
            link = (
                f'<br><a href="{escaped(row.url)}" target="_blank" rel="noopener noreferrer">{escaped(row.url)}</a>'
                if row.url.startswith(("https://", "http://"))
                else f"<br>{escaped(row.url)}"
                if row.url
                else ""
            )
            st.html(
                f'<div class="rw"><p><strong>{escaped(row.title)}</strong><br>{escaped(row.finding)}{link}</p></div>'
            )


def _all_answers() -> None:
    result = views.assessment()
    statuses = result.words["answer_statuses"]
    parts.heading("All answers", "all-answers", 2)
    sections: dict[str, list] = {}
    for answer in result.answers:
        sections.setdefault(answer.section, []).append(answer)
    for title, answers in sections.items():
        parts.heading(title, f"answers-{title.lower().replace(' ', '-')}", 3)
        rows = []
        for answer in answers:
            said = escaped(", ".join(answer.labels) or statuses[answer.status])
            off = "" if answer.on_path else ' <span class="rw-quiet">(left the path, ignored)</span>'
            note = f'<br><span class="rw-quiet">Note: {escaped(answer.note)}</span>' if answer.note else ""
            rows.append(f"<tr><td>{escaped(answer.asks)}</td><td><strong>{said}</strong>{off}{note}</td></tr>")
        st.html(f'<table class="rw-table rw"><tbody>{"".join(rows)}</tbody></table>')
    base = result.knowledge_base
    st.caption(f"Knowledge base {plain(base.version)}, digest {plain(base.digest[:12])}.")
