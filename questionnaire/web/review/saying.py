"""How something is said in a review: who says it, the fields of a form, and what became of it."""

from __future__ import annotations

import functools

import streamlit as st

from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.review import LONGEST_LINE, LONGEST_TEXT, Entry, NotAllowed, Said
from questionnaire.answers.reviews import Kept, Who
from questionnaire.web import access, browser, parts, record, session, sign_in
from questionnaire.web.text import day_and_time, filled, plain
from questionnaire.wording import review as say

_TROUBLE, _TURNS, _NAME, _DRAFTS = "review-trouble", "review-turns", "review-name", "review-drafts"


def name() -> str:
    """Asks who is speaking, and returns it; what they called themselves before stands there already. Who is signed in
    is not asked."""
    if sign_in.name():
        return who().name
    if _NAME not in _drafts():
        by, store = browser.known(), session.store()
        _drafts()[_NAME] = store.reviews.name_of(by) or store.sharing.name_of(record.held().token, by)
    began = _begin(_NAME)
    _drafts()[_NAME] = st.text_input(say.YOUR_NAME, began, LONGEST_LINE, key=_NAME, help=say.NAME_HELP)
    return who().name


def line(form: str, name_: str, label: str, **looks: object) -> None:
    """A line of text; what is typed stays while another part of the page is open."""
    key_ = key(form, name_)
    began = _begin(key_)
    _drafts()[key_] = st.text_input(plain(label), began, LONGEST_LINE, key=key_, **looks)


def text(form: str, name_: str, label: str, height: int = 90, **looks: object) -> None:
    """Some lines of text, in the same way."""
    key_ = key(form, name_)
    began = _begin(key_)
    _drafts()[key_] = st.text_area(plain(label), began, height, LONGEST_TEXT, key=key_, **looks)


def begin(form: str, name_: str, words: str) -> None:
    """Has a field of a form begin with these words, where nothing was typed into it."""
    if words and not _drafts().get(key(form, name_)):
        _drafts()[key(form, name_)] = words


def _drafts() -> dict[str, str]:
    """What was typed and not saved yet, by the key of its field. Streamlit forgets what a page does not show."""
    return st.session_state.setdefault(_DRAFTS, {})


def _begin(key_: str) -> str:
    """What the field starts from where the browser brings nothing: in the first run after a restart it may, so there
    the session's state is not set."""
    if session.brings_values():
        return _drafts().get(key_, "")
    if key_ not in st.session_state:
        st.session_state[key_] = _drafts().get(key_, "")
    return ""


def who() -> Who:
    """Who is speaking, in the roles that they have at this moment."""
    said = sign_in.name() or st.session_state.get(_NAME) or _drafts().get(_NAME, "")
    return Who(browser.known(), record.clean(said)[:LONGEST_LINE], access.roles())


def key(form: str, name_: str) -> str:
    """The key of a field of a form, another one each time the form was saved, so that it is empty again."""
    return f"review-{form}-{name_}-{st.session_state.get(_TURNS, {}).get(form, 0)}"


def typed(form: str, name_: str) -> str:
    """What stands in a field of a form."""
    return record.clean(st.session_state.get(key(form, name_)) or "")


def add(form: str, entry: Entry, kept: Kept | None = None) -> bool:
    """Says something, and empties the form once it is saved; whether it was. Why not is said on the page."""
    page = record.held()
    access.take_up(page.token)
    try:
        session.store().reviews.add(page.token, entry, who(), seen=page.revision, kept=kept)
    except (NotAllowed, StoreUnavailable) as error:
        st.session_state[_TROUBLE] = str(error)
        return False
    done(form)
    access.take_up(page.token)
    return True


def done(form: str) -> None:
    """Empties a form."""
    turns = st.session_state.get(_TURNS, {})
    st.session_state[_TURNS] = {**turns, form: turns.get(form, 0) + 1}


def fails(why: str) -> None:
    """Has the page say why nothing was done."""
    st.session_state[_TROUBLE] = why


def in_trouble() -> bool:
    """Whether something could not be said, and the page has not told why yet."""
    return _TROUBLE in st.session_state


def trouble() -> None:
    """Says why the last thing that was said is not saved, where it is not."""
    why = st.session_state.pop(_TROUBLE, "")
    if why:
        st.error(filled(say.NOTHING_DONE, why=why), icon=":material/error:")


def by(said: Said) -> str:
    """Who said it, in which role, and when."""
    return say.said_by(said.name, said.role, day_and_time(said.at, st.context.timezone))


def button(label: str, key_: str, form: str, make: functools.partial, **looks: object) -> None:
    """A button that says what `make` makes of the form."""
    parts.action(label, key_, _say, form, make, **looks)


def _say(form: str, make: functools.partial) -> None:
    add(form, make())
