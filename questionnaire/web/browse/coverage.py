"""What is covered, and what is not, as tables: an empty cell can be seen."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from questionnaire.upkeep import tables
from questionnaire.upkeep.browse import Library, Ref
from questionnaire.upkeep.tables import Table
from questionnaire.web import address, html, parts, session, style
from questionnaire.web.browse import pieces
from questionnaire.web.html import Html
from questionnaire.web.text import plain
from questionnaire.wording import browse as say

_ALL = ""
_MADE = {"groups": tables.tasks_and_groups, "harms": tables.facts_and_harms}


@st.cache_resource(max_entries=4, show_spinner=False)
def _table(digest: str, which: str, _library: Library) -> Table:  # noqa: ARG001
    return _MADE[which](_library)


def show() -> None:
    """The page: one table, its columns by their groupings or one grouping opened."""
    st.set_page_config(page_title=say.COVERAGE_TITLE, page_icon="👣", layout="wide", initial_sidebar_state="collapsed")
    style.apply()
    parts.page_script("coverage", "coverage", "")
    html.show(html.p(html.inside(say.LIBRARY, {address.PAGE: address.LIBRARY}), class_="rw rw-kicker"))
    parts.heading(say.COVERAGE, "coverage", 1)
    st.markdown(say.COVERAGE_ABOUT)
    which_, columns_ = st.columns(2)
    with which_:
        which = st.radio(
            say.WHICH_TABLE,
            list(say.TABLES),
            key="coverage-table",
            format_func=lambda key: plain(say.TABLES[key]),
            horizontal=True,
        )
    table = _table(session.knowledge().digest, which, pieces.library())
    labels = {word: label for word, label, _ in table.parts}
    with columns_:
        part = st.selectbox(
            say.COLUMNS,
            [_ALL, *labels],
            key=f"coverage-columns-{which}",
            format_func=lambda key: plain(labels.get(key, say.TOGETHER)),
        )
    st.caption(say.TABLE_ABOUT[which])
    cells = len(table.rows) * len(table.columns)
    bare = table.bare_rows()
    st.markdown(say.gaps(cells - len(table.cells), cells, len(bare), len(table.bare_columns())))
    if table.bare_columns():
        html.show(
            html.p(html.filled(say.bare_columns("{names}"), names=pieces.links(table.bare_columns())), class_="rw")
        )
    rows = table.rows
    if st.checkbox(say.ONLY_BARE, key="coverage-bare"):
        rows = bare
        if not rows:
            st.markdown(say.NONE_BARE)
            return
    html.show(_shown(table, which, rows, part))


def _shown(table: Table, which: str, rows: Iterable[Ref], part: str) -> Html:
    columns: list[tuple[str, tuple[Ref, ...]]]
    if part:
        columns = [(pieces.link(ref), (ref,)) for word, _, within in table.parts if word == part for ref in within]
    else:
        columns = [(label, within) for _, label, within in table.parts]
    head = html.tr(html.th(say.ROW_HEAD[which], scope="col"), *(html.th(name, scope="col") for name, _ in columns))
    body = (
        html.tr(
            html.th(pieces.link(row), scope="row"),
            *(_cell(table.cell(row, within)) for _, within in columns),
        )
        for row in rows
    )
    whole = html.table(html.thead(head), html.tbody(*body), class_="rw-matrix rw-coverage")
    return parts.scrolling(say.TABLES[which], whole, class_="rw-scroll rw")


def _cell(cell: tables.Cell) -> Html:
    if cell.named:
        return html.td(str(cell.named), title=say.named_by(cell.named))
    if cell.through:
        return html.td("•", title=say.THROUGH, class_="rw-through")
    return html.td("", title=say.GAP, class_="rw-gap", aria_label=say.GAP)
