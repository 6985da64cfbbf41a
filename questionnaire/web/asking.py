"""A section of the interview: its questions, what they mean, and where the answers go."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import streamlit as st

from questionnaire.answers.answers import NOT_APPLICABLE, UNKNOWN, Answer, ignored
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import FALSE, MAYBE, in_words
from questionnaire.knowledge.entries import Entry, Question
from questionnaire.knowledge.vocabulary import Section
from questionnaire.web import address, fields, live, own_words, parts, record, session, views
from questionnaire.web.text import count, escaped, plain

MOST_RADIO, MOST_CHECKBOXES = 8, 14
LONGEST_NOTE = 2000
NEXT_SHOWN = 3
PROJECT_SECTION, EVIDENCE_SECTION = "project", "evidence"
"""Sections that bear the name of a field of the answers file also take that field."""
_TELLING = {
    "tasks": ("modalities", "modality"),
    "deployments": ("domains", "domain"),
    "affected_groups": ("attributes", "attribute"),
}
_STATUS_LABELS = {UNKNOWN: "We do not know yet", NOT_APPLICABLE: "Does not apply"}


def show(section: Section) -> None:
    """The section beside the live panel; below it where the screen is narrow."""
    left, right = st.columns([1.55, 1], gap="large")
    with left:
        _section(section)
    with right:
        live.show(views.assessment())


def _section(section: Section) -> None:
    knowledge = session.knowledge()
    sections = knowledge.interview.sections
    st.html(
        f'<div class="rw"><p class="rw-kicker">Part {sections.index(section) + 1} of {len(sections)}</p>'
        f'<h1 id="section-{section.id}">{escaped(section.title)}</h1><p>{escaped(section.intro)}</p></div>'
    )
    truths = views.truths()
    if section.id == PROJECT_SECTION:
        own_words.project()
        _next_best()
    asked = [key for key in section.questions if truths.asked(key) != FALSE]
    for key in asked:
        _question(knowledge.questions[key], truths.asked(key) == MAYBE)
    if section.id == EVIDENCE_SECTION:
        own_words.evidence()
    if not asked and section.questions:
        st.info("Your other answers leave no question to ask here.")
    _off_path(section)
    _back_and_forth(section)


def on_path(section: Section) -> tuple[int, int]:
    """How many questions of the section were looked at, and how many are on the path or may be."""
    held, truths = record.held(), views.truths()
    asked = [key for key in section.questions if truths.asked(key) != FALSE]
    return sum(key in held.answers.answers for key in asked), len(asked)


# --- one question -----------------------------------------------------------------------------------------------------


def _question(question: Question, may_fall_away: bool, why_now: str = "") -> None:
    answers = record.held().answers
    given, note = answers.answers.get(question.id), answers.notes.get(question.id, "")
    with st.container(border=True, key=f"question-{question.id}"):
        st.html(_about(question, may_fall_away))
        if why_now:
            st.markdown(f":blue[:material/bolt: {plain(why_now)}]")
        if question.several:
            _many(question, given)
        else:
            _one(question, given)
        with st.expander(
            "Note, or take the answer back" if given else "Note", expanded=bool(note), icon=":material/edit_note:"
        ):
            fields.text(
                f"note-{question.id}",
                f"Note on: {question.asks}",
                note,
                functools.partial(record.save_note, question.id),
                most=LONGEST_NOTE,
                height=80,
                label_visibility="collapsed",
                placeholder="Why this answer, who said so, what is still to be settled …",
            )
            if given:
                parts.action(
                    "Take the answer back",
                    f"clear-{question.id}",
                    record.save_answer,
                    question.id,
                    None,
                    type="tertiary",
                    icon=":material/undo:",
                )


def _about(question: Question, may_fall_away: bool) -> str:
    """HTML: what is asked and why. One element, because every element costs time at each answer."""
    knowledge = session.knowledge()
    role = knowledge.vocabulary.label("roles", question.role)
    falls = (
        f"<p>This question falls away unless {escaped(in_words(question.ask_when, knowledge))}.</p>"
        if may_fall_away
        else ""
    )
    several = "<p>Choose all that apply.</p>" if question.several else ""
    return (
        f'<div class="rw"><h3 id="q-{question.id}">{escaped(question.asks)}</h3>'
        f'<p>{escaped(question.why_we_ask)}</p><div class="rw-about">'
        f"<p><strong>Example:</strong> {escaped(question.example)}</p>"
        f"<p><strong>Best placed to answer:</strong> {escaped(role)}</p>{falls}{several}</div></div>"
    )


def _one(question: Question, given: Answer | None) -> None:
    labels = _labels(question)
    wanted = None if given is None else given.options[0] if given.options else given.status
    widget = fields.radio if len(labels) <= MOST_RADIO else fields.selectbox
    looks = {"placeholder": "Choose, or type to search"} if widget is fields.selectbox else {}
    shown = functools.partial(_shown, labels, widget is fields.radio)
    widget(
        f"one-{question.id}",
        _asked(question),
        list(labels),
        wanted,
        functools.partial(_chose_one, question.id),
        format_func=shown,
        label_visibility="collapsed",
        **looks,
    )


def _shown(labels: dict[str, str], markdown: bool, option: str) -> str:
    return plain(labels[option]) if markdown else labels[option]


def _labels(question: Question) -> dict[str, str]:
    """Everything that one can answer, with its label; the two statuses stand last."""
    labels = dict(session.knowledge().options(question)) | {UNKNOWN: _STATUS_LABELS[UNKNOWN]}
    return labels | {NOT_APPLICABLE: _STATUS_LABELS[NOT_APPLICABLE]} if question.may_not_apply else labels


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
                plain(label),
                option in chosen,
                functools.partial(_ticked, question, option),
            )
    else:
        _search(question, chosen)
    for word in (UNKNOWN, NOT_APPLICABLE) if question.may_not_apply else (UNKNOWN,):
        fields.checkbox(
            f"status-{question.id}-{word}",
            _STATUS_LABELS[word],
            status == word,
            functools.partial(_set_status, question.id, word),
        )


def _search(question: Question, chosen: tuple[str, ...]) -> None:
    knowledge = session.knowledge()
    labels = _telling(knowledge, question)
    fields.multiselect(
        f"many-{question.id}",
        _asked(question),
        list(labels),
        chosen,
        functools.partial(_chose_many, question.id),
        format_func=labels.get,
        placeholder="Choose one or more; type to search",
        label_visibility="collapsed",
    )
    entries = getattr(knowledge, question.options_from) if question.options_from else {}
    for option in chosen:
        if option in entries:
            st.caption(f"**{plain(entries[option].title)}:** {plain(entries[option].summary)}")


def _telling(knowledge: KnowledgeBase, question: Question) -> dict[str, str]:
    """Options with their labels, and what kind of thing each is, kind by kind."""
    offered = dict(knowledge.options(question))
    if question.options_from not in _TELLING:
        return dict(sorted(offered.items(), key=lambda item: item[1].lower()))
    listed, name = _TELLING[question.options_from]
    entries: dict[str, Entry] = getattr(knowledge, question.options_from)
    order = knowledge.vocabulary.words(listed)
    keys = sorted(offered, key=lambda key: (order.index(getattr(entries[key], name)), offered[key].lower()))
    return {key: f"{offered[key]} · {knowledge.vocabulary.label(listed, getattr(entries[key], name))}" for key in keys}


def _chose_many(question: str, options: object) -> None:
    record.save_answer(question, Answer("answered", tuple(sorted(options))) if options else None)


def _ticked(question: Question, option: str, on: object) -> None:
    """One option more or less; one that cannot stand beside others takes their place, and gives way to them."""
    given = record.held().answers.answers.get(question.id)
    chosen = set(given.options if given else ())
    alone = {other.id for other in question.options if other.exclusive}
    if on:
        chosen = {option} if option in alone else {*chosen - alone, option}
    else:
        chosen.discard(option)
    _chose_many(question.id, chosen)


def _set_status(question: str, status: str, on: object) -> None:
    record.save_answer(question, Answer(status) if on else None)


def _asked(question: Question) -> str:
    return plain(question.asks)


# --- around the questions ---------------------------------------------------------------------------------------------


def _off_path(section: Section) -> None:
    """Answers of the section that count for nothing now, kept for the day the question comes back."""
    answers, knowledge = record.held().answers, session.knowledge()
    gone = [key for key in ignored(answers, knowledge) if key in section.questions]
    if not gone:
        return
    with st.expander(
        f"{count(len(gone), 'answer')} kept but ignored: other answers took "
        f"{'its question' if len(gone) == 1 else 'their questions'} off the path",
        icon=":material/visibility_off:",
    ):
        for key in gone:
            question = knowledge.questions[key]
            st.markdown(
                f"**{plain(question.asks)}**  \n{plain(answer_in_words(question, answers.answers[key]))}  \n"
                f":gray[It counts again once {plain(in_words(question.ask_when, knowledge))}.]"
            )


def answer_in_words(question: Question, answer: Answer) -> str:
    """The labels of what was chosen, or of the status."""
    labels = dict(session.knowledge().options(question))
    return ", ".join(labels[option] for option in answer.options) or _STATUS_LABELS[answer.status]


def _next_best() -> None:
    with st.container(border=True):
        parts.heading("Short of time?", "next-best", 3)
        st.markdown(
            "You can go through the parts in order, or let the questions come first that could move the verdict most."
        )
        parts.action(
            "Show the next best questions", "next-best-questions", address.go, address.NEXT, icon=":material/bolt:"
        )


def next_best() -> None:
    """The questions that could move the verdict most, each with its widget.

    Ranked once on the way in and after "go on", not after each answer: a question stays while it is being answered.
    The address names them, so that they are the same after a refresh.
    """
    left, right = st.columns([1.55, 1], gap="large")
    with left:
        parts.heading("Next best questions", "next", 1)
        st.markdown("Of the questions that nobody has looked at yet, these could move the verdict most.")
        asked = _asked_next()
        truths = views.truths()
        for key in asked:
            if key in session.knowledge().questions and truths.asked(key) != FALSE:
                _question(session.knowledge().questions[key], truths.asked(key) == MAYBE, _why_now(key))
        if asked:
            parts.action(
                "Go on: the next best after these",
                "next-after",
                address.forget_next,
                type="primary",
                icon=":material/bolt:",
                width="stretch",
            )
        else:
            st.success("Every question on the path was looked at.", icon=":material/check:")
        _to_result("secondary" if asked else "primary")
    with right:
        live.show(views.assessment())


def _asked_next() -> list[str]:
    known = address.asked_next()
    if known is None:
        ranked = views.next_best(NEXT_SHOWN)
        address.ask_next(ranked)
        known = [unknown.question for unknown in ranked]
    return known


def _why_now(key: str) -> str:
    unknown = address.ranked().get(key)
    if unknown is None:
        return ""
    labels = list(views.level_labels().values())
    low, high = labels[unknown.lowest], labels[unknown.highest]
    stop = "It decides whether a stop condition holds. " if unknown.settles_stop else ""
    moves = (
        f"The level to plan for could come out anywhere from {low.lower()} to {high.lower()}."
        if low != high
        else f"It could move {count(unknown.moves, 'finding')}."
        if unknown.moves
        else ""
    )
    return f"{stop}{moves}".strip()


def _back_and_forth(section: Section) -> None:
    sections: Iterable[Section] = session.knowledge().interview.sections
    ids = [other.id for other in sections]
    titles = {other.id: other.title for other in sections}
    at = ids.index(section.id)
    back, forth = st.columns(2)
    with back:
        if at:
            parts.action(
                f"Back: {plain(titles[ids[at - 1]])}",
                "back",
                address.go,
                ids[at - 1],
                icon=":material/arrow_back:",
                width="stretch",
            )
    with forth:
        if at + 1 < len(ids):
            parts.action(
                f"Next: {plain(titles[ids[at + 1]])}",
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
        "See the result",
        "to-result",
        address.go,
        address.RESULT,
        type=looks,
        icon=":material/arrow_forward:",
        icon_position="right",
        width="stretch",
    )
