"""What became of a source after it came out: retracted, corrected, replaced, withdrawn, or out in a newer version.

DOIs are asked for at Crossref, numbers of arXiv at arXiv, politely and through the same door as every link. A registry
that does not know a source, or says nothing of it, clears nothing: only what it does say is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote
from xml.etree import ElementTree

import msgspec

from questionnaire.knowledge.entries import Source
from questionnaire.upkeep.doubts import ARXIV
from questionnaire.upkeep.links import Asker, Wrong
from questionnaire.wording import notices as wording
from questionnaire.wording import upkeep

MOST_BYTES = 4_000_000
AT_ONCE = 50
"""So many numbers of arXiv are asked for in one request."""
GIVE_UP = 3
"""After so many failures in a row a registry is not asked any more."""
GRAVE = {
    "retraction": "retracted",
    "partial_retraction": "partly retracted",
    "withdrawal": "withdrawn",
    "removal": "removed",
    "expression_of_concern": "under an expression of concern",
}
"""By Crossref's type of update: what became of a work on which no claim should rest without a word."""
MILD = {
    "correction": "corrected",
    "corrigendum": "corrected",
    "erratum": "corrected",
    "addendum": "added to",
    "clarification": "clarified",
    "new_version": "out in a newer version",
    "new_edition": "out in a newer edition",
}
RELATIONS = {"is-replaced-by": "replaced", "is-preprint-of": "published"}
"""By Crossref's relation: what became of the work, with the DOI of what came of it."""
_MARKED = re.compile(r"\W*(retracted|withdrawn|removed)\b", re.IGNORECASE)
_WITHDRAWN = re.compile(
    r"\b(?:this|the) (?:paper|article|submission|manuscript|work) (?:has been|is|was) withdrawn\b|^\W*withdrawn\b",
    re.IGNORECASE,
)
_ATOM = {"atom": "http://www.w3.org/2005/Atom", "arxiv": "http://arxiv.org/schemas/atom"}


class Registries(NamedTuple):
    """Where registries are asked: what stands before a DOI, and before numbers of arXiv."""

    crossref: str = "https://api.crossref.org/works/"
    arxiv: str = "https://export.arxiv.org/api/query?max_results=50&id_list="


class Notice(NamedTuple):
    """What a registry says of a source, as the end of a sentence that begins with its address. `grave`: no claim should
    rest on it unread. `source` is empty where a registry did not answer."""

    source: str
    address: str
    said: str
    grave: bool = False


def notices(
    asker: Asker, sources: Sequence[Source], at: Registries | None = None
) -> Iterator[tuple[int, tuple[Notice, ...]]]:
    """What registries say of these sources, with how many of them were looked at so far."""
    at = at or Registries()
    numbered = [(source, found) for source in sources if (found := ARXIV.search(source.address))]
    on_arxiv = {source.id for source, _ in numbered}
    looked_at = failed = 0
    for source in sources:
        if not source.DOI or source.id in on_arxiv:
            continue
        looked_at += 1
        address = f"{at.crossref}{quote(source.DOI, safe='')}"
        if failed == GIVE_UP or (asker.kept and asker.kept.holds(address)):
            continue
        try:
            found = _of_crossref(source, *asker.read(address, MOST_BYTES))
            failed = 0
        except Wrong as wrong:
            failed += 1
            found = (Notice("", address, wording.registry_failed(str(wrong), failed == GIVE_UP)),)
        if asker.kept and not found:
            asker.kept.add(address)
        yield looked_at, found
    for start in range(0, len(numbered), AT_ONCE):
        some = numbered[start : start + AT_ONCE]
        looked_at += len(some)
        address = f"{at.arxiv}{','.join(found[1] for _, found in some)}"
        try:
            yield looked_at, tuple(_of_arxiv(some, *asker.read(address, MOST_BYTES)))
        except Wrong as wrong:
            yield looked_at, (Notice("", at.arxiv, wording.registry_failed(str(wrong), False)),)


def asked(sources: Iterable[Source], at: Registries | None = None) -> Iterator[str]:
    """The addresses under which it is kept that nothing was said of a source."""
    before = (at or Registries()).crossref
    return (f"{before}{quote(source.DOI, safe='')}" for source in sources if source.DOI)


def number(sources: Iterable[Source]) -> int:
    """Of how many of these sources a registry can be asked."""
    return sum(bool(source.DOI or ARXIV.search(source.address)) for source in sources)


# --- Crossref ---------------------------------------------------------------------------------------------------------


def _of_crossref(source: Source, status: int, body: bytes) -> tuple[Notice, ...]:
    if status == 404:  # a DOI of another registry
        return ()
    if status != 200:
        raise Wrong(upkeep.answers_with(status))
    try:
        work = msgspec.json.decode(body)["message"]
        updates = [each for each in work.get("updated-by") or () if isinstance(each, dict)]
        announces = [each for each in work.get("update-to") or () if isinstance(each, dict)]
        relations = work.get("relation") or {}
        title = " ".join(work.get("title") or ())
    except (msgspec.DecodeError, KeyError, TypeError, AttributeError):
        raise Wrong(wording.ANSWERS_NONSENSE) from None
    said: dict[str, bool] = {}
    for each in updates:
        kind, by = str(each.get("type", "")).replace("-", "_").lower(), str(each.get("DOI", ""))
        what = GRAVE.get(kind) or MILD.get(kind)
        if what:
            said[wording.became(what, by)] = kind in GRAVE
    marked = _MARKED.match(title)
    if marked and not any(said.values()):
        said[wording.marked(marked[1].lower(), title)] = True
    for each in announces:
        kind, of = str(each.get("type", "")).replace("-", "_").lower(), str(each.get("DOI", ""))
        if kind in GRAVE and of.casefold() != (source.DOI or "").casefold():
            said[wording.is_notice(GRAVE[kind], of)] = True
    for name, what in RELATIONS.items():
        for each in relations.get(name) or () if isinstance(relations, dict) else ():
            if isinstance(each, dict) and each.get("id-type") == "doi":
                said[wording.became(what, str(each.get("id", "")))] = False
    return tuple(Notice(source.id, source.address, sentence, grave) for sentence, grave in said.items())


# --- arXiv ------------------------------------------------------------------------------------------------------------


def _of_arxiv(some: Sequence[tuple[Source, re.Match[str]]], status: int, body: bytes) -> Iterator[Notice]:
    if status != 200:
        raise Wrong(upkeep.answers_with(status))
    newest = _entries(body)
    for source, found in some:
        entry = newest.get(found[1].lower())
        if entry is None:
            continue
        version, withdrawn, doi = entry
        if withdrawn:
            yield Notice(source.id, source.address, wording.became("withdrawn", ""), grave=True)
        elif found[2] and int(found[2]) < version:
            yield Notice(source.id, source.address, wording.newer_version(int(found[2]), version))
        if doi and not withdrawn:
            yield Notice(source.id, source.address, wording.became("published", doi))


def _entries(body: bytes) -> dict[str, tuple[int, bool, str]]:
    """By number: the newest version, whether it was withdrawn, and the DOI under which it was published."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:  # nothing of the kind belongs there
        raise Wrong(wording.ANSWERS_NONSENSE)
    try:
        feed = ElementTree.fromstring(body)  # noqa: S314 - a few megabytes at most, without entities of its own
    except ElementTree.ParseError:
        raise Wrong(wording.ANSWERS_NONSENSE) from None
    if feed.tag != f"{{{_ATOM['atom']}}}feed":
        raise Wrong(wording.ANSWERS_NONSENSE)
    entries = {}
    for entry in feed.iterfind("atom:entry", _ATOM):
        named = re.search(r"/abs/(.+?)v(\d+)$", entry.findtext("atom:id", "", _ATOM).strip())
        if named:
            texts = [entry.findtext(where, "", _ATOM).strip() for where in ("arxiv:comment", "atom:summary")]
            withdrawn = any(map(_WITHDRAWN.search, texts))
            doi = " ".join(entry.findtext("arxiv:doi", "", _ATOM).split()[:1])
            entries[named[1].lower()] = int(named[2]), withdrawn, doi
    return entries


def markdown(said: Iterable[Notice]) -> str:
    """What registries say, for an issue, the gravest first; empty where they say nothing."""
    listed = sorted(said, key=lambda each: not each.grave)
    lines = [
        f"- [ ] `{each.source}`: <{each.address}> {each.said}" if each.source else f"- {each.address} {each.said}"
        for each in listed
    ]
    return "\n" + "\n".join(lines) + "\n" if lines else ""
