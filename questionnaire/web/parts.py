"""Small pieces that several pages show: levels, sources, paths, actions, and where the focus goes."""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable, Iterable, Mapping

import streamlit as st

from questionnaire.assessment.result import Assessment, Finding, Range, SourceShown, Step, Verdict
from questionnaire.web import session
from questionnaire.web.text import count, escaped, plain, short

_SCRIPT = """
export default function ({ data }) {
  document.documentElement.lang = "en";
  const before = window.riskwalkPlace;
  window.riskwalkPlace = data.place;
  if (before !== undefined && before !== data.place) {
    const heading = document.getElementById(data.target) || document.querySelector("h1");
    if (heading) {
      heading.tabIndex = -1;
      heading.style.outline = "none";
      heading.style.scrollMarginTop = "5rem";
      heading.focus();
      heading.scrollIntoView({ block: "start" });
    }
  }
  let region = document.getElementById("riskwalk-says");
  if (!region) {
    region = document.createElement("div");
    region.id = "riskwalk-says";
    region.setAttribute("role", "status");
    region.style.cssText = "position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden";
    document.body.appendChild(region);
  }
  if (region.textContent !== data.says) region.textContent = data.says;
}
"""


def focus(place: str, target: str, says: str) -> None:
    """Moves the focus to the heading with the id `target` when `place` changed, and has `says` read out."""
    component = st.components.v2.component("riskwalk_focus", js=_SCRIPT)
    component(data={"place": place, "target": target, "says": says}, key="focus")


def action(label: str, key: str, do: Callable[..., None], *args: object, **looks: object) -> None:
    """A button that does something once it is clicked, also where the click reaches a session that has just begun
    (after the server was restarted, no callback is known there yet)."""
    if st.button(label, key=key, on_click=do, args=args, **looks) and session.just_begun():
        session.afterwards(functools.partial(do, *args))


def heading(text: str, anchor: str, level: int = 2) -> None:
    """A heading with a fixed id, in the order of the page."""
    shown = {1: st.title, 2: st.header, 3: st.subheader}[level]
    shown(plain(text), anchor=anchor)


# --- levels -----------------------------------------------------------------------------------------------------------


def level(word: str, words: Mapping[str, str], *, more: str = "") -> str:
    """HTML: as many filled squares as the level's position, and its word, so that colour never stands alone."""
    order = list(words)
    rank = order.index(word)
    squares = "".join(f'<i class="{"on" if at < rank else ""}"></i>' for at in range(len(order) - 1))
    return (
        f'<span class="rw-level rw-{min(rank, 4)}"><span aria-hidden="true">{squares}</span>'
        f'<span style="color:var(--rank)">{escaped(words[word])}{escaped(more)}</span></span>'
    )


def bounds(range_: Range, words: Mapping[str, str]) -> str:
    """HTML: a level, with the lower bound where it differs."""
    if range_.lower == range_.upper:
        return level(range_.upper, words)
    certain = range_.lower != next(iter(words))
    return level(range_.upper, words, more=f" (at least {words[range_.lower].lower()})" if certain else ", possible")


def in_words(range_: Range, words: Mapping[str, str]) -> str:
    """`High`, or `Low to High`, or `High, possible`."""
    low, high = words[range_.lower], words[range_.upper]
    if low == high:
        return high
    return f"{low} to {high}" if range_.lower != next(iter(words)) else f"{high}, possible"


def verdict(shown: Verdict, words: Mapping[str, str], declared: bool) -> str:
    """HTML: the verdict's bounds on the scale of levels, in words and colour."""
    order = list(words)
    lower, plan, upper = (order.index(word) for word in (shown.lower, shown.level, shown.upper))
    cells = []
    for at, word in enumerate(order):
        marks = [f"rw-{min(at, 4)}"]
        if shown.nothing_ruled_out or lower < at <= upper:
            marks.append("may")
        elif at == lower:
            marks.append("sure")
        if at == plan and not shown.nothing_ruled_out:
            marks.append("plan")
        cells.append(
            f'<div class="{" ".join(marks)}" style="flex:{len(words[word]) + 3} 1 0">{escaped(words[word])}</div>'
        )
    scale = f'<div class="rw-scale" aria-hidden="true">{"".join(cells)}</div>'
    if shown.nothing_ruled_out:
        return (
            f'<div class="rw">{scale}<p style="margin:.5rem 0 0"><strong>Nothing can be ruled out yet.</strong> '
            "No question has been answered. That is not a sign of safety.</p></div>"
        )
    rows = [
        ("Certain at least", level(shown.lower, words)),
        ("Plan for", level(shown.level, words)),
        ("Possible up to", level(shown.upper, words)),
    ]
    if declared:
        rows.append(("With your measures", level(shown.residual, words)))
    listed = "".join(f"<dt>{name}</dt><dd>{html}</dd>" for name, html in rows)
    return f'<div class="rw">{scale}<dl class="rw-rows">{listed}</dl></div>'


def numbers(result: Assessment) -> str:
    """How many findings there are, and how sure they are."""
    sure = sum(finding.status == "confirmed" for finding in result.findings)
    maybe = len(result.findings) - sure
    if not result.findings:
        return "No finding"
    if not sure:
        return f"Nothing is certain yet, {count(maybe, 'finding')} still possible"
    return f"{count(sure, 'finding')} confirmed" + (f", {maybe} more possible" if maybe else "")


def drawing(drawn: tuple[str, str], wide: bool = False) -> str:
    """HTML: a picture (SVG, and what it shows in words); `wide` keeps its text readable and lets it scroll sideways."""
    source, words = drawn
    image = f'<img alt="{escaped(words)}" src="data:image/svg+xml;base64,{base64.b64encode(source.encode()).decode()}">'
    scroll = ' tabindex="0" role="group" aria-label="Risk graph, can be moved sideways"' if wide else ""
    return f'<div class="rw-picture{" rw-scroll rw-wide" if wide else ""}"{scroll}>{image}</div>'


# --- paths and sources ------------------------------------------------------------------------------------------------


def links(ids: Iterable[str], sources: Mapping[str, SourceShown]) -> str:
    """HTML: the sources as links; only http and https addresses become one."""
    shown, found = [], [sources[key] for key in ids]
    names = [f"{short(source.authors or source.title)}, {source.year}" for source in found]
    for source, own in zip(found, names, strict=True):
        same = sum(_who(other) == _who(own) for other in names) > 1
        name = escaped(f"{short(source.title)}, {source.year}" if same else own)
        title = escaped(source.title)
        if source.url.startswith(("https://", "http://")):
            shown.append(
                f'<a href="{escaped(source.url)}" target="_blank" rel="noopener noreferrer" title="{title}">{name}</a>'
            )
        else:
            shown.append(f'<span title="{title}">{name}</span>')
    return "; ".join(shown)


def _who(name: str) -> str:
    return name.rpartition(",")[0]


def path(steps: tuple[Step, ...], words: Mapping[str, Mapping[str, str]], sources: Mapping[str, SourceShown]) -> None:
    """One path from an answer to the harm, each step with its sentence and its sources."""
    names = {"answer": "Answer", "risk_factor": "Risk factor", "harm": "Harm"}
    shown = []
    for step in steps:
        ways = "".join(f' <span class="rw-quiet">· {escaped(words["pathways"][word])}</span>' for word in step.pathways)
        maybe = "" if step.certain else ' <span class="rw-quiet">(depends on an open question)</span>'
        shown.append(
            f'<li class="{"" if step.certain else "maybe"}"><p><span class="rw-quiet">{names[step.kind]}:</span> '
            f"<strong>{escaped(step.title)}</strong>{ways}{maybe}</p><p>{escaped(step.because)}</p>"
            f'<p class="rw-links rw-quiet">Sources: {links(step.sources, sources)}</p></li>'
        )
    st.html(f'<ol class="rw-path rw">{"".join(shown)}</ol>')


def worst(result: Assessment) -> list[Finding]:
    """The findings that matter most."""
    findings = {finding.id: finding for finding in result.findings}
    return [findings[key] for key in result.matter_most]


def by_id(result: Assessment) -> dict[str, SourceShown]:
    return {source.id: source for source in result.sources}


def finding_line(finding: Finding, words: Mapping[str, Mapping[str, str]]) -> str:
    """HTML: a finding in one line of a list."""
    return (
        f"<li>{bounds(finding.level, words['levels'])}<br>{escaped(finding.risk_factor_title)} "
        f'<span aria-label="leads to">→</span> {escaped(finding.harm_title)}</li>'
    )
