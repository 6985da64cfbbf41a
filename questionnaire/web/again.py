"""What today's knowledge base makes of assessments that an earlier one was used for; a preview before it is saved."""

from __future__ import annotations

import datetime
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import streamlit as st

from questionnaire.answers.answers import Answers
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.review import (
    BEGIN_EDITION,
    DECIDED,
    LONGEST_LINE,
    NotAllowed,
    Reassessed,
    Review,
    Step,
    may,
)
from questionnaire.answers.reviews import Noted, Who
from questionnaire.answers.store import Listed
from questionnaire.assessment import comparison
from questionnaire.assessment.reassessment import Reassessment, reassess
from questionnaire.presentation.labels import Labels
from questionnaire.web import access, address, browser, html, parts, record, session, style, views
from questionnaire.web.html import Html
from questionnaire.web.text import filled, plain, short
from questionnaire.wording import again as say
from questionnaire.wording import review as say_review
from questionnaire.wording import start as say_anywhere

ON_A_PAGE, MOST_TITLES = 25, 3
SLICE = 0.5
"""Seconds of work before the page is shown again, so that a click is never waited for much longer."""
_JOB, _SAVED, _TROUBLE, _LEFT = "again-job", "again-saved", "again-trouble", "again-left"
_NAME, _HOW = "again-name", "again-how"


class Known(NamedTuple):
    """An assessment in a list: its review, the level that is known of it and whether that is today's."""

    listed: Listed
    review: Review
    level: str | None
    today: bool

    def overdue(self, day: datetime.date) -> int:
        """How many conditions of its review are past their day."""
        return sum(condition.overdue(day) for condition in self.review.conditions)

    def due(self, day: datetime.date) -> bool:
        """Whether what was decided is to be reviewed again."""
        return bool(self.review.again) and self.review.again <= day.isoformat()


class _Looked(NamedTuple):
    """One that was looked at again, as it stood at the revision."""

    known: Known
    revision: int
    found: Reassessment


@dataclass
class _Job:
    """What is to be looked at with the knowledge base of this digest, the next one last, and what was."""

    digest: str
    todo: list[Known]
    all_: int
    done: list[_Looked] = field(default_factory=list)

    @staticmethod
    def of(rows: list[Known]) -> _Job:
        return _Job(session.knowledge().digest, rows[::-1], len(rows))


# --- what is known ----------------------------------------------------------------------------------------------------


def known() -> list[Known]:
    """All assessments of this browser, the last changed first, with the levels that are known of them; on this machine
    itself also those of nobody known. Raises StoreUnavailable."""
    store, by, today = session.store(), browser.known(), session.knowledge().digest
    listed = list(store.catalogue(by)) if by else []
    if browser.on_this_machine():
        there = {one.token for one in listed}
        listed += [one for one in store.catalogue("") if one.token not in there]
    tokens = [one.token for one in listed]
    standings, noted = store.reviews.standings(tokens, today), store.reviews.noted(tokens)
    return [_known(one, standings[one.token].review, noted.get(one.token), today) for one in listed]


def _known(one: Listed, review: Review, noted: Noted | None, today: str) -> Known:
    if noted and noted.revision == one.revision:
        return Known(one, review, noted.level, noted.knowledge == today)
    decision = review.decided[-1].decision if review.state in DECIDED and review.decided else None
    return Known(one, review, decision.entry.level if decision else None, False)


def by_earlier(rows: Iterable[Known]) -> list[Known]:
    """Those whose level is known, but not by today's knowledge base."""
    return [row for row in rows if row.level is not None and not row.today]


def begin(rows: list[Known]) -> None:
    """To the page that looks at these again."""
    st.session_state[_JOB] = _Job.of(rows)
    address.open_again()


# --- the page ---------------------------------------------------------------------------------------------------------


def show() -> None:
    """The preview: worked out in slices, then shown, and saved where somebody says so."""
    st.set_page_config(page_title=say.PAGE_TITLE, page_icon="👣", layout="wide", initial_sidebar_state="collapsed")
    style.apply()
    parts.page_script(address.AGAIN, address.AGAIN, "")
    parts.heading(say.TITLE, address.AGAIN, 1)
    parts.action(say.TO_PORTFOLIO, "to-portfolio", _leave, type="tertiary", icon=":material/table_rows:")
    browser.introduce()
    st.markdown(filled(say.NOTHING_IS_SAVED, knowledge=session.knowledge().version))
    try:
        job = _job()
        if job.todo:
            _go_on(job)
            return
    except StoreUnavailable as error:
        st.error(filled(say_anywhere.CANNOT_BE_READ, why=str(error)), icon=":material/error:")
        return
    _told()
    if not job.done:
        st.markdown(say.NOTHING_TO_DO)
        return
    _found(job)


def _told() -> None:
    """What became of what was last to be saved; only where the page stays as it is."""
    if saved := st.session_state.pop(_SAVED, ""):
        st.success(plain(saved), icon=":material/check:")
    if trouble := st.session_state.pop(_TROUBLE, ""):
        st.warning(filled(say_review.NOTHING_DONE, why=trouble), icon=":material/info:")
    if left := st.session_state.pop(_LEFT, ()):
        st.warning(filled(say.LEFT_AS_IT_WAS, number=left[0], why=left[1]), icon=":material/info:")


def _leave() -> None:
    st.session_state.pop(_JOB, None)
    address.open_portfolio()


def _job() -> _Job:
    """What was chosen; all that is known by an earlier knowledge base where nothing was."""
    job: _Job | None = st.session_state.get(_JOB)
    if job is None or job.digest != session.knowledge().digest:
        job = st.session_state[_JOB] = _Job.of(by_earlier(known()))
    return job


def _go_on(job: _Job) -> None:
    """Works for a slice of time, and has the page shown again."""
    st.progress(len(job.done) / max(job.all_, 1), plain(say.looked_at(len(job.done), job.all_)))
    st.button(say.STOP, key="again-stop", on_click=_stop, icon=":material/stop:")
    until = time.monotonic() + SLICE
    while job.todo:
        looked = _look(job.todo[-1])
        job.todo.pop()
        if looked is not None:
            job.done.append(looked)
        if time.monotonic() >= until:
            break
    st.rerun()


def _stop() -> None:
    job: _Job = st.session_state[_JOB]
    job.todo.clear()


def _look(row: Known) -> _Looked | None:
    """One assessment looked at again; None where it is gone. Raises StoreUnavailable."""
    store, token = session.store(), row.listed.token
    saved = store.replay(token)
    if saved is None:
        return None
    answers: Answers = record.readable(saved.answers)
    return _Looked(row, saved.revision, reassess(session.network(), answers, row.level or "", _kept(row)))


def _kept(row: Known) -> comparison.Kept | None:
    """What was found when it was decided, where it still is; None also where that cannot be read any more."""
    if row.review.state not in DECIDED:
        return None
    kept = session.store().reviews.kept(row.listed.token, row.review.edition.number)
    return comparison.read(kept.result) if kept else None


# --- what was found ---------------------------------------------------------------------------------------------------


def _found(job: _Job) -> None:
    changed = [looked for looked in job.done if looked.found.changed]
    st.caption(plain(say.outcome(len(job.done), len(changed))))
    only = st.checkbox(say.ONLY_CHANGED, value=True, key="again-only")
    rows = changed if only else job.done
    if rows:
        _table(rows)
    else:
        st.markdown(say.NOTHING_CHANGED)
    _saving(changed)


def _table(rows: list[_Looked]) -> None:
    pages = math.ceil(len(rows) / ON_A_PAGE)
    at = int(st.number_input(say_review.SHOW_PAGE, 1, pages, 1, key="again-page")) if pages > 1 else 1
    labels = Labels({"levels": views.level_labels()})
    html.show(html.div(*map(html.div, say.COLUMNS), class_="rw rw-row rw-again rw-head", aria_hidden="true"))
    for looked in rows[(at - 1) * ON_A_PAGE : at * ON_A_PAGE]:
        with st.container(key=f"row-{parts.key_of(looked.known.listed.token)}"):
            html.show(_row(looked, labels))


def _row(looked: _Looked, labels: Labels) -> Html:
    found = looked.found
    cells = (
        html.strong(short(looked.known.listed.name or say_review.WITHOUT_A_NAME, 120)),
        _level(found.before, labels),
        _level(found.after, labels),
        _findings(found),
        say_review.STATES[looked.known.review.state],
    )
    named = zip(say.COLUMNS, cells, strict=True)
    return html.div(
        *(html.div(html.span(name, class_="rw-cell"), cell) for name, cell in named), class_="rw rw-row rw-again"
    )


def _level(word: str, labels: Labels) -> Html:
    return parts.level(word, labels) if word in labels.levels else html.quiet(word or say_review.UNKNOWN_LEVEL)


def _findings(found: Reassessment) -> Html:
    if not found.findings_known:
        return html.quiet(say.NOT_KEPT)
    appeared, vanished, moved = (
        _titles([row.title for row in rows]) for rows in (found.appeared, found.vanished, found.moved)
    )
    said = [html.filled(say.APPEARED, titles=appeared)] if found.appeared else []
    said += [html.filled(say.VANISHED, titles=vanished)] if found.vanished else []
    said += [html.filled(say.MOVED, titles=moved)] if found.moved else []
    return html.joined(said, by=html.br) if said else html.quiet(say.NO_DIFFERENCE)


def _titles(titles: list[str]) -> str:
    shown = "; ".join(titles[:MOST_TITLES])
    return f"{shown} (+{len(titles) - MOST_TITLES})" if len(titles) > MOST_TITLES else shown


# --- saved ------------------------------------------------------------------------------------------------------------


def _saving(changed: list[_Looked]) -> None:
    with st.container(border=True, key="again-save"):
        parts.heading(say.SAVE_HEADING, "save", 2)
        if any(looked.known.review.state in DECIDED for looked in changed):
            if _NAME not in st.session_state and not session.brings_values():
                st.session_state[_NAME] = session.store().reviews.name_of(browser.known())
            st.text_input(say_review.YOUR_NAME, key=_NAME, max_chars=LONGEST_LINE, help=say_review.NAME_HELP)
            st.radio(say.DECIDED_TOO, list(say.DECIDED_HOW), key=_HOW, format_func=say.DECIDED_HOW.get)
        parts.action(say.SAVE, "again-save-levels", _save, type="primary", icon=":material/save:")


def _save() -> None:
    """Saves every level that was worked out, and says in the reviews of decided ones what changed."""
    job: _Job | None = st.session_state.get(_JOB)
    if job is None:
        return
    name, editions_too = record.clean(st.session_state.get(_NAME) or ""), st.session_state.get(_HOW) == say.EDITION
    decided = [looked for looked in job.done if looked.found.changed and looked.known.review.state in DECIDED]
    if decided and not name:
        st.session_state[_TROUBLE] = say_review.INVITED_NEEDS_NAME
        return
    editions, notes, left, why = 0, 0, [], ""
    try:
        roles = access.roles_in([looked.known.listed.token for looked in decided])
        for looked in decided:
            token = looked.known.listed.token
            begins = editions_too and may(BEGIN_EDITION, looked.known.review.state, roles[token])
            try:
                _say(looked, Who(browser.known(), name, roles[token]), begins=begins)
            except NotAllowed as error:
                left.append(token)
                why = str(error)
                continue
            editions, notes = editions + begins, notes + (not begins)
        done = {
            looked.known.listed.token: Noted(looked.found.after, looked.revision, job.digest)
            for looked in job.done
            if looked.known.listed.token not in left
        }
        session.store().reviews.note_levels(done)
    except StoreUnavailable as error:
        st.session_state[_TROUBLE] = str(error)
        return
    if left:
        st.session_state[_LEFT] = (str(len(left)), why)
    st.session_state[_SAVED] = say.saved(len(done), editions, notes)
    st.session_state.pop(_JOB, None)


def _say(looked: _Looked, who: Who, *, begins: bool) -> None:
    """In the review of a decided one, what today's knowledge base makes of it. Raises NotAllowed, StoreUnavailable."""
    found, version = looked.found, session.knowledge().version
    entry: Step | Reassessed
    if begins:
        labels = views.level_labels()
        entry = Step(
            BEGIN_EDITION,
            say.REASON.format(
                knowledge=version,
                before=labels.get(found.before, found.before),
                after=labels.get(found.after, found.after),
                found=say.findings(len(found.appeared), len(found.vanished)),
            ),
        )
    else:
        entry = Reassessed(found.before, found.after, version, len(found.appeared), len(found.vanished))
    session.store().reviews.add(looked.known.listed.token, entry, who, seen=looked.revision)
