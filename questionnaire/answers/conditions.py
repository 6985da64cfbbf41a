"""A board's conditions as a file that a later stage checks: written from a review, read, and looked at on a day."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from pathlib import PurePath

from msgspec import Struct

from questionnaire.answers.review import ConditionStands
from questionnaire.files import yaml_text
from questionnaire.files.problems import Problem, ProblemsFound, listing, nearest, shortened
from questionnaire.files.yaml_text import Document, field_path, without_controls

FORMAT, VERSION = "riskwalk-conditions", 1
MAX_BYTES = 1_000_000
FIELDS = ("id", "text", "owner", "due", "evidence")
_TOP = ("format", "project", "conditions")
_LINK = re.compile(r"https?://\S+")


class ConditionRow(Struct, frozen=True):
    """One condition in a file, and the line on which it stands. `due` is a day as YYYY-MM-DD, or empty."""

    id: str
    text: str
    owner: str
    due: str
    evidence: str
    line: int = 0


class Judged(Struct, frozen=True):
    """What was found about one condition: whether it holds, and why not. `waits`: only its day has not come yet."""

    row: ConditionRow
    problems: tuple[str, ...]
    waits: bool = False


def write(project: str, conditions: Iterable[ConditionStands]) -> str:
    """The conditions that were not given up, as the text of a file."""
    rows = [
        {
            "id": one.id,
            "text": without_controls(one.said.entry.text),
            "owner": without_controls(one.said.entry.owner),
            "due": one.said.entry.due,
            "evidence": without_controls(one.met.entry.evidence) if one.met else "",
        }
        for one in conditions
        if one.dropped is None
    ]
    return yaml_text.write({"format": f"{FORMAT}/{VERSION}", "project": without_controls(project), "conditions": rows})


def read(raw: bytes, name: str) -> tuple[ConditionRow, ...]:
    """The conditions in a file's bytes, YAML or JSON; `name` is what messages call the file.

    Raises ProblemsFound with every mistake of its form. What a condition lacks is no such mistake: `judge` says it.
    """
    document, found = yaml_text.gather(yaml_text.decode(raw, name, MAX_BYTES), name, careful=True, as_typed=True)
    problems = list(found)

    def note(path: tuple, message: str) -> None:
        problems.append(Problem(name, document.line(path), field_path(path), message))

    data = document.data
    if not isinstance(data, dict):
        raise ProblemsFound([*problems, Problem(name, 0, "", "The file holds no conditions. Take it from a review.")])
    if data.get("format") != f"{FORMAT}/{VERSION}":
        note(("format",), f"This is no file of conditions that can be read. Write: format: {FORMAT}/{VERSION}")
    for key in data:
        if key not in _TOP:
            note((key,), f"There is no field with this name.{nearest(key, _TOP)} Allowed: {listing(_TOP)}.")
    rows = data.get("conditions")
    if not isinstance(rows, list):
        note(("conditions",), "A list of conditions is due here. Write one item for each.")
        rows = []
    read_rows = tuple(_row(row, at, document, note) for at, row in enumerate(rows))
    if problems:
        raise ProblemsFound(problems)
    return read_rows


def _row(row: object, at: int, document: Document, note: Callable[[tuple, str], None]) -> ConditionRow:
    path = ("conditions", at)
    if not isinstance(row, dict):
        note(path, f"A condition is a mapping. Allowed: {listing(FIELDS)}.")
        return ConditionRow("", "", "", "", "")
    for key, value in row.items():
        if key not in FIELDS:
            note((*path, key), f"There is no field with this name.{nearest(key, FIELDS)} Allowed: {listing(FIELDS)}.")
        elif not isinstance(value, str | None):
            note((*path, key), "Text is due here. Put it in quotes.")
    texts = {key: str(row.get(key) or "").strip() for key in FIELDS}
    for key in ("id", "text"):
        if not texts[key]:
            note(path, f'The field "{key}" is missing. Every condition has one.')
    if texts["due"] and not _is_day(texts["due"]):
        note((*path, "due"), f'"{shortened(texts["due"])}" is no day. Write it as YYYY-MM-DD.')
    return ConditionRow(**texts, line=document.line(path))


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def judge(row: ConditionRow, today: datetime.date, exists: Callable[[PurePath], bool]) -> Judged:
    """Whether the condition has an owner, a day, and evidence; `exists` says whether a file that is named is there.

    Evidence is an address of the web, or a file. Without it, a condition whose day has not come waits for it.
    """
    problems = []
    if not row.owner:
        problems.append("It has no owner. Say who sees to it.")
    if not row.due:
        problems.append("It has no day. Say by when.")
    if row.evidence:
        if not _LINK.fullmatch(row.evidence) and not exists(PurePath(row.evidence)):
            problems.append(
                f'The evidence "{shortened(row.evidence)}" is neither an address nor a file that is there. '
                "Name one beside the file of conditions, or write its address with https://."
            )
        return Judged(row, tuple(problems))
    if row.due and row.due < today.isoformat():
        late = (today - datetime.date.fromisoformat(row.due)).days
        problems.append(f"It has no evidence, and its day, {row.due}, is past by {_days(late)}.")
        return Judged(row, tuple(problems))
    left = f"; {_days((datetime.date.fromisoformat(row.due) - today).days)} left" if row.due else ""
    return Judged(row, (*problems, f"It has no evidence yet{left}."), waits=not problems)


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
