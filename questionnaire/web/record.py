"""The assessment that a page holds, and how it stays true to the store.

The store is the truth. A page replays it at the top of every run in which the session holds nothing or may be behind,
and every edit goes to the store, as one change, before it counts as saved. Widgets only mirror the record.

A change is made under the revision that the page showed, so that the store itself refuses it where the same field was
changed elsewhere in the meantime. What a page showed before the server was restarted, or before it was told of a change
made elsewhere, is replayed up to that revision: only what differs from it was edited.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

import streamlit as st
from msgspec.structs import replace

from questionnaire.answers.answers import (
    LONGEST_TOGETHER,
    Answer,
    Answers,
    Evidence,
    Grounds,
    Mitigation,
    carried_over,
    length,
)
from questionnaire.answers.changes import (
    Change,
    Value,
    answer_refusal,
    answer_value,
    changed,
    evidence_value,
    grounds_value,
    mitigation_value,
    values,
)
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.store import Clash, Conflict, Refused
from questionnaire.files.yaml_text import without_controls
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.web import access, browser, session
from questionnaire.wording import renames as say_anywhere
from questionnaire.wording import saving as say

_HELD = "held"


@dataclass
class Held:
    """One assessment as this page knows it. `waiting` are changes that could not be saved; `answers` holds them.
    `own` are the revisions that this page made. `refused` says why the last edit cannot be. `elsewhere` are fields,
    with their names and who did it, that were changed in another window since this page showed them."""

    token: str
    answers: Answers
    revision: int
    saved_at: datetime.datetime
    waiting: tuple[Change, ...] = ()
    failure: str = ""
    clashes: tuple[Clash, ...] = ()
    elsewhere: tuple[tuple[str, str, str], ...] = ()
    notice: str = ""
    refused: str = ""
    current: bool = True
    own: set[int] = field(default_factory=set)


def take_up(token: str) -> bool:
    """Makes the page hold the assessment as the store has it; False where the token is not known, or is no business of
    this browser.

    Raises StoreUnavailable where the store cannot be read and the session holds nothing.
    """
    if not access.take_up(token):
        st.session_state.pop(_HELD, None)
        return False
    held: Held | None = st.session_state.get(_HELD)
    if held is None or held.token != token:
        saved = session.store().replay(token)
        if saved is None:
            return False
        answers, left_out = _for_page(saved.answers)
        moved = 0 if access.only_asked() else carried_over(saved.answers, session.knowledge())[1]
        said = (say_anywhere.carried(moved) if moved else "", say.set_aside(left_out) if left_out else "")
        notice = " ".join(filter(None, said))
        held = st.session_state[_HELD] = Held(token, answers, saved.revision, saved.changed, notice=notice)
    elif held.waiting:
        _record(held, ())
    elif not held.current:
        _catch_up(held)
    held.current = False
    shown = session.mark(token, held.revision)
    if shown < held.revision:
        held.answers, held.revision = _as_of(held, shown), shown
    return True


def held() -> Held:
    """What this page holds."""
    return st.session_state[_HELD]


def stands() -> tuple:
    """What a page says of the record beside the answers, to be compared."""
    page = held()
    said = page.failure, page.refused, page.notice, page.elsewhere, page.clashes, session.store().read_only
    return page.token, session.locked(), *said


def name_of(by: str) -> str:
    """What somebody who changed something called themself; empty where they never said, and for this browser."""
    if by in ("", browser.known()):
        return ""
    try:
        return session.store().sharing.name_of(held().token, by) or session.store().reviews.name_of(by)
    except StoreUnavailable:
        return ""


# --- edits ------------------------------------------------------------------------------------------------------------


def save_answer(question: str, given: Answer | None) -> None:
    """Saves the answer to a question, or takes it back."""
    _save("answer", question, answer_value(given) if given else None)


def save_note(question: str, text: object) -> None:
    """Saves the note on a question."""
    _save("note", question, clean(text) or None)


def save_grounds(question: str, part: str, text: object) -> None:
    """Saves a part of what the answer to a question rests on."""
    row = held().answers.grounds.get(question, Grounds())
    _save("grounds", question, grounds_value(replace(row, **{part: clean(text)})))


def save_project(name: str, text: object) -> None:
    """Saves one of the project's fields."""
    _save("project", name, clean(text) or None)


def save_evidence(rows: tuple[Evidence, ...]) -> None:
    """Saves the list of what the team found."""
    cleaned = (Evidence(clean(row.title), clean(row.url), clean(row.finding)) for row in rows)
    _save("evidence", "", evidence_value(tuple(cleaned)))


def save_measure(recommendation: str, declared: Mitigation | None) -> None:
    """Saves what the team declares about a recommendation, or takes it back."""
    row = replace(declared, owner=clean(declared.owner)) if declared else None
    _save("mitigation", recommendation, mitigation_value(row) if row else None)


def save_mine(clash: Clash) -> None:
    """Puts this page's value in place of the one that was saved elsewhere."""
    keep_saved(clash)
    _save(clash.field, clash.name, clash.yours, seen=held().revision)


def keep_saved(clash: Clash) -> None:
    """Lets the value stand that was saved elsewhere."""
    held().clashes = tuple(other for other in held().clashes if other != clash)


def begin(answers: Answers) -> str:
    """Begins an assessment with these answers; returns its token. Raises StoreUnavailable."""
    return session.store().begin(answers, browser.known())


def let_go() -> None:
    """Has the page take the assessment up afresh, as what this browser itself has just made of it."""
    st.session_state.pop(_HELD, None)


def copied(answers: Answers, name: str) -> Answers:
    """The answers under another name, which is empty where there is none."""
    others = {key: text for key, text in answers.project.items() if key != "name"}
    return replace(answers, project={"name": name, **others} if name else others)


def readable(answers: Answers, known: KnowledgeBase | None = None) -> Answers:
    """The answers without what the knowledge base does not know, by default that of the app."""
    return _readable(answers, known or session.knowledge())[0]


def clean(typed: object) -> str:
    """What was typed, as every file can hold it."""
    return without_controls(str(typed)).strip()


def _save(name_of_field: str, name: str, new: Value, seen: int | None = None) -> None:
    """One edit, made by who saw the revision `seen`; by default the one that the page says that it showed."""
    page = held()
    seen = _seen(page) if seen is None else seen
    shown = page.answers if seen == page.revision else _as_of(page, seen)
    old = values(shown).get((name_of_field, name))
    made = () if old == new else (Change(name_of_field, name, old, new, seen, browser.known()),)
    if made:
        page.elsewhere, page.refused = (), access.refusal(name_of_field, name) or _refusal(page, *made)
        if page.refused:
            return
        page.answers = changed(page.answers, *made)
    if made or page.waiting:
        _record(page, (*made, *(each for change in made if new is None for each in _earlier(page, change))))


def _earlier(page: Held, change: Change) -> Iterator[Change]:
    """The same taken back under the ids that its question had before, where the store still holds something there: it
    would be carried over again."""
    ids = session.knowledge().renames.earlier(change.name) if change.field in ("answer", "note", "grounds") else ()
    if not ids:
        return
    try:
        saved = session.store().replay(page.token)
    except StoreUnavailable:  # the change itself waits, and the page says so
        return
    held_there = values(saved.answers) if saved else {}
    for earlier in ids:
        if (old := held_there.get((change.field, earlier))) is not None:
            yield Change(change.field, earlier, old, None, change.revision, change.by)


def _refusal(page: Held, change: Change) -> str:
    """Why the change cannot be, in a sentence, or nothing. The store would refuse it too, but not while it is out of
    reach, and nothing that cannot be is to wait for it."""
    if why := session.store().refusal(change):
        return say.not_saved(why)
    if length(changed(page.answers, change)) > max(LONGEST_TOGETHER, length(page.answers)):
        return say.too_long_together(LONGEST_TOGETHER)
    return ""


def _record(page: Held, made: tuple[Change, ...]) -> None:
    """Gives the changes to the store, those first that still wait. What cannot be saved is kept and said."""
    due = (*page.waiting, *made)
    try:
        outcome = session.store().record(page.token, due)
    except StoreUnavailable as error:
        page.waiting, page.failure = due, str(error)
        return
    except Refused as refused:
        page.waiting, page.refused = (), say.not_saved(str(refused))
        _replay(page)
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


def _as_of(page: Held, revision: int) -> Answers:
    """What the page showed at that revision, as far as it can be read now."""
    try:
        saved = session.store().replay(page.token, until=revision)
    except StoreUnavailable as error:
        page.failure = str(error)
        return page.answers
    return _for_page(saved.answers)[0] if saved else page.answers


def _catch_up(page: Held) -> None:
    """Takes up what was saved elsewhere, if anything was; where the store cannot be read, the page keeps what it holds
    and says so."""
    try:
        behind = session.store().revision(page.token) != page.revision
    except StoreUnavailable as error:
        page.failure = str(error)
        return
    if behind or page.failure:
        _replay(page)
    page.current = True


def _replay(page: Held) -> None:
    try:
        by = session.store().last_changes(page.token, page.revision)
        saved = session.store().replay(page.token)
    except StoreUnavailable as error:
        page.failure = str(error)
        return
    if saved is None:
        page.failure = say.NO_LONGER_IN_THE_STORE
        return
    answers = _for_page(saved.answers)[0]
    if answers != page.answers:
        before, after = values(page.answers), values(answers)
        clashing = {(clash.field, clash.name) for clash in page.clashes}
        differ = (key for key in {**before, **after} if before.get(key) != after.get(key) and key not in clashing)
        told = {change[:2]: change for change in page.elsewhere}
        told |= {key: (*key, by.get(key, "")) for key in differ}
        page.answers, page.elsewhere = answers, tuple(told.values())
    page.revision, page.saved_at, page.failure, page.current = saved.revision, saved.changed, "", True


def _readable(answers: Answers, known: KnowledgeBase) -> tuple[Answers, tuple[str, ...]]:
    """The answers that this knowledge base can read, and the ids of what it does not know."""
    answers, _ = carried_over(answers, known)
    left_out = [key for key, given in answers.answers.items() if answer_refusal(key, given, known)]
    kept = {key: given for key, given in answers.answers.items() if key not in left_out}
    measures = tuple(mitigation for mitigation in answers.mitigations if mitigation.id in known.recommendations)
    left_out += [mitigation.id for mitigation in answers.mitigations if mitigation.id not in known.recommendations]
    notes = {key: text for key, text in answers.notes.items() if key in known.questions}
    grounds = {key: row for key, row in answers.grounds.items() if key in known.questions}
    return replace(answers, answers=kept, mitigations=measures, notes=notes, grounds=grounds), tuple(left_out)


def _for_page(saved: Answers) -> tuple[Answers, tuple[str, ...]]:
    """The same as far as it is this reader's to see: who is only asked a question holds no other."""
    answers, left_out = _readable(saved, session.knowledge())
    if not access.only_asked():
        return answers, left_out
    answered, notes, grounds = (
        {key: value for key, value in part.items() if key in access.asked()}
        for part in (answers.answers, answers.notes, answers.grounds)
    )
    return Answers(answers=answered, notes=notes, grounds=grounds), ()
