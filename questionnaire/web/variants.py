"""Other ways to do a project: variants of its assessment, side by side, and the one that is adopted."""

from __future__ import annotations

import json
from typing import NamedTuple

import streamlit as st
from msgspec import to_builtins

from questionnaire.answers.answers import LONGEST, Answers
from questionnaire.answers.changes import Change, values
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.review import WRITERS
from questionnaire.answers.shelf import DELETED
from questionnaire.answers.store import Conflict, Refused, Saved
from questionnaire.answers.variants import LONGEST_NAME
from questionnaire.assessment import side_by_side as compared
from questionnaire.knowledge.conditions import TRUE
from questionnaire.presentation.labels import Labels
from questionnaire.walk.network import Network
from questionnaire.web import access, address, browser, html, parts, record, session, views
from questionnaire.web.html import Html
from questionnaire.web.text import day_and_time, filled, plain, short
from questionnaire.wording import review as say_review
from questionnaire.wording import variants as say
from questionnaire.wording import web as say_anywhere

MOST = 3
_TROUBLE, _ADOPTED, _NAME, _QUESTION = "variants-trouble", "variants-adopted", "variant-name", "variant-question"


class _Way(NamedTuple):
    """One way: how it is called, and as it is saved."""

    name: str
    saved: Saved


def entry() -> None:
    """The way to the page, on the result."""
    parts.action(
        say.TRY_ANOTHER_WAY, "to-variants", address.go, address.VARIANTS, type="tertiary", icon=":material/alt_route:"
    )


def show() -> None:
    """All ways of the project, a form to try another one, and two or three of them side by side."""
    parts.heading(say.TITLE, address.VARIANTS, 1)
    st.markdown(say.WHAT_IT_IS)
    if why := st.session_state.pop(_TROUBLE, ""):
        st.error(filled(say_review.NOTHING_DONE, why=why), icon=":material/error:")
    if name := st.session_state.pop(_ADOPTED, ""):
        st.success(filled(say.ADOPTED, name=name), icon=":material/check:")
    try:
        ways = _ways()
    except StoreUnavailable as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    writes = bool(access.roles() & WRITERS)
    for way in ways:
        _way(way, ways[0], writes=writes)
    if writes:
        _new()
    else:
        st.caption(say.ONLY_READING)
    if len(ways) > 1:
        _side_by_side(ways)


def _ways() -> list[_Way]:
    """The first way and its variants, as far as they can be read. Raises StoreUnavailable."""
    store = session.store()
    first = store.variants.first(record.held().token)
    named = [(say.FIRST, first), *((variant.name, variant.token) for variant in store.variants.of(first))]
    found = ((name, store.replay(token)) for name, token in named)
    return [_Way(name, saved) for name, saved in found if saved is not None]


# --- one way ----------------------------------------------------------------------------------------------------------


def _way(way: _Way, first: _Way, *, writes: bool) -> None:
    token, is_first = way.saved.token, way.saved.token == first.saved.token
    here, key = token == record.held().token, parts.key_of(way.saved.token)
    with st.container(border=True, key=f"way-{key}"):
        about, open_, adopt, away = st.columns([5, 1, 1, 1.2], vertical_alignment="center")
        with about:
            when = say.VARIANT_SINCE.format(when=day_and_time(way.saved.begun, st.context.timezone))
            said = [first.saved.answers.project.get("name", "") if is_first else when, say.HERE if here else ""]
            about_it = html.joined(said, by=" · ")
            html.show(html.div(html.p(way.name, class_="rw-name"), html.p(about_it, class_="rw-kicker"), class_="rw"))
        if not here:
            with open_:
                parts.action(
                    say.OPEN,
                    f"way-open-{key}",
                    address.open_assessment,
                    token,
                    width="stretch",
                    help=filled(say.OPEN_IT, name=way.name),
                )
        if is_first or not writes:
            return
        with adopt:
            parts.action(
                say.ADOPT,
                f"way-adopt-{key}",
                _adopt,
                way,
                first.saved.revision,
                width="stretch",
                help=filled(say.ADOPT_IT, name=way.name),
            )
        with away:
            parts.action(
                say.PUT_AWAY,
                f"way-away-{key}",
                _put_away,
                token,
                width="stretch",
                help=filled(say.PUT_IT_AWAY, name=way.name),
            )


def _adopt(way: _Way, seen: int) -> None:
    """Makes the answers of a variant those of the first, as changes in its history. `seen` is the revision of the
    first that the page showed."""
    store = session.store()
    try:
        first, variant = store.replay(store.variants.first(way.saved.token)), store.replay(way.saved.token)
        why = _cannot_adopt(first, variant, way.saved.revision, seen)
        if first is None or variant is None or why:
            st.session_state[_TROUBLE] = why
            return
        outcome = store.record(first.token, _changes(first, variant.answers))
    except (StoreUnavailable, Refused) as error:
        st.session_state[_TROUBLE] = str(error)
        return
    if isinstance(outcome, Conflict):
        st.session_state[_TROUBLE] = say.CHANGED_MEANWHILE
        return
    st.session_state[_ADOPTED] = way.name
    record.let_go()
    address.open_assessment(first.token, address.VARIANTS)


def _cannot_adopt(first: Saved | None, variant: Saved | None, of_variant: int, of_first: int) -> str:
    if first is None or variant is None:
        return say.GONE
    if not access.roles_of(first.token) & WRITERS:
        return say.MAY_NOT
    if (first.revision, variant.revision) != (of_first, of_variant):
        return say.CHANGED_MEANWHILE
    return "" if _changes(first, variant.answers) else say.NOTHING_TO_ADOPT


def _changes(first: Saved, wanted: Answers) -> list[Change]:
    """What makes the first say what the variant says; it keeps its name, and what this knowledge base cannot read."""
    before, after = (values(record.readable(answers)) for answers in (first.answers, wanted))
    return [
        Change(*key, before.get(key), after.get(key), first.revision, browser.known())
        for key in dict.fromkeys((*before, *after))
        if key != ("project", "name") and before.get(key) != after.get(key)
    ]


def _put_away(token: str) -> None:
    store = session.store()
    try:
        first = store.variants.first(token)
        if not access.roles_of(first) & WRITERS:
            st.session_state[_TROUBLE] = say.MAY_NOT
            return
        store.shelf.put(token, DELETED, browser.known())
    except StoreUnavailable as error:
        st.session_state[_TROUBLE] = str(error)
        return
    address.open_assessment(first, address.VARIANTS)


# --- another way ------------------------------------------------------------------------------------------------------


def _new() -> None:
    with st.container(border=True, key="variant-new"):
        parts.heading(say.NEW, "another-way", 2)
        truths, known = views.truths(), session.knowledge()
        asked = [
            key for key in known.interview.order() if known.questions[key].controllable and truths.asked(key) == TRUE
        ]
        what, where = st.columns(2)
        with what:
            st.text_input(say.NAME, key=_NAME, max_chars=LONGEST_NAME, placeholder=say.NAME_HINT)
        with where:
            st.selectbox(
                say.BEGIN_WITH,
                asked,
                index=None,
                key=_QUESTION,
                format_func=lambda key: known.questions[key].asks,
                help=say.BEGIN_WITH_HELP,
            )
        parts.action(say.MAKE, "variant-make", _fork, icon=":material/alt_route:")


def _fork() -> None:
    store, held = session.store(), record.held()
    name, question = record.clean(st.session_state.get(_NAME) or ""), st.session_state.get(_QUESTION)
    try:
        first = store.variants.first(held.token)
        taken = {say.FIRST, *(variant.name for variant in store.variants.of(first))}
        why = say.NAME_TAKEN if name in taken else say.NO_NAME if not name else ""
        why = why if access.roles_of(held.token) & WRITERS else say.MAY_NOT
        saved = store.replay(first)
        if why or saved is None:
            st.session_state[_TROUBLE] = why or say.GONE
            return
        project = short(saved.answers.project.get("name", ""), LONGEST["project.name"] - LONGEST_NAME - 3)
        answers = record.copied(held.answers, say.variant_of(project, name))
        token = store.begin(answers, browser.known(), of=first, called=name)
    except StoreUnavailable as error:
        st.session_state[_TROUBLE] = str(error)
        return
    st.session_state.pop(_NAME, None)
    address.open_assessment(token)
    if question:
        address.go_to_question(question)


# --- side by side -----------------------------------------------------------------------------------------------------


def _side_by_side(ways: list[_Way]) -> None:
    parts.heading(say.SIDE_BY_SIDE, "side-by-side", 2)
    here = next((at for at, way in enumerate(ways) if way.saved.token == record.held().token), 0)
    chosen = st.multiselect(
        say.CHOOSE,
        range(len(ways)),
        default=[0, here or len(ways) - 1],
        max_selections=MOST,
        format_func=lambda at: short(ways[at].name, 60),
        key=f"ways-{parts.key_of(record.held().token)}-{len(ways)}",
    )
    if len(chosen) < 2:
        st.markdown(say.CHOOSE_TWO)
        return
    sides = [(ways[at].name, record.readable(ways[at].saved.answers)) for at in chosen]
    found = _compared(
        session.knowledge().digest, json.dumps(to_builtins(sides), sort_keys=True), session.network(), sides
    )
    _levels(found)
    _answers(found)
    _findings(found)


@st.cache_resource(max_entries=views.MOST_KEPT, show_spinner=say_anywhere.TRYING)
def _compared(
    digest: str,  # noqa: ARG001
    key: str,  # noqa: ARG001
    _network: Network,
    _sides: list[tuple[str, Answers]],
) -> compared.SideBySide:
    return compared.side_by_side(_network, _sides)


def _levels(found: compared.SideBySide) -> None:
    labels = Labels(found.words)
    rows = [
        (say_anywhere.PLAN_FOR, [parts.level(way.level, labels) for way in found.ways]),
        (say_anywhere.CERTAIN_AT_LEAST, [parts.level(way.lower, labels) for way in found.ways]),
        (say_anywhere.POSSIBLE_UP_TO, [parts.level(way.upper, labels) for way in found.ways]),
        (say_anywhere.WITH_YOUR_MEASURES, [parts.level(way.residual, labels) for way in found.ways]),
        (say.FINDINGS, [str(way.findings) for way in found.ways]),
    ]
    _table(say.LEVELS, "ways-levels", say.LEVEL, found, rows)


def _answers(found: compared.SideBySide) -> None:
    if not found.answers:
        st.markdown(say.NO_ANSWER_DIFFERS)
        return
    rows = [(row.asks, list(row.said)) for row in found.answers]
    _table(say.ANSWERS_DIFFER, "ways-answers", say.QUESTION, found, rows)


def _findings(found: compared.SideBySide) -> None:
    if not found.findings:
        st.markdown(say.NO_FINDING_DIFFERS)
        return
    rows = [(row.title, _cells(row)) for row in found.findings]
    _table(say.FINDINGS_DIFFER, "ways-findings", say.FINDING, found, rows)
    st.caption(say.alike(found.alike))


def _cells(row: compared.FindingOfEach) -> list[Html]:
    """The levels, each with why it is not that of the first column."""
    cells = [html.joined((row.levels[0] or say.NONE,))]
    for level, cause in zip(row.levels[1:], row.causes, strict=True):
        why = html.quiet(_why(cause)) if cause else ""
        cells.append(html.joined((level or say.NONE, why), by=html.br))
    return cells


def _why(cause: compared.Cause) -> str:
    return say.because(cause.how, [*cause.asks, *([say.MEASURES] if cause.measures else [])])


def _table(
    title: str, anchor: str, first: str, found: compared.SideBySide, rows: list[tuple[str, list[Html] | list[str]]]
) -> None:
    parts.heading(title, anchor, 3)
    parts.table(title, (first, *(way.name for way in found.ways)), ((name, *cells) for name, cells in rows))
