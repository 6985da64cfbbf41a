"""The command that checks a board's conditions in a later stage."""

from __future__ import annotations

import datetime
from argparse import Namespace
from pathlib import Path, PurePath

from questionnaire.answers import conditions
from questionnaire.answers.conditions import Judged
from questionnaire.cli import places
from questionnaire.cli.status import DONE, PROBLEMS
from questionnaire.files.problems import shortened
from questionnaire.wording import command_line as wording


def check(arguments: Namespace) -> int:
    """Says of each condition whether it is met; PROBLEMS where one has no evidence, no owner, or its day is past.

    With `--allow-open` what only waits for its day is no problem.
    """
    raw, name = places.read_input(arguments.file, conditions.MAX_BYTES)
    folder = Path() if arguments.file == places.STREAM else Path(arguments.file).parent
    today = arguments.on or datetime.datetime.now().astimezone().date()

    def exists(file: PurePath) -> bool:
        return (folder / file).is_file()

    judged = [conditions.judge(row, today, exists) for row in conditions.read(raw, name)]
    if not judged:
        places.say(wording.NO_CONDITIONS)
        return DONE
    for one in judged:
        places.say(_said(one, name))
    waiting = [one for one in judged if one.waits and arguments.allow_open]
    met = [one for one in judged if not one.problems]
    wrong = len(judged) - len(met) - len(waiting)
    places.say(wording.conditions_checked(len(met), len(waiting), wrong))
    return PROBLEMS if wrong else DONE


def _said(one: Judged, name: str) -> str:
    said = " ".join(one.problems) or wording.condition_met(shortened(one.row.evidence, 200))
    return wording.condition(f"{name}:{one.row.line}", shortened(one.row.id), shortened(one.row.text), said)
