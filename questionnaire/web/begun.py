"""The assessments that the start page lists: begun here, shared with this browser, archived, and deleted."""

from __future__ import annotations

import streamlit as st

from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.review import AUTHOR, OWNER, Review
from questionnaire.answers.shelf import ARCHIVED, DELETED
from questionnaire.answers.store import Begun
from questionnaire.web import access, address, browser, html, parts, session, shelf
from questionnaire.web.text import day_and_time, filled, plain, short
from questionnaire.wording import review as say
from questionnaire.wording import start as say_anywhere

Roles = dict[str, frozenset[str]]


def show() -> None:
    """What this browser began or changed, and what is shared with it; on this machine itself also what is of no known
    browser, because it was begun by an earlier version, or where nothing is kept in the browser."""
    known, store = browser.known(), session.store()
    try:
        rows = store.begun(known) if known else ()
        nobodys = store.begun("") if browser.on_this_machine() else ()
        roles = store.sharing.roles_in([row.token for row in rows], known)
    except StoreUnavailable as error:
        st.error(filled(say_anywhere.CANNOT_BE_READ, why=str(error)), icon=":material/error:")
        return
    if store.read_only:
        st.warning(filled(say_anywhere.NOTHING_CAN_BE_SAVED, why=store.read_only), icon=":material/lock:")
    shelf.trouble()
    mine = [row for row in rows if roles[row.token] & {OWNER, AUTHOR}]
    listed = {row.token for row in rows}
    _listed(say_anywhere.BEGUN_IN_THIS_BROWSER, "start-begun", mine)
    _listed(say.SHARED_WITH_YOU, "start-shared", [row for row in rows if row not in mine])
    _listed(say_anywhere.BEGUN_ON_THIS_MACHINE, "start-here", [row for row in nobodys if row.token not in listed])
    if rows or nobodys:
        parts.action(say.TO_PORTFOLIO, "to-portfolio", address.open_portfolio, icon=":material/table_rows:")
    _apart()


def _apart() -> None:
    """What lies in the archive, and what was deleted and can still be had back."""
    for where, title in ((ARCHIVED, say.ARCHIVED), (DELETED, say.DELETED)):
        rows = _lying(where)
        if rows:
            with st.expander(plain(title), key=f"start-{where}"):
                for row in rows:
                    _back(row, where)


def _lying(where: str) -> list[Begun]:
    """Of what lies there, all that this browser may take back."""
    store, known = session.store(), browser.known()
    rows = list(store.begun(known, where=where)) if known else []
    if browser.on_this_machine():
        rows += [row for row in store.begun("", where=where) if row not in rows]
    roles = access.roles_in([row.token for row in rows])
    return [row for row in rows if OWNER in roles[row.token]]


def _listed(title: str, anchor: str, rows: list[Begun]) -> None:
    if not rows:
        return
    parts.heading(title, anchor, 2)
    tokens = [row.token for row in rows]
    reviews = {row.token: Review() for row in rows}
    unreadable = set()
    try:
        standings = session.store().reviews.standings(tokens, session.knowledge().digest)
        reviews |= {token: standing.review for token, standing in standings.items()}
    except StoreUnavailable:
        unreadable = set(tokens)
    roles = access.roles_in(tokens)
    for row in rows:
        with st.container(border=True, key=f"begun-{parts.key_of(row.token)}"):
            _row(row, reviews[row.token], roles[row.token], stands=row.token not in unreadable)


def _row(row: Begun, review: Review, roles: frozenset[str], *, stands: bool) -> None:
    if not row.readable:
        st.markdown(say_anywhere.UNREADABLE_ASSESSMENT)
        return
    about, go_on, more = st.columns([5, 1.2, 0.9], vertical_alignment="center")
    name = row.name or say.WITHOUT_A_NAME
    questions = len(session.knowledge().interview.order())
    with about:
        said = say_anywhere.progress(row.answers, questions, day_and_time(row.changed, st.context.timezone))
        role = next((role for role in say.ROLES if role in roles), "") if OWNER not in roles else ""
        if stands:
            said = say.progress(said, review.state, review.edition.number, role)
        html.show(html.div(html.p(name, class_="rw-name"), html.p(said, class_="rw-kicker"), class_="rw"))
    with go_on:
        parts.action(
            say_anywhere.GO_ON,
            f"open-{parts.key_of(row.token)}",
            address.open_assessment,
            row.token,
            width="stretch",
            help=filled(say_anywhere.GO_ON_WITH, project=short(name)),
        )
    with more:
        shelf.more(row, parts.key_of(row.token), roles, review.state)


def _back(row: Begun, where: str) -> None:
    about, back = st.columns([5, 2], vertical_alignment="center")
    with about:
        until = shelf.erased(row.token) if where == DELETED else ""
        name = html.p(row.name or say.WITHOUT_A_NAME, class_="rw-name")
        html.show(html.div(name, html.p(until, class_="rw-kicker"), class_="rw"))
    with back:
        shelf.back(row, parts.key_of(row.token), where)
