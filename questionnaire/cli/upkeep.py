"""The commands for those who write the knowledge base: new, reach, diff, links. They read files, not the cache.

Each takes the parsed words and returns an exit status. Raises UsageError, or ProblemsFound for what it reads.
"""

from __future__ import annotations

import os
import re
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from questionnaire.assessment.assess import assess
from questionnaire.cli import places
from questionnaire.cli.status import DONE, PROBLEMS, UsageError
from questionnaire.files.command import typed
from questionnaire.files.problems import ProblemsFound, nearest, shortened
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import noun
from questionnaire.knowledge.schemas import ID
from questionnaire.reports import json_text
from questionnaire.walk.network import Network
from questionnaire.wording import command_line
from questionnaire.wording import layers as layers_wording
from questionnaire.wording import notices as notices_wording
from questionnaire.wording import upkeep as wording

if TYPE_CHECKING:
    from questionnaire.knowledge.entries import Source
    from questionnaire.upkeep.links import Asker
    from questionnaire.upkeep.notices import Notice


def new(arguments: Namespace) -> int:
    """Writes the commented file of a new entry, and says what comes near to it and what to do then."""
    from questionnaire.upkeep import blank

    kind, identity, about = _kind(arguments.kind), arguments.id, " ".join(arguments.about.split())
    if not re.fullmatch(ID, identity):
        raise UsageError(wording.no_id(shortened(identity), loader.as_id(identity)))
    knowledge = loader.what_is_right(arguments.kb)
    file = arguments.layers[-1] / blank.file_of(kind, identity)
    if file.exists():
        raise UsageError(wording.id_taken(places.shown(file)))
    if kind == "sources" and identity in knowledge.sources:
        raise UsageError(wording.source_taken(identity))
    text = blank.blank(knowledge, kind, identity, about, typed())
    _write(file, text)
    places.say(
        wording.made(f"{loader.shown(arguments.layers[-1])}/{blank.file_of(kind, identity)}", blank.left_in(text))
    )
    found = blank.near(knowledge, kind, f"{about} {identity.replace('-', ' ')}")
    for line in (wording.NEAR, *(wording.near(each.id, each.title, each.summary) for each in found)) if found else ():
        places.say(line)
    for line in wording.then(typed(), identity, kind, lists=kind == "questions"):
        places.say(line)
    return DONE


def reach(arguments: Namespace) -> int:
    """Prints what an entry leads to, what leads to it, and what it declares and does not reach."""
    from questionnaire.upkeep import cases, naming, reach, reach_told, show

    knowledge = loader.load(arguments.layers, cache=None)
    if not naming.kinds_of(knowledge, arguments.id):
        hint = nearest(arguments.id, show.ids(knowledge))
        raise UsageError(command_line.no_entry(shortened(arguments.id), hint))
    network = Network(knowledge)
    results = [(case.id, assess(network, case.answers)) for case in cases.load(arguments.layers, knowledge)]
    for line in reach_told.lines(reach.Uses(network), arguments.id, results):
        places.say(line)
    return DONE


def diff(arguments: Namespace) -> int:
    """Says what changes between another state of the knowledge base and this one, case by case."""
    from questionnaire.upkeep import bases, diff, diff_told

    layers = arguments.layers
    try:
        with bases.earlier(arguments.base, layers, alone=arguments.without_layers) as before:
            for each in before.unmoved:
                places.tell(layers_wording.as_it_is(places.shown(each), shortened(arguments.base)))
            given = diff.items(before.folders, layers, _files(arguments.answers))

            def progress(done: int) -> None:
                places.tell("\r" + wording.walked(done, len(given)), end="")

            progress(0)
            try:
                diff.network_of(before.folders)
            except ProblemsFound as found:
                raise UsageError(wording.base_unreadable(arguments.base, str(found.problems[0]))) from None
            diff.network_of(layers)
            workers = max(1, arguments.workers or os.cpu_count() or 1)
            if workers > 1 and len(given) > diff.PARCEL:
                from concurrent.futures import ProcessPoolExecutor

                with ProcessPoolExecutor(workers) as executor:
                    found_ = diff.diff(before.folders, layers, given, executor, progress)
            else:
                found_ = diff.diff(before.folders, layers, given, progress=progress)
            places.tell("")
    except bases.NoBase as error:
        raise UsageError(wording.no_base(shortened(arguments.base), str(error))) from None
    told = {
        "text": diff_told.text,
        "md": diff_told.markdown,
        "changelog": diff_told.changelog,
        "json": json_text.render,
    }
    places.write_report(told[arguments.format](found_), arguments.output)
    return DONE


def links(arguments: Namespace) -> int:
    """Asks every source's link over the network; PROBLEMS where one does not answer."""
    from questionnaire.upkeep import links, notices

    sources = [source for source in loader.load(arguments.layers, cache=None).sources.values() if source.address]
    kept = links.Kept(loader.CACHE_FOLDER / "links.json", datetime.now(UTC).date())
    if arguments.fresh:
        kept.days.clear()
    answers = []
    for answered in links.Asker(kept=kept).ask_all(sources):
        answers.append(answered)
        places.tell("\r" + wording.asked(len(answers), len(sources)), end="")
        if arguments.format == "text" and (answered.wrong or answered.moved):
            wrong = wording.link(answered.source, answered.address, answered.wrong)
            moved = wording.link_moved(answered.source, answered.address, answered.moved)
            places.say("\r" + (wrong if answered.wrong else moved))
    places.tell("")
    said = _notices(links.Asker(kept=kept), sources, told=arguments.format == "text")
    kept.write((*(source.address for source in sources), *notices.asked(sources)))
    wrong_, grave = sum(bool(each.wrong) for each in answers), sum(each.grave for each in said)
    if arguments.format == "text":
        moved_ = sum(bool(each.moved) for each in answers)
        others = sum(bool(each.source) and not each.grave for each in said)
        parts = (
            wording.links(wrong_, len(sources)),
            wording.links_moved(moved_),
            notices_wording.notices(grave, others),
        )
        places.say(" ".join(part for part in parts if part))
    else:
        places.write_report(links.markdown(answers) + notices.markdown(said), arguments.output)
    return PROBLEMS if wrong_ or grave else DONE


def _notices(asker: Asker, sources: list[Source], *, told: bool) -> list[Notice]:
    """What registries say of the sources, told as it comes in."""
    from questionnaire.upkeep import notices

    found: list[Notice] = []
    number = notices.number(sources)
    for looked_at, said in notices.notices(asker, sources):
        places.tell("\r" + notices_wording.looked_up(looked_at, number), end="")
        found += said
        for each in said if told else ():
            places.say("\r" + notices_wording.noticed(each.source, each.address, each.said, grave=each.grave))
    if number:
        places.tell("")
    return found


def _files(names: list[str]) -> Iterator[Path]:
    for name in names:
        path = Path(name)
        if path.is_dir():
            yield from sorted(path.glob("*.yaml"))
        elif path.is_file():
            yield path
        else:
            raise UsageError(wording.no_answers(places.shown(name)))


def _kind(word: str) -> str:
    """The folder of a kind, named as the folder or as one of its entries."""
    from questionnaire.upkeep import blank

    names = {noun(kind).replace(" ", "-"): kind for kind in blank.NEW_KINDS}
    plain = word.casefold().replace("_", "-").replace(" ", "-")
    kind = names.get(plain) or {kind.replace("_", "-"): kind for kind in blank.NEW_KINDS}.get(plain)
    if kind is None:
        raise UsageError(wording.no_kind(shortened(word), nearest(word, names), tuple(names)))
    return kind


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise UsageError(wording.unmakeable(places.shown(file), places.reason(error))) from None
