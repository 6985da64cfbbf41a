"""Which browser this is, so that the start page lists what it began and nobody else's.

The browser keeps a random word of its own in a cookie that goes to this app alone. The store knows only the word's
digest, so that whoever reads there who made a change cannot pass for them.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re

import streamlit as st

from questionnaire.web import sign_in, style

_COOKIE, _WORD = "riskwalk-browser", re.compile(r"[0-9a-f]{32}")
_TOLD, _INVITED = "browser-told", "browser-invited"
_DONE = "browser-invitation-done"
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def introduce() -> None:
    """Has a browser that is not known take a word, or keep its word for longer, and tell it."""
    component = st.components.v2.component("riskwalk_browser", js=style.script("browser"))
    told = component(
        data={"cookie": _COOKIE, "known": bool(known())},
        key="browser",
        on_word_change=lambda: None,
        on_invitation_change=lambda: None,
    )
    word = told.get("word") or ""
    if isinstance(word, str) and _WORD.fullmatch(word):
        st.session_state[_TOLD] = word
    secret = told.get("invitation") or ""
    if isinstance(secret, str) and _SECRET.fullmatch(secret) and secret != st.session_state.get(_DONE):
        st.session_state[_INVITED] = secret


def invitation() -> str:
    """The secret of the invitation that the browser brought and that nothing was done about; else empty."""
    return st.session_state.get(_INVITED, "")


def forget_invitation() -> None:
    """Has the invitation that the browser brought be done with."""
    st.session_state[_DONE] = st.session_state.pop(_INVITED, "")


def known() -> str:
    """Who this is, as the store keeps it: the person where one is signed in, else the browser; empty where the browser
    has not told yet."""
    if person := sign_in.who():
        return person
    word = st.context.cookies.get(_COOKIE, "")
    if not _WORD.fullmatch(word):
        word = st.session_state.get(_TOLD, "")
    return known_as(word) if word else ""


def known_as(word: str) -> str:
    """A browser's word as the store keeps it."""
    return hashlib.sha256(word.encode()).hexdigest()[:32]


def on_this_machine() -> bool:
    """Whether the browser asked for a loopback address, and no proxy stands between."""
    headers = st.context.headers
    host = headers.get("Host", "")
    return is_loopback(host) and not any(name in headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-Ip"))


def is_loopback(host: str) -> bool:
    """Whether a Host header, with its port or without, names the machine itself: `localhost:8501`, `[::1]`."""
    name = re.sub(r":\d*$", "", host).strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
