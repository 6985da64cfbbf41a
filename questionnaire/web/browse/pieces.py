"""What the pages of the knowledge base share: the laid-out pages themselves, kept for all, and small pieces."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from questionnaire.upkeep.browse import Claim, Library, Page, Ref
from questionnaire.upkeep.reach import Uses
from questionnaire.walk.network import Network
from questionnaire.web import address, html, session
from questionnaire.web.html import Html
from questionnaire.web.text import short
from questionnaire.wording import browse as say
from questionnaire.wording import web as say_anywhere

MOST_KEPT = 400


def library() -> Library:
    """Every page of the knowledge base."""
    return _library(session.knowledge().digest, session.network())


def page(ref: Ref) -> Page:
    """One entry, laid out."""
    return _page(session.knowledge().digest, ref.address, library(), ref)


# Streamlit's cache counts by those arguments that do not begin with an underscore.


@st.cache_resource(max_entries=2, show_spinner=False)
def _library(digest: str, _network: Network) -> Library:  # noqa: ARG001
    return Library(Uses(_network))


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _page(digest: str, at: str, _library: Library, _ref: Ref) -> Page:  # noqa: ARG001
    return _library.page(_ref)


def link(ref: Ref, label: str = "") -> Html:
    """A link to an entry's own page."""
    return html.inside(label or ref.title, {address.ENTRY: ref.address}, title=ref.title if label else "")


def links(refs: Iterable[Ref]) -> Html:
    """Links to entries, one after the other."""
    return html.joined(map(link, refs), by="; ")


def cited(refs: Iterable[Ref]) -> Html:
    """Sources by author and year, each leading to its page."""
    known = session.knowledge().sources
    return html.joined((link(ref, cite(known[ref.id].authors or ref.title, known[ref.id].year)) for ref in refs), "; ")


def cite(name: str, year: str) -> str:
    """A source as it is cited."""
    return say_anywhere.of_year(short(name), year)


def claim(shown: Claim, towards: Iterable[Ref]) -> Html:
    """A claim in a row of a list: to what it points on this page, what it says, where it holds, and who says so."""
    words = [say.word(field, said) for field, said in shown.words]
    return html.joined(
        (
            html.joined(map(link, towards), by="; "),
            html.quiet(html.joined(words, by=say.AND)) if words else "",
            html.span(shown.because),
            html.quiet(html.filled(say.WHEN, condition=shown.when)) if shown.when else "",
            html.quiet(html.filled(say.ON_GROUPS, groups=links(shown.groups))) if shown.groups else "",
            html.quiet(html.filled(say.SAYS_WHO, sources=cited(shown.sources))),
        ),
        by=html.br,
    )


def entries(refs: Iterable[Ref], about: Library) -> Html:
    """Entries, each with its kind and what it is."""
    return html.ul(
        *(
            html.li(
                html.span(say.ONE[ref.kind], class_="rw-kicker"),
                html.br,
                html.strong(link(ref)),
                html.br,
                html.span(short(about.summary(ref), 220)),
            )
            for ref in refs
        ),
        class_="rw-list rw rw-entries",
    )
