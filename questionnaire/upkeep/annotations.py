"""What a check found, for people and for tools: lines, GitHub's annotations, SARIF, JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from questionnaire.files.problems import Problem
from questionnaire.wording import command_line
from questionnaire.wording import upkeep as wording

FORMAT = "riskwalk-check/1"
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def text(problems: Iterable[Problem]) -> str:
    """One line for each, as the command line shows them."""
    return "".join(f"{command_line.advised(str(each)) if each.advice else each}\n" for each in problems)


def github(problems: Iterable[Problem]) -> str:
    """Workflow commands that GitHub shows at the line; mistakes first, for it shows only some of each kind."""
    ordered = sorted(problems, key=lambda each: each.advice)
    return "".join(f"{_command(each)}::{_data(_said(each))}\n" for each in ordered)


def _command(problem: Problem) -> str:
    where = {"file": problem.file, "line": str(problem.line) if problem.line else "", "title": _title(problem)}
    named = ",".join(f"{key}={_property(value)}" for key, value in where.items() if value)
    return f"::{'notice' if problem.advice else 'error'} {named}"


def _title(problem: Problem) -> str:
    return wording.ADVICE if problem.advice else wording.MISTAKE


def _said(problem: Problem) -> str:
    return f"{problem.place}: {problem.message}" if problem.field else problem.message


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def sarif(problems: Iterable[Problem]) -> str:
    """A SARIF 2.1.0 log with one run; files are relative to where the check ran."""
    rules = {False: "mistake", True: "advice"}
    results = [
        {
            "ruleId": rules[each.advice],
            "level": "note" if each.advice else "error",
            "message": {"text": _said(each)},
            "locations": [_location(each)],
        }
        for each in problems
    ]
    driver = {
        "name": "riskwalk kb check",
        "rules": [
            {"id": "mistake", "shortDescription": {"text": wording.MISTAKE}},
            {"id": "advice", "shortDescription": {"text": wording.ADVICE}},
        ],
    }
    return _json({"$schema": _SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]})


def _location(problem: Problem) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": problem.file.replace("\\", "/")}}
    if problem.line:
        place["region"] = {"startLine": problem.line}
    found: dict[str, object] = {"physicalLocation": place}
    return {**found, "logicalLocations": [{"fullyQualifiedName": problem.field}]} if problem.field else found


def plain(problems: Iterable[Problem]) -> str:
    """Every problem as JSON: file, line (0 for the whole file), field as a path that counts from zero, the same in
    words that count from one, message, and whether it is only advice."""
    listed = list(problems)
    rows = [
        {
            "file": each.file,
            "line": each.line,
            "field": each.field,
            "place": each.place,
            "message": each.message,
            "advice": each.advice,
        }
        for each in listed
    ]
    return _json({"format": FORMAT, "mistakes": sum(not each.advice for each in listed), "problems": rows})


def _json(data: object) -> str:
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"


FORMATS: Mapping[str, Callable[[Iterable[Problem]], str]] = {
    "text": text,
    "github": github,
    "sarif": sarif,
    "json": plain,
}
FOR_PEOPLE = ("text", "github")
"""Formats behind which a last line in words may stand."""
