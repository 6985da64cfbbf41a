"""The form by which something is said to be missing or wrong: it asks for evidence, and gives files and a text."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from questionnaire.files.problems import Problem
from questionnaire.knowledge.base import KINDS
from questionnaire.upkeep import proposal
from questionnaire.upkeep.browse import Page
from questionnaire.upkeep.proposal import CLAIMS, Evidence, Missing, Proposal, Wrong
from questionnaire.web import address, html, parts, record, session
from questionnaire.web.browse import pieces
from questionnaire.web.text import plain, short
from questionnaire.wording import proposal as say

_MADE = "missing-made"
LONGEST_LINE, LONGEST_TEXT = 500, 2_000


def show(page: Page) -> None:
    """The form, folded unless the address has it open."""
    opened = st.expander(
        say.TITLE,
        expanded=address.says_wrong(),
        key="entry-missing",
        on_change="rerun",
        icon=":material/edit_note:",
    )
    if not opened.open:
        return
    with opened:
        st.markdown(say.ABOUT)
        _form(page)


def _form(page: Page) -> None:
    ways = [way for way in say.WAYS if _possible(page, way)]
    way = ways[0]
    if len(ways) > 1:
        way = st.radio(say.WHICH, ways, key="missing-way", format_func=lambda key: plain(say.WAYS[key]))
    change = {"wrong": _wrong, "missing": _missing}[way](page) if way in ("wrong", "missing") else None
    if way == "other":
        html.show(
            html.p(html.inside(say.TO_NEW, {address.PAGE: address.NEW, address.KIND: page.ref.kind}), class_="rw")
        )
    said = text(say.IN_YOUR_WORDS, "missing-said", say.IN_YOUR_WORDS_EXAMPLE)
    shows = evidence()
    if st.button(say.WRITE, key="missing-write", type="primary", icon=":material/description:"):
        at = (page.ref, way)
        st.session_state[_MADE] = (
            at,
            proposal.proposed(session.knowledge(), page.ref, said, shows, change, _file(page)),
        )
    made = st.session_state.get(_MADE)
    if made and made[0] == (page.ref, way):
        shown(*made[1])


def _possible(page: Page, way: str) -> bool:
    if way == "wrong":
        return page.ref.kind in KINDS and bool(_sentences(page))
    return page.ref.kind in CLAIMS if way == "missing" else True


def _sentences(page: Page) -> dict[tuple[str | int, ...], str]:
    """The sentences of the entry's claims that stand in its own file, by where they stand."""
    return proposal.sentences(getattr(session.knowledge(), page.ref.kind)[page.ref.id], _file(page))


def _wrong(page: Page) -> Wrong:
    sentences = _sentences(page)
    path = st.selectbox(
        say.WHICH_SENTENCE,
        list(sentences),
        key="missing-sentence",
        format_func=lambda at: short(sentences[at], 160),
    )
    html.show(html.p(sentences[path], class_="rw rw-quiet"))
    entry = getattr(session.knowledge(), page.ref.kind)[page.ref.id]
    if len(sentences) < len(proposal.sentences(entry)):
        st.caption(say.LAYER_APART)
    return Wrong(path, text(say.HOW_IT_READS, f"missing-reads-{'-'.join(map(str, path))}"))


def _missing(page: Page) -> Missing:
    claims = CLAIMS[page.ref.kind]
    fields = list(claims)
    field = fields[0]
    if len(fields) > 1:
        field = st.radio(say.WHAT_CLAIM, fields, key="missing-claim", format_func=lambda key: plain(say.CLAIMS[key]))
    else:
        st.caption(say.CLAIMS[field])
    chosen = {name: _choice(name, there) for name, there, _ in proposal.values_of(claims[field])}
    because = text(say.ITS_SENTENCE, f"missing-because-{field}")
    return Missing(field, proposal.given(claims[field], chosen), because)


def _choice(name: str, there: str) -> str:
    """One entry of a kind, or one of the closed words."""
    if there in KINDS:
        labels: Mapping[str, str] = {ref.id: ref.title for ref in pieces.library().all(there)}
    else:
        labels = {word.id: word.label for word in getattr(session.knowledge().vocabulary, there)}
    return (
        st.selectbox(
            say.CHOICES[name], list(labels), index=None, key=f"missing-{name}", format_func=lambda key: labels[key]
        )
        or ""
    )


def evidence() -> Evidence:
    """What shows it, asked for field by field."""
    parts.heading(say.EVIDENCE, "evidence", 2)
    title = line(say.SOURCE_TITLE, "missing-title")
    where, when = st.columns([3, 1])
    with where:
        link = line(say.SOURCE_ADDRESS, "missing-address")
    with when:
        year = line(say.SOURCE_YEAR, "missing-year")
    who = line(say.SOURCE_WHO, "missing-who")
    shows = line(say.SOURCE_SHOWS, "missing-shows")
    sort, far = st.columns(2)
    with sort:
        kind = _word(say.SOURCE_KIND, "source_kinds")
    with far:
        verified = _word(say.SOURCE_VERIFIED, "verifications")
    return Evidence(title, link, year, shows, who, kind, verified)


def _word(label: str, words: str) -> str:
    labels = {word.id: word.label for word in getattr(session.knowledge().vocabulary, words)}
    first = 0 if words == "source_kinds" else None  # nobody says by leaving a field alone that a text was read
    chosen = st.selectbox(
        plain(label), list(labels), index=first, key=f"missing-{words}", format_func=lambda key: plain(labels[key])
    )
    return chosen or ""


def line(label: str, key: str) -> str:
    """A line that somebody types."""
    return " ".join(record.clean(st.text_input(plain(label), key=key, max_chars=LONGEST_LINE)).split())


def lines(label: str, key: str) -> list[str]:
    """Lines that somebody types, those that are empty left out."""
    typed = st.text_area(plain(label), key=key, max_chars=LONGEST_TEXT, height=70)
    return [found for each in typed.splitlines() if (found := " ".join(record.clean(each).split()))]


def text(label: str, key: str, example: str = "") -> str:
    """A sentence or more that somebody types."""
    typed = st.text_area(plain(label), key=key, max_chars=LONGEST_TEXT, placeholder=example, height=90)
    return " ".join(record.clean(typed).split())


def _file(page: Page) -> str:
    """The entry's file as it is; empty where it has none of its own, or it cannot be read. A layer's file of the same
    name only adds to it."""
    for folder in session.folders() if page.file else ():
        try:
            return (folder / page.file).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return ""


def shown(made: Proposal | None, problems: tuple[Problem, ...]) -> None:
    """The files to take away and the text to hand in with them, or what is lacking."""
    if made is None:
        st.error(say.LACKS, icon=":material/error:")
        html.show(parts.listed(say.problem(each.place, each.message) for each in problems))
        return
    st.success(say.READY if made.files else say.READY_TEXT, icon=":material/check:")
    for name, text in made.files.items():
        st.download_button(
            plain(name),
            text,
            file_name=name.rpartition("/")[2],
            mime="application/yaml",
            key=f"missing-file-{name}",
            on_click="ignore",
            icon=":material/download:",
        )
    st.markdown(say.PULL_REQUEST)
    st.code(f"{made.title}\n\n{made.text}", language="markdown", wrap_lines=True)
    repository = session.knowledge().repository
    if repository:
        html.show(html.p(html.filled(say.OPEN_AT, address=html.link(repository, repository)), class_="rw"))
    else:
        st.caption(say.NO_REPOSITORY)
