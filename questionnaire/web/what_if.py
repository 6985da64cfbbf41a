"""What the team could still change, and what each change would do, without making it."""

from __future__ import annotations

import streamlit as st

from questionnaire.answers.answers import Answer
from questionnaire.assessment.assess import assess
from questionnaire.assessment.comparison import compare
from questionnaire.assessment.result import Assessment, LeverShown
from questionnaire.web import parts, record, session, views
from questionnaire.web.text import count, escaped, plain

MOST = 30
_ON = "what-if"


def show() -> None:
    """The levers, strongest first; one can be switched on to see both results side by side."""
    result = views.assessment()
    parts.heading("What if …", "what-if", 2)
    if not views.outlook().levers:
        st.markdown(
            "No single change of a decision that is still yours would lower the verdict or remove a finding. "
            "That can mean that there is nothing to lower, that several changes are needed together (a finding "
            "names them), or that only measures help."
        )
        return
    st.markdown(
        "Decisions that are still yours, the strongest change first. Switch one on to see what it would do. "
        "Your answers stay as they are until you make the change."
    )
    for at, lever in enumerate(views.outlook().levers[:MOST]):
        _lever(at, lever, result)


def _key(lever: LeverShown) -> str:
    return f"{_ON}-{lever.question}-{lever.from_}-{lever.to}"


def _lever(at: int, lever: LeverShown, result: Assessment) -> None:
    labels = result.words["levels"]
    with st.container(border=True, key=f"lever-{at}"):
        change = f"{lever.words[0].upper()}{lever.words[1:]}"
        parts.heading(change, f"lever-{at}", 3)
        effects = [
            count(len(rows), "finding") + f" {word}"
            for rows, word in ((lever.removes, "removed"), (lever.lowers, "lowered"), (lever.adds, "added"))
            if rows
        ]
        moves = (
            f"{parts.level(lever.level_before, labels)} becomes {parts.level(lever.level, labels)}"
            if lever.level != lever.level_before
            else f"Stays {parts.level(lever.level, labels)}"
        )
        trade = f"<p>{escaped(lever.trade_off)}</p>" if lever.trade_off else ""
        st.html(
            f'<div class="rw"><p class="rw-quiet">{escaped(lever.asks)}</p><p>{moves}'
            f"{' · ' + escaped(', '.join(effects)) if effects else ''}</p>{trade}</div>"
        )
        if st.toggle("What if?", key=_key(lever), on_change=_alone, args=(_key(lever),)):
            _side_by_side(lever, result)
            parts.action("Make this change", f"make-{_key(lever)}", _make, lever, type="primary")


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
    difference = compare(before, after)
    left, right = st.columns(2, gap="medium")
    for column, title, result in ((left, "As it is", before), (right, "With this change", after)):
        with column:
            st.markdown(f"**{title}**")
            st.html(parts.verdict(result.verdict, result.words["levels"], bool(record.held().answers.mitigations)))
            st.caption(plain(parts.numbers(result)))
    for title, icon, rows in (("Disappears", "−", difference.disappear), ("Appears", "+", difference.appear)):
        if rows:
            listed = "".join(
                f"<li>{icon} {escaped(row.title)} <span class='rw-quiet'>({escaped(row.level)})</span></li>"
                for row in rows
            )
            st.markdown(f"**{title}: {count(len(rows), 'finding')}**")
            st.html(f'<ul class="rw-list rw">{listed}</ul>')
    if difference.move:
        listed = "".join(
            f"<li>{escaped(row.title)}: {escaped(row.a)} becomes {escaped(row.b)}</li>" for row in difference.move
        )
        st.markdown(f"**Moves: {count(len(difference.move), 'finding')}**")
        st.html(f'<ul class="rw-list rw">{listed}</ul>')
    if not (difference.disappear or difference.appear or difference.move):
        st.markdown("No finding changes its level.")
