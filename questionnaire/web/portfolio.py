"""All assessments of this browser in one table: level, state, open conditions, reviews due; with search and filter."""

from __future__ import annotations

import datetime
import math
import time

import streamlit as st

from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.review import STATES
from questionnaire.answers.store import Listed
from questionnaire.assessment.glance import glance
from questionnaire.assessment.telling import telling
from questionnaire.presentation.labels import Labels
from questionnaire.web import access, address, again, browser, html, parts, record, session, style, views
from questionnaire.web.html import Html
from questionnaire.web.text import filled, plain, short
from questionnaire.wording import again as say_again
from questionnaire.wording import review as say
from questionnaire.wording import start as say_anywhere

ON_A_PAGE = 25
_KEPT, _FRESH = "portfolio-rows", 60
_ALL = ""


def show() -> None:
    """The table, with what narrows it down."""
    st.set_page_config(page_title=say.PORTFOLIO_TITLE, page_icon="👣", layout="wide", initial_sidebar_state="collapsed")
    style.apply()
    parts.page_script("portfolio", "portfolio", "")
    parts.heading(say.PORTFOLIO, "portfolio", 1)
    parts.action(say_anywhere.TO_THE_START_PAGE, "to-start", address.leave, type="tertiary", icon=":material/home:")
    browser.introduce()
    try:
        rows = _rows()
    except StoreUnavailable as error:
        st.error(filled(say_anywhere.CANNOT_BE_READ, why=str(error)), icon=":material/error:")
        return
    if not rows:
        st.markdown(say.NOTHING_LISTED)
        return
    today = datetime.datetime.now().astimezone().date()
    fitting = _narrowed(rows, today)
    _missing(rows)
    _earlier(fitting)
    if not fitting:
        st.markdown(say.NONE_FITS)
        return
    st.caption(say.shown(len(fitting), len(rows)))
    _table(_page(fitting), today)


def _rows() -> list[again.Known]:
    """The rows, read again where something was done since, and after a minute, in which an invitation can end."""
    stamp = (browser.known(), session.knowledge().digest, session.store().stamp(), int(time.monotonic() / _FRESH))
    kept = st.session_state.get(_KEPT)
    if kept is None or kept[0] != stamp:
        kept = st.session_state[_KEPT] = stamp, again.known()
    return kept[1]


# --- what narrows it down ---------------------------------------------------------------------------------------------


def _narrowed(rows: list[again.Known], today: datetime.date) -> list[again.Known]:
    search, state, level = st.columns([2, 1, 1])
    levels = views.level_labels()
    with search:
        wanted = record.clean(st.text_input(say.SEARCH, key="portfolio-search")).casefold()
    with state:
        in_state = st.selectbox(
            say.FILTER_STATE,
            [_ALL, *STATES],
            key="portfolio-state",
            format_func=lambda key: say.STATES.get(key, say.ALL),
        )
    with level:
        of_level = st.selectbox(
            say.FILTER_LEVEL,
            [_ALL, *levels],
            key="portfolio-level",
            format_func=lambda key: plain(levels.get(key, say.ALL)),
        )
    only_due = st.checkbox(say.FILTER_DUE, key="portfolio-due")
    return [
        row
        for row in rows
        if wanted in row.listed.name.casefold()
        and in_state in (_ALL, row.review.state)
        and of_level in (_ALL, row.level)
        and (not only_due or row.due(today) or row.overdue(today))
    ]


def _page(rows: list[again.Known]) -> list[again.Known]:
    pages = math.ceil(len(rows) / ON_A_PAGE)
    at = int(st.number_input(say.SHOW_PAGE, 1, pages, 1, key="portfolio-page")) if pages > 1 else 1
    return rows[(at - 1) * ON_A_PAGE : at * ON_A_PAGE]


# --- levels that are not known ----------------------------------------------------------------------------------------


def _missing(rows: list[again.Known]) -> None:
    missing = [row.listed for row in rows if row.level is None]
    if not missing:
        return
    st.caption(say.missing_levels(len(missing)))
    if st.button(say.WORK_OUT, key="portfolio-work-out", icon=":material/calculate:"):
        _work_out(missing)


def _work_out(missing: list[Listed]) -> None:
    """Each is saved once it is worked out, so that whoever leaves before the end loses nothing."""
    store, network = session.store(), session.network()
    bar = st.progress(0.0, say.WORKING)
    for at, one in enumerate(missing, 1):
        try:
            saved = store.replay(one.token)
            if saved is not None:
                level = glance(telling(network, record.readable(saved.answers)), 1).verdict.level
                store.reviews.note_level(one.token, saved.revision, network.knowledge.digest, level)
        except StoreUnavailable as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
        bar.progress(at / len(missing), plain(say.shown(at, len(missing))))
    st.session_state.pop(_KEPT, None)
    st.rerun()


def _earlier(fitting: list[again.Known]) -> None:
    """Those in the list that an earlier knowledge base was used for, to be looked at again."""
    rows = again.by_earlier(fitting)
    if rows:
        st.caption(plain(say_again.earlier(len(rows))))
        parts.action(say_again.ASSESS_AGAIN, "portfolio-again", _again, rows, icon=":material/update:")


def _again(rows: list[again.Known]) -> None:
    st.session_state.pop(_KEPT, None)
    again.begin(rows)


# --- the table --------------------------------------------------------------------------------------------------------


def _table(rows: list[again.Known], today: datetime.date) -> None:
    labels, roles = Labels({"levels": views.level_labels()}), access.roles_in([row.listed.token for row in rows])
    head, _ = st.columns([6, 1.9])
    with head:
        html.show(html.div(*map(html.div, say.COLUMNS), class_="rw rw-row rw-head", aria_hidden="true"))
    for row in rows:
        key = parts.key_of(row.listed.token)
        with st.container(key=f"row-{key}"):
            about, anew, go = st.columns([6, 0.9, 1], vertical_alignment="center")
            with about:
                html.show(_row(row, labels, roles[row.listed.token], today))
            with anew:
                if again.by_earlier([row]):
                    parts.action(
                        say_again.ONE_AGAIN,
                        f"again-{key}",
                        _again,
                        [row],
                        width="stretch",
                        type="tertiary",
                        help=filled(say_again.ONE_AGAIN_HELP, project=short(row.listed.name or say.WITHOUT_A_NAME)),
                    )
            with go:
                parts.action(
                    say.OPEN_ONE, f"portfolio-{key}", address.open_assessment, row.listed.token, width="stretch"
                )


def _level(row: again.Known, labels: Labels) -> Html:
    level = parts.level(row.level, labels) if row.level in labels.levels else html.quiet(say.UNKNOWN_LEVEL)
    earlier = html.quiet(say_again.BY_EARLIER) if again.by_earlier([row]) else ""
    return html.joined((level, earlier), by=html.br)


def _row(row: again.Known, labels: Labels, roles: frozenset[str], today: datetime.date) -> Html:
    cells = (
        html.strong(short(row.listed.name or say.WITHOUT_A_NAME, 120)),
        _level(row, labels),
        say.STATES[row.review.state],
        say.conditions(len(row.review.open_conditions), row.overdue(today)),
        say.due(row.review.again, row.due(today)) if row.review.again else say.NOTHING_THERE,
        ", ".join(name for role, name in say.ROLES.items() if role in roles),
    )
    named = zip(say.COLUMNS, cells, strict=True)
    return html.div(*(html.div(html.span(name, class_="rw-cell"), cell) for name, cell in named), class_="rw rw-row")
