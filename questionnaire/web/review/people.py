"""Who takes part in an assessment: invitations that its owner makes and withdraws."""

from __future__ import annotations

import datetime

import streamlit as st

from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.review import INVITED, OWNER, REVIEWER, NotAllowed
from questionnaire.answers.sharing import MOST_DAYS, Invitation
from questionnaire.web import access, address, html, parts, record, session
from questionnaire.web.review import consent, saying
from questionnaire.web.text import day_and_time, plain
from questionnaire.wording import review as say

_FORM, _LINK = "invite", "review-link"
DAYS = 30


def show() -> None:
    """What this reader is here; for an owner all invitations, and a form for one more."""
    parts.heading(say.SHARING, "sharing", 2)
    roles = ", ".join(name for role, name in say.ROLES.items() if role in access.roles())
    st.markdown(plain(say.IDENTIFIED_BY_BROWSER.format(roles=roles)))
    if OWNER not in access.roles():
        st.caption(say.OWNER_INVITES)
        return
    st.markdown(say.SHARING_MEANS)
    _link()
    _form()
    try:
        invitations = session.store().sharing.invitations(record.held().token)
    except StoreUnavailable as error:
        saying.fails(str(error))
        return
    if not invitations:
        st.markdown(say.NO_INVITATION)
    for one in invitations:
        _invitation(one)
    consent.show()


def _form() -> None:
    with st.container(border=True, key="invite"):
        role, whom, days = st.columns([2, 2, 1])
        with role:
            st.selectbox(
                say.INVITE_AS,
                INVITED,
                index=INVITED.index(REVIEWER),
                key=saying.key(_FORM, "role"),
                format_func=say.ROLE_MEANS.get,
            )
        with whom:
            saying.line(_FORM, "label", say.INVITE_WHOM)
        with days:
            st.number_input(say.INVITE_DAYS, 1, MOST_DAYS, DAYS, key=saying.key(_FORM, "days"))
        parts.action(say.INVITE, "invite-now", _invite, type="primary", icon=":material/person_add:")


def _invite() -> None:
    page = record.held()
    access.take_up(page.token)
    if OWNER not in access.roles():
        saying.fails(say.OWNER_INVITES)
        return
    role, days = st.session_state[saying.key(_FORM, "role")], st.session_state[saying.key(_FORM, "days")]
    try:
        secret = session.store().sharing.invite(page.token, role, saying.typed(_FORM, "label"), int(days))
    except (NotAllowed, StoreUnavailable) as error:
        saying.fails(str(error))
        return
    st.session_state[_LINK] = page.token, address.invitation(secret)
    saying.done(_FORM)


def _link() -> None:
    token, link = st.session_state.pop(_LINK, ("", ""))
    if link and token == record.held().token:
        st.success(say.LINK_ONCE, icon=":material/key:")
        st.code(link, language=None, wrap_lines=True)


def _invitation(one: Invitation) -> None:
    zone = st.context.timezone
    stands = one.withdrawn is None and one.expires > datetime.datetime.now(datetime.UTC)
    if one.withdrawn:
        until = say.WITHDRAWN_AT.format(when=day_and_time(one.withdrawn, zone))
    else:
        until = (say.STANDS_UNTIL if stands else say.ENDED_AT).format(when=day_and_time(one.expires, zone))
    names = (say.said_at(member.name, day_and_time(member.at, zone)) for member in one.members)
    taken = say.TAKEN_BY.format(names="; ".join(names)) if one.members else say.TAKEN_BY_NOBODY
    title = say.INVITATION.format(role=say.ROLES[one.role], label=one.label or say.FOR_NOBODY_NAMED)
    with st.container(border=True, key=f"invitation-{one.id}"):
        about, end = st.columns([4, 1], vertical_alignment="center")
        with about:
            rows = (html.p(html.strong(title)), html.p(taken), html.p(until, class_="rw-quiet"))
            html.show(html.div(*rows, class_="rw"))
        if stands:
            with end:
                parts.action(say.WITHDRAW, f"withdraw-{one.id}", _withdraw, one.id, width="stretch")


def _withdraw(invitation: int) -> None:
    page = record.held()
    access.take_up(page.token)
    if OWNER not in access.roles():
        saying.fails(say.OWNER_INVITES)
        return
    try:
        session.store().sharing.withdraw(page.token, invitation)
    except StoreUnavailable as error:
        saying.fails(str(error))
