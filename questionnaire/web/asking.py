"""A section of the interview: its questions, what they mean, and where the answers go."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable

import streamlit as st

from questionnaire.answers.answers import NOT_APPLICABLE, UNKNOWN, Answer, ignored
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import FALSE, MAYBE, in_words
from questionnaire.knowledge.entries import Entry, Question
from questionnaire.knowledge.presumptions import presuming
from questionnaire.knowledge.vocabulary import Section
from questionnaire.walk.unknowns import Unknown
from questionnaire.web import (
    address,
    assigned,
    choosing,
    fields,
    fold,
    holding,
    html,
    live,
    narrowing,
    own_words,
    parts,
    recap,
    record,
    session,
    suggestions,
    views,
)
from questionnaire.web.html import Html
from questionnaire.web.review import beside
from questionnaire.web.text import filled
from questionnaire.wording import web as say

MOST_RADIO, MOST_CHECKBOXES = 8, 14
NEXT_SHOWN = 3
_MINUTES = 0.7
"""What a question takes a team that talks about it."""
PROJECT_SECTION, EVIDENCE_SECTION = "project", "evidence"
"""Sections that bear the name of a field of the answers file also take that field."""
_TELLING = {
    "tasks": ("modalities", "modality"),
    "deployments": ("domains", "domain"),
    "affected_groups": ("attributes", "attribute"),
}


def show(section: Section) -> None:
    """The section beside the live panel; below it where the screen is narrow."""
    left, right = st.columns([1.55, 1], gap="large")
    with left:
        _section(section)
    with right:
        live.show(views.glance())


def _section(section: Section) -> None:
    knowledge = session.knowledge()
    sections = knowledge.interview.sections
    html.show(
        html.div(
            html.p(say.part(sections.index(section) + 1, len(sections)), class_="rw-kicker"),
            html.h1(section.title, id=f"section-{section.id}"),
            html.p(section.intro),
            class_="rw",
        )
    )
    assigned.show(section.questions)
    truths = views.truths()
    if section.id == PROJECT_SECTION:
        own_words.project()
        suggestions.show()
        _short_of_time()
    asked = [key for key in section.questions if truths.asked(key) != FALSE]
    told: set[str] = set()
    for key in asked:
        _question(knowledge.questions[key], truths.asked(key) == MAYBE, told=told)
    if section.id == EVIDENCE_SECTION:
        own_words.evidence()
    if not asked and section.questions:
        st.info(say.OTHER_ANSWERS_LEAVE_NONE)
    _off_path(section)
    recap.show(section)
    _back_and_forth(section)


def on_path(section: Section) -> tuple[int, int]:
    """How many questions of the section were looked at, and how many are on the path or may be."""
    truths, looked_at = views.truths(), views.counted()
    asked = [key for key in section.questions if truths.asked(key) != FALSE]
    return sum(key in looked_at for key in asked), len(asked)


# --- one question -----------------------------------------------------------------------------------------------------


def _question(question: Question, may_fall_away: bool, why_now: str = "", told: set[str] | None = None) -> None:
    given = record.held().answers.answers.get(question.id)
    with st.container(border=True, key=f"question-{question.id}"):
        html.show(_about(question, may_fall_away))
        if why_now:
            st.markdown(filled(say.WHY_NOW, why=why_now))
        taken = _presumed(question.id, set() if told is None else told) if given is None else None
        if question.several:
            _many(question, given or taken)
        else:
            _one(question, given or taken)
        holding.at_question(question.id)
        assigned.at_question(question.id)
        fold.show(question, given)
        beside.at_question(question, given)


def _presumed(question: str, told: set[str]) -> Answer | None:
    """What the chosen entries presume, so that a team can correct it.

    What is taken to be so is said in full above the first such question on a page; `told` are the entries of which it
    was said.
    """
    knowledge, given = session.knowledge(), record.held().answers.given()
    taken = views.counted().get(question)
    if not taken:
        return None
    for _, entry, presumption in presuming(knowledge, given):
        if question in presumption.answers and entry.id not in told:
            told.add(entry.id)
            st.info(filled(say.TAKEN_TO_BE_SO, choice=entry.title, presumed=presumption.because))
        elif question in presumption.answers:
            st.caption(filled(say.TAKEN_FROM, choice=entry.title))
    return Answer("answered", taken)


def alone(question: Question) -> None:
    """One question without anything around it: what is asked and why, the answer, a note and what it rests on."""
    given = record.held().answers.answers.get(question.id)
    with st.container(border=True, key="question-alone"):
        html.show(_about(question, may_fall_away=False))
        if question.several:
            _many(question, given)
        else:
            _one(question, given)
        fold.contents(question, given)


def _about(question: Question, may_fall_away: bool) -> Html:
    """What is asked and why. One element, because every element costs time at each answer."""
    knowledge = session.knowledge()
    said = [
        html.filled(say.EXAMPLE, example=question.example),
        html.filled(say.BEST_PLACED, role=knowledge.vocabulary.label("roles", question.role)),
    ]
    if may_fall_away:
        counted = views.counted()
        deciding = (key for key, _ in question.ask_when.atoms() if not counted.get(key))
        asked = dict.fromkeys(knowledge.questions[key].asks for key in deciding)
        said.append(html.filled(say.MAY_FALL_AWAY, questions=" ".join(asked)))
    if question.several:
        said.append(html.filled(say.CHOOSE_ALL))
    return html.div(
        html.h3(question.asks, id=f"q-{question.id}"),
        html.p(question.why_we_ask),
        html.div(*map(html.p, said), class_="rw-about"),
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


# --- around the questions ---------------------------------------------------------------------------------------------


def _off_path(section: Section) -> None:
    """Answers of the section that count for nothing now, kept for the day the question comes back."""
    answers, knowledge = record.held().answers, session.knowledge()
    gone = [key for key in ignored(answers, knowledge) if key in section.questions]
    if not gone:
        return
    with st.expander(say.kept_but_ignored(len(gone)), icon=":material/visibility_off:"):
        for key in gone:
            question = knowledge.questions[key]
            st.markdown(
                filled(
                    say.KEPT_ANSWER,
                    asks=question.asks,
                    answer=answer_in_words(question, answers.answers[key]),
                    condition=in_words(question.ask_when, knowledge),
                )
            )


def answer_in_words(question: Question, answer: Answer) -> str:
    """The labels of what was chosen, or of the status."""
    labels = dict(session.knowledge().options(question))
    return ", ".join(labels[option] for option in answer.options) or _status(answer.status)


def _short_of_time() -> None:
    with st.container(border=True):
        parts.heading(say.SHORT_OF_TIME, "next-best", 3)
        st.markdown(say.IN_ORDER_OR_FIRST)
        parts.action(say.SHOW_NEXT_BEST, "next-best-questions", address.go, address.NEXT, icon=":material/bolt:")


def next_best() -> None:
    """The questions that could move the verdict most, each with its widget.

    Ranked once on the way in and after "go on", not after each answer: a question stays while it is being answered.
    The address names them, so that they are the same after a refresh.
    """
    left, right = st.columns([1.55, 1], gap="large")
    with left:
        parts.heading(say.NEXT_BEST, "next", 1)
        one = st.toggle(say.ONE_AT_A_TIME, key="one-at-a-time")
        asked = _asked_next(1 if one else NEXT_SHOWN)
        if asked:
            _how_many_left()
        questions, truths = session.knowledge().questions, views.truths()
        with st.container(key="large-question" if one else "next-questions"):
            for key in asked[:1] if one else asked:
                if key in questions and truths.asked(key) != FALSE:
                    _question(questions[key], truths.asked(key) == MAYBE, _why_now(address.ranked().get(key)))
        if asked:
            parts.action(
                say.GO_ON_NEXT,
                "next-after",
                address.forget_next,
                type="primary",
                icon=":material/bolt:",
                width="stretch",
            )
        else:
            st.success(say.ALL_LOOKED_AT if views.all_looked_at() else say.NO_OTHER_MOVES, icon=":material/check:")
        assigned.show()
        _to_result("secondary" if asked else "primary")
    with right:
        live.show(views.glance())


def _asked_next(most: int) -> list[str]:
    known = address.asked_next()
    if known is None:
        ranked = views.still_to_ask()
        address.ask_next(ranked[:most], len(ranked))
        known = [unknown.question for unknown in ranked[:most]]
    return known


def _how_many_left() -> None:
    """How many questions were left when these were chosen; what they are where the page was not told."""
    if left := address.left_to_ask():
        st.markdown(say.still_to_ask(left, math.ceil(left * _MINUTES)))
    else:
        st.markdown(say.THESE_COULD_MOVE_MOST)


def _why_now(unknown: Unknown | None) -> str:
    """What answering can do; empty where the page was not told when it ranked, or nothing moves."""
    if unknown is None:
        return ""
    vocabulary = session.knowledge().vocabulary
    said = [say.IT_DECIDES_A_STOP] if unknown.settles_stop else []
    if unknown.lowest != unknown.highest:
        levels = [vocabulary.inline("levels", word) for word in vocabulary.words("levels")]
        said.append(say.level_anywhere(levels[unknown.lowest], levels[unknown.highest]))
    elif unknown.moves:
        said.append(say.could_move(unknown.moves))
    return " ".join(said)


def _back_and_forth(section: Section) -> None:
    sections: Iterable[Section] = session.knowledge().interview.sections
    ids = [other.id for other in sections]
    titles = {other.id: other.title for other in sections}
    at = ids.index(section.id)
    back, forth = st.columns(2)
    with back:
        if at:
            parts.action(
                say.back_to(titles[ids[at - 1]]),
                "back",
                address.go,
                ids[at - 1],
                icon=":material/arrow_back:",
                width="stretch",
            )
    with forth:
        if at + 1 < len(ids):
            parts.action(
                say.next_is(titles[ids[at + 1]]),
                "forth",
                address.go,
                ids[at + 1],
                type="primary",
                icon=":material/arrow_forward:",
                icon_position="right",
                width="stretch",
            )
        else:
            _to_result()


def _to_result(looks: str = "primary") -> None:
    parts.action(
        say.SEE_THE_RESULT,
        "to-result",
        address.go,
        address.RESULT,
        type=looks,
        icon=":material/arrow_forward:",
        icon_position="right",
        width="stretch",
    )
