"""One entry: what it is, how somebody gets there, what leads to it and where it leads, each claim with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import streamlit as st

from questionnaire.files import yaml_text
from questionnaire.knowledge.entries import Source
from questionnaire.upkeep.browse import Claim, Fact, Page, Ref, as_file
from questionnaire.web import address, html, parts, session, style
from questionnaire.web.browse import missing, pieces
from questionnaire.web.html import Html
from questionnaire.web.text import plain, short
from questionnaire.wording import browse as say

AT_FIRST, MOST_FACTORS = 12, 6


def show() -> None:
    """The page of the entry that the address names."""
    ref = pieces.library().at(address.entry())
    if ref is None:
        _unknown()
        return
    st.set_page_config(
        page_title=say.page_title(short(ref.title, 60)),
        page_icon="👣",
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    style.apply()
    parts.page_script(f"entry {ref.address}", "entry", "")
    page = pieces.page(ref)
    _top(page)
    left, right = st.columns([2.1, 1], gap="large")
    with left:
        missing.show(page)
        _ways(page)
        _claims(page)
    with right:
        _beside(page)


def _unknown() -> None:
    st.set_page_config(page_title=say.NO_ENTRY_TITLE, page_icon="👣", layout="wide")
    style.apply()
    parts.heading(say.NO_ENTRY, "no-entry", 1)
    st.markdown(say.WHY_NO_ENTRY)
    html.show(html.p(html.inside(say.LIBRARY, {address.PAGE: address.LIBRARY}), class_="rw"))


def _top(page: Page) -> None:
    library = html.inside(say.LIBRARY, {address.PAGE: address.LIBRARY})
    kind = html.inside(say.KINDS[page.ref.kind], {address.PAGE: address.LIBRARY, address.KIND: page.ref.kind})
    html.show(html.p(html.joined((library, kind), by=" › "), class_="rw rw-kicker"))
    parts.heading(page.ref.title, "entry", 1)
    called = html.p(html.filled(say.ALSO_CALLED, names=", ".join(page.called)), class_="rw-quiet")
    html.show(html.div(html.p(page.summary), called if page.called else "", class_="rw rw-lead"))


# --- how somebody gets here -------------------------------------------------------------------------------------------


def _ways(page: Page) -> None:
    parts.heading(say.CITED if page.ref.kind == "sources" else say.HOW_HERE, "how", 2)
    html.show(html.div(*map(html.p, _said(page)), class_="rw"))
    if page.ruled_out:
        parts.heading(say.RULED_OUT, "ruled-out", 3)
        html.show(
            parts.listed(html.joined((condition, html.quiet(why)), by=html.br) for condition, why in page.ruled_out)
        )


def _said(page: Page) -> Iterator[str]:
    facts = {fact.field: fact.words for fact in page.facts}
    for ref, condition in page.offered:
        if condition:
            yield html.filled(say.OFFERED_WHERE, asks=pieces.link(ref), condition=condition)
        else:
            yield html.filled(say.OFFERED, asks=pieces.link(ref))
    match page.ref.kind:
        case "risk_factors":
            yield say.raised(sum(claim.how == "raise" for claim in page.into))
        case "harms":
            hows = [claim.how for claim in page.into]
            yield say.harmed(hows.count("lead") + len(page.broader), hows.count("stake"))
        case "affected_groups":
            yield say.falls(len(page.into) + len(page.out))
        case "recommendations":
            yield say.proposed(len({ref for claim in page.out for ref in claim.to}))
        case "regulations":
            yield say.applies("".join(facts.get("when", ())))
        case "questions":
            yield say.asked("".join(facts.get("ask_when", ())))
        case "forms":
            yield say.DRAFTED
        case "metrics":
            yield say.MEASURED
        case "sources":
            yield say.rests(len(page.cited)) if page.cited else say.NOT_CITED


# --- claims -----------------------------------------------------------------------------------------------------------


def _claims(page: Page) -> None:
    if page.presumed:
        parts.heading(say.TAKEN_TO_BE_SO, "presumed", 2)
        rows = ((pieces.link(ref), "; ".join(labels)) for ref, labels in page.presumed.answers)
        html.show(
            html.div(
                html.p(html.filled(say.WE_TAKE_IT, presumed=page.presumed.because)),
                parts.listed_rows(rows),
                class_="rw rw-presumed",
            )
        )
    if page.options:
        parts.heading(say.FORM_FIELDS if page.ref.kind == "forms" else say.OPTIONS, "options", 2)
        html.show(parts.listed(label for _, label in page.options))
    if page.ref.kind == "sources":
        _group("cited", "", page.cited, _both)
    _directed(page, say.LEADS_HERE, "into", page.into)
    if page.broader:
        parts.heading(say.claims_beside(say.LEAD_TO_ANY, len(page.broader)), "broader", 3)
        html.show(html.p(pieces.links(page.broader), class_="rw"))
    _directed(page, say.IT_LEADS_TO, "out", page.out)
    if page.reaches:
        _reaches(page)
    if page.alternatives:
        parts.heading(say.ALTERNATIVES, "alternatives", 2)
        html.show(
            parts.listed(
                html.joined(
                    (pieces.link(ref), gain, html.quiet(html.filled(say.FITS, condition=fits)) if fits else ""),
                    by=html.br,
                )
                for ref, gain, fits in page.alternatives
            )
        )
    if page.uses is not None:
        parts.heading(say.claims_beside(say.MET_IN, len(page.uses)), "met", 2)
        html.show(html.p(pieces.links(page.uses) if page.uses else say.MET_IN_NONE, class_="rw"))
    if page.named:
        parts.heading(say.claims_beside(say.NAMED_BY, len(page.named)), "named", 2)
        html.show(html.p(pieces.links(page.named[:AT_FIRST]), class_="rw"))
        if len(page.named) > AT_FIRST and st.toggle(say.show_all(len(page.named)), key="entry-named-all"):
            html.show(html.p(pieces.links(page.named[AT_FIRST:]), class_="rw"))


def _reaches(page: Page) -> None:
    parts.heading(say.REACHES, "reaches", 2)
    st.caption(say.REACHES_HOW)
    many = any(len(factors) > MOST_FACTORS for _, _, factors in page.reaches)
    everything = not many or st.toggle(say.ALL_FACTORS, key="entry-factors-all")
    rows = []
    for harm, severity, factors in page.reaches:
        shown = factors if everything else factors[:MOST_FACTORS]
        rest = len(factors) - len(shown)
        more = html.quiet(say.and_more(rest)) if rest else ""
        rows.append(
            html.joined(
                (
                    html.strong(pieces.link(harm)),
                    html.quiet(say.word("severity", severity)),
                    html.joined((pieces.links(shown), more), by=" "),
                ),
                by=html.br,
            )
        )
    html.show(parts.listed(rows))


def _directed(page: Page, title: str, way: str, claims: tuple[Claim, ...]) -> None:
    """The claims that lead here or from here, by what they say."""
    if not claims:
        return
    parts.heading(title, way, 2)
    groups: dict[tuple[str, bool], list[Claim]] = {}
    for claim in claims:
        only_named = way == "into" and page.ref not in claim.to
        groups.setdefault((claim.how, only_named), []).append(claim)
    titles = say.OUT if way == "out" else say.INTO
    for (how, only_named), within in groups.items():
        name = say.NAMES_GROUP.get(how, titles[how]) if only_named else titles[how]
        key = f"{way}-{how}{'-named' if only_named else ''}"
        _group(key, name, within, _heads if way == "out" else _tail if not only_named else _both)


def _heads(claim: Claim) -> tuple[Ref, ...]:
    """Where a claim of this page leads; of a question, from which of its answers."""
    return (claim.by, *claim.to) if claim.by.option else claim.to


def _tail(claim: Claim) -> tuple[Ref, ...]:
    return (claim.by,)


def _both(claim: Claim) -> tuple[Ref, ...]:
    return (claim.by, *claim.to)


def _group(key: str, title: str, claims: Iterable[Claim], towards: Callable[[Claim], tuple[Ref, ...]]) -> None:
    shown = list(claims)
    if title:
        parts.heading(say.claims_beside(title, len(shown)), key, 3)
    html.show(parts.listed(pieces.claim(claim, towards(claim)) for claim in shown[:AT_FIRST]))
    if len(shown) > AT_FIRST and st.toggle(say.show_all(len(shown)), key=f"entry-all-{key}"):
        html.show(parts.listed(pieces.claim(claim, towards(claim)) for claim in shown[AT_FIRST:]))


# --- beside -----------------------------------------------------------------------------------------------------------


def _beside(page: Page) -> None:
    rows = [(say.field(fact.field), _fact(fact)) for fact in page.facts if fact.field in say.FIELDS]
    record = getattr(session.knowledge(), page.ref.kind)[page.ref.id]
    if isinstance(record, Source):
        rows = [(say.AUTHORS, record.authors), (say.YEAR, record.year), *rows]
    if any(value for _, value in rows):
        parts.heading(say.AT_A_GLANCE, "glance", 2)
        html.show(html.div(*(_row(name, value) for name, value in rows if value), class_="rw rw-beside"))
    if page.link:
        html.show(html.p(html.link(say.OPEN_SOURCE, page.link), class_="rw"))
    html.show(
        html.p(
            html.filled(
                say.PERMANENT,
                address=html.inside(f"?{address.ENTRY}={page.ref.address}", {address.ENTRY: page.ref.address}),
            ),
            class_="rw rw-quiet rw-below",
        )
    )
    opened = st.expander(say.IN_THE_FILE, key="entry-file", on_change="rerun")
    if opened.open:
        with opened:
            if page.file:
                st.caption(plain(page.file))
            st.code(yaml_text.write(as_file(session.knowledge(), page.ref)), language="yaml", wrap_lines=True)


def _row(name: str, value: str) -> Html:
    return html.p(html.span(name, class_="rw-kicker"), html.br, value)


def _fact(fact: Fact) -> str:
    if fact.refs and fact.refs[0].kind == "sources":
        return pieces.cited(fact.refs)
    return pieces.links(fact.refs) if fact.refs else ", ".join(fact.words)
