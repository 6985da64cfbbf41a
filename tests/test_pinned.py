"""Every step of the engine, pinned: what answers about garden plots lead to, row by row, in words that one can check.

`pinned/plots` is a knowledge base on who gets a garden plot, small enough to hold in one's head; `pinned/*.yaml` are
the tables. A row names answers and measures and then all that follows: each bound of each finding, what is ruled out
and by what, what each open question could do, what each change does, and the smallest changes that remove a finding.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from questionnaire.answers.answers import Answer, Answers, Mitigation
from questionnaire.assessment.assess import assess
from questionnaire.assessment.result import Range
from questionnaire.assessment.telling import finding_id, outcome
from questionnaire.knowledge import loader
from questionnaire.walk.combinations import Combination, combinations
from questionnaire.walk.decisions import Change
from questionnaire.walk.interview import next_questions
from questionnaire.walk.levers import Lever, helpful, single_levers
from questionnaire.walk.network import Network
from questionnaire.walk.removals import smallest_removals
from questionnaire.walk.unknowns import Unknown, unknowns
from questionnaire.walk.walk import Walk

MEASURES = ("ask-newcomers", "second-reader")
PINNED, TOY = Path(__file__).parent / "pinned", Path(__file__).parent / "toy"
ROWS = [(file.stem, row) for file in sorted(PINNED.glob("*.yaml")) for row in yaml.safe_load(file.read_text("utf-8"))]


@pytest.fixture(scope="session")
def plots(tmp_path_factory) -> Network:
    """The base on garden plots, with the closed words and the sources of the one on choirs."""
    folder = tmp_path_factory.mktemp("pinned") / "plots"
    shutil.copytree(PINNED / "plots", folder)
    shutil.copy(TOY / "vocabulary.yaml", folder)
    shutil.copytree(TOY / "sources", folder / "sources")
    return Network(loader.load(folder, cache=None))


@pytest.mark.parametrize("row", [row for _, row in ROWS], ids=[f"{table}: {row['says']}" for table, row in ROWS])
def test_these_answers_lead_to_this(row, plots):
    found = told(plots, row)
    assert found == row["then"], f"what follows now:\n{yaml.safe_dump(found, allow_unicode=True, sort_keys=False)}"


def told(network: Network, row: dict) -> dict:
    """All that the engine says of a row's answers, in words."""
    answers = Answers(
        answers={key: answer_of(value) for key, value in (row.get("answers") or {}).items()},
        mitigations=tuple(Mitigation(key, "planned") for key in row.get("measures", ())),
    )
    levels = network.knowledge.vocabulary.words("levels")
    base, result = outcome(network, answers), assess(network, answers)
    singles = single_levers(network, answers, base)
    removals = smallest_removals(network, answers, base, singles)
    verdict = result.verdict
    open_ = unknowns(network, answers, base)
    assert next_questions(network, answers) == tuple(
        each for each in open_ if each.question not in answers.answers and each.moves_something
    )
    following = {
        "verdict": (
            f"{verdict.level}, certain {verdict.lower}, at most {verdict.upper}, with measures {verdict.residual}"
        ),
        "stops": [stop.deployment for stop in verdict.stop]
        + [f"{each.deployment}?" for each in verdict.possible_stops],
        "findings": {
            finding.id: (
                f"{finding.status}: {spanned(finding.likelihood)} × {spanned(finding.severity)}"
                f" = {spanned(finding.level)}"
                f"{'' if finding.residual == finding.level else f', with measures {spanned(finding.residual)}'}"
                f"; {', '.join(finding.pathways)}; moved by {', '.join(map(moved, finding.moved_by)) or 'nothing'}"
            )
            for finding in result.findings
        },
        "ruled out": {
            item.risk_factor: f"{item.closed_by}: {item.because} Back if {item.returns_if}" for item in result.ruled_out
        },
        "open questions": [said_of(unknown, levels) for unknown in open_],
        "each change": [
            effect(lever, outcome(network, answers.with_answer(lever.change.question, lever.change.answer)), levels)
            for lever in singles
        ],
        "levers, best first": [change_of(lever.change) for lever in helpful(network, singles, base)],
        "ways down": [way_down(each, levels) for each in combinations(network, answers, base, MEASURES)],
        "smallest changes": {
            finding_id(*pair): " and ".join(map(change_of, changes)) for pair, changes in sorted(removals.items())
        },
    }
    return {key: value for key, value in following.items() if value}


def answer_of(written: str | list[str]) -> Answer:
    if written in ("unknown", "not_applicable"):
        return Answer(written)
    return Answer("answered", tuple(written) if isinstance(written, list) else (written,))


def spanned(bounds: Range) -> str:
    if bounds.lower == bounds.upper:
        return bounds.lower
    planned = "" if bounds.planned == bounds.upper else f", plan for {bounds.planned},"
    return f"{bounds.lower}–{bounds.upper}{planned}"


def moved(move) -> str:
    return f"{move.question}={move.option} ({move.moves} {move.by:+}{'' if move.certain else '?'})"


def said_of(unknown: Unknown, levels: tuple[str, ...]) -> str:
    span = f"{levels[unknown.lowest]} to {levels[unknown.highest]}"
    stop = ", settles a stop" if unknown.settles_stop else ""
    return f"{unknown.question}: {span}, touches {unknown.moves}{stop}"


def way_down(way: Combination, levels: tuple[str, ...]) -> str:
    """What brings the level down together, the level that is left, and what becomes of the findings."""
    steps = [*map(change_of, way.changes), *way.measures]
    parts = [f"{levels[way.residual]} (without measures {levels[way.level]})"]
    for verb, pairs in (("removes", way.removes), ("lowers", way.lowers)):
        if pairs:
            parts.append(f"{verb} {', '.join(finding_id(*pair) for pair in sorted(pairs))}")
    return f"{' and '.join(steps)}: {'; '.join(parts)}{'' if way.smallest else ' (perhaps not the smallest)'}"


def change_of(change: Change) -> str:
    return f"{change.question}: {change.out} → {change.into or 'left out'}"


def effect(lever: Lever, really: Walk, levels: tuple[str, ...]) -> str:
    """What is said of a change; `really` is the walk once it is made, and what the change promises has to be so."""
    promised = lever.after
    assert tuple(promised) == tuple(getattr(really, name) for name in promised._fields)
    parts = [
        f"{verb} {', '.join(finding_id(*pair) for pair in sorted(pairs))}"
        for verb, pairs in (("removes", lever.removes), ("lowers", lever.lowers), ("adds", lever.adds))
        if pairs
    ]
    level = f"{levels[really.level]}, certain {levels[really.lower]}, at most {levels[really.upper]}"
    if really.residual != really.level:
        level += f", with measures {levels[really.residual]}"
    return f"{change_of(lever.change)}: {'; '.join([level, *parts])}"
