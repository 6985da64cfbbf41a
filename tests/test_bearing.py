"""What differs between two knowledge bases and provably cannot matter: nothing that is passed over ever matters."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import replace

from questionnaire.assessment.assess import assess
from questionnaire.assessment.telling import finding_id
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KINDS, KnowledgeBase
from questionnaire.knowledge.entries import Condition, Question, RiskFactor
from questionnaire.upkeep import cases, diff
from questionnaire.upkeep.bearing import Bearing, changes
from questionnaire.upkeep.side import Side
from questionnaire.walk.network import Network

WALKED = tuple(kind for kind in KINDS if kind not in ("metrics", "forms"))
DRAWN, CASES = 50, 6


@pytest.fixture(scope="module")
def before() -> Network:
    return Network(loader.load())


@pytest.fixture(scope="module")
def worked(before) -> tuple[cases.Case, ...]:
    return cases.load(loader.DEFAULT_FOLDER, before.knowledge)


def changed(knowledge: KnowledgeBase, kind: str, identity: str, **fields: object) -> KnowledgeBase:
    """The knowledge base with some fields of one entry put otherwise."""
    entries = getattr(knowledge, kind)
    return replace(knowledge, **{kind: {**entries, identity: replace(entries[identity], **fields)}})


def edited(record: Struct, draw: random.Random, knowledge: KnowledgeBase) -> Iterator[Struct]:
    """The record with one of its edges left out, weaker or stronger, or open under other answers."""
    for name in record.__struct_fields__:
        items = getattr(record, name)
        for at, item in enumerate(items if isinstance(items, tuple) else ()):
            rest = items[:at], items[at + 1 :]
            if hasattr(item, "when"):
                question = draw.choice([each for each in knowledge.questions.values() if each.options])
                when = msgspec.convert({"all_of": [{question.id: draw.choice(question.options).id}]}, Condition)
                yield replace(record, **{name: (*rest[0], replace(item, when=when), *rest[1])})
                if not (isinstance(record, RiskFactor) and name == "leads_to" and len(items) == 1):
                    yield replace(record, **{name: (*rest[0], *rest[1])})
            if hasattr(item, "likelihood"):
                word = draw.choice(knowledge.vocabulary.words("likelihoods")[1:])
                yield replace(record, **{name: (*rest[0], replace(item, likelihood=word), *rest[1])})
            if isinstance(record, Question) and name == "options":
                for other in edited(item, draw, knowledge):
                    yield replace(record, options=(*rest[0], other, *rest[1]))


def told(side: Side) -> tuple[object, ...]:
    """All that a diff compares, told in full by what makes the report; the side tells the same in short."""
    full = assess(side.network, side.told.answers)
    found = {
        each.id: (each.level.planned, each.level.upper, tuple(group.id for group in each.groups))
        for each in full.findings
    }
    assert {finding_id(*pair): tuple(each) for pair, each in side.findings.items()} == found
    assert side.recommendations == tuple(each.id for each in full.recommendations)
    assert side.regulations == tuple(each.id for each in full.regulations)
    verdict = full.verdict
    assert side.levels == (verdict.level, verdict.lower, verdict.upper, verdict.residual)
    assert side.stops == [f"{stop.deployment}: {stop.because}" for stop in verdict.stop]
    return found, side.levels, side.stops, set(side.recommendations), set(side.regulations)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_passed_over_changes_nothing_and_what_differs_is_found(before, worked, seed, monkeypatch):
    draw, passed, looked_at, differing = random.Random(seed), 0, 0, 0
    networks = {Path("before"): before}
    monkeypatch.setattr(diff, "network_of", networks.__getitem__)
    items = {case.id: item for case, item in zip(worked, diff.items(*[loader.DEFAULT_FOLDER] * 2), strict=True)}
    for at in range(DRAWN):
        kind = draw.choice(WALKED)
        identity = draw.choice(sorted(getattr(before.knowledge, kind)))
        entry = getattr(before.knowledge, kind)[identity]
        others = list(edited(entry, draw, before.knowledge))
        if not others:
            continue
        entries = {**getattr(before.knowledge, kind), identity: draw.choice(others)}
        name = Path(f"after-{seed}-{at}")
        after = networks[name] = Network(replace(before.knowledge, **{kind: entries}))
        bearing = Bearing(before, after)
        for case in draw.sample(worked, CASES):
            looked_at += 1
            differs = told(Side(before, case.answers)) != told(Side(after, case.answers))
            if not bearing.can_matter(case.answers):
                passed += 1
                assert not differs, (kind, identity, case.id)
            assert bool(diff.compare(Path("before"), name, [items[case.id]])) == differs, (kind, identity, case.id)
            differing += differs
    assert looked_at / 3 < passed < looked_at
    assert differing


def test_prose_is_no_change(before):
    knowledge = before.knowledge
    identity = next(iter(knowledge.harms))
    told_otherwise = changed(knowledge, "harms", identity, title="Said in other words", summary="In other words.")
    assert changes(knowledge, told_otherwise) == ()
    sources = {key: replace(each, supports="In other words.") for key, each in knowledge.sources.items()}
    assert changes(knowledge, replace(knowledge, sources=sources)) == ()


def test_why_a_use_is_stopped_is_told_so_it_is_a_change(before):
    knowledge = before.knowledge
    identity, entry = next((key, each) for key, each in knowledge.deployments.items() if each.stops)
    stops = tuple(replace(stop, because="For another reason.") for stop in entry.stops)
    (found,) = changes(knowledge, changed(knowledge, "deployments", identity, stops=stops))
    assert (found.kind, found.id, len(found.edges)) == ("deployments", identity, 2 * len(stops))


def test_a_choice_that_was_not_made_cannot_matter_and_one_that_was_can(before, worked):
    case = next(case for case in worked if len(case.answers.given().get("deployment") or ()) == 1)
    (chosen,) = case.answers.given()["deployment"]
    for key in sorted(before.knowledge.deployments):
        stakes = before.knowledge.deployments[key].stakes
        severity = before.knowledge.vocabulary.words("severities")[1]
        if all(stake.severity == severity for stake in stakes):
            continue
        lowered = tuple(replace(stake, severity=severity) for stake in stakes)
        after = Network(changed(before.knowledge, "deployments", key, stakes=lowered))
        assert Bearing(before, after).can_matter(case.answers) == (key == chosen)


def test_a_table_of_levels_that_rises_matters_to_everybody(before, worked):
    vocabulary = before.knowledge.vocabulary
    top = vocabulary.words("levels")[-1]
    rows = tuple(replace(row, level=top) if row.level != "none" else row for row in vocabulary.level_table)
    after = Network(replace(before.knowledge, vocabulary=replace(vocabulary, level_table=rows)))
    assert all(Bearing(before, after).can_matter(case.answers) for case in worked)
