"""The form by which a whole new entry is proposed: field by field, with what each means; files come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from questionnaire.knowledge.base import KINDS
from questionnaire.knowledge.entries import Question
from questionnaire.knowledge.vocabulary import Definition
from questionnaire.upkeep import blank, draft, proposal
from questionnaire.upkeep.browse import Ref
from questionnaire.upkeep.draft import Asked, Claimed, Given
from questionnaire.web import address, html, parts, session, style
from questionnaire.web.browse import missing, pieces
from questionnaire.web.text import plain, short
from questionnaire.wording import browse as say_there
from questionnaire.wording import proposal as say

_MADE, _CLAIMS = "new-made", "new-claims"
FEW, MOST_CLAIMS = 12, 6
"""Up to so many words are all shown with what they mean; of more, the one that is chosen."""


def show() -> None:
    """The page; its address may say the kind."""
    st.set_page_config(page_title=say.NEW_PAGE_TITLE, page_icon="👣", layout="wide", initial_sidebar_state="collapsed")
    style.apply()
    parts.page_script("new", "new", "")
    _, middle, _ = st.columns([1, 8, 1])
    with middle:
        library = html.inside(say_there.LIBRARY, {address.PAGE: address.LIBRARY})
        html.show(html.p(library, class_="rw rw-kicker"))
        parts.heading(say.NEW_TITLE, "new", 1)
        st.markdown(say.NEW_ABOUT)
        kinds = list(draft.NEW)
        there = address.kind()
        kind = st.selectbox(
            say.NEW_KIND,
            kinds,
            index=kinds.index(there) if there in kinds else 0,
            key="new-kind",
            format_func=lambda key: plain(say_there.ONE[key]),
        )
        _form(kind)


def _form(kind: str) -> None:
    values = {each.field: _value(kind, each) for each in draft.asked(kind) if each.field != draft.HARMLESS}
    _near(kind, f"{values.get('title', '')} {values.get('summary', '')}")
    facts, presumed = _facts(kind)
    claims = _claims(kind)
    for each in draft.asked(kind) if not claims else ():
        if each.field == draft.HARMLESS:  # it is asked of what leads nowhere
            values[each.field] = _value(kind, each)
    evidence = missing.evidence()
    if st.button(say.WRITE, key="new-write", type="primary", icon=":material/description:"):
        given = Given({key: value for key, value in values.items() if value}, claims, facts, presumed)
        st.session_state[_MADE] = kind, draft.drafted(session.knowledge(), kind, given, evidence)
    made = st.session_state.get(_MADE)
    if made and made[0] == kind:
        missing.shown(*made[1])


def _value(kind: str, asked: Asked) -> str | list[str]:
    """One field: what it is called, what it means, and what was filled in."""
    label, key = say.label(asked.field), f"new-{kind}-{asked.field}"
    label = label if asked.needed else say.OPTIONAL.format(field=label)
    with st.container(gap="xsmall"):
        if asked.takes in ("word", "words"):
            words = getattr(session.knowledge().vocabulary, asked.of)
            return (
                _word(label, key, words, asked.meaning) if asked.takes == "word" else _words(label, key, words, asked)
            )
        if asked.takes in ("entry", "entries"):
            labels = {ref.id: ref.title for ref in pieces.library().all(asked.of)}
            found = _one(label, key, labels) if asked.takes == "entry" else _several(label, key, labels)
        elif asked.takes == "condition":
            found = _several(label, key, _answers())
        elif asked.takes == "line":
            found = missing.line(label, key)
        elif asked.takes == "names":
            found = missing.lines(label, key)
        else:
            found = missing.text(label, key)
        _explain(f"{asked.meaning} {say.NAMES_HINT}" if asked.takes == "names" else asked.meaning)
    return found


def _explain(meaning: str) -> None:
    html.show(html.p(meaning, class_="rw rw-quiet rw-meaning"))


def _word(label: str, key: str, words: Sequence[Definition], meaning: str) -> str:
    """One of the closed words, each with its definition."""
    known = {word.id: word for word in words}
    if len(words) <= FEW:
        chosen = st.radio(
            plain(label),
            list(known),
            index=None,
            key=key,
            format_func=lambda each: plain(known[each].label),
            captions=[plain(word.definition) for word in words],
        )
        _explain(meaning)
    else:
        chosen = _one(label, key, {word.id: word.label for word in words})
        _explain(f"{meaning} {known[chosen].definition}" if chosen else meaning)
    return chosen or ""


def _words(label: str, key: str, words: Sequence[Definition], asked: Asked) -> list[str]:
    chosen = _several(label, key, {word.id: word.label for word in words})
    said = [f"{word.label}: {word.definition}" for word in words if word.id in chosen]
    _explain(" ".join([asked.meaning, *said]))
    return chosen


def _one(label: str, key: str, labels: Mapping[str, str]) -> str:
    return (
        st.selectbox(plain(label), list(labels), index=None, key=key, format_func=lambda each: plain(labels[each]))
        or ""
    )


def _several(label: str, key: str, labels: Mapping[str, str]) -> list[str]:
    return st.multiselect(plain(label), list(labels), key=key, format_func=lambda each: plain(labels[each]))


def _answers() -> dict[str, str]:
    """Every answer that a condition can ask for, as question=option."""
    return {
        f"{question.id}={option.id}": f"{short(question.asks, 60)} {option.label}"
        for question in session.knowledge().questions.values()
        for option in question.options
        if not question.replaced_by
    }


def _near(kind: str, text: str) -> None:
    """The entries that come near to what was written so far, so that nothing is written twice."""
    found = blank.near(session.knowledge(), kind, text) if text.strip() else ()
    if found:
        st.markdown(say.NEAR)
        html.show(pieces.entries([Ref(kind, each.id, each.title) for each in found], pieces.library()))


# --- what is usually so -----------------------------------------------------------------------------------------------


def _facts(kind: str) -> tuple[dict[str, list[str]], str]:
    questions = draft.facts(session.knowledge(), kind)
    if not questions:
        return {}, ""
    parts.heading(say.FACTS, "facts", 2)
    st.markdown(say.FACTS_ABOUT)
    answers = {question.id: _fact(question, f"new-{kind}-fact-{question.id}") for question in questions}
    facts = {key: options for key, options in answers.items() if options}
    return facts, missing.text(say.PRESUMED, f"new-{kind}-presumed") if facts else ""


def _fact(question: Question, key: str) -> list[str]:
    labels = {option.id: option.label for option in question.options}
    with st.container(gap="xsmall"):
        if question.several:
            found = _several(question.asks, key, labels)
        else:
            found = [one] if (one := _one(question.asks, key, labels)) else []
        _explain(question.why_we_ask)
    return found


# --- claims -----------------------------------------------------------------------------------------------------------


def _claims(kind: str) -> tuple[Claimed, ...]:
    if not draft.claims(kind):
        return ()
    parts.heading(say.CLAIMS_HEADING, "claims", 2)
    st.markdown(say.CLAIMS_ABOUT)
    counted = st.session_state.setdefault(_CLAIMS, {})
    number = counted.setdefault(kind, 1)
    claims = tuple(_claim(kind, at) for at in range(1, number + 1))
    with st.container(horizontal=True):
        st.button(
            say.ADD_CLAIM,
            key="new-claim-add",
            icon=":material/add:",
            disabled=number >= MOST_CLAIMS,
            on_click=counted.__setitem__,
            args=(kind, number + 1),
        )
        st.button(
            say.TAKE_AWAY_CLAIM,
            key="new-claim-less",
            icon=":material/remove:",
            disabled=number == 0,
            on_click=counted.__setitem__,
            args=(kind, number - 1),
        )
    return claims


def _claim(kind: str, number: int) -> Claimed:
    edges, key = draft.claims(kind), f"new-{kind}-claim-{number}"
    fields = list(edges)
    with st.container(border=True):
        html.show(html.p(html.strong(say.claim_number(number)), class_="rw"))
        field = fields[0]
        if len(fields) > 1:
            field = st.radio(
                plain(say.KIND_OF_CLAIM.format(number=number)),
                fields,
                key=f"{key}-field",
                format_func=lambda each: plain(say.CLAIMS[each]),
            )
        else:
            st.caption(say.CLAIMS[field])
        chosen = {name: _choice(f"{key}-{name}", name, there) for name, there, _ in proposal.values_of(edges[field])}
        because = missing.text(say.ITS_SENTENCE_NUMBER.format(number=number), f"{key}-because")
    return Claimed(field, chosen, because)


def _choice(key: str, name: str, there: str) -> str:
    if there in KINDS:
        return _one(say.CHOICES[name], key, {ref.id: ref.title for ref in pieces.library().all(there)})
    return _word(say.CHOICES[name], key, getattr(session.knowledge().vocabulary, there), "")
