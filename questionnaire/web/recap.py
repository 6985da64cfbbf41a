"""What the answers of a section say, in a sentence; each part of it leads to its question."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import streamlit as st

from questionnaire.answers.answers import Answers
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.knowledge.conditions import FALSE, Given, Truths
from questionnaire.knowledge.entries import Question, Recap
from questionnaire.knowledge.vocabulary import Section
from questionnaire.web import around, html, record, session, views
from questionnaire.web.html import Html
from questionnaire.wording import recap as say

MOST = 4
"""Options that are named of one answer; of more than that, the first of them and how many there are besides."""


def show(section: Section) -> None:
    """The section's sentence, where its questions are told in one."""
    html.show(around.piece("recap", functools.partial(_told, section)))


def _told(section: Section) -> Html:
    said = _sentence(section)
    if not said:
        return html.joined(())
    return html.div(html.h2(say.RECAP, id="recap"), html.p(said), _hint(), class_="rw rw-recap rw-set-off")


def all_sections() -> None:
    """The sentences of all sections, each below its title."""
    told_ = ((section.title, _sentence(section)) for section in session.knowledge().interview.sections)
    rows = [html.p(html.strong(title), html.br, said) for title, said in told_ if said]
    if rows:
        html.show(html.div(*rows, _hint(), class_="rw rw-recap"))


def folded() -> None:
    """The same, made once somebody opens it."""
    box = st.expander(say.IN_SENTENCES, key="recap-of-all", icon=":material/notes:", on_change="rerun")
    if box.open:
        with box:
            all_sections()


def _hint() -> Html:
    return html.p(say.CORRECT_IT, class_="rw-quiet")


def _sentence(section: Section) -> Html:
    return sentence(section, session.knowledge(), record.held().answers, views.counted(), views.truths())


def sentence(section: Section, knowledge: KnowledgeBase, answers: Answers, counted: Given, truths: Truths) -> Html:
    """What the section's answers say, what follows from a choice, what is not known yet, and what nobody has said;
    empty where its questions have no words for it, or none is asked. `counted` holds what is presumed, too."""
    clauses: dict[str, list[Html]] = {how: [] for how in say.SAID}
    unsaid: dict[str, list[Html]] = {how: [] for how in say.UNSAID}
    for key in section.questions:
        question, recap = knowledge.questions[key], knowledge.questions[key].recap
        if recap is None or truths.asked(key) == FALSE:
            continue
        given = answers.answers.get(key)
        options = given.options if given else counted.get(key) or ()
        if options:
            told = clauses["given" if given else "presumed"]
            words = [_words(question, recap, option, knowledge) for option in options[:MOST]]
            if len(options) > MOST:
                words.append(say.and_more(len(options) - MOST))
            before = _upper(recap.says) if given and not told else recap.says
            told.append(html.joined((before, _link(key, _listed(words))), by=" "))
        else:
            unsaid[given.status if given else "unanswered"].append(_link(key, recap.open))
    said = [html.filled(say.SAID[how], clauses=_in_a_row(all_)) for how, all_ in clauses.items() if all_]
    said += [html.filled(say.UNSAID[how], parts=_listed(all_)) for how, all_ in unsaid.items() if all_]
    return html.joined(said, by=" ")


def _words(question: Question, recap: Recap, option: str, knowledge: KnowledgeBase) -> str:
    """An option as words of the sentence."""
    own = next((each.recap for each in question.options if each.id == option), "")
    if own:
        return own
    label = dict(knowledge.options(question))[option]
    return label[:1].lower() + label[1:] if recap.small and not label[1:2].isupper() else label


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _link(question: str, words: str) -> Html:
    return html.onward(words, f"q-{question}", question)


def _listed(pieces: Sequence[str]) -> Html:
    return html.filled(say.listed(len(pieces)), **_at_places(pieces))


def _in_a_row(pieces: Sequence[str]) -> Html:
    return html.filled(say.in_a_row(len(pieces)), **_at_places(pieces))


def _at_places(pieces: Sequence[str]) -> dict[str, str]:
    return {f"p{at}": piece for at, piece in enumerate(pieces)}
