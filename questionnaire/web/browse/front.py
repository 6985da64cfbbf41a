"""The list of all that is known: search over everything, and each kind of entry by itself."""

from __future__ import annotations

import streamlit as st

from questionnaire.upkeep import draft
from questionnaire.upkeep.browse import SHOWN_KINDS
from questionnaire.web import address, html, parts, record, style
from questionnaire.web.browse import pieces
from questionnaire.web.text import plain
from questionnaire.wording import browse as say
from questionnaire.wording import proposal as proposal_say

AT_FIRST, MOST_FOUND = 60, 30
_ALL = ""


def show() -> None:
    """The page, as its address says: what is sought, and in which kind."""
    st.set_page_config(page_title=say.LIBRARY_TITLE, page_icon="👣", layout="wide", initial_sidebar_state="collapsed")
    style.apply()
    parts.page_script("library", "library", "")
    _, middle, _ = st.columns([1, 8, 1])
    with middle:
        parts.heading(say.LIBRARY, "library", 1)
        st.markdown(say.ABOUT)
        sought, kind = _asked()
        if sought:
            _found(sought, kind)
        elif kind:
            _listed(kind)
        else:
            _kinds()
        html.show(
            html.p(
                html.joined(
                    (
                        html.inside(
                            proposal_say.TO_NEW, {address.PAGE: address.NEW, address.KIND: kind or draft.NEW[0]}
                        ),
                        html.inside(say.TO_COVERAGE, {address.PAGE: address.COVERAGE}),
                        html.inside(say.TO_START, {}),
                    ),
                    by=say.AND,
                ),
                class_="rw rw-below",
            )
        )


def _asked() -> tuple[str, str]:
    """What is sought and in which kind: as the address says at first, then as it is typed, and the address with it."""
    words, kinds = st.columns([3, 1.4], vertical_alignment="bottom")
    with words:
        sought = record.clean(
            st.text_input(
                say.SEARCH,
                value=address.sought(),
                key="library-search",
                placeholder=say.SEARCH_EXAMPLE,
                icon=":material/search:",
            )
        )
    with kinds:
        there, known = address.kind(), [_ALL, *SHOWN_KINDS]
        kind = st.selectbox(
            say.KIND,
            known,
            index=known.index(there) if there in known else 0,
            key="library-kind",
            format_func=lambda key: plain(say.KINDS.get(key, say.EVERYTHING)),
        )
    address.seek(sought, kind)
    return sought, kind


def _found(sought: str, kind: str) -> None:
    library = pieces.library()
    refs = [ref for ref in library.find(sought, 1000 if kind else MOST_FOUND) if kind in (_ALL, ref.kind)][:MOST_FOUND]
    if not refs:
        st.markdown(say.NOTHING_FOUND)
        return
    st.caption(say.found(len(refs), MOST_FOUND))
    refs.sort(key=lambda ref: ref.kind == "sources")  # what is said before who says it
    html.show(pieces.entries(refs, library))


def _listed(kind: str) -> None:
    library = pieces.library()
    refs = library.all(kind)
    st.caption(say.entries(len(refs)))
    html.show(pieces.entries(refs[:AT_FIRST], library))
    if len(refs) > AT_FIRST and st.toggle(say.show_all(len(refs)), key=f"library-all-{kind}"):
        html.show(pieces.entries(refs[AT_FIRST:], library))


def _kinds() -> None:
    library = pieces.library()
    html.show(
        html.ul(
            *(
                html.li(
                    html.inside(
                        say.counted(kind, len(library.all(kind))), {address.PAGE: address.LIBRARY, address.KIND: kind}
                    )
                )
                for kind in SHOWN_KINDS
            ),
            class_="rw rw-list rw-kinds",
        )
    )
