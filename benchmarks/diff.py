"""`kb diff` per assessment under four changes, beside walking and telling it in full under both knowledge bases."""

import os
import time
from pathlib import Path

from msgspec.structs import replace

from questionnaire.assessment.assess import assess
from questionnaire.knowledge import loader
from questionnaire.knowledge.base import KnowledgeBase
from questionnaire.upkeep import cases, diff
from questionnaire.walk.network import Network

MANY = 10_000
BEFORE = Path("before")


def run() -> None:
    """Prints the times of a processor, and the ratios."""
    knowledge = loader.load(loader.DEFAULT_FOLDER)
    networks = {BEFORE: Network(knowledge), **{Path(name): Network(each) for name, each in _changed(knowledge).items()}}
    diff.network_of = networks.__getitem__
    worked = cases.load(loader.DEFAULT_FOLDER, knowledge)
    items = diff.items(loader.DEFAULT_FOLDER, loader.DEFAULT_FOLDER)
    full = 2 * _ms(lambda: [assess(networks[BEFORE], case.answers) for case in worked]) / len(worked)
    print(f"{len(items)} cases; walked and told in full under both: {full:.1f} ms each")
    for after in networks:
        if after != BEFORE:
            differ = len(diff.compare(BEFORE, after, items))
            ms = _ms(lambda after=after: diff.compare(BEFORE, after, items)) / len(items)
            print(
                f"{after}: {differ} differ; {ms:.1f} ms each, {ms / full:.2f} of that; "
                f"{MANY:,} on {os.cpu_count()} cores in {ms * MANY / 1000 / (os.cpu_count() or 1):.0f} s"
            )


def _changed(knowledge: KnowledgeBase) -> dict[str, KnowledgeBase]:
    """Changes of four sizes, from words alone to what moves nearly everything."""
    vocabulary = knowledge.vocabulary
    levels = vocabulary.words("levels")
    higher = {level: levels[min(place + (place > 0), len(levels) - 1)] for place, level in enumerate(levels)}
    rows = tuple(replace(row, level=higher[row.level]) for row in vocabulary.level_table)
    factor = max(knowledge.risk_factors.values(), key=lambda each: len(each.leads_to))
    weaker = tuple(replace(lead, likelihood=vocabulary.words("likelihoods")[1]) for lead in factor.leads_to)
    return {
        "sources said otherwise": replace(
            knowledge, sources={key: replace(each, supports="Otherwise.") for key, each in knowledge.sources.items()}
        ),
        "one risk factor weaker": replace(
            knowledge, risk_factors={**knowledge.risk_factors, factor.id: replace(factor, leads_to=weaker)}
        ),
        "the last group of every use left out": replace(
            knowledge,
            deployments={key: replace(each, exposes=each.exposes[:-1]) for key, each in knowledge.deployments.items()},
        ),
        "every level one higher": replace(knowledge, vocabulary=replace(vocabulary, level_table=rows)),
    }


def _ms(work) -> float:
    """The least of three times of the processor: what else runs on the machine does not count."""
    taken = []
    for _ in range(3):
        started = time.process_time()
        work()
        taken.append((time.process_time() - started) * 1000)
    return min(taken)
