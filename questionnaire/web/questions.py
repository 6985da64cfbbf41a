"""The questions of a page: what each asks and means, its answer, and what stands below it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import streamlit as st

from questionnaire.answers.answers import NOT_APPLICABLE, UNKNOWN, Answer, ignored
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import FALSE, MAYBE
from questionnaire.knowledge.entries import Entry, Question
from questionnaire.knowledge.presumptions import presuming
from questionnaire.web import (
    around,
    assigned,
    choosing,
    fields,
    fold,
    holding,
    html,
    live,
    narrowing,
    record,
    session,
    views,
)
from questionnaire.web.html import Html
from questionnaire.web.review import beside
from questionnaire.web.text import filled
from questionnaire.wording import web as say

MOST_RADIO, MOST_CHECKBOXES = 8, 14
_TELLING = {
    "tasks": ("modalities", "modality"),
    "deployments": ("domains", "domain"),
    "affected_groups": ("attributes", "attribute"),
}
_NOT_SAID: Mapping[str, str] = MappingProxyType({})


class Asked(NamedTuple):
    """A question as a page asks it: all of it that other answers decide."""

    question: str
    why_now: str
    falls_away_by: tuple[str, ...]
    """What decides whether it stays, as it is asked; empty where nothing does."""
    taken: tuple[str, ...]
    """The options that chosen entries presume."""
    taken_from: tuple[tuple[str, str], ...]
    """The titles of these entries, each with what it presumes where the page has not said it above."""


def asked(questions: Iterable[str], why_now: Mapping[str, str]) -> list[Asked]:
    """Those of the questions that are on the path or may be, with what is said of why each is asked now."""
    knowledge, truths, counted = session.knowledge(), views.truths(), views.counted()
    given = record.held().answers.given()
    presume = list(presuming(knowledge, given))
    found, told = [], set()
    for key in questions:
        truth = truths.asked(key)
        if truth == FALSE:
            continue
        deciding = knowledge.questions[key].ask_when.atoms() if truth == MAYBE else ()
        unless = dict.fromkeys(knowledge.questions[other].asks for other, _ in deciding if not counted.get(other))
        taken = () if key in given else tuple(counted.get(key) or ())
        taken_from = []
        for _, entry, presumption in presume:
            if taken and key in presumption.answers:
                taken_from.append((entry.title, "" if entry.id in told else presumption.because))
                told.add(entry.id)
        found.append(Asked(key, why_now.get(key, ""), tuple(unless), taken, tuple(taken_from)))
    return found


def show(keys: Iterable[str], why_now: Mapping[str, str] = _NOT_SAID, *, settled: bool) -> list[Asked]:
    """Shows those of the questions that are on the path or may be, and returns them; a page is `settled` where all that
    an answer may change on it is known here.

    A question runs by itself when it is answered, which is quicker by far, unless its answer changes what the page asks
    or says of another one. What offers entries of the knowledge base narrows the choices of others, so it never does.

    Streamlit knows a part of a page by its place, and drops without a word what was clicked in one that has moved. So
    each question keeps its place, whichever of the others are asked, and nothing above it comes and goes.
    """
    keys = tuple(keys)
    stands = functools.partial(_stands, keys, why_now)
    stood = stands()
    rows = {row.question: row for row in stood.asked}
    for key in keys:
        if key not in rows:
            st.container()  # its place
        elif settled and not session.knowledge().questions[key].options_from:
            _by_itself(rows[key], stands, stood)
        else:
            with st.container():
                _question(rows[key])
    return stood.asked


@st.fragment
def _by_itself(row: Asked, stands: Callable[[], _Stood], stood: _Stood) -> None:
    """A question, in the whole page and by itself; `stood` is what the whole page was made from."""
    if not session.runs_by_itself():
        _question(row)
        return
    with session.part():
        if stands() != stood:
            st.rerun()
        _question(row)
        around.bring(live.says())


class _Stood(NamedTuple):
    """All that a page shows outside of its questions, but for the pieces that go along with each."""

    asked: list[Asked]
    off_path: list[str]
    draws: bool
    record: tuple
    review: tuple
    others: tuple


def _stands(keys: tuple[str, ...], why_now: Mapping[str, str]) -> _Stood:
    off_path = [key for key in ignored(record.held().answers, session.knowledge()) if key in keys]
    return _Stood(asked(keys, why_now), off_path, live.draws(), record.stands(), beside.stands(), assigned.stands())


def _question(row: Asked) -> None:
    """Without a container of its own: the one that it stands in is framed (page.css), because each costs time at each
    answer."""
    question = session.knowledge().questions[row.question]
    given = record.held().answers.answers.get(question.id)
    html.show(_about(question, row.falls_away_by, fold.told(question)))
    if row.why_now:
        st.markdown(filled(say.WHY_NOW, why=row.why_now))
    for entry, because in row.taken_from:
        if because:
            st.info(filled(say.TAKEN_TO_BE_SO, choice=entry, presumed=because))
        else:
            st.caption(filled(say.TAKEN_FROM, choice=entry))
    shown = given or (Answer("answered", row.taken) if row.taken else None)
    if question.several:
        _many(question, shown)
    else:
        _one(question, shown)
    holding.at_question(question.id)
    assigned.at_question(question.id)
    fold.show(question, given)
    beside.at_question(question, given)


def alone(question: Question) -> None:
    """One question without anything around it: what is asked and why, the answer, a note and what it rests on."""
    given = record.held().answers.answers.get(question.id)
    with st.container():
        html.show(_about(question))
        if question.several:
            _many(question, given)
        else:
            _one(question, given)
        fold.contents(question, given)


def _about(question: Question, falls_away_by: tuple[str, ...] = (), told: Html | str = "") -> Html:
    """What is asked and why, and what is `told` of the answer. One element, because each costs time at each answer."""
    role = session.knowledge().vocabulary.label("roles", question.role)
    more = (html.filled(say.EXAMPLE, example=question.example), html.filled(say.BEST_PLACED, role=role))
    said = []
    if falls_away_by:
        said.append(html.filled(say.MAY_FALL_AWAY, questions=" ".join(falls_away_by)))
    if question.several:
        said.append(html.filled(say.CHOOSE_ALL))
    return html.div(
        html.h2(question.asks, id=f"q-{question.id}", class_="rw-asks"),
        html.p(question.why_we_ask),
        html.details(html.summary(say.MORE_ON_IT), *map(html.p, more), class_="rw-about"),
        *(html.p(line, class_="rw-about") for line in said),
        html.p(told, class_="rw-told") if told else "",
        class_="rw",
    )


def _one(question: Question, given: Answer | None) -> None:
    labels = _labels(question)
    wanted = None if given is None else given.options[0] if given.options else given.status
    few = len(labels) <= MOST_RADIO
    widget, looks = (fields.radio, {}) if few else (fields.selectbox, {"placeholder": say.CHOOSE_OR_TYPE})
    widget(
        f"one-{question.id}",
        question.asks,
        labels,
        wanted,
        functools.partial(_chose_one, question.id),
        label_visibility="collapsed",
        **looks,
    )


def _status(word: str) -> str:
    return session.knowledge().vocabulary.label("answer_statuses", word)


def _statuses(question: Question) -> tuple[str, ...]:
    """What one can answer in place of an option."""
    return (UNKNOWN, NOT_APPLICABLE) if question.may_not_apply else (UNKNOWN,)


def _labels(question: Question) -> dict[str, str]:
    """Everything that one can answer, with its label; the statuses stand last."""
    return dict(session.knowledge().options(question)) | {word: _status(word) for word in _statuses(question)}


def _chose_one(question: str, option: object) -> None:
    if option is None:
        record.save_answer(question, None)
    elif option in (UNKNOWN, NOT_APPLICABLE):
        record.save_answer(question, Answer(option))
    else:
        record.save_answer(question, Answer("answered", (option,)))


def _many(question: Question, given: Answer | None) -> None:
    chosen = given.options if given else ()
    status = given.status if given else None
    labels = dict(session.knowledge().options(question))
    if len(labels) <= MOST_CHECKBOXES:
        for option, label in labels.items():
            fields.checkbox(
                f"many-{question.id}-{option}",
                label,
                option in chosen,
                functools.partial(choosing.tick, question, option),
            )
    else:
        _search(question, chosen)
    for word in _statuses(question):
        fields.checkbox(
            f"status-{question.id}-{word}",
            _status(word),
            status == word,
            functools.partial(_set_status, question.id, word),
        )


def _search(question: Question, chosen: tuple[str, ...]) -> None:
    knowledge = session.knowledge()
    labels = _telling(knowledge, question)
    fields.multiselect(
        f"many-{question.id}",
        question.asks,
        narrowing.narrowed(question, labels, chosen),
        chosen,
        functools.partial(choosing.choose, question.id),
        placeholder=say.CHOOSE_SEVERAL_OR_TYPE,
        label_visibility="collapsed",
    )
    narrowing.ask_for_all(question, labels, chosen)
    entries = getattr(knowledge, question.options_from) if question.options_from else {}
    for option in chosen:
        if option in entries:
            entry = entries[option]
            st.caption(filled(say.OPTION_EXPLAINED, option=entry.title, summary=entry.summary))


def _telling(knowledge: KnowledgeBase, question: Question) -> dict[str, str]:
    """Options with their labels, and what kind of thing each is, kind by kind."""
    offered = dict(knowledge.options(question))
    if question.options_from not in _TELLING:
        return dict(sorted(offered.items(), key=lambda item: item[1].casefold()))
    listed, name = _TELLING[question.options_from]
    entries: dict[str, Entry] = getattr(knowledge, question.options_from)
    kinds = {key: getattr(entries[key], name) for key in offered}
    order = knowledge.vocabulary.words(listed)
    keys = sorted(offered, key=lambda key: (order.index(kinds[key]), offered[key].casefold()))
    return {key: say.option_of_kind(offered[key], knowledge.vocabulary.label(listed, kinds[key])) for key in keys}


def _set_status(question: str, status: str, on: object) -> None:
    record.save_answer(question, Answer(status) if on else None)


def in_words(question: Question, answer: Answer) -> str:
    """The labels of what was chosen, or of the status."""
    labels = dict(session.knowledge().options(question))
    return ", ".join(labels[option] for option in answer.options) or _status(answer.status)
