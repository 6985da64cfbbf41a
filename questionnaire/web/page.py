"""What one browser page holds of an assessment, and how it stays true to the store.

The store is the truth. A page replays it at the top of every run in which the session holds nothing or may be behind,
and every change goes to the store before it counts as saved. Widgets only mirror the record.

After a restart of the server a page reconnects quietly: its first click runs in an empty session, in which no callback
is known, and brings along what all its widgets show. The hidden field `page-base` brings the revision that the page
had shown. What a widget shows then is saved as a change made under that revision, so that the store itself refuses it
where the same field was changed elsewhere in the meantime. The same holds for every later change.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import streamlit as st
from msgspec.structs import replace

from questionnaire.answers.answers import NOT_APPLICABLE, Answer, Answers, Evidence, Mitigation
from questionnaire.answers.store import Change, Clash, Conflict, Store, StoreUnavailable, changes
from questionnaire.assessment.assess import assess
from questionnaire.assessment.outlook import outlook as outlook_
from questionnaire.assessment.result import Assessment, Outlook
from questionnaire.files.yaml_text import without_controls
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import Truths
from questionnaire.picture.picture import picture
from questionnaire.picture.svg import svg
from questionnaire.upkeep.cases import Case
from questionnaire.walk.network import Network
from questionnaire.walk.unknowns import Unknown
from questionnaire.web import style

PARAMETER, PLACE, ASKED = "assessment", "at", "ask"
RESULT, NEXT = "result", "next"
_HELD, _SHARED, _RUN, _VIEWS, _RANKED, _BASE = "held", "shared", "run", "views", "ranked", "page-base"


class Shared(NamedTuple):
    """What all pages share: loaded once."""

    network: Network
    cases: tuple[Case, ...]
    store: Store


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


@dataclass
class _Run:
    """One run of the script: whether it is the first of its session, and brings values from before a restart."""

    first: bool
    brings: bool = False
    again: bool = False
    afterwards: list[Callable[[], None]] = field(default_factory=list)


@dataclass
class _Views:
    """What was worked out for these answers."""

    answers: Answers
    truths: Truths
    assessment: Assessment | None = None
    outlook: Outlook | None = None
    drawings: dict[tuple, tuple[str, str]] = field(default_factory=dict)


# --- a run ------------------------------------------------------------------------------------------------------------


def begin_run(shared: Shared) -> None:
    """To be called at the top of every run."""
    st.session_state[_RUN] = _Run(first=_RUN not in st.session_state)
    st.session_state[_SHARED] = shared


def take_up(token: str) -> bool:
    """Makes the page hold the assessment as the store has it; False where the token is not known.

    Raises StoreUnavailable where the store cannot be read and the session holds nothing.
    """
    held: Held | None = st.session_state.get(_HELD)
    if held is None or held.token != token:
        saved = _shared().store.replay(token)
        if saved is None:
            return False
        answers, left_out = _readable(saved.answers, knowledge())
        notice = f"Not in this knowledge base any more, so set aside: {', '.join(left_out)}." if left_out else ""
        held = st.session_state[_HELD] = Held(token, answers, saved.revision, saved.changed, notice=notice)
    elif held.waiting:
        _record(held, ())
    elif not held.current:
        _catch_up(held)
    held.current = False
    _mark_base(held)
    return True


def end_run() -> None:
    """To be called at the end of every run: runs once more where a click or a change came from before a restart.

    A click is done only here, after all widgets had their chance to bring what they show.
    """
    run: _Run = st.session_state[_RUN]
    for do in run.afterwards:
        do()
    if run.again or run.afterwards:
        st.rerun()


def afterwards(do: Callable[[], None]) -> None:
    st.session_state[_RUN].afterwards.append(do)


def _mark_base(held: Held) -> None:
    """Renders the hidden field by which the page remembers what it shows, and takes up what it remembered."""
    run: _Run = st.session_state[_RUN]
    mark = f"{held.token} {held.revision}"
    if run.first:
        brought = st.text_input("Revision that this page shows", value=mark, key=_BASE, label_visibility="collapsed")
        token, _, revision = brought.partition(" ")
        if brought != mark:
            run.again = True
            if token == held.token and revision.isdigit():
                held.revision = min(held.revision, int(revision))
        run.brings = token == held.token
        return
    if st.session_state.get(_BASE) != mark:
        st.session_state[_BASE] = mark
    st.text_input("Revision that this page shows", key=_BASE, label_visibility="collapsed")


def just_begun() -> bool:
    """Whether this is the first run of its session, in which no callback can have been called."""
    return st.session_state[_RUN].first


def brings_values() -> bool:
    """Whether widgets may bring values that the session never saw."""
    return st.session_state[_RUN].brings


def run_again() -> None:
    st.session_state[_RUN].again = True


# --- what is held -----------------------------------------------------------------------------------------------------


def _shared() -> Shared:
    return st.session_state[_SHARED]


def network() -> Network:
    return _shared().network


def knowledge() -> KnowledgeBase:
    return _shared().network.knowledge


def cases() -> tuple[Case, ...]:
    return _shared().cases


def store() -> Store:
    return _shared().store


def held() -> Held:
    return st.session_state[_HELD]


def assessment() -> Assessment:
    """What the answers reach, worked out once for the same answers."""
    views = _views()
    if views.assessment is None:
        views.assessment = assess(network(), held().answers)
    return views.assessment


def outlook() -> Outlook:
    """What other answers would do, worked out once for the same answers."""
    views = _views()
    if views.outlook is None:
        with st.spinner("Trying what each open question and each change would do …"):
            views.outlook = outlook_(network(), held().answers)
    return views.outlook


def _views() -> _Views:
    views: _Views | None = st.session_state.get(_VIEWS)
    if views is None or views.answers is not held().answers:
        views = st.session_state[_VIEWS] = _Views(held().answers, Truths(knowledge().questions, held().answers.given()))
    return views


def truths() -> Truths:
    """What the answers make of the conditions, worked out once for the same answers."""
    return _views().truths


def drawing(most: int | None) -> tuple[str, str]:
    """The picture of the risks as SVG in the reader's theme, and what it shows in words; of the worst `most` findings,
    or of as many as read well."""
    key = most, style.dark()
    drawings = _views().drawings
    if key not in drawings:
        drawn = picture(assessment(), most) if most else picture(assessment())
        drawings[key] = svg(drawn, dark=style.dark()), drawn.words
    return drawings[key]


def level_labels() -> dict[str, str]:
    return {word.id: word.label for word in knowledge().vocabulary.levels}


# --- where the page is ------------------------------------------------------------------------------------------------


def place() -> str:
    """The section or page that the address names; the first section where it names none."""
    named = st.query_params.get(PLACE, "")
    sections = [section.id for section in knowledge().interview.sections]
    return named if named in (*sections, RESULT, NEXT) else sections[0]


def go(to: str) -> None:
    st.query_params[PLACE] = to
    forget_next()


def go_to_question(question: str) -> None:
    """To the page that asks this one question."""
    st.query_params[PLACE] = NEXT
    st.query_params[ASKED] = question


def open_assessment(token: str, at: str = "") -> None:
    st.query_params.clear()
    st.query_params[PARAMETER] = token
    if at:
        st.query_params[PLACE] = at


def leave() -> None:
    """Back to the start page."""
    st.query_params.clear()
    st.session_state.pop(_HELD, None)


def asked_next() -> list[str] | None:
    """The questions that the address names as the next best; None where they have to be worked out."""
    named = st.query_params.get(ASKED)
    return None if named is None else [key for key in named.split(",") if key in knowledge().questions]


def ask_next(ranked: Iterable[Unknown]) -> None:
    st.session_state[_RANKED] = {unknown.question: unknown for unknown in ranked}
    if st.session_state[_RANKED]:
        st.query_params[ASKED] = ",".join(st.session_state[_RANKED])


def ranked() -> dict[str, Unknown]:
    return st.session_state.get(_RANKED, {})


def forget_next() -> None:
    st.query_params.pop(ASKED, None)
    st.session_state.pop(_RANKED, None)


# --- changes ----------------------------------------------------------------------------------------------------------


def answer(question: str, given: Answer | None) -> None:
    _save(held().answers.with_answer(question, given))


def note(question: str, text: object) -> None:
    _save(replace(held().answers, notes=_with(held().answers.notes, question, clean(text))))


def project(name: str, text: object) -> None:
    _save(replace(held().answers, project=_with(held().answers.project, name, clean(text))))


def evidence(rows: tuple[Evidence, ...]) -> None:
    cleaned = (Evidence(clean(row.title), clean(row.url), clean(row.finding)) for row in rows)
    _save(replace(held().answers, evidence=tuple(cleaned)))


def measure(recommendation: str, declared: Mitigation | None) -> None:
    rest = [mitigation for mitigation in held().answers.mitigations if mitigation.id != recommendation]
    if declared:
        declared = replace(declared, owner=clean(declared.owner))
    rows = [*rest, declared] if declared else rest
    _save(replace(held().answers, mitigations=tuple(sorted(rows, key=lambda mitigation: mitigation.id))))


def insist(clash: Clash) -> None:
    """Puts this page's value in place of the one that was saved elsewhere."""
    drop(clash)
    _record(held(), (Change(clash.field, clash.name, clash.yours),))
    _catch_up(held())


def drop(clash: Clash) -> None:
    held().clashes = tuple(other for other in held().clashes if other != clash)


def begin_with(answers: Answers) -> str:
    """Begins an assessment with these answers; returns its token. Raises StoreUnavailable."""
    token = store().begin("")
    store().record(token, changes(Answers(), answers), 0)
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
        outcome = store().record(page.token, due, _seen(page))
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
    token, _, revision = str(st.session_state.get(_BASE, "")).partition(" ")
    if token != page.token or not revision.isdigit():
        return page.revision
    seen = int(revision)
    while seen + 1 in page.own:
        seen += 1
    return min(seen, page.revision)


def _catch_up(page: Held) -> None:
    """Takes up what was saved elsewhere; where the store cannot be read, the page keeps what it holds and says so."""
    try:
        saved = store().replay(page.token)
    except StoreUnavailable as error:
        page.failure = str(error)
        return
    if saved is None:
        page.failure = "This assessment is no longer in the store."
        return
    answers = _readable(saved.answers, knowledge())[0]
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
