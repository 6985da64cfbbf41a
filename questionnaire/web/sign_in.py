"""Who is signed in, where the app's owner has set up sign-in with an OpenID Connect provider (Streamlit's `[auth]`).

A person is known by issuer and subject, which a provider never gives to somebody else, and not by an address of mail,
which it may. Roles that are given by address count only where the provider says that it is verified.
"""

from __future__ import annotations

import hashlib

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from questionnaire.answers.review import APPROVER, READER, REVIEWER
from questionnaire.web import parts, style
from questionnaire.web.text import plain
from questionnaire.wording import start as say

_SETTINGS = "riskwalk"
_BOARD = {"approvers": APPROVER, "reviewers": REVIEWER, "readers": READER}
"""Lists of addresses in the settings, and the role that each gives in what was handed in for review."""


def is_set_up() -> bool:
    """Whether people sign in here."""
    return "is_logged_in" in st.user


def who() -> str:
    """Who is signed in, as the store keeps it; empty where nobody is."""
    if not st.user.get("is_logged_in"):
        return ""
    person = f"{st.user['iss']} {st.user['sub']}"
    return hashlib.sha256(person.encode()).hexdigest()[:32]


def name() -> str:
    """The name that the provider gives of who is signed in, or their address; empty where nobody is."""
    if not st.user.get("is_logged_in"):
        return ""
    return str(st.user.get("name") or st.user.get("email") or st.user["sub"])


def roles_on_the_board() -> frozenset[str]:
    """The roles that the app's settings give who is signed in."""
    if not st.user.get("is_logged_in") or st.user.get("email_verified") is not True:
        return frozenset()
    try:
        lists = st.secrets.get(_SETTINGS, {})
    except StreamlitSecretNotFoundError:
        return frozenset()
    address = str(st.user.get("email", "")).casefold()
    return frozenset(
        role for key, role in _BOARD.items() if address in {str(one).casefold() for one in lists.get(key, ())}
    )


def show() -> None:
    """The only page for who is not signed in, whatever the address names."""
    st.set_page_config(page_title=say.RISKWALK, page_icon="👣", layout="centered", initial_sidebar_state="collapsed")
    style.apply()
    parts.page_script("sign-in", "start", "")
    parts.heading(say.RISKWALK, "start", 1)
    st.markdown(say.SIGN_IN_MEANS)
    st.button(say.SIGN_IN, key="sign-in", on_click=st.login, type="primary", icon=":material/login:")


def leave() -> None:
    """Who is signed in, and the way out; nothing where nobody is."""
    if name():
        st.caption(plain(say.signed_in_as(name())))
        st.button(say.SIGN_OUT, key="sign-out", on_click=st.logout, type="tertiary", icon=":material/logout:")
