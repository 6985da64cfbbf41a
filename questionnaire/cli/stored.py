"""The command for whoever runs an installation: its stored assessments as answers files, without names.

No token, no day and no name of a person stands in a file's name or in what is printed.
"""

from __future__ import annotations

import os
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from questionnaire.answers import writing
from questionnaire.answers.answers import Answers
from questionnaire.answers.database import StoreUnavailable
from questionnaire.answers.nameless import nameless
from questionnaire.answers.store import Store, Taken, default_url
from questionnaire.cli import places
from questionnaire.cli.status import DONE, PROBLEMS, UsageError
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.wording import stored as wording


def export(arguments: Namespace) -> int:
    """Writes one file for each assessment; PROBLEMS where one is damaged and had to be left out."""
    folder = Path(arguments.folder)
    _check(folder)
    knowledge = loader.load(arguments.layers)
    taken = _taken()
    if not taken:
        places.tell(wording.NOTHING_TO_TAKE)
        return DONE
    damaged = sum(each.answers is None for each in taken)
    readable = [(each.answers, each.whole and arguments.with_consent) for each in taken if each.answers is not None]
    whole, plain, texts, not_known = [], [], [], 0
    for number, (answers, is_whole) in enumerate(readable, start=1):
        if is_whole:
            whole.append(_text(answers, knowledge))
        else:
            found, missing = nameless(answers, knowledge)
            plain.append(found)
            texts.append(_text(found, knowledge))
            not_known += missing
        _progress(wording.made_ready, number, len(readable))
    _write(folder, {**_named("whole-", whole), **_named("", texts)})
    places.tell(wording.written(places.shown(folder), len(plain), len(whole), arguments.with_consent))
    if not_known:
        places.tell(wording.not_known(not_known))
    if alone := _alone(plain, knowledge):
        places.tell(wording.alone(alone, len(plain)))
    if damaged:
        places.tell(wording.damaged(damaged))
    return PROBLEMS if damaged else DONE


def _check(folder: Path) -> None:
    """Raises UsageError where something stands there already, before any work is done."""
    try:
        if next(folder.iterdir(), None) is not None:
            raise UsageError(wording.not_empty(places.shown(folder)))
    except FileNotFoundError:
        return
    except NotADirectoryError:
        raise UsageError(wording.no_folder(places.shown(folder))) from None
    except OSError as error:
        raise UsageError(wording.unwritable(places.shown(folder), places.reason(error))) from None


def _taken() -> tuple[Taken, ...]:
    try:
        store = Store(default_url())
        try:
            taken = store.everything(partial(_progress, wording.read))
        finally:
            store.close()
    except StoreUnavailable as error:
        raise UsageError(str(error)) from None
    if taken is None:
        raise UsageError(wording.no_store(places.shown(store.file or "")))
    return taken


def _progress(say: Callable[[int, int], str], number: int, of: int) -> None:
    places.tell("\r" + say(number, of), end="\n" if number == of else "")


def _text(answers: Answers, knowledge: KnowledgeBase) -> bytes:
    return writing.write(answers, knowledge).encode()


def _named(prefix: str, texts: list[bytes]) -> dict[str, bytes]:
    """The files by their names: numbered in the order of their bytes, which says nothing of time."""
    width = max(4, len(str(len(texts))))
    return {f"{prefix}{number:0{width}}.yaml": raw for number, raw in enumerate(sorted(texts), start=1)}


def _alone(answers: list[Answers], knowledge: KnowledgeBase) -> int:
    """How many chose from the lists of entries what no other one chose together."""
    chosen = Counter(tuple(_chosen(each, knowledge)) for each in answers)
    return sum(number == 1 for choices, number in chosen.items() if choices)


def _chosen(answers: Answers, knowledge: KnowledgeBase) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, answer in sorted(answers.answers.items()):
        if knowledge.questions[key].options_from and answer.options:
            yield key, answer.options


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Raises UsageError where the system refuses; the files are for their owner only, and none is overwritten."""
    name = folder
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for each, raw in files.items():
            name = folder / each
            with open(name, "xb", opener=_for_the_owner_only) as file:
                file.write(raw)
    except OSError as error:
        raise UsageError(wording.unwritable(places.shown(name), places.reason(error))) from None


def _for_the_owner_only(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
