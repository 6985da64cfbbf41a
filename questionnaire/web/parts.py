"""Small pieces that several pages show: levels, sources, paths, actions, and what the browser does."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping

import streamlit as st

from questionnaire.answers.answers import Grounds
from questionnaire.assessment.glance import Glance
from questionnaire.assessment.result import Assessment, Finding, Range, SourceShown, Step, Verdict
from questionnaire.presentation.counts import Counts
from questionnaire.presentation.labels import Labels
from questionnaire.web import html, session, style
from questionnaire.web.html import Html
from questionnaire.web.text import plain, short
from questionnaire.wording import together
from questionnaire.wording import web as say

_SCRIPT = "page-script"
_TYPED = ("note-", "project-", "evidence-", "owner-")
"""How the keys of the fields begin whose text goes to the record."""
_CHOSEN = ("one-", "many-", "status-", "confidence-")
"""How the keys of the fields begin in which something is chosen for the record."""


Go = Callable[[str], None]


def page_script(
    place: str, target: str, says: str, to_question: Go | None = None, to_page: Go | None = None, *, word: str = ""
) -> None:
    """Moves the focus to the heading with the id `target` when `place` changed, has `says` read out, and has typed text
    saved soon after the last key. Calls `to_question` with the question to which a link leads that is not on the page,
    and `to_page` with the page to which one leads. A page that has a `word` asks for news by it."""
    component = st.components.v2.component("riskwalk_page", js=style.script("page"))
    told = component(
        data={
            "place": place,
            "target": target,
            "says": says,
            "typed": _TYPED,
            "chosen": _CHOSEN,
            "word": word,
        },
        key=_SCRIPT,
        on_question_change=lambda: _go(to_question, "question"),
        on_page_change=lambda: _go(to_page, "page"),
        on_back_change=lambda: None,
    )
    for name, go in (("question", to_question), ("page", to_page)):
        if session.just_begun() and told.get(name):
            session.afterwards(functools.partial(_go, go, name))


def _go(go: Go | None, name: str) -> None:
    to = st.session_state[_SCRIPT].get(name)
    if go and to and (name == "page" or to in session.knowledge().questions):
        go(to)


def key_of(token: str) -> str:
    """A name for parts of the page that tells nobody the key to the assessment."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def action(label: str, key: str, do: Callable[..., None], *args: object, **looks: object) -> None:
    """A button that does something once it is clicked, also where the click reaches a session that has just begun
    (after the server was restarted, no callback is known there yet)."""
    clicked = st.button(plain(label), key=key, on_click=do, args=args, **looks)
    if clicked and session.just_begun():
        session.afterwards(functools.partial(do, *args))


def heading(text: str, anchor: str, level: int = 2) -> None:
    """A heading with a fixed id, in the order of the page."""
    shown = {1: st.title, 2: st.header, 3: st.subheader}[level]
    shown(plain(text), anchor=anchor)


# --- levels -----------------------------------------------------------------------------------------------------------


def level(word: str, labels: Labels, said: str = "") -> Html:
    """As many filled squares as the level's position, and its label or what is `said` of it, so that colour never
    stands alone."""
    rank = labels.rank(word)
    squares = [html.element("i", class_="on" if at < rank else "") for at in range(len(labels.levels) - 1)]
    return html.span(
        html.span(*squares, aria_hidden="true"),
        html.span(said or labels.label("levels", word)),
        class_="rw-level",
        style=_rank(word, labels),
    )


def _rank(word: str, labels: Labels) -> str:
    return f"--rank:{style.by_theme(labels.color(word), labels.color(word, dark=True))}"


def bounds(range_: Range, labels: Labels) -> Html:
    """The level to plan for, with what is certain and what is possible where they differ from it."""
    if _all_open(range_, labels):
        planned = labels.label("levels", range_.planned)
        if range_.planned == range_.upper:
            return level(range_.planned, labels, say.possible(planned))
        return level(range_.planned, labels, say.possible_up_to(planned, labels.inline("levels", range_.upper)))
    return level(range_.planned, labels, labels.at_least(range_))


def in_words(field: str, range_: Range, labels: Labels) -> str:
    """`High`, or `Low to High`, or `High, possible`, by the labels of the scale `field`."""
    if _all_open(range_, labels, field):
        return say.possible(labels.label(field, range_.upper))
    return labels.label_bounds(field, range_)


def _all_open(range_: Range, labels: Labels, field: str = "levels") -> bool:
    """Whether nothing is certain, but something possible."""
    return range_.lower != range_.upper and range_.lower == next(iter(labels.words[field]))


def verdict(shown: Verdict, labels: Labels, declared: bool) -> Html:
    """The verdict's bounds on the scale of levels, in words and colour."""
    scale = html.div(*(_on_scale(word, shown, labels) for word in labels.levels), class_="rw-scale", aria_hidden="true")
    if shown.nothing_ruled_out:
        return html.div(scale, html.p(html.filled(say.NOT_A_SIGN_OF_SAFETY), class_="rw-under"), class_="rw")
    rows = [(say.CERTAIN_AT_LEAST, shown.lower), (say.PLAN_FOR, shown.level), (say.POSSIBLE_UP_TO, shown.upper)]
    if declared:
        rows.append((say.WITH_YOUR_MEASURES, shown.residual))
    return html.div(scale, listed_rows((name, level(word, labels)) for name, word in rows), class_="rw")


def _on_scale(word: str, shown: Verdict, labels: Labels) -> Html:
    at, lower, upper = (labels.rank(each) for each in (word, shown.lower, shown.upper))
    marks = []
    if shown.nothing_ruled_out or lower < at <= upper:
        marks.append("may")
    elif at == lower:
        marks.append("sure")
    if word == shown.level and not shown.nothing_ruled_out:
        marks.append("plan")
    label = labels.label("levels", word)
    return html.div(label, class_=" ".join(marks), style=f"{_rank(word, labels)};flex:{len(label) + 3} 1 0")


def listed_rows(rows: Iterable[tuple[str, str]]) -> Html:
    """Names, each with what is said to it."""
    return html.dl(*(html.dt(name) + html.dd(said) for name, said in rows), class_="rw-rows")


def numbers(counted: Counts | Glance) -> str:
    """How many findings there are, and how sure they are."""
    if not counted.findings:
        return say.NO_FINDING
    if not counted.confirmed:
        return say.nothing_certain(counted.possible)
    return say.confirmed(counted.confirmed, counted.possible)


def drawing(drawn: tuple[str, str], wide: bool = False) -> Html:
    """A picture (SVG, and what it shows in words); `wide` keeps its text readable and lets it scroll sideways."""
    source, words = drawn
    image = html.img(alt=words, src=f"data:image/svg+xml;base64,{base64.b64encode(source.encode()).decode()}")
    if wide:
        return scrolling(say.PICTURE_CAN_BE_MOVED, image, class_="rw-picture rw-scroll rw-wide")
    return html.div(image, class_="rw-picture")


def scrolling(name: str, piece: Html, *, class_: str) -> Html:
    """A piece that may be wider than the page: it scrolls sideways, also by keys."""
    return html.div(piece, class_=class_, tabindex="0", role="group", aria_label=name)


def table(name: str, head: Iterable[str], rows: Iterable[Iterable[Html | str]]) -> None:
    """A table that scrolls sideways, under the name that a screen reader says; the first cell of a row heads it. On a
    phone each row is a block, in which a cell says its column."""
    named, *columns = head
    titles = html.tr(*(html.th(title, scope="col") for title in (named, *columns)))
    body = (
        html.tr(
            html.th(first, scope="row"),
            *(html.td(cell, data_column=column) for column, cell in zip(columns, rest, strict=True)),
        )
        for first, *rest in rows
    )
    whole = html.table(html.thead(titles), html.tbody(*body), class_="rw-matrix rw-stacks")
    html.show(scrolling(name, whole, class_="rw-scroll rw"))


# --- paths and sources ------------------------------------------------------------------------------------------------


def links(ids: Iterable[str], sources: Mapping[str, SourceShown]) -> Html:
    """The sources as links, by author and year, or by title where two of these are alike."""
    found = sorted((sources[key] for key in ids), key=lambda source: not source.published)
    names = [short(source.authors or source.title) for source in found]
    return html.joined(
        (
            html.link(
                say.of_year(short(source.title) if names.count(name) > 1 else name, source.year),
                source.url,
                title=source.title,
            )
            if source.published
            else source.title
            for source, name in zip(found, names, strict=True)
        ),
        by="; ",
    )


def cited(ids: Iterable[str], sources: Mapping[str, SourceShown], *, class_: str = "rw-quiet") -> Html:
    """The sources, in a paragraph of their own."""
    return html.p(html.filled(say.SOURCES, sources=links(ids, sources)), class_=class_)


def grounds(of: Grounds) -> Html:
    """How sure the team is of an answer, and what shows it; empty where nothing was said."""
    label = session.knowledge().vocabulary.label
    sure = html.filled(together.CONFIDENCE, confidence=label("confidences", of.confidence)) if of.confidence else ""
    return html.joined((sure, html.link(short(of.link), of.link) if of.link else "", of.note), by=" · ")


def listed(rows: Iterable[str]) -> Html:
    """A list with a line between the rows."""
    return html.ul(*map(html.li, rows), class_="rw-list rw")


def path(steps: tuple[Step, ...], labels: Labels, sources: Mapping[str, SourceShown]) -> None:
    """One path from an answer to the harm, each step with its sentence and its sources."""
    html.show(html.ol(*(_step(step, labels, sources) for step in steps), class_="rw-path rw"))


def _step(step: Step, labels: Labels, sources: Mapping[str, SourceShown]) -> Html:
    ways = [html.quiet(say.pathway(labels.label("pathways", word))) for word in step.pathways]
    maybe = "" if step.certain else html.quiet(say.DEPENDS_ON_AN_OPEN_QUESTION)
    return html.li(
        html.p(html.joined([html.quiet(say.STEPS[step.kind]), html.strong(step.title), *ways, maybe], by=" ")),
        html.p(step.because),
        cited(step.sources, sources, class_="rw-links rw-quiet"),
        class_="" if step.certain else "maybe",
    )


def worst(result: Assessment) -> list[Finding]:
    """The findings that matter most."""
    findings = {finding.id: finding for finding in result.findings}
    return [findings[key] for key in result.matter_most]


def by_id(result: Assessment) -> dict[str, SourceShown]:
    """The sources of a result by their ids."""
    return {source.id: source for source in result.sources}


def finding_lines(findings: Iterable[Finding], labels: Labels) -> Html:
    """Findings, each in a row of a list."""
    arrow = html.span("→", aria_label=say.LEADS_TO)
    return listed(
        bounds(finding.level, labels)
        + html.br
        + html.joined((finding.risk_factor_title, arrow, finding.harm_title), by=" ")
        for finding in findings
    )
