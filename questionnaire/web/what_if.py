"""What the team could still change, and what each change would do, without making it."""

from __future__ import annotations

import streamlit as st

from questionnaire.answers.answers import Answer, Mitigation
from questionnaire.assessment.assess import assess
from questionnaire.assessment.comparison import Comparison, FindingShown, compare
from questionnaire.assessment.result import Assessment, CombinationShown, LeverShown
from questionnaire.presentation.counts import counts
from questionnaire.presentation.effects import Effect, effect
from questionnaire.presentation.labels import Labels
from questionnaire.web import html, parts, record, session, views
from questionnaire.web.html import Html
from questionnaire.web.text import plain
from questionnaire.wording import web as say
from questionnaire.wording.ways_down import ANOTHER_PROJECT, how_small, no_way_down, way_down

MOST = 30
_ON = "what-if"
_DOES = {"removes": say.removed, "lowers": say.lowered, "adds": say.added}


def show() -> None:
    """What brings the level down together, then single decisions, strongest first; one of these can be switched on to
    see both results side by side."""
    result = views.assessment()
    parts.heading(say.WHAT_IF, "what-if", 2)
    _ways_down(Labels(result.words), result.verdict.residual)
    parts.heading(say.SINGLE_DECISIONS, "single-decisions", 3)
    levers = views.outlook().levers
    if not levers:
        st.markdown(say.NO_LEVER)
        return
    st.markdown(say.STRONGEST_FIRST)
    for at, lever in enumerate(levers[:MOST]):
        _lever(at, lever, result)


def _ways_down(labels: Labels, level: str) -> None:
    outlook = views.outlook()
    if not outlook.combinations and labels.rank(level):
        st.markdown(plain(no_way_down(labels.label("levels", level), outlook.most_steps)))
    for answers in outlook.another_project:
        html.show(html.div(html.p(html.strong(ANOTHER_PROJECT)), parts.listed(answers), class_="rw-stop rw"))
    for at, combination in enumerate(outlook.combinations):
        with st.container(border=True, key=f"way-down-{at}"):
            before, after = (labels.label("levels", word) for word in (combination.level_before, combination.level))
            number_of_steps = len(combination.changes) + len(combination.mitigations)
            parts.heading(way_down(before, after, number_of_steps), f"way-down-{at}", 3)
            steps = [
                html.joined((html.quiet(change.asks), html.br, say.heading(change.words)))
                for change in combination.changes
            ]
            steps += [
                html.joined((measure.title, " ", html.quiet(say.by_role(labels.label("roles", measure.role)))))
                for measure in combination.mitigations
            ]
            html.show(parts.listed(steps))
            if small := how_small(number_of_steps, combination.smallest):
                st.caption(plain(small))
            parts.action(say.DECIDE_SO, f"take-way-down-{at}", _take, combination, type="primary")


def _take(combination: CombinationShown) -> None:
    for change in combination.changes:
        record.save_answer(change.question, Answer("answered", change.answer))
    for measure in combination.mitigations:
        record.save_measure(measure.id, Mitigation(measure.id, "planned"))


def _key(lever: LeverShown) -> str:
    return f"{_ON}-{lever.question}-{lever.from_}-{lever.to}"


def _lever(at: int, lever: LeverShown, result: Assessment) -> None:
    with st.container(border=True, key=f"lever-{at}"):
        parts.heading(say.heading(lever.words), f"lever-{at}", 3)
        html.show(
            html.div(
                html.p(lever.asks, class_="rw-quiet"),
                html.p(_does(effect(lever), Labels(result.words))),
                html.p(lever.trade_off) if lever.trade_off else "",
                class_="rw",
            )
        )
        if st.toggle(say.TRY_IT, key=_key(lever), on_change=_alone, args=(_key(lever),)):
            _side_by_side(lever, result)
            parts.action(say.MAKE_THIS_CHANGE, f"make-{_key(lever)}", _make, lever, type="primary")


def _does(done: Effect, labels: Labels) -> Html:
    """What becomes of the level to plan for, and of how many findings."""
    before, after = parts.level(done.before, labels), parts.level(done.after, labels)
    level = html.filled(say.STAYS, level=after) if done.stays else html.filled(say.BECOMES, before=before, after=after)
    on = ", ".join(_DOES[verb](len(findings)) for verb, findings in done.on.items())
    return html.filled(say.WITH_EFFECTS, level=level, effects=on) if on else level


def _alone(key: str) -> None:
    """Only one switch is on at a time, so that what is shown is the effect of one change."""
    for other in st.session_state:
        if isinstance(other, str) and other.startswith(f"{_ON}-") and other != key:
            st.session_state[other] = False


def _make(lever: LeverShown) -> None:
    st.session_state[_key(lever)] = False
    record.save_answer(lever.question, Answer("answered", lever.answer))


def _side_by_side(lever: LeverShown, before: Assessment) -> None:
    changed = record.held().answers.with_answer(lever.question, Answer("answered", lever.answer))
    after = assess(session.network(), changed)
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(say.AS_IT_IS)
        _side(before)
    with right:
        st.markdown(say.WITH_THIS_CHANGE)
        _side(after)
    _difference(compare(before, after))


def _side(result: Assessment) -> None:
    html.show(parts.verdict(result.verdict, Labels(result.words), bool(record.held().answers.mitigations)))
    st.caption(plain(parts.numbers(counts(result))))


def _difference(difference: Comparison) -> None:
    if difference.disappear:
        st.markdown(say.disappears(len(difference.disappear)))
        html.show(parts.listed(html.filled(say.DISAPPEARING, **_titled(row)) for row in difference.disappear))
    if difference.appear:
        st.markdown(say.appears(len(difference.appear)))
        html.show(parts.listed(html.filled(say.APPEARING, **_titled(row)) for row in difference.appear))
    if difference.move:
        st.markdown(say.moves(len(difference.move)))
        html.show(
            parts.listed(
                html.filled(say.MOVING, finding=row.title, before=row.a, after=row.b) for row in difference.move
            )
        )
    if not (difference.disappear or difference.appear or difference.move):
        st.markdown(say.NO_FINDING_MOVES)


def _titled(row: FindingShown) -> dict[str, str]:
    return {"finding": row.title, "level": html.quiet(say.at_level(row.level))}
