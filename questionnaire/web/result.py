"""The result: verdict, findings, what is open, what could be changed, what to do, and the downloads."""

from __future__ import annotations

import streamlit as st

from questionnaire.answers.answers import Evidence
from questionnaire.assessment.result import (
    AnswerShown,
    Assessment,
    Incident,
    RegulationShown,
    StopShown,
    UnknownShown,
)
from questionnaire.presentation.counts import counts
from questionnaire.presentation.effects import moving, reach, resting
from questionnaire.presentation.headline import headline
from questionnaire.presentation.labels import Labels
from questionnaire.readings.findings import trail
from questionnaire.web import (
    address,
    downloads,
    findings,
    holding,
    html,
    measures,
    parts,
    recap,
    record,
    variants,
    views,
    what_if,
)
from questionnaire.web.html import Html
from questionnaire.web.review import beside
from questionnaire.web.text import filled, plain
from questionnaire.wording import review as say_in_review
from questionnaire.wording import web as say

FIRST = 3


def show() -> None:
    """The result page; only the part that is open is worked out."""
    name = record.held().answers.project.get("name", "")
    parts.heading(say.RESULT, "result", 1)
    if name:
        html.show(html.p(name, class_="rw rw-name"))
    shows = {
        "summary": _summary,
        "findings": findings.show,
        "to_find_out": _to_find_out,
        "what_if": what_if.show,
        "what_to_do": measures.show,
        "law_and_cases": _law_and_cases,
        "all_answers": _all_answers,
    }
    tabs = st.tabs([say.PARTS[key] for key in shows], key="result-part", on_change="rerun")
    for tab, content in zip(tabs, shows.values(), strict=True):
        if tab.open:
            with tab:
                content()


# --- summary ----------------------------------------------------------------------------------------------------------


def _summary() -> None:
    result = views.assessment()
    labels = Labels(result.words)
    stops(result)
    contradictions(result)
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        _verdict(result, labels)
        possible_stops(result)
        if not result.verdict.nothing_ruled_out:
            holding.show()
    with right:
        parts.heading(say.TAKE_IT_WITH_YOU, "downloads", 2)
        downloads.show()
        variants.entry()
    if result.findings:
        parts.heading(say.MATTER_MOST, "worst", 2)
        html.show(_worst_path(result, labels))
        html.show(parts.finding_lines(parts.worst(result), labels))
        _first_steps(result, labels)
        parts.heading(say.HOW_IT_COMES_ABOUT, "picture", 2)
        html.show(parts.drawing(views.drawing(), wide=True))
        parts.heading(say.WHO_COULD_BE_HARMED, "matrix", 2)
        findings.matrix(result)
    if result.groups_without_finding:
        groups = ", ".join(group.title for group in result.groups_without_finding)
        st.info(filled(say.GROUPS_WITHOUT_FINDING, groups=groups))


def _verdict(result: Assessment, labels: Labels) -> None:
    shown = result.verdict
    level = labels.label("levels", shown.level)
    parts.heading(say.headline(headline(result).standing, level), "verdict", 2)
    html.show(parts.verdict(shown, labels, bool(record.held().answers.mitigations)))
    st.markdown(plain(shown.because))
    if not shown.nothing_ruled_out:
        st.markdown(filled(say.LEVEL_MEANS, level=level, definition=labels.label("level_definitions", shown.level)))
    st.markdown(say.in_numbers(parts.numbers(counts(result)), len(result.ruled_out), len(views.open_questions())))


def _worst_path(result: Assessment, labels: Labels) -> Html:
    """The strongest path of the first finding as boxes, from the answer to the harm."""
    path = trail(result.findings[0], labels)
    boxes = (
        html.li(
            html.span(stop.kind, class_="rw-kicker"),
            html.strong(stop.title),
            html.span(f"→ {stop.arrow}", class_="rw-quiet") if stop.arrow else "",
            class_="" if stop.certain else "rw-maybe",
        )
        for stop in path.stops
    )
    return html.div(html.ol(*boxes, class_="rw-trail", aria_label=path.text), class_="rw")


def _first_steps(result: Assessment, labels: Labels) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        parts.heading(say.FIND_OUT_FIRST, "first-unknowns", 3)
        open_ = views.open_questions()
        asked = [unknown.asks for unknown in moving(open_)[:FIRST]]
        html.show(parts.listed(asked or [say.NO_QUESTION_MOVES if open_ else say.NO_QUESTION_OPEN]))
    with right:
        parts.heading(say.DO_FIRST, "first-measures", 3)
        html.show(
            parts.listed(
                html.joined((item.title, html.quiet(say.by_role(labels.label("roles", item.role)))), by=" ")
                for item in result.recommendations[:FIRST]
            )
        )


def stops(result: Assessment) -> None:
    """Stop conditions that hold: what comes before all else."""
    for stop in result.verdict.stop:
        _stop(stop, result, say.STOP, html.filled(say.HOLDS_BECAUSE, condition=stop.settled_by))


def possible_stops(result: Assessment) -> None:
    """Stop conditions that open questions decide."""
    possible = result.verdict.possible_stops
    if possible and not result.verdict.nothing_ruled_out:
        with st.expander(say.stops_possible(len(possible)), expanded=len(possible) == 1, icon=":material/warning:"):
            for stop in possible:
                _stop(stop, result, stop.title, html.filled(say.WOULD_HOLD_IF, condition=stop.settled_by))


def contradictions(result: Assessment) -> None:
    """Answers of which only one can be true, to be settled before anything else."""
    if result.contradictions:
        parts.heading(say.CONTRADICTION, "contradictions", 2)
        for found in result.contradictions:
            st.warning(plain(found.because), icon=":material/sync_problem:")


def _stop(stop: StopShown, result: Assessment, title: str, holds: Html) -> None:
    html.show(
        html.div(
            html.p(html.strong(title)),
            html.p(stop.because),
            html.p(html.filled(say.INSTEAD, instead=stop.instead)) if stop.instead else "",
            html.p(holds, class_="rw-quiet"),
            parts.cited(stop.sources, parts.by_id(result)),
            class_="rw-stop rw",
        )
    )


# --- what is open -----------------------------------------------------------------------------------------------------


def _to_find_out() -> None:
    labels, unknowns = Labels(views.assessment().words), views.open_questions()
    parts.heading(say.WHAT_TO_FIND_OUT, "to-find-out", 2)
    if not unknowns:
        st.success(say.NO_QUESTION_ON_THE_PATH, icon=":material/check:")
        return
    st.markdown(say.MOST_MOVING_FIRST)
    for at, unknown in enumerate(moving(unknowns), 1):
        _open_question(at, unknown, labels)
    if resting(unknowns):
        parts.heading(say.MOVING_NOTHING, "resting", 3)
        st.caption(say.SETTLE_FOR_THE_RECORD)
    for unknown in resting(unknowns):
        said, go = st.columns([4, 1], vertical_alignment="center")
        with said:
            st.markdown(plain(unknown.asks))
        with go:
            _answer_it(unknown, type="tertiary")


def _open_question(at: int, unknown: UnknownShown, labels: Labels) -> None:
    with st.container(border=True, key=f"open-{unknown.question}"):
        parts.heading(say.numbered(at, unknown.asks), f"open-{unknown.question}", 3)
        why = html.filled(say.BEST_PLACED_AND_WHY, role=labels.label("roles", unknown.role), why=unknown.why_we_ask)
        html.show(
            html.div(
                *map(html.p, _effects(unknown, labels)),
                html.p(why, class_="rw-quiet"),
                html.p(html.filled(say.NOTE_SAID, note=unknown.note)) if unknown.note else "",
                class_="rw",
            )
        )
        _answer_it(unknown, icon=":material/edit:")


def _effects(unknown: UnknownShown, labels: Labels) -> list[Html]:
    does = reach(unknown)
    effects = [html.filled(say.DECIDES_A_STOP)] if does.settles_stop else []
    if does.moves == "verdict":
        low, high = parts.level(does.lowest, labels), parts.level(does.highest, labels)
        effects.append(html.filled(say.LEVEL_FROM_TO, low=low, high=high))
    elif does.moves == "findings":
        effects.append(html.filled(say.level_stays(does.findings)))
    return effects


def _answer_it(unknown: UnknownShown, **looks: str) -> None:
    parts.action(say.ANSWER_IT, f"answer-{unknown.question}", address.go_to_question, unknown.question, **looks)


# --- law, cases, answers ----------------------------------------------------------------------------------------------


def _law_and_cases() -> None:
    result = views.assessment()
    parts.heading(say.RULES_THAT_MAY_APPLY, "law", 2)
    st.caption(say.NOT_LEGAL_ADVICE)
    if not result.regulations:
        st.markdown(say.NO_RULE_KNOWN)
    for rule in result.regulations:
        _rule(rule, result)
    parts.heading(say.SIMILAR_CASES, "cases", 2)
    if not result.incidents:
        st.markdown(say.NO_CASE_RECORDED)
    for incident in result.incidents:
        _incident(incident, result)
    if result.evidence:
        parts.heading(say.WHAT_YOU_FOUND, "own-evidence", 2)
        for row in result.evidence:
            _evidence(row)


def _rule(rule: RegulationShown, result: Assessment) -> None:
    about = html.filled(
        say.RULE if rule.certain else say.RULE_MAYBE,
        jurisdiction=rule.jurisdiction,
        kind=result.words["regulation_classes"][rule.class_],
        point=rule.point,
        as_of=rule.as_of,
    )
    with st.container(border=True):
        parts.heading(rule.title, f"rule-{rule.id}", 3)
        html.show(
            html.div(
                html.p(about, class_="rw-quiet"),
                html.p(rule.because),
                html.p(html.filled(say.TO_CHECK, check=rule.check)),
                parts.cited(rule.sources, parts.by_id(result)),
                class_="rw",
            )
        )


def _incident(incident: Incident, result: Assessment) -> None:
    sources = parts.by_id(result)
    said = html.filled(say.INCIDENT, about=", ".join(incident.about), supports=sources[incident.source].supports)
    where = html.quiet(parts.links((incident.source,), sources))
    html.show(html.div(html.p(said, html.br, where), class_="rw"))


def _evidence(row: Evidence) -> None:
    where = html.link(row.url, row.url) if row.url else ""
    html.show(html.div(html.p(html.joined((html.strong(row.title), row.finding, where), by=html.br)), class_="rw"))


def _all_answers() -> None:
    result = views.assessment()
    parts.heading(say.ALL_ANSWERS, "all-answers", 2)
    recap.all_sections()
    sections: dict[str, list[AnswerShown]] = {}
    for answer in result.answers:
        sections.setdefault(answer.section, []).append(answer)
    for at, (title, answers) in enumerate(sections.items(), 1):
        parts.heading(title, f"answers-{at}", 3)
        rows = (_answer(answer, result.words) for answer in answers)
        html.show(html.table(html.tbody(*rows), class_="rw-table rw"))
    base = result.knowledge_base
    st.caption(filled(say.KNOWLEDGE_BASE, version=base.version, digest=base.digest[:12]))


def _answer(answer: AnswerShown, words: dict[str, dict[str, str]]) -> Html:
    said = html.strong(", ".join(answer.labels) or words["answer_statuses"][answer.status])
    off = "" if answer.on_path else html.quiet(say.LEFT_THE_PATH)
    note = html.quiet(html.filled(say.NOTE_SAID, note=answer.note)) if answer.note else ""
    open_ = beside.open_at((answer.question,))
    comments = html.strong(say_in_review.open_comments(open_)) if open_ else ""
    grounds = html.quiet(parts.grounds(answer.grounds)) if answer.grounds else ""
    rows = (html.joined((said, off), by=" "), note, grounds, comments)
    asked = html.onward(answer.asks, f"q-{answer.question}", answer.question)
    return html.tr(html.td(asked), html.td(html.joined(rows, by=html.br)))
