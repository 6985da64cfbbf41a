"""The assessment that a page holds, and how it stays true to the store.

The store is the truth. A page replays it at the top of every run in which the session holds nothing or may be behind,
and every change goes to the store before it counts as saved. Widgets only mirror the record. A change is made under
the revision that the page showed, so that the store itself refuses it where the same field was changed elsewhere in
the meantime.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import streamlit as st
from msgspec.structs import replace

from questionnaire.answers.answers import NOT_APPLICABLE, Answer, Answers, Evidence, Mitigation
from questionnaire.answers.store import Change, Clash, Conflict, StoreUnavailable, changes
from questionnaire.files.yaml_text import without_controls
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.web import session

_HELD = "held"


@dataclass
class Held:
    """One assessment as this page knows it. `waiting` are changes that could not be saved; `answers` holds them.
    `own` are the revisions that this page made."""

    token: str
    answers: Answers
    revision: int
    saved_at: datetime.datetime
    waiting: tuple[Change, ...] = ()
    failure: str = ""
    clashes: tuple[Clash, ...] = ()
    notice: str = ""
    current: bool = True
    own: set[int] = field(default_factory=set)


def take_up(token: str) -> bool:
    """Makes the page hold the assessment as the store has it; False where the token is not known.

    Raises StoreUnavailable where the store cannot be read and the session holds nothing.
    """
    held: Held | None = st.session_state.get(_HELD)
    if held is None or held.token != token:
        saved = session.store().replay(token)
        if saved is None:
            return False
        answers, left_out = _readable(saved.answers, session.knowledge())
        notice = f"Not in this knowledge base any more, so set aside: {', '.join(left_out)}." if left_out else ""
        held = st.session_state[_HELD] = Held(token, answers, saved.revision, saved.changed, notice=notice)
    elif held.waiting:
        _record(held, ())
    elif not held.current:
        _catch_up(held)
    held.current = False
    held.revision = session.mark(token, held.revision)
    return True


def held() -> Held:
    """What this page holds."""
    return st.session_state[_HELD]


# --- changes ----------------------------------------------------------------------------------------------------------


def save_answer(question: str, given: Answer | None) -> None:
    _save(held().answers.with_answer(question, given))


def save_note(question: str, text: object) -> None:
    _save(replace(held().answers, notes=_with(held().answers.notes, question, clean(text))))


def save_project(name: str, text: object) -> None:
    _save(replace(held().answers, project=_with(held().answers.project, name, clean(text))))


def save_evidence(rows: tuple[Evidence, ...]) -> None:
    cleaned = (Evidence(clean(row.title), clean(row.url), clean(row.finding)) for row in rows)
    _save(replace(held().answers, evidence=tuple(cleaned)))


def save_measure(recommendation: str, declared: Mitigation | None) -> None:
    rest = [mitigation for mitigation in held().answers.mitigations if mitigation.id != recommendation]
    if declared:
        declared = replace(declared, owner=clean(declared.owner))
    rows = [*rest, declared] if declared else rest
    _save(replace(held().answers, mitigations=tuple(sorted(rows, key=lambda mitigation: mitigation.id))))


def save_mine(clash: Clash) -> None:
    """Puts this page's value in place of the one that was saved elsewhere."""
    keep_saved(clash)
    _record(held(), (Change(clash.field, clash.name, clash.yours),))
    _catch_up(held())


def keep_saved(clash: Clash) -> None:
    """Lets the value stand that was saved elsewhere."""
    held().clashes = tuple(other for other in held().clashes if other != clash)


def begin(answers: Answers) -> str:
    """Begins an assessment with these answers; returns its token. Raises StoreUnavailable."""
    token = session.store().begin("")
    session.store().record(token, changes(Answers(), answers), 0)
    return token


def clean(typed: object) -> str:
    """What was typed, as every file can hold it."""
    return without_controls(str(typed)).strip()


def _with(texts: dict[str, str], key: str, text: str) -> dict[str, str]:
    rest = {other: value for other, value in texts.items() if other != key}
    return {**rest, key: text} if text else rest


def _save(after: Answers) -> None:
    page = held()
    made = changes(page.answers, after)
    page.answers = after
    if made or page.waiting:
        _record(page, made)


def _record(page: Held, made: tuple[Change, ...]) -> None:
    """Gives the changes to the store, those first that still wait. What cannot be saved is kept and said."""
    due = (*page.waiting, *made)
    try:
        outcome = session.store().record(page.token, due, _seen(page))
    except StoreUnavailable as error:
        page.waiting, page.failure = due, str(error)
        return
    page.waiting, page.failure, page.saved_at = (), "", outcome.at
    page.own.add(outcome.revision)
    if isinstance(outcome, Conflict):
        page.clashes = (*page.clashes, *outcome.clashes)
        _catch_up(page)
    elif outcome.overtaken:
        _catch_up(page)
    else:
        page.revision, page.current = outcome.revision, True


def _seen(page: Held) -> int:
    """The revision that the reader saw when changing something.

    A click can be on its way while the page is being told of a change made elsewhere. It then still brings the older
    mark, and what it brings for other fields is as old. Only revisions that this page made itself are passed over.
    """
    seen = session.marked(page.token)
    if seen is None:
        return page.revision
    while seen + 1 in page.own:
        seen += 1
    return min(seen, page.revision)


def _catch_up(page: Held) -> None:
    """Takes up what was saved elsewhere; where the store cannot be read, the page keeps what it holds and says so."""
    try:
        saved = session.store().replay(page.token)
    except StoreUnavailable as error:
        page.failure = str(error)
        return
    if saved is None:
        page.failure = "This assessment is no longer in the store."
        return
    answers = _readable(saved.answers, session.knowledge())[0]
    if answers != page.answers:
        page.answers = answers
    page.revision, page.saved_at, page.failure, page.current = saved.revision, saved.changed, "", True


def _readable(answers: Answers, known: KnowledgeBase) -> tuple[Answers, tuple[str, ...]]:
    """The answers that this knowledge base can read, and the ids of what it does not know."""
    kept, left_out = {}, []
    for key, given in answers.answers.items():
        question = known.questions.get(key)
        offered = dict(known.options(question)) if question else {}
        if (
            question is None
            or any(option not in offered for option in given.options)
            or given.status == NOT_APPLICABLE
            and not question.may_not_apply
        ):
            left_out.append(key)
        else:
            kept[key] = given
    measures = tuple(mitigation for mitigation in answers.mitigations if mitigation.id in known.recommendations)
    left_out += [mitigation.id for mitigation in answers.mitigations if mitigation.id not in known.recommendations]
    notes = {key: text for key, text in answers.notes.items() if key in known.questions}
    return replace(answers, answers=kept, mitigations=measures, notes=notes), tuple(left_out)
