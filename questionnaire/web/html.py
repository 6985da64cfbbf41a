"""HTML for the screen, safe by default: what was not made by a function here is text, and every text is escaped.

The one place that makes HTML or hands it to Streamlit. A leaf of the web pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup as Html
from markupsafe import escape

_ONLY_TAGS = ("br", "img")
_OF_THE_WEB = ("https://", "http://")
_SET_OFF = re.compile(r"\*\*(.+?)\*\*")


def show(piece: Html) -> None:
    """Shows a piece of HTML. Raises TypeError where it is a plain text."""
    if not isinstance(piece, Html):
        raise TypeError("A text is no HTML. Put it into an element, such as html.p(text).")
    st.html(_Source(piece))


def show_style(css: str) -> None:
    """Puts a style sheet of ours on the page."""
    st.html(_Source(f"<style>{css}</style>"))


class _Source(NamedTuple):
    """HTML that Streamlit takes as it is. In a text it looks for a common indent first, which takes milliseconds."""

    source: str

    def _repr_html_(self) -> str:
        return self.source


def element(name: str, *children: str, **attributes: str) -> Html:
    """An element with its children in a row; texts and attributes are escaped, empty ones left out.

    An attribute is written with underscores for hyphens, and one behind a word of Python: `class_`, `aria_label`.
    """
    named = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items() if value
    )
    if name in _ONLY_TAGS:
        return Html(f"<{name}{named}>")  # noqa: S704 - as below
    # Children and values are escaped here, and names are ours. Markup's own format takes ten times as long, and a page
    # has some thousand elements.
    inner = "".join(map(escape, children))
    return Html(f"<{name}{named}>{inner}</{name}>")  # noqa: S704


def joined(pieces: Iterable[str], by: str = "") -> Html:
    """Texts and pieces in a row; the texts are escaped, empty ones left out."""
    return escape(by).join(piece for piece in pieces if piece != "")


def filled(sentence: str, **places: str) -> Html:
    """A sentence of ours with a text or a piece at each of its places; the texts are escaped. Its `**asterisks**` set
    off, as they do in Markdown."""
    runs = _SET_OFF.split(sentence)
    return joined(strong(run) if at % 2 else run for at, run in enumerate(runs)).format(**places)


div, p, span, strong, i = (partial(element, name) for name in ("div", "p", "span", "strong", "i"))
h1, h2, h3 = (partial(element, name) for name in ("h1", "h2", "h3"))
nav, ul, ol, li, dl, dt, dd = (partial(element, name) for name in ("nav", "ul", "ol", "li", "dl", "dt", "dd"))
table, thead, tbody, tr, th, td = (partial(element, name) for name in ("table", "thead", "tbody", "tr", "th", "td"))
details, summary = (partial(element, name) for name in ("details", "summary"))
img, br = partial(element, "img"), element("br")
quiet = partial(element, "span", class_="rw-quiet")


def link(label: str, address: str, title: str = "") -> Html:
    """A link to a page of the web, opened apart; the bare label where the address is of another kind."""
    if not address.startswith(_OF_THE_WEB):
        return span(label, title=title)
    return element("a", label, href=address, target="_blank", rel="noopener noreferrer", title=title)


def inside(
    label: str, named: Mapping[str, str], title: str = "", *, apart: bool = False, page: str = "", here: bool = False
) -> Html:
    """A link to another page of the app, by what its address names; `apart` opens it beside this one. One to a `page`
    of the same assessment is followed by page.js without leaving the page; `here` is the one that is shown."""
    target, current = "_blank" if apart else "_self", "page" if here else ""
    href = f"?{urlencode(named)}"
    return element("a", label, href=href, target=target, title=title, data_page=page, aria_current=current)


def onward(label: str, anchor: str, question: str) -> Html:
    """A link to a question: to its heading where that is on this page, else to the page that asks it (page.js)."""
    return element("a", label, href=f"#{anchor}", data_question=question)


def icon(name: str) -> Html:
    """One of the icons that Streamlit brings, by its name."""
    return span(name, class_="rw-icon", aria_hidden="true", translate="no")
